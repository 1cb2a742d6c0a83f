"""https://core.telegram.org/bots/api#updating-messages"""

from typing import Any

from bot.sandbox.api import Call, ChatId, Json, method
from bot.sandbox.chats import Chat
from bot.sandbox.errors import bad
from bot.sandbox.messages import Message
from bot.sandbox.methods.parts import CaptionOptions, caption_of, keyboard_of, text_of
from bot.sandbox.methods.sending import read_input_media
from bot.sandbox.shapes import message_json

_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def _editable(call: Call, chat_id: ChatId, message_id: int) -> Message:
    """Give one's own message; in channels also others', with can_edit_messages. No age limit holds
    for a bot's own messages."""
    chat = call.chat(chat_id)
    message = call.message(chat, message_id, "message to edit")
    if message.service or message.origin is not None or not _may_edit(call, chat, message):
        raise bad("message can't be edited")
    return message


def _may_edit(call: Call, chat: Chat, message: Message) -> bool:
    own = message.sender is call.bot
    if chat.kind != "channel":
        return own
    member = chat.member(call.bot)
    return member.may("can_edit_messages") or (own and member.may("can_post_messages"))


def _apply(call: Call, message: Message, reply_markup: Json, **changes: Any) -> dict[str, Any]:
    """Carry an edit out. Without reply_markup it takes the buttons away."""
    keyboard, markup = keyboard_of(reply_markup)
    if markup is not None:
        raise bad("inline keyboard expected")
    changes["keyboard"] = keyboard
    kept = {name: value for name, value in changes.items() if getattr(message, name) != value}
    if not kept:
        raise bad(_SAME)
    call.world.edit(message, by=call.bot, **kept)
    return message_json(message, call.bot)


@method("editMessageText")
def edit_message_text(
    call: Call,
    chat_id: ChatId,
    message_id: int,
    text: str,
    parse_mode: str | None = None,
    entities: Json = None,
    link_preview_options: Json = None,
    disable_web_page_preview: bool = False,
    reply_markup: Json = None,
) -> dict[str, Any]:
    message = _editable(call, chat_id, message_id)
    if message.media is not None:
        raise bad("there is no text in the message to edit")
    return _apply(call, message, reply_markup, words=text_of(text, parse_mode, entities))


@method("editMessageCaption")
def edit_message_caption(
    call: Call,
    chat_id: ChatId,
    message_id: int,
    caption: CaptionOptions,
    reply_markup: Json = None,
    show_caption_above_media: bool = False,
) -> dict[str, Any]:
    message = _editable(call, chat_id, message_id)
    if message.media is None or not message.media.has_caption:
        raise bad("there is no caption in the message to edit")
    return _apply(call, message, reply_markup, words=caption_of(caption))


@method("editMessageMedia")
def edit_message_media(
    call: Call, chat_id: ChatId, message_id: int, media: Json, reply_markup: Json = None
) -> dict[str, Any]:
    """Change the media. A new upload always counts as modified; the same file_id with the same
    caption does not."""
    message = _editable(call, chat_id, message_id)
    new, words = read_input_media(call, media)
    old = message.media
    if old is not None and old.sizes and old.sizes == new.sizes and old.spoiler == new.spoiler:
        new = old
    return _apply(call, message, reply_markup, media=new, words=words)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(
    call: Call, chat_id: ChatId, message_id: int, reply_markup: Json = None
) -> dict[str, Any]:
    return _apply(call, _editable(call, chat_id, message_id), reply_markup)
