"""Parts that sending and editing share: options, keyboards, texts with their limits, pictures."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.api import Call, Json, Upload
from bot.sandbox.chats import Chat
from bot.sandbox.entities import Words, link_of, read_words, units
from bot.sandbox.errors import bad
from bot.sandbox.media import Media
from bot.sandbox.messages import Button, Keyboard, Message

TEXT_UNITS = 4096
CAPTION_UNITS = 1024


@dataclass(frozen=True, slots=True)
class SendOptions:
    """Parameters that all sending methods have."""

    disable_notification: bool = False
    protect_content: bool = False
    reply_parameters: Json = None
    reply_to_message_id: int | None = None
    allow_sending_without_reply: bool = False
    reply_markup: Json = None
    message_thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class CaptionOptions:
    caption: str = ""
    parse_mode: str | None = None
    caption_entities: Json = None


def text_of(text: str, parse_mode: str | None, entities: Json) -> Words:
    words = read_words(text, parse_mode, entities)
    if not words.text:
        raise bad("message text is empty")
    if units(words.text) > TEXT_UNITS:
        raise bad("message is too long")
    return words


def caption_of(options: CaptionOptions) -> Words:
    words = read_words(options.caption, options.parse_mode, options.caption_entities)
    if units(words.text) > CAPTION_UNITS:
        raise bad("message caption is too long")
    return words


def replied(call: Call, chat: Chat, options: SendOptions) -> Message | None:
    """Return the message to be replied to. Raises ApiError when it is gone and that matters."""
    wanted: dict[str, Any] = options.reply_parameters or {}
    message_id = wanted.get("message_id", options.reply_to_message_id)
    if message_id is None:
        return None
    if "chat_id" in wanted and call.chat(wanted["chat_id"]) is not chat:
        raise bad("sandbox: replies to other chats are not modelled")
    found = chat.find(call.bot, int(message_id))
    lenient = wanted.get("allow_sending_without_reply", options.allow_sending_without_reply)
    if found is None and not lenient:
        raise bad("message to be replied not found")
    return found


def thread_message(call: Call, chat: Chat, options: SendOptions) -> Message | None:
    """Return the reply, or the first message of the thread written to."""
    reply = replied(call, chat, options)
    if getattr(chat, "topics", None) is not None:
        return reply
    if reply is None and options.message_thread_id is not None:
        if chat.kind != "supergroup":
            raise bad("message thread not found")
        return call.message(chat, options.message_thread_id, "message thread")
    return reply


def keyboard_of(markup: Json) -> tuple[Keyboard, dict[str, Any] | None]:
    """Turn reply_markup into inline buttons, and what other kinds of markup there are."""
    if markup is None or markup == {}:
        return (), None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" not in markup:
        known = {"keyboard", "remove_keyboard", "force_reply"} & set(markup)
        if not known:
            raise bad("can't parse reply markup: unknown kind")
        return (), markup
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('can\'t parse inline keyboard: Field "inline_keyboard" must be of type Array')
    keyboard = tuple(tuple(_button(raw) for raw in row) for row in rows if row)
    if sum(len(row) for row in keyboard) > 100:
        raise bad("REPLY_MARKUP_TOO_LONG")
    return keyboard, None


_SHARE = "switch_inline_query_chosen_chat"
_ACTIONS = {"callback_data", "url", "copy_text", _SHARE}
_KNOWN = {"text", "style", "icon_custom_emoji_id", *_ACTIONS}


def _button(raw: Json) -> Button:
    if not isinstance(raw, dict) or not isinstance(raw.get("text"), str):
        raise bad("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if unknown := set(raw) - _KNOWN:
        raise bad(f"sandbox: button fields {sorted(unknown)} are not modelled")
    if not raw["text"].strip():
        raise bad("inline keyboard button text must be non-empty")
    if len(_ACTIONS & set(raw)) != 1:
        raise bad(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    data, url, copy = raw.get("callback_data"), raw.get("url"), raw.get("copy_text")
    if data is not None and not 1 <= len(str(data).encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if url is not None and link_of(url) is None:
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if copy is not None and not 1 <= len(copy.get("text", "")) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    share = raw.get(_SHARE)
    if share is not None and not any(
        share.get(f"allow_{kind}_chats") for kind in ("user", "bot", "group", "channel")
    ):
        raise bad("BUTTON_TYPE_INVALID")
    style = raw.get("style")
    if style not in (None, "danger", "success", "primary"):
        raise bad("can't parse inline keyboard button: invalid button style")
    return Button(
        raw["text"], data, link_of(url) if url else None, copy and copy["text"], style, share
    )


def media_of(call: Call, value: Upload | str, kind: str, *, spoiler: bool = False) -> Media:
    """Return a file in a request: an upload, ``attach://name``, or the file_id of one known."""
    if isinstance(value, str) and value.startswith("attach://"):
        name = value.removeprefix("attach://")
        if name not in call.files:
            raise bad(f"can't parse InputMedia: there is no file {name!r} in the request")
        value = call.files[name]
    if isinstance(value, str):
        known = call.world.files.media(value, kind, call.bot.id)
        return Media(kind, known.data, known.file, known.extra, known.sizes, spoiler)
    if kind == "photo":
        return call.world.files.photo(value.data, spoiler=spoiler)
    if not value.data:
        raise bad("file must be non-empty")
    return call.world.files.other(kind, value.data, name=value.name, mime=value.mime)
