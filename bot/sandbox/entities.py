"""Formatted text as Telegram keeps it: plain text and entities counted in UTF-16 units.

Source: https://core.telegram.org/bots/api#formatting-options and ``parse_html`` of
tdlib/td ``MessageEntity.cpp``, whose error texts (with offsets in UTF-8 bytes) are kept. What
Telegram finds by itself is in ``bot.sandbox.linking``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from bot.sandbox.errors import bad
from bot.sandbox.linking import find

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_HTML_OF = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_KINDS = {*_TAGS.values(), "expandable_blockquote", "text_mention"}
_DETECTED = {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot));?")
_ATTRIBUTE = re.compile(
    r"\s*(?P<name>[^\s=>/\"']*)\s*(?:=\s*(?:\"(?P<d>[^\"]*)\"|'(?P<s>[^']*)'|(?P<bare>[\w.\-]+)))?"
)


def units(text: str) -> int:
    """Return the length in UTF-16 code units, which is how Telegram counts."""
    return len(text) + sum(character > "\uffff" for character in text)


@dataclass(frozen=True, slots=True)
class Entity:
    kind: str
    offset: int
    length: int
    extra: tuple[tuple[str, Any], ...] = ()

    def json(self) -> dict[str, Any]:
        return {"type": self.kind, "offset": self.offset, "length": self.length, **dict(self.extra)}


@dataclass(frozen=True, slots=True)
class Words:
    """A text or a caption."""

    text: str = ""
    entities: tuple[Entity, ...] = field(default=())

    def json(self) -> list[dict[str, Any]]:
        return [entity.json() for entity in self.entities]

    def part(self, entity: Entity) -> str:
        """Return the stretch of text that an entity covers."""
        raw = self.text.encode("utf-16-le")
        return raw[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")

    def html(self) -> str:
        """Return Telegram HTML that would give the same words (safe to show: all text is
        escaped)."""
        opens: dict[int, list[str]] = {}
        closes: dict[int, list[str]] = {}
        for entity in self.entities:
            start, end = _tags_of(entity)
            if start:
                opens.setdefault(entity.offset, []).append(start)
                closes.setdefault(entity.offset + entity.length, []).insert(0, end)
        out, at = [], 0
        for character in self.text:
            out += closes.pop(at, []) + opens.pop(at, []) + [escape(character, quote=False)]
            at += units(character)
        return "".join(out + closes.pop(at, []))


def _tags_of(entity: Entity) -> tuple[str, str]:
    if entity.kind == "text_link":
        return f'<a href="{escape(dict(entity.extra)["url"])}">', "</a>"
    if entity.kind == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    tag = _HTML_OF.get(entity.kind)
    return (f"<{tag}>", f"</{tag}>") if tag else ("", "")


def read_words(text: str, parse_mode: str | None, entities: Any = None) -> Words:
    """Turn what a bot sends into words as Telegram keeps them. Raises ApiError 400."""
    if parse_mode:
        if parse_mode.lower() != "html":
            raise bad(f"sandbox: parse_mode {parse_mode!r} is not modelled, use HTML")
        words = parse_html(text)
    else:
        words = Words(text, tuple(_given(entity) for entity in entities or ()))
    return with_detected(trimmed(words))


def plain_words(text: str) -> Words:
    """Turn what a person types into words."""
    return with_detected(trimmed(Words(text)))


def _given(raw: Any) -> Entity:
    if not isinstance(raw, dict) or raw.get("type") not in _KINDS | _DETECTED:
        raise bad('can\'t parse MessageEntity: Field "type" must be of a known type')
    extra = tuple((key, raw[key]) for key in ("url", "user", "language") if key in raw)
    return Entity(raw["type"], int(raw["offset"]), int(raw["length"]), extra)


def trimmed(words: Words) -> Words:
    """Cut white space around the words, as Telegram does, and shift the entities."""
    left = units(words.text) - units(words.text.lstrip())
    text = words.text.strip()
    size, kept = units(text), []
    for entity in words.entities:
        start = max(entity.offset - left, 0)
        end = min(entity.offset + entity.length - left, size)
        if end > start:
            kept.append(replace(entity, offset=start, length=end - start))
    return Words(text, tuple(kept))


def with_detected(words: Words) -> Words:
    """Add what Telegram finds by itself: links, mentions, hashtags, commands, …"""
    blocked = [e for e in words.entities if e.kind in ("code", "pre", "text_link", "text_mention")]
    found = []
    for kind, start, end in find(words.text):
        if kind not in _DETECTED:
            continue  # clients alone show card numbers as something to tap
        offset, length = units(words.text[:start]), units(words.text[start:end])
        if not any(e.offset < offset + length and offset < e.offset + e.length for e in blocked):
            found.append(Entity(kind, offset, length))
    given = {(e.kind, e.offset, e.length) for e in words.entities}
    return Words(
        words.text,
        ordered(
            [*words.entities, *(e for e in found if (e.kind, e.offset, e.length) not in given)]
        ),
    )


def ordered(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    return tuple(sorted(entities, key=lambda entity: (entity.offset, -entity.length)))


def parse_html(source: str) -> Words:
    """Turn Telegram HTML into words. Raises ApiError 400 "can't parse entities: …"."""
    out: list[str] = []
    open_tags: list[tuple[str, str, int]] = []  # tag, argument, offset in UTF-16 units
    entities: list[Entity] = []
    at = offset = 0
    while at < len(source):
        character = source[at]
        if character == "&" and (reference := _REFERENCE.match(source, at)):
            decoded = _decode(reference)
            if decoded:
                out.append(decoded)
                offset += units(decoded)
                at = reference.end()
                continue
        if character != "<":
            out.append(character)
            offset += units(character)
            at += 1
            continue
        byte = len(source[:at].encode())
        if source[at + 1 : at + 2] == "/":
            at = _close(source, at, byte, open_tags, entities, offset)
        else:
            at = _open(source, at, byte, open_tags, offset)
    if open_tags:
        raise _wrong(f'Can\'t find end tag corresponding to start tag "{open_tags[-1][0]}"')
    return Words("".join(out), ordered(entities))


def _wrong(why: str) -> Exception:
    return bad(f"can't parse entities: {why}")


def _decode(reference: re.Match[str]) -> str:
    hexadecimal, decimal, name = reference.groups()
    if name:
        return _NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def _open(
    source: str, at: int, byte: int, open_tags: list[tuple[str, str, int]], offset: int
) -> int:
    name = re.compile(r"[^\s>]*").match(source, at + 1)
    assert name is not None
    if name.end() >= len(source):
        raise _wrong(f"Unclosed start tag at byte offset {byte}")
    tag, at = name.group().lower(), name.end()
    if tag not in _TAGS:
        raise _wrong(f'Unsupported start tag "{tag}" at byte offset {byte}')
    values: dict[str, str] = {}
    while True:
        at = len(source) - len(source[at:].lstrip())
        if at >= len(source):
            raise _wrong(f"Unclosed start tag at byte offset {byte}")
        if source[at] == ">":
            break
        attribute = _ATTRIBUTE.match(source, at)
        assert attribute is not None
        if not attribute["name"]:
            raise _wrong(f'Empty attribute name in the tag "{tag}" at byte offset {byte}')
        value = next((v for v in attribute.group("d", "s", "bare") if v is not None), "")
        values[attribute["name"].lower()] = _REFERENCE.sub(lambda m: _decode(m) or m[0], value)
        at = attribute.end()
    if tag == "span" and values.get("class") != "tg-spoiler":
        raise _wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {byte}')
    argument = values.get("href", "")
    if tag == "blockquote" and "expandable" in values:
        argument = "expandable"
    if tag == "tg-emoji":
        argument = values.get("emoji-id", "")
    open_tags.append((tag, argument, offset))
    return at + 1


def _close(
    source: str,
    at: int,
    byte: int,
    open_tags: list[tuple[str, str, int]],
    entities: list[Entity],
    offset: int,
) -> int:
    if not open_tags:
        raise _wrong(f"Unexpected end tag at byte offset {byte}")
    name = re.compile(r"([^\s>]*)\s*").match(source, at + 2)
    assert name is not None
    if source[name.end() : name.end() + 1] != ">":
        raise _wrong(f"Unclosed end tag at byte offset {byte}")
    tag, argument, start = open_tags.pop()
    found = name[1].lower()
    if found and found != tag:
        raise _wrong(
            f'Unmatched end tag at byte offset {byte}, expected "</{tag}>", found "</{found}>"'
        )
    if offset > start and (entity := _entity(tag, argument, start, offset - start)):
        entities.append(entity)
    return name.end() + 1


def _entity(tag: str, argument: str, offset: int, length: int) -> Entity | None:
    kind = _TAGS[tag]
    if kind == "blockquote" and argument:
        return Entity("expandable_blockquote", offset, length)
    if kind == "custom_emoji":
        return Entity(kind, offset, length, (("custom_emoji_id", argument),))
    if kind != "text_link":
        return Entity(kind, offset, length)
    link = link_of(argument)
    return Entity(kind, offset, length, (("url", link),)) if link else None


def link_of(address: str) -> str | None:
    """Return a link as Telegram keeps it, or None when it is none (the words then lose it
    silently)."""
    if re.match(r"(?i)tg://\w", address):
        return address
    full = address if re.match(r"(?i)https?://", address) else f"http://{address}"
    match = re.fullmatch(r"(https?)://((?:[\w-]+\.)+\w[\w-]*(?::\d+)?)([/?#]\S*)?", full, re.I)
    if match is None:
        return None
    scheme, host, rest = match.groups()
    rest = rest or "/"
    return f"{scheme.lower()}://{host.lower()}{rest if rest.startswith('/') else '/' + rest}"
