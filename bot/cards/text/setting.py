"""Setting words on a card: in the style asked for, or in the first that can. No pixel is drawn."""

import functools
from collections.abc import Mapping
from dataclasses import replace

from bot.cards.order import PIXELS, CannotSet, Size
from bot.cards.styles import CLASSIC, STYLES, Style
from bot.cards.text.clusters import LONGEST_TEXT
from bot.cards.text.fitting import Box, fit
from bot.cards.text.fonts import Voice
from bot.cards.text.layout import Layout, place
from bot.cards.text.shaping import TypeRuler, compose

_TOP = 112.0
_FOOT = 150.0  # room for the imprint
_ENDS: Mapping[Size, tuple[float, float]] = {
    "story": (250.0, 330.0),  # what Telegram's own buttons cover of a story
    "tile": (72.0, 128.0),
    "banner": (34.0, 72.0),
}
_UNDER_PAPER = 118.0  # of a sheet, below its words: so much higher they end over a ribbon
_LEAST_LINE = min(style.smallest for style in STYLES)  # pixels: lines that no style can hold


def dressed(
    words: str, style: Style, size: Size, *, head: float = 0.0, foot: float = 0.0
) -> tuple[Style, Layout]:
    """Set the words in ``style``, or in the first of the others that can: some voices have a sign
    that others lack, some styles take more words. ``head``, ``foot``: pixels above and below that
    are taken. Raises CannotSet when none can."""
    try:
        return style, set_words(words, style, size, head=head, foot=foot)
    except CannotSet as refused:
        if refused.reason == "hostile" or words.count("\n") * _LEAST_LINE > PIXELS[size][1]:
            raise
        least = refused
    for other in STYLES:
        try:
            return other, set_words(words, other, size, head=head, foot=foot)
        except CannotSet as refused:
            least = min(least, refused, key=_how_much)
    raise least


def _how_much(refused: CannotSet) -> tuple[bool, int]:
    """Return a sort key of the fault. Too long is the smaller fault: every sign of it can be
    drawn."""
    return refused.reason == "uncovered", len(refused.clusters)


def set_words(
    words: str, style: Style, size: Size, *, head: float = 0.0, foot: float = 0.0
) -> Layout:
    """Return where every glyph of the card's text goes. Raises CannotSet."""
    ruler = ruler_of(style.voice, style.tracking)
    box = text_box(style, size)
    foot += _UNDER_PAPER if foot and style.ground == "paper" else 0.0
    box = replace(box, top=box.top + head, height=box.height - head - foot)
    measure = style.measure
    if size == "story":  # taller pages carry larger type
        measure = replace(measure, largest=measure.largest * 1.25)
    rows = fit(compose(words.strip("\n"), ruler), box, measure)
    return place(rows, box, measure, ruler, anchor=style.anchor)


def text_box(style: Style, size: Size) -> Box:
    """Return the rectangle that the words may fill."""
    width, height = PIXELS[size]
    top, foot = _ENDS.get(size, (_TOP, _FOOT))
    if style.stacked:
        top *= 0.8
    return Box(style.side, top, width - 2 * style.side, height - top - foot)


def uncovered(words: str) -> tuple[str, ...]:
    """Return the grapheme clusters for which no style has a letter, each once; from the style that
    has most. Raises CannotSet: hostile, and too_long for more than any card takes."""
    try:
        dressed(words, CLASSIC, "square")
    except CannotSet as refused:
        if refused.reason == "uncovered":
            return refused.clusters
        if refused.reason == "hostile" or len(words) > LONGEST_TEXT:
            raise
    return ()


@functools.lru_cache(maxsize=64)
def ruler_of(voice: Voice, tracking: float) -> TypeRuler:
    """Return the ruler that measures with a voice; it is kept."""
    return TypeRuler(voice, tracking=tracking)
