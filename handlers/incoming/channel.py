"""Channels and groups send counts of reactions, posts going by, and moves of chats."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram import (
    ChatMemberAdministrator,
    Message,
    MessageOriginChannel,
    MessageReactionCountUpdated,
    ReactionTypeCustomEmoji,
    ReactionTypeEmoji,
    Update,
)
from telegram.constants import ChatMemberStatus, ChatType

from bot.domain.ranking import CUSTOM, PAID
from bot.i18n.direction import plain

_OUTSIDE = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


@dataclass(frozen=True, slots=True)
class Counts:
    """The full list of reactions on one channel post, as it stood at ``date``."""

    channel: int
    message_id: int
    date: datetime
    counts: Mapping[str, int]  # emoji, CUSTOM or PAID -> how many


def counts_of(update: Update) -> Counts | None:
    """Return the anonymous reaction counts in this update. They name no person."""
    change = update.message_reaction_count
    if change is None:
        return None
    return Counts(change.chat.id, change.message_id, change.date, _count(change))


def _count(change: MessageReactionCountUpdated) -> dict[str, int]:
    counts: dict[str, int] = {}
    for reaction in change.reactions:
        kind = reaction.type
        if isinstance(kind, ReactionTypeEmoji):
            name = kind.emoji
        elif isinstance(kind, ReactionTypeCustomEmoji):
            name = CUSTOM
        else:
            name = PAID
        counts[name] = counts.get(name, 0) + reaction.total_count
    return counts


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A group or channel in which the bot is spoken to, or into which it was taken."""

    number: int
    is_channel: bool
    topic: int | None = None  # of a group with topics; None: none, or General


def whereabouts_of(update: Update) -> Whereabouts | None:
    """Return where a command was given. None: in a private chat."""
    message = update.message or update.channel_post
    if message is None or message.chat.type == ChatType.PRIVATE:
        return None
    topic = message.message_thread_id if message.is_topic_message else None
    return Whereabouts(message.chat.id, message.chat.type == ChatType.CHANNEL, topic)


def joined_of(update: Update) -> Whereabouts | None:
    """Return the group into which the bot was just taken, and may write."""
    change = update.my_chat_member
    if change is None or change.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
        return None
    if change.old_chat_member.status not in _OUTSIDE or change.new_chat_member.status in _OUTSIDE:
        return None
    return Whereabouts(change.chat.id, is_channel=False)


def let_in_of(update: Update) -> int | None:
    """Return the channel in which the bot may post from now on."""
    change = update.my_chat_member
    if change is None or change.chat.type != ChatType.CHANNEL:
        return None
    now = change.new_chat_member
    may_post = isinstance(now, ChatMemberAdministrator) and now.can_post_messages
    return change.chat.id if may_post else None


@dataclass(frozen=True, slots=True)
class ChannelPost:
    """A post seen going by: in the channel itself, or its automatic copy in the linked group."""

    where: int
    message_id: int
    first_line: str
    copy_of: int | None = None  # for the automatic forward: the channel post's own id
    copied_from: int | None = None  # the channel of that post
    title: str | None = None  # the channel's new one, when this is the note that it has one


def channel_post_of(update: Update) -> ChannelPost | None:
    """Return a ``channel_post`` (somebody else's, or a service message), or an automatic
    forward."""
    if update.channel_post is not None:
        post = update.channel_post
        return ChannelPost(
            post.chat.id, post.message_id, _first_line(post), title=post.new_chat_title
        )
    message = update.message
    if message is not None and message.is_automatic_forward:
        origin = message.forward_origin
        if isinstance(origin, MessageOriginChannel):
            return ChannelPost(
                message.chat.id,
                message.message_id,
                _first_line(message),
                copy_of=origin.message_id,
                copied_from=origin.chat.id,
            )
    return None


def move_of(update: Update) -> tuple[int, int] | None:
    """Return (old number, new number) of a group that became a supergroup. Telegram says it in
    both."""
    message = update.message
    if message is None:
        return None
    if message.migrate_to_chat_id is not None:
        return message.chat.id, message.migrate_to_chat_id
    if message.migrate_from_chat_id is not None:
        return message.migrate_from_chat_id, message.chat.id
    return None


def _first_line(message: Message) -> str:
    return plain((message.caption or message.text or "").split("\n", 1)[0]).strip()


def lane_of(raw: Mapping[str, Any]) -> str:
    """Return the chat whose order an unparsed update belongs to ("" when it names none).

    Used as a key in memory while the update is in flight, never kept or logged.
    """
    for content in raw.values():
        if not isinstance(content, Mapping):
            continue
        carrier = content.get("message") if "data" in content or "id" in content else content
        chat = (carrier if isinstance(carrier, Mapping) else content).get("chat")
        if isinstance(chat, Mapping) and "id" in chat:
            return str(chat["id"])
    return ""
