"""https://core.telegram.org/bots/api#sendmessage and its kin."""

from typing import Any

from bot.sandbox.api import Call, ChatId, Json, Upload, method
from bot.sandbox.chats import Chat
from bot.sandbox.entities import Words
from bot.sandbox.errors import bad
from bot.sandbox.media import UPLOAD_BYTES, Media
from bot.sandbox.messages import Message
from bot.sandbox.methods.parts import (
    CaptionOptions,
    SendOptions,
    caption_of,
    keyboard_of,
    media_of,
    text_of,
    thread_message,
)
from bot.sandbox.shapes import message_json
from bot.sandbox.topics import topic_for


def post(
    call: Call, chat: Chat, words: Words, media: Media | None, options: SendOptions, **more: Any
) -> Message:
    """Post a message of the bot. Raises ApiError for what it replies to or its keyboard."""
    keyboard, markup = keyboard_of(options.reply_markup)
    if markup is not None and chat.kind == "channel":
        raise bad("inline keyboard expected")
    reply = thread_message(call, chat, options)
    return call.world.post(
        chat,
        sender=call.bot,
        words=words,
        media=media,
        keyboard=keyboard,
        markup=markup,
        reply_to=reply,
        topic=topic_for(chat, call.bot, options.message_thread_id, reply),
        protected=options.protect_content,
        silent=options.disable_notification,
        **more,
    )


@method("sendMessage")
def send_message(
    call: Call,
    chat_id: ChatId,
    text: str,
    options: SendOptions,
    parse_mode: str | None = None,
    entities: Json = None,
    link_preview_options: Json = None,
    disable_web_page_preview: bool = False,
) -> dict[str, Any]:
    chat = call.to_write(chat_id, "text messages")
    words = text_of(text, parse_mode, entities)
    off = disable_web_page_preview or bool((link_preview_options or {}).get("is_disabled"))
    return message_json(post(call, chat, words, None, options, preview_off=off), call.bot)


@method("sendPhoto")
def send_photo(
    call: Call,
    chat_id: ChatId,
    photo: Upload | str,
    caption: CaptionOptions,
    options: SendOptions,
    has_spoiler: bool = False,
    show_caption_above_media: bool = False,
) -> dict[str, Any]:
    chat = call.to_write(chat_id, "photos")
    words = caption_of(caption)
    media = media_of(call, photo, "photo", spoiler=has_spoiler)
    return message_json(post(call, chat, words, media, options), call.bot)


@method("sendDocument")
def send_document(
    call: Call,
    chat_id: ChatId,
    document: Upload | str,
    caption: CaptionOptions,
    options: SendOptions,
    disable_content_type_detection: bool = False,
) -> dict[str, Any]:
    chat = call.to_write(chat_id)
    if isinstance(document, Upload) and len(document.data) > UPLOAD_BYTES:
        raise bad("file is too big")
    words = caption_of(caption)
    return message_json(
        post(call, chat, words, media_of(call, document, "document"), options), call.bot
    )


@method("sendMediaGroup")
def send_media_group(
    call: Call, chat_id: ChatId, media: Json, options: SendOptions
) -> list[dict[str, Any]]:
    """Send an album of 2-10 photos."""
    chat = call.to_write(chat_id)
    if options.reply_markup is not None:
        raise bad("sandbox: sendMediaGroup has no parameter 'reply_markup'")
    if not isinstance(media, list) or not 2 <= len(media) <= 10:
        raise bad("there must be 2 to 10 messages in a media group")
    album = str(call.world.rng.getrandbits(60))
    items = [read_input_media(call, item) for item in media]
    return [
        message_json(post(call, chat, words, one, options, album=album), call.bot)
        for one, words in items
    ]


def read_input_media(call: Call, raw: Json) -> tuple[Media, Words]:
    """Read photos and documents: https://core.telegram.org/bots/api#inputmedia"""
    if not isinstance(raw, dict) or raw.get("type") not in ("photo", "document"):
        raise bad("can't parse InputMedia: type is not modelled by the sandbox")
    known = {"type", "media", "caption", "parse_mode", "caption_entities", "has_spoiler"}
    if unknown := set(raw) - known - {"show_caption_above_media"}:
        raise bad(f"sandbox: InputMedia fields {sorted(unknown)} are not modelled")
    words = caption_of(
        CaptionOptions(raw.get("caption", ""), raw.get("parse_mode"), raw.get("caption_entities"))
    )
    spoiler = bool(raw.get("has_spoiler"))
    return media_of(call, str(raw.get("media", "")), raw["type"], spoiler=spoiler), words


@method("sendChatAction")
def send_chat_action(
    call: Call, chat_id: ChatId, action: str, message_thread_id: int | None = None
) -> bool:
    chat = call.to_write(chat_id)
    topic_for(chat, call.bot, message_thread_id, None)
    return True
