"""The bot proposes a style for words: the draft's seed draws it among those that suit them.

What suits follows from the words' length, shape and script, and from the picture. The last three
styles of the channel are left out, so that of ten neighbours none stands more than three times.
Words that ask for care get the quiet style, whatever the channel wore.
Pure and deterministic: the same words, picture, seed and channel give the same style.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2s
from math import log

import regex

from bot.cards.styles import (
    CLASSIC,
    CONTRAST,
    HAND,
    LETTER,
    NOTE,
    POSTER,
    QUIET,
    STRIPS,
    STYLES,
    Style,
    style_of,
)

AVOIDED = 3
"""The number of the channel's last styles that are not proposed again at once."""

_SHORT, _MIDDLE, _LONG = 34, 110, 220
_POSTER = 30
"""Graphemes that a poster takes; Chinese, Japanese and Korean say in one what others do in 2.5."""

_WIDE = 2.5
_LOOKED_AT = 2000  # characters; longer words are too long for any card

_GRAPHEME = regex.compile(r"\X")
_DENSE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_WRITTEN = regex.compile(r"[\p{Latin}\p{Cyrillic}\p{Devanagari}]")  # have a hand-written face
_SLANTED = regex.compile(r"[\p{Latin}\p{Cyrillic}\p{Greek}\p{Arabic}\p{Hebrew}]")
_LETTER = regex.compile(r"\p{L}")
_SENTENCE_END = regex.compile(r"[.!?…。！？।؟]+[\s”»\"')\]]*(?=\S)")
_HALTS = regex.compile(r"[,;:—–،、，；：]")
_LIST = regex.compile(r"(?m)^\s*(?:[-•*–—]|\d+[.)])\s")
_QUESTION = regex.compile(r"[?？؟;]\W*$|(?:…|\.\.\.)\W*$")
_ADDRESSED = regex.compile(
    r"(?i)^\W*(?:dear|to (?:whoever|whomever|the|my|you)|hey|cher|chère|à (?:toi|celui|celle|tous)"
    r"|querid[oa]|a quien|para|lieber?|an (?:dich|den|die)|car[oa]|дорог\w+|милы\w*|عزيزي|إلى"
    r"|प्रिय|親愛的|亲爱的|拝啓|親愛なる)\b|^[^.!?\n]{2,24},\s*\n"
)

_BY_LENGTH: tuple[tuple[float, Mapping[Style, float]], ...] = (
    (_SHORT, {POSTER: 3, HAND: 2, LETTER: 2, STRIPS: 2, CLASSIC: 1, NOTE: 0.5}),
    (_MIDDLE, {CLASSIC: 2, STRIPS: 2, HAND: 2, LETTER: 1.6, NOTE: 2, QUIET: 0.8}),
    (_LONG, {CLASSIC: 2, STRIPS: 1.6, NOTE: 2, QUIET: 2, HAND: 0.6, CONTRAST: 1}),
    (300, {QUIET: 2, NOTE: 2, STRIPS: 1, CLASSIC: 1, CONTRAST: 1}),
    (float("inf"), {QUIET: 2, NOTE: 2, CONTRAST: 1, CLASSIC: 0.6}),
)
"""The number of graphemes up to which styles suit, and how well each does."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The properties of words that decide how they are dressed."""

    length: float  # graphemes, those of dense scripts counted more
    lines: int
    sentences: int
    is_list: bool
    asks: bool  # a question, or left open
    speaks_to: bool  # begins like a letter
    halting: bool  # commas and the like
    written: bool  # a script with a hand-written face
    slanted: bool  # a script with an italic, or a face as quiet


def shape_of(words: str) -> Shape:
    """Return the shape of words. Only the first 2000 characters count: more are on no card."""
    words = words[:_LOOKED_AT].strip()
    letters = len(_LETTER.findall(words)) or 1
    return Shape(
        length=len(_GRAPHEME.findall(words)) + (_WIDE - 1) * len(_DENSE.findall(words)),
        lines=len([line for line in words.split("\n") if line.strip()]),
        sentences=1 + len(_SENTENCE_END.findall(words)),
        is_list=len(_LIST.findall(words)) > 1,
        asks=_QUESTION.search(words) is not None,
        speaks_to=_ADDRESSED.search(words) is not None,
        halting=_HALTS.search(words) is not None,
        written=len(_WRITTEN.findall(words)) > 0.9 * letters,
        slanted=len(_SLANTED.findall(words)) > 0.9 * letters,
    )


def suiting(shape: Shape, *, light: bool = False) -> dict[Style, float]:
    """Return styles and how well they suit. ``light``: the picture is bright where words would
    stand."""
    fits = dict(next(styles for most, styles in _BY_LENGTH if shape.length <= most))
    single = shape.lines == 1 and shape.sentences == 1
    if shape.length > _POSTER or not single:
        fits.pop(POSTER, None)
    elif not shape.halting:
        fits[POSTER] *= 2
    if shape.asks or shape.speaks_to:
        fits[LETTER] = fits.get(LETTER, 1 if shape.length <= _LONG else 0) * 3
    if shape.is_list or shape.lines > 2:
        fits[NOTE] *= 4
        for style in (LETTER, HAND, CLASSIC):
            fits[style] = fits.get(style, 0) * 0.4
    if light:
        for style in (NOTE, STRIPS):
            fits[style] = fits.get(style, 0) * 2
        fits.pop(CONTRAST, None)
    if not shape.written:
        fits.pop(HAND, None)
    if not shape.slanted:
        fits.pop(LETTER, None)
    return {style: weight for style, weight in fits.items() if weight > 0}


def propose_style(
    words: str,
    *,
    light: bool = False,
    seed: bytes = b"",
    worn: Sequence[int] = (),
    calm: bool = False,
) -> Style:
    """Return the style to begin with. ``worn``: codes of the channel's last cards, the newest
    first; ``calm``: the words ask for care, and nothing loud is proposed for them."""
    if calm:
        return QUIET
    fits = suiting(shape_of(words), light=light)
    lately = [style_of(code) for code in worn[:AVOIDED]]
    for style in lately:  # the newest go first: one that suits must be left
        if len(fits) > 1:
            fits.pop(style, None)
    return min(fits, key=lambda style: (_chance(seed, style) / fits[style], STYLES.index(style)))


def _chance(seed: bytes, style: Style) -> float:
    """Return an exponential variate: the least of them, each divided by its weight, is a weighted
    draw."""
    digest = blake2s(bytes((style.code,)), key=seed[:32], person=b"style", digest_size=8).digest()
    return -log((int.from_bytes(digest) + 1) / (2**64 + 1))
