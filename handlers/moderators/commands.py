"""Commands of the moderators' chat. Each is answered there, in the channel's language."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from telegram import Update

from bot.cards.studio import StudioBusy
from bot.domain.review import MODES
from bot.domain.states import PostState
from bot.domain.tallies import Counted
from bot.domain.whisper import State
from bot.flows.moderation.buttons import Action, button
from bot.flows.moderation.find import FoundWhisper, find
from bot.flows.moderation.mode import mode_now, set_mode
from bot.flows.moderation.pause import pause
from bot.flows.moderation.remove import restore
from bot.flows.moderation.report import LABELS
from bot.flows.moderation.review import call_held
from bot.flows.moderation.stats import count_decision, show_chart
from bot.flows.moderation.summary import is_quiet, switch
from bot.flows.ports import Rows
from bot.i18n import Translator, _
from bot.services import ModeratorServices
from handlers.context import Context
from handlers.incoming.moderators import ModeratorCommand, group_of
from handlers.moderators import early_release, figures, removal, reply_commands, stats
from handlers.moderators.access import commanding, moderators_language

NUMBER = re.compile(r"#?([1-9]\d{0,8})")


async def commanded(update: Update, context: Context) -> None:
    """One of ``COMMANDS``; from anybody else, or elsewhere, it is passed over in silence."""
    here = context.channels.moderated_in(group_of(update))
    note = await commanding(update, here[0].moderators) if here else None
    if note is None or note.command not in COMMANDS:
        return
    meant = addressed(note, [each.moderators for each in here])
    if len(meant) > 1 and (
        note.command in _OF_ONE or (note.command == "replies" and note.argument)
    ):
        services = meant[0][0]
        example = f"/{note.command} {services.shared.place.name} 12"
        t = moderators_language(services)
        await say(
            services.answering_in(note.topic),
            t("In which channel? Write for example {example}.", example=example),
        )
        return
    for services, told in meant:
        t = moderators_language(services)
        await COMMANDS[note.command](told, services.answering_in(note.topic), t)


def addressed(
    note: ModeratorCommand, here: Sequence[ModeratorServices]
) -> Sequence[tuple[ModeratorServices, ModeratorCommand]]:
    """For which of this chat's channels a command is: the one that it names first (``/pause
    love``), else all of them."""
    first, _, rest = note.argument.partition(" ")
    for services in here:
        if len(here) > 1 and first.lower() == services.shared.place.name:
            return [(services, replace(note, argument=rest.strip()))]
    if note.command in _ONCE:
        return [(here[0], note)]
    return [(services, note) for services in here]


async def say(services: ModeratorServices, html: str, rows: Rows = ()) -> None:
    if services.moderators_chat is not None:
        await services.moderators_chat.say(html, rows=rows)


async def _help(_note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    lines = [f"/{name} – {t(what)}" for name, what in HELP.items()]
    votes = t.n(
        "To remove what is published it takes {n} vote.",
        "To remove what is published it takes {n} votes.",
        services.shared.settings.votes,
    )
    promise = t("You never see who wrote, and neither do I once it is out.")
    await say(services, "\n".join([*lines, "", votes, promise]))


async def _pause(_note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    changed = await pause(storage=services.shared.storage, paused=True)
    await say(
        services,
        "⏸ " + t("Paused: nothing new comes out until /resume. Whispers are still taken in.")
        if changed
        else t("It is paused already. /resume goes on."),
    )


async def _resume(_note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    changed = await pause(storage=services.shared.storage, paused=False)
    await say(
        services, "▶️ " + t("Whispers come out again.") if changed else t("It was not paused.")
    )


async def _release(note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    await early_release.propose(services, note.member, t)


MODE_NAMES = {
    "pre": _("You look at every whisper first; nothing comes out unseen."),
    "hybrid": _("You look first at those in which something was found; the others come out."),
    "post": _("Whispers come out unseen; you act on reports."),
}


async def _mode(note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    asked = note.argument.lower()
    if chosen := next((mode for mode in MODES if mode == asked), None):
        await set_mode(storage=services.shared.storage, mode=chosen)
    default = services.shared.settings.moderation_mode
    html, rows = mode_face(await mode_now(storage=services.shared.storage, default=default), t)
    await say(services, html, rows)


def mode_face(mode: str, t: Translator) -> tuple[str, Rows]:
    """The mode that holds, and buttons for the others."""
    html = f"<b>{mode}</b> – {t(MODE_NAMES[mode])}"
    return html, [[button(each, Action.MODE, each.upper()) for each in MODES if each != mode]]


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
    """/replies 12 shows a thread; without a number, what waits."""
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
    """/lock 12, /unlock 12."""
    number = await _number(note, services, t)
    if number is not None:
        to = note.command == "lock"
        await say(services, await reply_commands.locked(services, number, t, to=to))


async def _restore(note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    number = await _number(note, services, t)
    if number is None:
        return
    done = await restore(
        storage=services.shared.storage, number=number, now=services.shared.clock.now()
    )
    if done:
        await count_decision(
            Counted.RESTORED,
            storage=services.shared.storage,
            zone=services.shared.settings.timezone,
            now=services.shared.clock.now(),
        )
    await say(
        services,
        "♻️ " + t("#{number} stands in the channel again.", number=number)
        if done
        else t("#{number} is not hidden.", number=number),
    )


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
        await say(services, t("I am drawing very much just now. Please ask again in a minute."))
        return
    await show_chart(
        storage=services.shared.storage,
        moderators_chat=services.moderators_chat,
        chart=photo,
        turn=services.review_cards.turn,
    )


async def _summary(note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    """/summary on, /summary off; without either it says how things stand."""
    wanted = note.argument.lower()
    if wanted in ("on", "off"):
        await switch(storage=services.shared.storage, on=wanted == "on")
    on = await is_quiet(storage=services.shared.storage)
    await say(
        services,
        "🔕 "
        + t("Whispers come without a sound; each morning at nine I say how many. /summary off")
        if on
        else "🔔 " + t("You hear each whisper come. /summary on: only once a day how many wait."),
    )


async def _find(note: ModeratorCommand, services: ModeratorServices, t: Translator) -> None:
    number = await _number(note, services, t)
    if number is None:
        return
    known = await services.figures.read(services.shared.clock.now())
    found = await find(storage=services.shared.storage, number=number, figures=known)
    await say(
        services,
        described(found, services, t)
        if found
        else t("There is no whisper with the number {number}.", number=number),
    )


def described(found: FoundWhisper, services: ModeratorServices, t: Translator) -> str:
    """A published number in a few lines. HTML."""
    name = f"#{found.number}"
    if found.message_id is not None and found.state is State.RELEASED:
        name = f'<a href="{services.shared.place.post_link(found.message_id)}">{name}</a>'
    state = {
        State.REMOVED: t("was removed"),
        State.WITHDRAWN: t("was withdrawn by its author"),
    }.get(found.state) or {
        PostState.LIVE: t("stands in the channel"),
        PostState.HIDDEN: t("is hidden until you have looked"),
        None: t("is on its way"),
    }.get(found.post, t("is gone from the channel"))
    lines = [f"{name} {state}"]
    for each in found.reports or ():
        emoji, label = next(
            (shown for reason, shown in LABELS.items() if reason.value == each.reason),
            ("⚑", each.reason),
        )
        lines.append(f"{emoji} {t(label)}: {each.times}")
    if found.reports is None:
        lines.append(figures.later(services, t))
    elif not found.reports:
        lines.append(t("Nobody has reported it."))
    return "\n".join(lines)


async def _number(note: ModeratorCommand, services: ModeratorServices, t: Translator) -> int | None:
    named = NUMBER.fullmatch(note.argument)
    if named is None:
        await say(
            services, t("Which one? Write for example {example}.", example=f"/{note.command} 12")
        )
        return None
    return int(named[1])


_OF_ONE = ("remove", "restore", "lock", "unlock")
"""Only for a channel that is named."""

_ONCE = ("help", "bans", "summary")
"""Answered once where several channels share the chat."""

HELP = {
    "queue": _("how many wait for you"),
    "held": _("show what is on hold once more"),
    "mode": _("who looks first: /mode pre, hybrid or post"),
    "find": _("what became of number 12: /find 12"),
    "remove": _("take number 12 out of the channel: /remove 12; a reply: /remove 12.3"),
    "restore": _("show number 12 again after reports: /restore 12"),
    "replies": _("replies that wait; /replies 12: those to number 12"),
    "lock": _("no more replies to number 12: /lock 12"),
    "unlock": _("replies to number 12 again: /unlock 12"),
    "release": _("release what waits at once, less mixed"),
    "stats": _("the last days as a picture"),
    "summary": _("once a day instead of each time: /summary on"),
    "bans": _("how many bans there were this week"),
    "pause": _("let nothing new come out"),
    "resume": _("go on after /pause"),
    "help": _("this list"),
}

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
    "pause": _pause,
    "resume": _resume,
    "help": _help,
}
