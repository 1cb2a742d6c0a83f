"""Messages and chats in the Bot API's JSON, as one bot sees them.

https://core.telegram.org/bots/api#message and following.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.sandbox.accounts import Account, Member
from bot.sandbox.chats import Channel, Chat, Supergroup
from bot.sandbox.messages import Message, Origin

if TYPE_CHECKING:
    from bot.sandbox.bots import Bot

TELEGRAM = Account(777000, "Telegram")
"""The service account that automatic forwards come from."""
ANONYMOUS = Account(1087968824, "Group", "GroupAnonymousBot", is_bot=True)
"""Stands for anonymous admins, whose messages bear the group's name."""
CHANNEL_BOT = Account(136817688, "Channel", "Channel_Bot", is_bot=True)
"""Stands for people who write in a group in the name of a channel."""


def stamp(moment: datetime) -> int:
    """Return Unix time in whole seconds."""
    return int(moment.timestamp())


def message_json(message: Message, bot: "Bot", *, depth: int = 1) -> dict[str, Any]:
    """Return a Message. ``reply_to_message`` and ``pinned_message`` go one level deep, as the API's
    do."""
    chat = message.chat
    found: dict[str, Any] = {
        "message_id": chat.id_for(bot, message),
        "date": stamp(message.date),
        "chat": chat.json(),
    }
    if chat.kind == "channel":
        found["sender_chat"] = chat.json()
        if message.sender and isinstance(chat, Channel) and chat.signatures:
            found["author_signature"] = message.sender.name
    elif message.via_chat is not None:
        found["from"] = _stand_in(message).json()
        found["sender_chat"] = message.via_chat.json()
    elif message.sender is not None:
        found["from"] = message.sender.json()
    if message.edited is not None:
        found["edit_date"] = stamp(message.edited)
    if message.origin is not None:
        found["forward_origin"] = origin_json(message.origin)
    if message.via_bot is not None:
        found["via_bot"] = message.via_bot.json()
    if message.automatic:
        found["is_automatic_forward"] = True
    if message.album:
        found["media_group_id"] = message.album
    if message.protected or chat.protected:
        found["has_protected_content"] = True
    if depth and message.reply_to is not None and not message.reply_to.deleted:
        found["reply_to_message"] = message_json(message.reply_to, bot, depth=depth - 1)
        if chat.kind == "supergroup" and not _is_forum(chat):
            found["message_thread_id"] = thread_of(message, bot)
    if message.topic is not None:
        found |= {"message_thread_id": message.topic, "is_topic_message": True}
        first = chat.find(bot, message.topic)
        if depth and first is not None and first is not message:
            found.setdefault("reply_to_message", message_json(first, bot, depth=0))
    if message.keyboard:
        found["reply_markup"] = keyboard_json(message)
    return found | _content(message, bot, depth)


def _is_forum(chat: Chat) -> bool:
    return isinstance(chat, Supergroup) and chat.topics is not None


def _stand_in(message: Message) -> Account:
    if message.automatic:
        return TELEGRAM
    return ANONYMOUS if message.via_chat is message.chat else CHANNEL_BOT


def thread_of(message: Message, bot: "Bot") -> int:
    """Return the first message of the chain of replies."""
    while message.reply_to is not None:
        message = message.reply_to
    return message.chat.id_for(bot, message)


def _content(message: Message, bot: "Bot", depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in message.service.items():
        if not isinstance(value, Message):
            found[name] = value
        elif not value.deleted:
            found[name] = message_json(value, bot, depth=0)
        else:
            found[name] = {
                "chat": value.chat.json(),
                "message_id": value.chat.id_for(bot, value),
                "date": 0,
            }
    if message.service:
        return found
    words = message.words
    if message.media is None:
        found["text"] = words.text
        if words.entities:
            found["entities"] = words.json()
        if message.preview_off:
            found["link_preview_options"] = {"is_disabled": True}
        return found
    found[message.media.kind] = message.media.json(bot.id)
    if message.media.kind == "animation":
        found["document"] = message.media.json(bot.id)
    if message.media.spoiler:
        found["has_media_spoiler"] = True
    if words.text:
        found["caption"] = words.text
        if words.entities:
            found["caption_entities"] = words.json()
    return found


def keyboard_json(message: Message) -> dict[str, Any]:
    return {"inline_keyboard": [[b.json() for b in row] for row in message.keyboard]}


def origin_json(origin: Origin) -> dict[str, Any]:
    """Return a MessageOrigin: https://core.telegram.org/bots/api#messageorigin"""
    date = stamp(origin.date)
    if origin.chat is not None and origin.message_id is None:
        return {"type": "chat", "date": date, "sender_chat": origin.chat.json()}
    if origin.chat is not None:
        return {
            "type": "channel",
            "date": date,
            "chat": origin.chat.json(),
            "message_id": origin.message_id,
        }
    if origin.hidden_name is not None:
        return {"type": "hidden_user", "date": date, "sender_user_name": origin.hidden_name}
    assert origin.sender is not None
    return {"type": "user", "date": date, "sender_user": origin.sender.json()}


def member_update_json(
    chat: Chat, actor: Account, before: Member, after: Member, at: datetime
) -> dict[str, Any]:
    """Return a ChatMemberUpdated: https://core.telegram.org/bots/api#chatmemberupdated"""
    channel = chat.kind == "channel"
    return {
        "chat": chat.json(),
        "from": actor.json(),
        "date": stamp(at),
        "old_chat_member": before.json(channel=channel),
        "new_chat_member": after.json(channel=channel),
    }


_PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_invite_users",
)


_PERMISSION_TO_SEND = {"photos": "can_send_photos", "text messages": "can_send_messages"}


def full_chat_json(chat: Chat, bot: "Bot") -> dict[str, Any]:
    """Return a ChatFullInfo: https://core.telegram.org/bots/api#chatfullinfo"""
    found: dict[str, Any] = {
        **chat.json(),
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if chat.username:
        found["active_usernames"] = [chat.username]
    if chat.protected:
        found["has_protected_content"] = True
    if chat.auto_delete is not None:
        found["message_auto_delete_time"] = int(chat.auto_delete.total_seconds())
    if chat.pinned:
        found["pinned_message"] = message_json(chat.pinned[-1], bot, depth=0)
    if isinstance(chat, Channel) and chat.available_reactions is not None:
        found["available_reactions"] = [
            {"type": "emoji", "emoji": emoji} for emoji in chat.available_reactions
        ]
    if isinstance(chat, Channel | Supergroup) and chat.linked is not None:
        found["linked_chat_id"] = chat.linked.id
    if chat.kind in ("group", "supergroup"):
        closed = {_PERMISSION_TO_SEND[what] for what in getattr(chat, "forbidden", ())}
        found["permissions"] = {each: each not in closed for each in _PERMISSIONS}
    return found
