"""Commands of the moderators' chat. Each is answered there, in the channel's language.

Where several channels share the chat, what only tells is told of all of them; what changes
something asks which one is meant, unless the command names it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from telegram import Update

from bot.cards.studio import StudioBusy
from bot.domain.review import mode_in
from bot.flows.moderation.mode import mode_now
from bot.flows.moderation.review import call_held
from bot.flows.moderation.stats import show_chart
from bot.flows.moderation.summary import is_quiet, switch
from bot.flows.ports import Rows
from bot.i18n import Translator
from bot.services import ModeratorServices, Services
from handlers.context import Context
from handlers.incoming.moderators import ModeratorCommand, group_of
from handlers.moderators import (
    actions,
    campaign_removal,
    change_log,
    early_release,
    figures,
    finding,
    removal,
    reply_commands,
    setting_screens,
    stats,
    which_channel,
)
from handlers.moderators.access import commanding, for_the_room, moderators_language
from handlers.moderators.help import help_text
from handlers.moderators.numbers import number_in, which_number


async def commanded(update: Update, context: Context) -> None:
    """Carry out one of ``COMMANDS``; from anybody else, or elsewhere, it is passed over in
    silence."""
    here = context.channels.moderated_in(group_of(update))
    note = await commanding(update, here[0].moderators) if here else None
    if note is None or note.command not in COMMANDS:
        return
    if note.command == "remove" and await _remove_campaign(note, here):
        return
    meant = addressed(note, [each.moderators for each in here])
    if len(meant) > 1 and which_channel.is_of_open(note):
        taking = [each for each in meant if context.channels.taking(each[0].shared.place.key)]
        meant = taking or meant
    t = moderators_language(meant[0][0])
    if len(meant) > 1 and await which_channel.ask(note, [services for services, _ in meant], t):
        return
    if note.command in _ONCE:
        await COMMANDS[note.command](meant[0][1], for_the_room(meant[0][0], note.topic), t)
        return
    for services, told in meant:
        t = moderators_language(services)
        await COMMANDS[note.command](told, services.answering_in(note.topic), t)


async def _remove_campaign(note: ModeratorCommand, here: Sequence[Services]) -> bool:
    """Handle /remove c7, or /remove love c7. False: no campaign is named."""
    first, _, rest = note.argument.rpartition(" ")
    named = campaign_removal.NAMED.fullmatch(rest)
    about = [each for each in here if first in ("", each.shared.place.name or "")]
    found = next((each for each in about if each.campaigns is not None), None)
    if named is None or found is None or found.campaigns is None:
        return False
    services, t = found.moderators, moderators_language(found.moderators)
    told = services.answering_in(note.topic)
    await campaign_removal.propose_removal(found.campaigns, told, note.member, int(named[1]), t)
    return True


def addressed(
    note: ModeratorCommand, here: Sequence[ModeratorServices]
) -> Sequence[tuple[ModeratorServices, ModeratorCommand]]:
    """Return for which of this chat's channels a command is: the one that it names first (``/pause
    love``), else all of them."""
    first, _, rest = note.argument.partition(" ")
    for services in here:
        if len(here) > 1 and first.lower() == services.shared.place.name:
            return [(services, replace(note, argument=rest.strip()))]
    return [(services, note) for services in here]


async def say(services: ModeratorServices, html: str, rows: Rows = ()) -> None:
    if services.moderators_chat is not None:
        await services.moderators_chat.say(html, rows=rows)


async def _help(_note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    await say(services, help_text(services, t))


async def _pause(_note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    await say(services, await actions.pause_now(services, t))


async def _resume(_note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    await say(services, await actions.resume_now(services, t))


async def _release(note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    await early_release.propose(services, note.member, t)


async def _mode(note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    if chosen := mode_in(note.argument):
        await actions.mode_set(services, chosen)
    default = services.shared.settings.moderation_mode
    now = await mode_now(storage=services.shared.storage, default=default)
    html, rows = actions.mode_face(now, t)
    await say(services, html, rows)


async def _settings(note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    html, rows = await setting_screens.typed(services, note.member, note.argument, t)
    await say(services, html, rows)


async def _log(_note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    await say(services, await change_log.told(services, t))


async def _queue(_note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    if services.review_cards is not None:
        services.review_cards.look_for_all()
    await say(services, await figures.queue(services, t))


async def _held(note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    names = await call_held(storage=services.shared.storage, rng=services.shared.rng)
    if names and services.review_cards is not None:
        services.review_cards.want(names, note.topic)
    else:
        await say(services, t("Nothing else is on hold."))


async def _bans(_note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    await say(services, await figures.bans(services, t))


async def _remove(note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    if reply := reply_commands.REPLY.fullmatch(note.argument):
        named = (int(reply[1]), int(reply[2]))
        said = await reply_commands.removed(services, note.member, named, note.topic, t)
        if said is not None:
            await say(services, said)
        return
    number = await _number(note, services, t)
    if number is not None:
        await removal.propose(services, note.member, number, t)


async def _replies(note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    """Handle /replies 12, which shows a thread; without a number, it shows what waits."""
    number = await _number(note, services, t) if note.argument else None
    if note.argument and number is None:
        return
    said = (
        await reply_commands.waiting(services, note.topic, t)
        if number is None
        else await reply_commands.thread(services, number, note.topic, t)
    )
    if said is not None:
        await say(services, said)


async def _lock(note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    """Handle /lock 12 and /unlock 12."""
    number = await _number(note, services, t)
    if number is not None:
        to = note.command == "lock"
        await say(services, await reply_commands.locked(services, number, t, to=to))


async def _restore(note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    number = await _number(note, services, t)
    if number is None:
        return
    await say(services, await actions.reshow(number, services, t))


async def _stats(_note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    if services.moderators_chat is None or services.review_cards is None:
        return
    known = await services.figures.read(services.shared.clock.now())
    if known is None:
        await say(services, figures.later(services, t))
        return
    try:
        photo = await stats.picture(known.stats, services, t)
    except StudioBusy:
        await say(services, t("I’m very busy right now. Please try again in a minute."))
        return
    await show_chart(
        storage=services.shared.storage,
        moderators_chat=services.moderators_chat,
        chart=photo,
        turn=services.review_cards.turn,
    )


async def _summary(note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    """Handle /summary on and /summary off; without either it says how things stand."""
    wanted = note.argument.lower()
    if wanted in ("on", "off"):
        await switch(storage=services.shared.storage, on=wanted == "on")
    on = await is_quiet(storage=services.shared.storage)
    await say(
        services,
        "🔕 " + t("Whispers arrive silently; each morning at nine I say how many. /summary off")
        if on
        else "🔔 "
        + t(
            "Each whisper arrives with a notification. /summary on: once a day I say how many "
            "are waiting."
        ),
    )


async def _find(note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    number = await _number(note, services, t)
    if number is None:
        return
    await say(services, await finding.told(number, services, t))


async def _number(note: ModeratorCommand, services: ModeratorServices, t: Translator) -> int | None:
    number = number_in(note.argument)
    if number is None:
        await say(services, which_number(f"/{note.command}", t))
    return number


_ONCE = ("help", "summary")
"""The commands that are the chat's, whichever of its channels share it."""

COMMANDS: Mapping[
    str, Callable[[ModeratorCommand, ModeratorServices, Translator], Awaitable[None]]
] = {
    "queue": _queue,
    "held": _held,
    "mode": _mode,
    "find": _find,
    "remove": _remove,
    "restore": _restore,
    "replies": _replies,
    "lock": _lock,
    "unlock": _lock,
    "release": _release,
    "stats": _stats,
    "summary": _summary,
    "bans": _bans,
    "settings": _settings,
    "log": _log,
    "pause": _pause,
    "resume": _resume,
    "help": _help,
}
