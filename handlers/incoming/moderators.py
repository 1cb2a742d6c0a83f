"""Moderators speak and press in their chat. A route tells its members apart."""

from dataclasses import dataclass, field
from datetime import datetime

from telegram import (
    Message,
    Update,
)
from telegram.constants import ChatType

from bot.memory.identity import Route, RouteBook


@dataclass(frozen=True, slots=True)
class Moderator:
    """Somebody in the moderators' chat, whether or not they belong there. ``route`` tells them
    apart while this process lives; an admin who speaks in the group's own name cannot be."""

    route: Route
    in_groups_name: bool = False


@dataclass(frozen=True, slots=True)
class ModeratorCommand:
    """A command given in the moderators' chat."""

    member: Moderator
    message_id: int
    command: str  # without the slash
    argument: str = field(repr=False)
    topic: int | None = None  # of a group with topics; None: none, or General
    bot: str | None = None  # the @name that it is addressed to, in small letters and without the @


@dataclass(frozen=True, slots=True)
class ModeratorPress:
    """A button for moderators. ``here``: it was pressed in their chat, and nowhere else."""

    member: Moderator
    query: str = field(repr=False)
    data: str = field(repr=False)
    message_id: int
    here: bool
    shown_at: datetime | None  # when the message with the button was sent
    offered: bool  # the message has this button as it reads now; False: old, or made up
    topic: int | None = None  # in which the button stands; None: none, or General


def group_of(update: Update) -> int | None:
    """Return the group in which a command was given or a button pressed."""
    query = update.callback_query
    message = update.message if query is None else query.message
    if message is None or message.chat.type == ChatType.PRIVATE:
        return None
    return message.chat.id


async def moderator_command_of(
    update: Update, moderators_chat: int | None, routes: RouteBook, now: datetime
) -> ModeratorCommand | None:
    """Return the command in this update if it was given in the moderators' chat, or None."""
    message = update.message
    if (
        message is None
        or moderators_chat is None
        or message.chat.id != moderators_chat
        or message.text is None
    ):
        return None
    speaker = message.sender_chat or message.from_user
    if speaker is None:
        return None
    first, *rest = message.text.split(maxsplit=1) or [""]
    command, _, bot = first.removeprefix("/").lower().partition("@")
    return ModeratorCommand(
        member=Moderator(await routes.issue(speaker.id, now), speaker.id == moderators_chat),
        message_id=message.message_id,
        command=command,
        argument="".join(rest).strip(),
        topic=_topic_of(message),
        bot=bot or None,
    )


async def moderator_press_of(
    update: Update, moderators_chat: int | None, routes: RouteBook, now: datetime
) -> ModeratorPress | None:
    """Return a pressed button, wherever it was pressed; people press in their own name."""
    query = update.callback_query
    if query is None:
        return None
    message = query.message
    return ModeratorPress(
        member=Moderator(await routes.issue(query.from_user.id, now)),
        query=query.id,
        data=query.data or "",
        message_id=message.message_id if message else 0,
        here=message is not None
        and moderators_chat is not None
        and message.chat.id == moderators_chat,
        shown_at=message.date if isinstance(message, Message) else None,
        offered=isinstance(message, Message) and query.data in _buttons_under(message),
        topic=_topic_of(message) if isinstance(message, Message) else None,
    )


def _topic_of(message: Message) -> int | None:
    return message.message_thread_id if message.is_topic_message else None


def _buttons_under(message: Message) -> set[object]:
    keyboard = message.reply_markup
    return (
        {each.callback_data for row in keyboard.inline_keyboard for each in row}
        if keyboard
        else set()
    )
