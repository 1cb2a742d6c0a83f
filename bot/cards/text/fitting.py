"""The size that fits and the lines it gives: from composed paragraphs to rows, before any place.

Impossible layouts are refused here, before anything is drawn.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.cards.order import CannotSet
from bot.cards.text.lines import Piece, TextLine, balance, count, line_of
from bot.cards.text.shaping import Paragraph

Align = Literal["centre", "start"]

_GAP = 0.05
"""em of air at least between the ink of two lines."""

_LOUDEST = 1.4
"""How much larger one line of a stack may be than another."""

_LONELY = 0.45
_MOST_STACKED = 6  # lines
_CUT_EVERY_WAY = 8
"""The number of pieces of a stack up to which every way is tried."""

_LITTLE, _DANGLING = 6, (0.4, 0.06)
"""Price of a break up to which it does little harm, as after "am", and what is left of a stack's
score for each line that ends there, or where it does more."""

_EMPTY = 0.55
"""Height of an empty line of the author's, as a share of the leading."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Measure:
    """The limits of how text may be set: sizes in pixels, ``leading`` in em from baseline to
    baseline."""

    largest: float
    smallest: float
    leading: float
    align: Align = "centre"
    whole_words: float = 44.0  # below this size long words are broken rather than shrunk
    stacked: bool = False  # every line as wide as the box, like a bill on a wall
    hang: bool = True  # quotes and full stops may stand outside the edge that letters make


@dataclass(frozen=True, slots=True)
class Row:
    """A line before it has a place: em of size ``size``."""

    paragraph: Paragraph
    line: TextLine
    above: float
    below: float
    size: float


def fit(paragraphs: Sequence[Paragraph], box: Box, measure: Measure) -> tuple[Row, ...]:
    """Set the largest type that fits, in even lines. Raises CannotSet: too_long."""
    if measure.stacked:
        rows = _stack(paragraphs, box, measure)
        if rows:
            return rows
    size = _size(paragraphs, box, measure)
    rows_found: list[Row] = []
    for paragraph in paragraphs:
        pieces = paragraph.grouped.fitted(paragraph.widths, box.width / size)
        if pieces:
            most = count(pieces, box.width / size)
            lines = balance(pieces, box.width / size, most)
        else:
            lines = (TextLine(0, 0, 0.0),)
        rows_found += [_row(paragraph, line, size) for line in lines]
    return tuple(rows_found)


def _row(paragraph: Paragraph, line: TextLine, size: float) -> Row:
    span = slice(line.start, line.end)
    above = max(paragraph.above[span], default=0.0)
    below = max(paragraph.below[span], default=0.0)
    return Row(paragraph, line, above, below, size)


def _size(paragraphs: Sequence[Paragraph], box: Box, measure: Measure) -> float:
    longest = max(
        (p.width for paragraph in paragraphs for p in paragraph.grouped.pieces), default=0.0
    )
    whole = box.width / longest if longest else measure.largest
    high = measure.largest
    if whole < high and whole >= min(measure.whole_words, measure.largest):
        high = whole
    pitch, reach = _pitch(paragraphs, measure), _reach(paragraphs)
    low = measure.smallest
    if not _fits(paragraphs, box, low, pitch, reach):
        raise CannotSet("too_long")
    if _fits(paragraphs, box, high, pitch, reach):
        return high
    while high - low > 0.5:
        middle = (low + high) / 2
        if _fits(paragraphs, box, middle, pitch, reach):
            low = middle
        else:
            high = middle
    return low


def _reach(paragraphs: Sequence[Paragraph]) -> float:
    """Return em from the highest ink of the text to the lowest, were it one line."""
    above = max((max(p.above, default=0.0) for p in paragraphs), default=0.0)
    return above + max((max(p.below, default=0.0) for p in paragraphs), default=0.0)


def _pitch(paragraphs: Sequence[Paragraph], measure: Measure) -> float:
    """Return em between baselines: the leading, or more for scripts that reach far up and down."""
    return max(measure.leading, _reach(paragraphs) + _GAP)


