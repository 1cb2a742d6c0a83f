"""Text that is cut to the room there is, and the ground for posters and grids: shared by them."""

from collections.abc import Callable
from dataclasses import replace

from bot.cards.draw.background import Plate
from bot.cards.order import CannotSet
from bot.cards.text.fitting import Align, Box, Measure, Row, fit
from bot.cards.text.fonts import Voice
from bot.cards.text.layout import Layout, place
from bot.cards.text.setting import ruler_of
from bot.cards.text.shaping import TypeRuler, compose
from bot.domain.whisper import PictureId

Grounds = Callable[[PictureId, bytes | None, tuple[int, int]], Plate]
"""Gives the plate of a picture (or of an author's photo, while it is kept) in a size."""

_USUAL = 0.45
"""em that a character takes, before any was measured."""

_FILLED = 0.95
"""Share of the lines that words fill, as a rule."""

_GUESSES = 4
"""How often the next cut to look at is told from the measure of the last one; then the middle of
those that are left is taken."""

_FEW, _MOST = 4, 400
"""Spaces below which a text is cut between characters, and characters of the longest cut."""


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
    ruler = ruler_of(voice, 0.0)
    measure = Measure(largest, smallest or largest, 1.24, align, smallest or largest)
    room = replace(box, height=max(box.height, lines * largest * 1.24 + largest * 0.3))
    cuts = _Cuts(words.replace("\n", " "))
    reach = _FILLED * lines * box.width / measure.smallest
    low, high, tries = 0, len(cuts), 0
    at, found = cuts.nearest(reach / _USUAL), None
    try:
        while low < high:  # every cut is shorter than the one before it
            rows, wide = _fitted(cuts[at], ruler, room, measure, lines)
            if rows is None:
                low = at + 1
            else:
                high, found = at, rows
            tries += 1
            guess = cuts.nearest(reach / wide) if tries < _GUESSES else (low + high) // 2
            at = min(max(guess, low), high - 1)
    except CannotSet:
        return Layout((), (), (), 0.0)
    return place(found, box, measure, ruler, anchor=anchor) if found else Layout((), (), (), 0.0)


def _fitted(
    text: str, ruler: TypeRuler, room: Box, measure: Measure, lines: int
) -> tuple[tuple[Row, ...] | None, float]:
    """Return rows (None: the text takes more lines than there are), and the em that a character of
    it takes. Raises CannotSet: not for its length."""
    wide = _USUAL
    try:
        paragraphs = compose(text, ruler)
        wide = sum(map(sum, (each.widths for each in paragraphs))) / max(1, len(text)) or _USUAL
        rows = fit(paragraphs, room, measure)
    except CannotSet as refused:
        if refused.reason != "too_long":
            raise
        return None, wide
    return rows if len(rows) <= lines else None, wide


class _Cuts:
    """A text, and what is left of it after ever fewer words (or characters, where there are no
    spaces)."""

    def __init__(self, text: str) -> None:
        self._text = text
        ends = [at for at, char in enumerate(text) if char == " "]
        if len(ends) < _FEW:
            ends = list(range(1, len(text)))
        self._ends = [len(text), *(end for end in reversed(ends) if end < _MOST)]

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, at: int) -> str:
        if not at:
            return self._text
        return self._text[: self._ends[at]].rstrip(" ,;:.-–—") + "…"

    def nearest(self, length: float) -> int:
        """Return the place of the first that has no more characters; the last if all have."""
        return next((at for at, end in enumerate(self._ends) if end <= length), len(self) - 1)
