"""https://core.telegram.org/bots/api#forwardmessage, copyMessage and pins."""

from typing import Any

from bot.sandbox.api import Call, ChatId, Json, method
from bot.sandbox.chats import Chat
from bot.sandbox.errors import bad
from bot.sandbox.messages import Message
from bot.sandbox.methods.parts import CaptionOptions, SendOptions, caption_of
from bot.sandbox.methods.sending import post
from bot.sandbox.people import origin_of
from bot.sandbox.shapes import message_json


def _source(call: Call, from_chat_id: ChatId, message_id: int, verb: str, done: str) -> Message:
    """Raises ApiError 400: gone, a service message, or protected content."""
    message = call.message(
        call.chat(from_chat_id, only_read=True), message_id, f"message to {verb}"
    )
    if message.service or message.protected or message.chat.protected:
        raise bad(f"the message can't be {done}")
    return message


@method("forwardMessage")
def forward_message(
    call: Call,
    chat_id: ChatId,
    from_chat_id: ChatId,
    message_id: int,
    disable_notification: bool = False,
    protect_content: bool = False,
    message_thread_id: int | None = None,
) -> dict[str, Any]:
    """Forward a message. It comes back whole, with its ``forward_origin``; buttons stay behind."""
    source = _source(call, from_chat_id, message_id, "forward", "forwarded")
    chat = call.to_write(chat_id, "photos" if source.photo else "")
    options = SendOptions(
        disable_notification, protect_content, message_thread_id=message_thread_id
    )
    sent = post(call, chat, source.words, source.media, options, origin=origin_of(source))
    return message_json(sent, call.bot)


@method("copyMessage")
def copy_message(
    call: Call,
    chat_id: ChatId,
    from_chat_id: ChatId,
    message_id: int,
    options: SendOptions,
    caption: str | None = None,
    parse_mode: str | None = None,
    caption_entities: Json = None,
    show_caption_above_media: bool = False,
) -> dict[str, int]:
    """Copy a message, without a link to the original; with a new caption if one is given."""
    chat = call.to_write(chat_id)
    source = _source(call, from_chat_id, message_id, "copy", "copied")
    words = source.words
    if caption is not None and source.media is not None:
        words = caption_of(CaptionOptions(caption, parse_mode, caption_entities))
    sent = post(call, chat, words, source.media, options)
    return {"message_id": chat.id_for(call.bot, sent)}


def _pinner(call: Call, chat_id: ChatId) -> Chat:
    """Give a chat in which the bot may pin. Channels ask for can_edit_messages, groups for
    can_pin_messages."""
    chat = call.to_write(chat_id)
    right = "can_edit_messages" if chat.kind == "channel" else "can_pin_messages"
    if chat.kind != "private" and not chat.member(call.bot).may(right):
        raise bad("not enough rights to manage pinned messages in the chat")
    return chat


@method("pinChatMessage")
def pin_chat_message(
    call: Call, chat_id: ChatId, message_id: int, disable_notification: bool = False
) -> bool:
    chat = _pinner(call, chat_id)
    message = call.message(chat, message_id, "message to pin")
    if message.service:
        raise bad("message can't be pinned")
    if message not in chat.pinned:
        chat.pin(message, by=call.bot)
    return True


@method("unpinChatMessage")
def unpin_chat_message(call: Call, chat_id: ChatId, message_id: int | None = None) -> bool:
    """Unpin a message; without message_id the newest pin."""
    chat = _pinner(call, chat_id)
    if message_id is None:
        if not chat.pinned:
            raise bad("message to unpin not found")
        chat.pinned.pop()
        return True
    message = call.message(chat, message_id, "message to unpin")
    if message in chat.pinned:
        chat.pinned.remove(message)
    return True


@method("unpinAllChatMessages")
def unpin_all_chat_messages(call: Call, chat_id: ChatId) -> bool:
    _pinner(call, chat_id).pinned.clear()
    return True
