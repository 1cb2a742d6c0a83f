"""Managers speak, answer and press in their group. A route tells its members apart while this
process lives."""

from dataclasses import dataclass, field
from datetime import datetime

from telegram import Message, Update
from telegram.constants import ChatType

from bot.flows.authors.reading import SentPicture
from bot.memory.identity import RouteBook
from handlers.incoming.moderators import Moderator


@dataclass(frozen=True, slots=True)
class ManagerNote:
    """A message in a group: a command, or an answer to one of the bot's."""

    member: Moderator
    group: int
    text: str = field(repr=False)
    answers: int | None = None  # the message of ours that it replies to
    picture: SentPicture | None = None
    topic: int | None = None


async def manager_note_of(update: Update, routes: RouteBook, now: datetime) -> ManagerNote | None:
    """Return the new message of somebody in a group, or None."""
    message = update.message
    if message is None or message.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
        return None
    speaker = message.sender_chat or message.from_user
    if speaker is None:
        return None
    original = message.reply_to_message
    ours = original is not None and original.from_user is not None and original.from_user.is_bot
    return ManagerNote(
        member=Moderator(await routes.issue(speaker.id, now), speaker.id == message.chat.id),
        group=message.chat.id,
        text=message.text or message.caption or "",
        answers=original.message_id if original is not None and ours else None,
        picture=_picture(message),
        topic=message.message_thread_id if message.is_topic_message else None,
    )


def _picture(message: Message) -> SentPicture | None:
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return SentPicture(largest.file_id, largest.file_unique_id)
    if message.document is not None and (message.document.mime_type or "").startswith("image/"):
        return SentPicture(message.document.file_id, message.document.file_unique_id)
    return None