def _fits(
    paragraphs: Sequence[Paragraph], box: Box, size: float, pitch: float, reach: float
) -> bool:
    room = box.width / size
    steps = -1.0
    for paragraph in paragraphs:
        if not paragraph.grouped.pieces:
            steps += _EMPTY
        else:
            steps += count(paragraph.grouped.fitted(paragraph.widths, room), room)
        if (steps * pitch + reach) * size > box.height:
            return False
    return True


def _stack(paragraphs: Sequence[Paragraph], box: Box, measure: Measure) -> tuple[Row, ...]:
    """Set few words, each line as wide as the box: of all numbers of lines the most ink."""
    if len(paragraphs) != 1:
        return ()
    paragraph = paragraphs[0]
    pieces = paragraph.grouped.unbroken(box.width / measure.whole_words)
    best: tuple[float, tuple[Row, ...]] = (0.0, ())
    for lines in _stacks(pieces):
        if any(line.width <= 0 for line in lines):
            continue
        least = min(box.width / line.width for line in lines)
        sizes = [min(box.width / line.width, measure.largest, least * _LOUDEST) for line in lines]
        rows = [_row(paragraph, line, size) for line, size in zip(lines, sizes, strict=True)]
        height = sum(_stack_steps(rows))
        squeeze = min(1.0, box.height / height) if height else 1.0
        if least * squeeze < measure.whole_words:
            continue
        score = sum(
            (size * squeeze) ** 2 * row.line.width for row, size in zip(rows, sizes, strict=True)
        )
        score *= _read_well(paragraph, lines)
        score *= min(row.line.width * row.size for row in rows) / box.width  # ragged is no bill
        if score > best[0] * 1.02:
            squeezed = tuple(
                Row(row.paragraph, row.line, row.above, row.below, row.size * squeeze)
                for row in rows
            )
            best = (score, squeezed)
    return best[1]


def _stacks(pieces: Sequence[Piece]) -> Iterator[tuple[TextLine, ...]]:
    """Yield ways to cut few words into lines: every one, or where there are more, an even one for
    each number of lines."""
    if len(pieces) <= _CUT_EVERY_WAY:
        gaps = range(1, len(pieces))
        for count_of_cuts in range(min(_MOST_STACKED, len(pieces))):
            for cuts in itertools.combinations(gaps, count_of_cuts):
                edges = (0, *cuts, len(pieces))
                yield tuple(line_of(pieces, a, b) for a, b in itertools.pairwise(edges))
        return
    total = sum(piece.width + piece.space for piece in pieces)
    widest = max(piece.width for piece in pieces)
    for lines_wanted in range(1, _MOST_STACKED + 1):
        yield balance(pieces, max(total / lines_wanted * 1.12, widest), lines_wanted)


def _read_well(paragraph: Paragraph, lines: Sequence[TextLine]) -> float:
    """Return what is left of a stack's score, 0..1: lines that end in "I" or "a" hang in the air, a
    word that is loud by accident is what people read first, and one line alone is no bill."""
    ends = {line.end for line in lines[:-1]}
    dangling = 1.0
    for piece in paragraph.grouped.pieces:
        if piece.end in ends and piece.price > 0:
            dangling *= _DANGLING[piece.price > _LITTLE]
    widths = [line.width for line in lines]
    loud = min(1.0, min(widths) * _LOUDEST / max(widths))
    lonely = _LONELY if len(lines) == 1 and len(paragraph.grouped.pieces) > 2 else 1.0
    return dangling * loud * lonely


def _stack_steps(rows: Sequence[Row]) -> list[float]:
    """Return the heights of stacked rows: ink, and a little air under all but the last."""
    air = 0.1
    steps = [(row.above + row.below + air) * row.size for row in rows]
    steps[-1] -= air * rows[-1].size
    return steps


def baselines_of(rows: Sequence[Row], measure: Measure) -> list[float]:
    """Return where each row's baseline lies, in pixels from an origin that the rows share."""
    if measure.stacked and len({id(row.paragraph) for row in rows}) == 1:
        steps = _stack_steps(rows)
        result, top = [], 0.0
        for row, step in zip(rows, steps, strict=True):
            result.append(top + row.above * row.size)
            top += step
        return result
    pitch = _pitch([row.paragraph for row in rows], measure)
    result, at = [], 0.0
    for row in rows:
        empty = row.line.end == row.line.start
        at += pitch * row.size * (_EMPTY if empty else 1.0)
        result.append(at)
    return result
