"""Text that is cut to the room there is, and the ground for posters and grids: shared by them."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from bot.cards.draw.background import Plate
from bot.cards.order import CannotSet
from bot.cards.text.fitting import Align, Box, Measure, Row, fit
from bot.cards.text.fonts import Voice
from bot.cards.text.layout import Layout, place
from bot.cards.text.shaping import TypeRuler, compose
from bot.domain.whisper import PictureId

T = TypeVar("T")
Grounds = Callable[[PictureId, bytes | None, tuple[int, int]], Plate]
"""Gives the plate of a picture (or of an author's photo, while it is kept) in a size."""


def cut_text(
    words: str,
    box: Box,
    voice: Voice,
    largest: float,
    smallest: float,
    *,
    lines: int,
    anchor: float = 0.0,
    align: Align = "start",
) -> Layout:
    """Set as much of ``words`` as ``lines`` take, ended by … where it is cut. Shrunk to
    ``smallest``.

    What cannot be set at all is left out: a poster never fails for one entry.
    """
    ruler = TypeRuler(voice)
    measure = Measure(largest, smallest or largest, 1.24, align, smallest or largest)
    flat = words.replace("\n", " ")
    room = replace(box, height=max(box.height, lines * largest * 1.24 + largest * 0.3))

    def rows_of(text: str) -> tuple[Row, ...] | None:
        """Fit the text. None: it takes more lines than there are. Raises CannotSet: not for its
        length."""
        try:
            rows = fit(compose(text, ruler), room, measure)
        except CannotSet as refused:
            if refused.reason != "too_long":
                raise
            return None
        return rows if len(rows) <= lines else None

    try:
        found = _longest(flat, rows_of)
    except CannotSet:
        return Layout((), (), (), 0.0)
    return place(found, box, measure, ruler, anchor=anchor) if found else Layout((), (), (), 0.0)


def _longest(text: str, rows_of: Callable[[str], T | None]) -> T | None:
    """Return what ``rows_of`` makes of the whole text, or of as much of it as there is room for."""
    found = rows_of(text)
    if found is not None:
        return found
    cuts = _shorter(text)
    low, high = 0, len(cuts)
    while low < high:  # every cut is shorter than the one before it
        middle = (low + high) // 2
        rows = rows_of(cuts[middle])
        if rows is None:
            low = middle + 1
        else:
            high, found = middle, rows
    return found


def _shorter(text: str) -> list[str]:
    """Return the text cut after ever fewer words (or characters, where there are no spaces)."""
    words = text.split(" ")
    if len(words) > 4:
        cuts = [" ".join(words[:end]) for end in range(len(words) - 1, 0, -1)]
    else:
        cuts = [text[:end] for end in range(len(text) - 1, 0, -1)]
    return [cut.rstrip(" ,;:.-–—") + "…" for cut in cuts if len(cut) < 400]
