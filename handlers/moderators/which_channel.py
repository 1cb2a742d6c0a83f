"""A chat that several channels share: a command that changes something asks which one is meant, and
a button answers. What it changes is then said in place of the question."""

from collections.abc import Sequence
from html import escape

from bot.domain.review import mode_in
from bot.flows.moderation.buttons import EVERY, Action, Intent, button
from bot.flows.ports import Rows
from bot.i18n import Translator
from bot.services import ModeratorServices
from handlers.incoming.moderators import ModeratorCommand, ModeratorPress
from handlers.moderators import actions, finding
from handlers.moderators.access import for_the_room, moderators_language
from handlers.moderators.help import help_text
from handlers.moderators.numbers import number_in, which_number
from handlers.moderators.reply_commands import REPLY

_SCREENS = {"settings": Action.SETTINGS}
"""The commands that open a screen of one channel, which several moderators then look at."""
_ACTIONS = {"pause": Action.PAUSE, "resume": Action.RESUME, "release": Action.RELEASE}
_OF_NUMBERS = {
    "remove": Action.REMOVE,
    "restore": Action.RESHOW,
    "replies": Action.THREAD,
    "lock": Action.LOCK,
    "unlock": Action.UNLOCK,
}
_OF_ALL = (Action.PAUSE, Action.RESUME, Action.MODE)
"""The actions that a person may mean for all channels at once."""


def is_of_open(note: ModeratorCommand) -> bool:
    """Tell whether a command changes what comes out: it is of no use for a channel that takes no
    whispers."""
    return note.command in _ACTIONS or (
        note.command == "mode" and mode_in(note.argument) is not None
    )


async def ask(note: ModeratorCommand, here: Sequence[ModeratorServices], t: Translator) -> bool:
    """Ask, or answer for all at once. False: each channel answers for itself."""
    room = for_the_room(here[0], note.topic)
    if note.command == "find" and (number := number_in(note.argument)) is not None:
        here = [each for each in here if await finding.is_known(number, each)]
        for each in here:
            if (chat := each.answering_in(note.topic).moderators_chat) is not None:
                await chat.say(await finding.told(number, each, moderators_language(each)))
        if not here and room.moderators_chat is not None:
            await room.moderators_chat.say(finding.unknown(number, t))
        return True
    said = _said(note, here, t)
    if said is None or room.moderators_chat is None:
        return False
    html, rows = said
    await room.moderators_chat.say(html, rows=rows)
    return True


def _said(
    note: ModeratorCommand, here: Sequence[ModeratorServices], t: Translator
) -> tuple[str, Rows] | None:
    number = number_in(note.argument)
    if note.command == "help":
        return help_text(here[0], t, sharing=here), ()
    if note.command == "replies" and not note.argument:
        return None
    if note.command == "remove" and (reply := REPLY.fullmatch(note.argument)):
        return _question(here, Intent(Action.REMOVE, f"{reply[1]}.{reply[2]}"), t)
    if note.command in ("find", *_OF_NUMBERS) and number is None:
        return which_number(f"/{note.command} {here[0].shared.place.name}", t), ()
    if note.command in _OF_NUMBERS:
        return _question(here, Intent(_OF_NUMBERS[note.command], str(number)), t)
    if note.command in _SCREENS:
        return _question(here, Intent(_SCREENS[note.command]), t)
    if note.command in _ACTIONS:
        return _question(here, Intent(_ACTIONS[note.command]), t)
    mode = mode_in(note.argument) if note.command == "mode" else None
    return None if mode is None else _question(here, Intent(Action.MODE, mode.upper()), t)


def _question(here: Sequence[ModeratorServices], intent: Intent, t: Translator) -> tuple[str, Rows]:
    buttons = [
        button(_called(each), intent.action, intent.subject, channel=each.shared.place.key)
        for each in here
    ]
    rows = [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
    if intent.action in _OF_ALL:
        rows.append([button(t("All of them"), intent.action, intent.subject, channel=EVERY)])
    return t("Which channel?"), rows


async def chosen(services: ModeratorServices, press: ModeratorPress, html: str) -> None:
    """Say what was done in the channel that was pressed."""
    await services.shared.chats.answer(press.query)
    if services.moderators_chat is not None:
        await services.moderators_chat.rewrite(press.message_id, html)


async def chosen_all(
    here: Sequence[ModeratorServices], press: ModeratorPress, intent: Intent
) -> bool:
    """Do it in all channels. False: there is no such button."""
    mode = mode_in(intent.subject)
    if intent.action not in _OF_ALL or (intent.action is Action.MODE and mode is None):
        return False
    lines = []
    for each in here:
        t = moderators_language(each)
        if intent.action is Action.PAUSE:
            html = await actions.pause_now(each, t)
        elif intent.action is Action.RESUME:
            html = await actions.resume_now(each, t)
        else:
            assert mode is not None
            await actions.mode_set(each, mode)
            html, _rows = actions.mode_face(mode, t)
        lines.append(f"📮 {escape(_called(each))}\n{html}")
    await chosen(for_the_room(here[0], None), press, "\n\n".join(lines))
    return True


def _called(services: ModeratorServices) -> str:
    place = services.shared.place
    return place.called(place.language)
