"""Text as graphemes: the smallest pieces that a reader sees, and that nothing here ever splits."""

import functools
import unicodedata
from dataclasses import dataclass

import regex

from bot.cards.order import CannotSet

LONGEST_TEXT = 4000
"""Code points. A message of Telegram has at most 4096 UTF-16 units; a card says less."""

_LONGEST_CLUSTER = 24
"""Code points: the longest emoji has 10, the flag of Scotland 7, an Indic conjunct about 12."""

_MOST_MARKS = 8
"""Combining marks on one letter: Hebrew with points and cantillation needs 4."""

_CLUSTER = regex.compile(r"\X")
_IGNORABLE = regex.compile(r"[\p{Default_Ignorable_Code_Point}\p{Cc}]+")
_STACKERS = "\u17d2\u1039\ua9c0\u1b44"
"""Khmer, Burmese, Javanese and Balinese viramas, which put the next consonant underneath."""

_APOSTROPHE = regex.compile(r"(?<=[\p{Latin}\p{Cyrillic}])'(?=[\p{Latin}\p{Cyrillic}])")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A grapheme, in logical order. ``text`` is what the author typed, ink or none."""

    text: str
    script: str  # ISO 15924-like short name by Unicode: Latn, Arab …; Zyyy is common to all
    is_space: bool
    has_ink: bool  # False for joiners, direction marks and controls on their own


def split(words: str) -> tuple[tuple[Cluster, ...], ...]:
    """Return paragraphs (the author's lines) of clusters. Raises CannotSet: too_long, hostile."""
    if len(words) > LONGEST_TEXT:
        raise CannotSet("too_long")
    if any("\ud800" <= char <= "\udfff" for char in words):
        raise CannotSet("hostile", ("\ufffd",))
    lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(_line(_APOSTROPHE.sub("’", line)) for line in lines)


def _line(line: str) -> tuple[Cluster, ...]:
    pieces: list[str] = []
    for piece in _CLUSTER.findall(line):
        if pieces and pieces[-1][-1] in _STACKERS:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return tuple(_cluster(piece) for piece in pieces)


@functools.lru_cache(maxsize=8192)
def _cluster(piece: str) -> Cluster:
    if len(piece) > 1:
        marks = sum(unicodedata.category(char) in ("Mn", "Me") for char in piece)
        if len(piece) > _LONGEST_CLUSTER or marks > _MOST_MARKS:
            raise CannotSet("hostile", (piece[:1],))
    return Cluster(
        text=piece,
        script=script_of(piece[0]),
        is_space=piece.isspace(),
        has_ink=_IGNORABLE.fullmatch(piece) is None,
    )


_SCRIPTS = """
    Latin Cyrillic Greek Arabic Hebrew Devanagari Bengali Tamil Telugu Thai Lao Khmer Myanmar
    Ethiopic Georgian Armenian Han Hiragana Katakana Hangul Gujarati Gurmukhi Kannada
    Malayalam Sinhala Oriya Tibetan Mongolian Thaana Syriac Bopomofo Adlam Cherokee Javanese Nko
    Balinese Canadian_Aboriginal Chakma Cham Hanifi_Rohingya Lepcha Limbu Lisu Mandaic
    Meetei_Mayek New_Tai_Lue Ol_Chiki Osage Phags_Pa Samaritan Sundanese Tai_Le Tai_Tham
    Tai_Viet Tifinagh Vai Yi
"""
_SCRIPT = regex.compile("|".join(rf"(?P<{name}>\p{{{name}}})" for name in _SCRIPTS.split()))


def script_of(char: str) -> str:
    """Return the script's Unicode name; ``Common`` for what many share, and for rare scripts
    ``Other``."""
    if char < "\x80":
        return "Latin" if char.isalpha() else "Common"
    match = _SCRIPT.match(char)
    if match is not None:
        return str(match.lastgroup)
    return "Other" if unicodedata.category(char) in ("Lo", "Lu", "Ll") else "Common"


def visible(text: str) -> str:
    """Return ``text`` without joiners, variation selectors, direction marks and controls."""
    return _IGNORABLE.sub("", text)
