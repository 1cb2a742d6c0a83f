"""What is asked for in the moderators' chat and is no command of ours: whoever asks hears what
there is. Sentences between people are passed over, and so is what names another bot."""

from difflib import get_close_matches

from telegram import Update

from bot.i18n import Translator
from handlers.context import Context
from handlers.incoming.moderators import group_of
from handlers.moderators.access import commanding, for_the_room, moderators_language
from handlers.moderators.commands import COMMANDS, say
from handlers.moderators.help import GREETING

_BUTTONS = frozenset({"approve", "cover", "reject", "hold", "ban", "undo"})
"""What is pressed under a card, and what people who have moderated elsewhere type."""


async def asked(update: Update, context: Context) -> None:
    """Answer a command that none of ``COMMANDS`` is; from anybody else, or elsewhere, it is passed
    over in silence."""
    here = context.channels.moderated_in(group_of(update))
    note = await commanding(update, here[0].moderators) if here else None
    if note is None or note.bot not in (None, context.bot.username.lower()):
        return
    services = here[0].moderators
    t = moderators_language(services)
    await say(for_the_room(services, note.topic), _told(note.command, t))


def _told(command: str, t: Translator) -> str:
    if command == "start":
        return t(GREETING)
    if command in _BUTTONS:
        return t("That’s a button under a card, not a command. /help lists the commands.")
    said = t("I don’t know that command. /help shows what I can do.")
    near = get_close_matches(command, COMMANDS, 1)
    return said + " " + t("Did you mean {command}?", command=f"/{near[0]}") if near else said
