"""A draft of two messages: the picture, and words written after it.

A press brings the preview and the one message that it replies to, and no more. So the preview
replies to the picture and holds the words itself, as a quote: nothing needs to be stored. Where
people are tagged in them is underlined, since a bot cannot tag them again.
"""

from html import escape, unescape

import regex
from telegram import Message, MessageEntity

from bot.domain.inert import inert
from bot.domain.tagged import Span, from_utf16
from bot.domain.telegram_limits import CAPTION_UNITS
from bot.domain.words import utf16_units

_QUOTES = (MessageEntity.BLOCKQUOTE, MessageEntity.EXPANDABLE_BLOCKQUOTE)
_TAG = regex.compile(r"<[^>]*>")


def quote(words: str, tagged: tuple[Span, ...], *, plain: bool = False) -> str:
    """Return the words as HTML. ``plain``: as short as can be, with what Telegram links by
    itself."""
    shown = (lambda part: part) if plain else inert
    out, at = [], 0
    for start, end in tagged:
        out += [escape(shown(words[at:start])), "<u>", escape(shown(words[start:end])), "</u>"]
        at = end
    out.append(escape(shown(words[at:])))
    return f"<blockquote expandable>{''.join(out)}</blockquote>"


def fitting(*captions: str) -> str:
    """Return the first of these (HTML) that fits under a picture, or the last."""
    return next((each for each in captions if _length(each) <= CAPTION_UNITS), captions[-1])


def _length(html: str) -> int:
    return utf16_units(unescape(_TAG.sub("", html)))


def quoted(message: Message) -> tuple[str, tuple[Span, ...]] | None:
    """Return what ``quote`` wrote under this preview. None: its words stand in the author's
    message."""
    caption = message.caption or ""
    found = next((each for each in message.caption_entities if each.type in _QUOTES), None)
    if found is None:
        return None
    first, last = from_utf16(caption, found.offset, found.length)
    lines = (
        from_utf16(caption, each.offset, each.length)
        for each in message.caption_entities
        if each.type == MessageEntity.UNDERLINE
    )
    inside = tuple((a - first, b - first) for a, b in lines if first <= a and b <= last)
    return caption[first:last], inside
