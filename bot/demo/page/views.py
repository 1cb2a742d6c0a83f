"""A view is the world as one person sees it, as JSON. Words stay words: pieces of plain text with
the names of their formats, never HTML."""

from collections.abc import Iterator
from itertools import count, pairwise
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from bot.demo.page.places import ShownChannel
from bot.demo.page.scene import Scene
from bot.demo.page.spots import SPOTS, asks_position
from bot.domain.captions import shorten
from bot.sandbox.accounts import Account
from bot.sandbox.chats import Chat
from bot.sandbox.entities import Entity, Words
from bot.sandbox.media import Media
from bot.sandbox.messages import Button, Message
from bot.sandbox.people import Person

Json = dict[str, Any]

_SHOWN = 800
"""Longest side of the pictures that the page shows, in pixels."""

_QUOTED = 80
"""UTF-16 units of a message that is shown above a reply to it."""

_QUOTES = ("blockquote", "expandable_blockquote")


class Keys:
    """Numbers for messages, the same for every visitor for as long as a message lives."""

    def __init__(self) -> None:
        self._keys: WeakKeyDictionary[Message, int] = WeakKeyDictionary()
        self._next = count(1)

    def of(self, message: Message) -> int:
        if message not in self._keys:
            self._keys[message] = next(self._next)
        return self._keys[message]

    def find(self, chat: Chat, key: int) -> Message | None:
        return next((m for m in chat.live if self._keys.get(m) == key), None)


def chat_name(scene: Scene, chat: Chat | None) -> str | None:
    """Return the column or tab of the page that shows a chat; None for one that none shows."""
    for place in scene.places:
        if chat is place.chat:
            return place.view
    if chat is scene.group:
        return "moderators"
    if chat is scene.managers:
        return "managers"
    return "private" if chat is not None and chat.kind == "private" else None


def message_view(scene: Scene, keys: Keys, message: Message, viewer: Account) -> Json:
    chat = message.chat
    return {
        "key": keys.of(message),
        "number": message.message_id,
        "chat": chat_name(scene, chat),
        "who": _who(message),
        "mine": message.sender is viewer,
        "at": message.date.isoformat(),
        "edited": message.edited is not None,
        "text": message.words.text,
        "blocks": list(blocks(scene, message.words)),
        "media": _media(message.media),
        "service": _service(message),
        "reply": _reply(keys, message),
        "forwarded": message.origin is not None,
        "asks": "force_reply" in (message.markup or {}),
        "buttons": [[_button(scene, button) for button in row] for row in message.keyboard],
        "spots": list(SPOTS) if asks_position(message) else [],
        "reactions": [
            {
                "emoji": reaction.emoji or "⭐",
                "count": times,
                "mine": reaction in message.reactions_by.get(viewer, ()),
            }
            for reaction, times in message.counts()
        ],
    }


def _who(message: Message) -> Json:
    if message.via_chat is not None or message.sender is None or message.chat.kind == "channel":
        return {"name": (message.via_chat or message.chat).title, "bot": False}
    return {"name": message.sender.name, "bot": message.sender.is_bot}


def _media(media: Media | None) -> Json | None:
    if media is None:
        return None
    if media.kind != "photo":
        return {"kind": media.kind, "name": media.extra.get("file_name", media.kind)}
    fitting = [size for size in media.sizes if max(size[1:]) <= _SHOWN]
    file, width, height = (fitting or list(media.sizes))[-1]
    return {
        "kind": "photo",
        "src": f"media/{file.path}",
        "width": width,
        "height": height,
        "spoiler": media.spoiler,
    }


def _service(message: Message) -> str | None:
    return next(iter(message.service)).replace("_", " ") if message.service else None


def _reply(keys: Keys, message: Message) -> Json | None:
    quoted = message.reply_to
    if quoted is None or quoted.deleted:
        return None
    return {"key": keys.of(quoted), "text": shorten(quoted.words.text, _QUOTED) or "a picture"}


def _button(scene: Scene, button: Button) -> Json:
    if button.url is not None:
        return {"label": button.label, "link": link_view(scene, button.url)}
    if button.copy is not None:
        return {"label": button.label, "copy": button.copy, "data": button.label}
    if button.share is not None:
        return {"label": button.label, "share": True, "data": button.label}
    return {"label": button.label, "data": button.data}


def dropped_view(scene: Scene, keys: Keys, message: Message, viewer: Account) -> Json:
    """Return a card that somebody dropped into a chat without the bot, as a friend there sees
    it."""
    return message_view(scene, keys, message, viewer) | {"chat": "friend", "mine": False}


def link_view(scene: Scene, address: str) -> Json:
    """Return where a link leads: to the bot (``start``), to a post, or out (http and https
    only)."""
    parts = urlsplit(address if "://" in address else f"https://{address}")
    path = parts.path.strip("/").split("/")
    if parts.hostname == "t.me" and path[0].casefold() == (scene.bot.username or "").casefold():
        return {"to": "bot", "address": address}
    for place in scene.places:
        if parts.hostname == "t.me" and path[0] == place.chat.username:
            number = int(path[1]) if len(path) > 1 and path[1].isdecimal() else None
            return {"to": "post", "chat": place.view, "number": number}
    if parts.scheme in ("http", "https"):
        return {"to": "web", "address": parts.geturl()}
    return {"to": "nowhere"}


def blocks(scene: Scene, words: Words) -> Iterator[Json]:
    """Yield paragraph stretches and quotes, each with its pieces of text, in order."""
    raw = words.text.encode("utf-16-le")
    size = len(raw) // 2
    quotes = [e for e in words.entities if e.kind in _QUOTES]
    at = 0
    for quote in quotes:
        if quote.offset > at:
            yield {"quote": None, "pieces": _pieces(scene, words, raw, at, quote.offset)}
        end = quote.offset + quote.length
        folded = quote.kind == "expandable_blockquote"
        yield {
            "quote": "folded" if folded else "plain",
            "pieces": _pieces(scene, words, raw, quote.offset, end),
        }
        at = end
    if at < size:
        yield {"quote": None, "pieces": _pieces(scene, words, raw, at, size)}


def _pieces(scene: Scene, words: Words, raw: bytes, start: int, end: int) -> list[Json]:
    """Cut wherever a format begins or ends, so that no piece needs another inside it."""
    formats = [e for e in words.entities if e.kind not in _QUOTES]
    edges = {start, end}
    for entity in formats:
        edges |= {e for e in (entity.offset, entity.offset + entity.length) if start < e < end}
    found: list[Json] = []
    cuts = sorted(edges)
    for left, right in pairwise(cuts):
        text = raw[2 * left : 2 * right].decode("utf-16-le", "replace")
        over = [e for e in formats if e.offset <= left and right <= e.offset + e.length]
        piece: Json = {"text": text, "formats": [e.kind for e in over]}
        address = next((a for e in over if (a := _address(words, e)) is not None), None)
        if address is not None:
            piece["link"] = link_view(scene, address)
        found.append(piece)
    return found


def _address(words: Words, entity: Entity) -> str | None:
    if entity.kind == "text_link":
        return str(dict(entity.extra)["url"])
    if entity.kind == "url":
        return words.part(entity)
    if entity.kind == "mention":
        return "https://t.me/" + words.part(entity).removeprefix("@")
    return None


def place_view(place: ShownChannel, language: str) -> Json:
    return {"chat": place.view, "title": place.chat.title, "about": place.about_in(language)}


def person_view(person: Person) -> Json:
    return {"id": person.id, "name": person.name, "language": person.language}
