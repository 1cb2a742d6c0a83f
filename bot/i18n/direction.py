"""Sentences that are read from the right: which marks they need, and rows of buttons.

Telegram takes the direction of each line from its first strong character, mirrors no row of
buttons, and lets a number or a name in Latin letters turn its neighbours round. So each sentence of
a catalogue that is read from the right begins with a mark of direction, and what comes in from
elsewhere is isolated; at the last door (``bot/botapi/client.py``) every other line of such a
message gets its mark. Quoted words keep the direction of who wrote them. Nobody sees the marks,
and whoever reads our own messages back takes them off with ``plain``.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import TypeVar

RIGHT_MARK, ISOLATE, END = "\u200f", "\u2068", "\u2069"
_MARKS = re.compile(f"[{RIGHT_MARK}{ISOLATE}{END}]")
_TAG = re.compile(r"<[^<>]*>")
_FIELD = re.compile(r"\{\w+\}|<[^<>]*>")
_FROM_THE_RIGHT = ("R", "AL")
_STRONG = ("L", *_FROM_THE_RIGHT)
_LATIN = r"[/#@]?[A-Za-z0-9](?:[A-Za-z0-9_.:/@#%+-]*[A-Za-z0-9])?"
_FOREIGN = re.compile(
    r"<code>.*?</code>"  # outside of it, so that nobody copies marks
    r"|<[^<>]*>"
    r"|[#@]?\{\w+\}"
    rf"|{_LATIN}(?: {_LATIN})*"
)
_COMMAND = re.compile(rf"(?<![\w/.:<{ISOLATE}])/[a-z]+")
"""A command that the code itself writes: "/privacy" would read "privacy/"."""
_ARROWS = str.maketrans("◀▶▸", "▶◀◂")

T = TypeVar("T")


@cache
def from_the_right(sentence: str) -> str:
    """Return a sentence of a catalogue with all its marks, before its values are put in. One that
    is still in English stays as it is."""
    kinds = {unicodedata.bidirectional(char) for char in _FIELD.sub("", sentence)}
    if kinds & set(_FROM_THE_RIGHT) or "L" not in kinds:
        return RIGHT_MARK + isolated(sentence)
    return sentence


def isolated(sentence: str) -> str:
    """Return a sentence with the marks around its values, commands, addresses and Latin words.
    Values inside a tag are left bare."""

    def apart(found: re.Match[str]) -> str:
        foreign = found[0]
        if foreign.startswith("<") and not foreign.startswith("<code>"):
            return foreign
        return f"{ISOLATE}{foreign}{END}"

    return _FOREIGN.sub(apart, sentence)


def is_from_the_right(text: str | None) -> bool:
    """Whether a sentence of such a catalogue stands in it."""
    return text is not None and RIGHT_MARK in text


def directed(html: str, most: int | None = None) -> str:
    """Return a message with the mark at each line that would begin in another direction, and its
    bare commands isolated. ``most``: UTF-16 units that fit; a message that leaves no room for the
    marks goes without."""
    if not is_from_the_right(html):
        return html
    lines, quotes = [], 0
    for line in html.split("\n"):
        ours = quotes == 0 and not line.startswith("<blockquote")
        if ours and line:
            line = _COMMAND.sub(rf"{ISOLATE}\g<0>{END}", line)
            line = RIGHT_MARK + line if _turns_left(line) else line
        lines.append(line)
        quotes += line.count("<blockquote") - line.count("</blockquote>")
    whole = "\n".join(lines)
    if most is not None and len(_TAG.sub("", whole).encode("utf-16-le")) // 2 > most:
        return html
    return whole


def _turns_left(line: str) -> bool:
    """Whether its first strong character is not one from the right."""
    kinds = (unicodedata.bidirectional(char) for char in _TAG.sub("", line))
    return next((kind for kind in kinds if kind in _STRONG), "L") == "L"


def mirrored(rows: Sequence[Sequence[T]]) -> list[list[T]]:
    """Return rows of buttons as they are read from the right."""
    return [list(reversed(row)) for row in rows]


def turned(label: str) -> str:
    """Return a label whose arrows point to where the mirrored rows lead."""
    return label.translate(_ARROWS)


def plain(text: str) -> str:
    """Return the text without marks: for what we read back of our own messages."""
    return _MARKS.sub("", text)
