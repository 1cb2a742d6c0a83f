"""From a composed text to places on the page: the size that fits, the lines, every glyph.

Pixels, origin at the top left. Impossible layouts are refused before anything is drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.cards import bidi, emoji
from bot.cards.composition import Paragraph, TypeRuler, run_end
from bot.cards.faces import Face
from bot.cards.lines import Line, balance, count, fitted
from bot.cards.order import CannotSet

Align = Literal["centre", "start"]

_GAP = 0.05
"""em of air at least between the ink of two lines."""

_EMPTY = 0.55
"""Height of an empty line of the author's, as a share of the leading."""

_HANG_LEFT = {"“": 0.9, "«": 0.8, "„": 0.8, '"': 0.9, "‘": 0.7, "「": 0.5, "『": 0.5, "—": 0.3}
_HANG_RIGHT = {
    ".": 0.8, ",": 0.8, "…": 0.5, "!": 0.4, "?": 0.3, "”": 0.8, "»": 0.7, '"': 0.8, "’": 0.7,
    ":": 0.6, ";": 0.6, "-": 0.5, "–": 0.3, "—": 0.3, "。": 0.5, "、": 0.5, "，": 0.5,
}  # fmt: skip


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
    """How text may be set: sizes in pixels, ``leading`` in em from baseline to baseline."""

    largest: float
    smallest: float
    leading: float
    align: Align = "centre"
    whole_words: float = 44.0  # below this size long words are broken rather than shrunk
    stacked: bool = False  # every line as wide as the box, like a bill on a wall
    hang: bool = True  # quotes and full stops may stand outside the edge that letters make


@dataclass(frozen=True, slots=True)
class Mark:
    """One glyph on the page; ``size`` is the type size in pixels, ``y`` the baseline."""

    face: Face
    number: int
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Picture:
    """One emoji: its square's corner and side."""

    name: str
    x: float
    y: float
    side: float


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line as set: the clusters in logical order, where it stands, and its ink's reach."""

    text: str
    left: float
    right: float
    baseline: float
    above: float
    below: float
    size: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole text on the page."""

    lines: tuple[SetLine, ...]
    marks: tuple[Mark, ...]
    pictures: tuple[Picture, ...]
    size: float

    @property
    def extent(self) -> Box:
        """The rectangle around all ink; empty for a text without any."""
        if not self.lines:
            return Box(0, 0, 0, 0)
        left = min(line.left for line in self.lines)
        top = min(line.baseline - line.above for line in self.lines)
        right = max(line.right for line in self.lines)
        bottom = max(line.baseline + line.below for line in self.lines)
        return Box(left, top, right - left, bottom - top)


@dataclass(frozen=True, slots=True)
class Row:
    """One line before it has a place: em of size ``size``."""

    paragraph: Paragraph
    line: Line
    above: float
    below: float
    size: float


def fit(paragraphs: Sequence[Paragraph], box: Box, measure: Measure) -> tuple[Row, ...]:
    """The largest type that fits, in even lines. Raises CannotSet: too_long."""
    if measure.stacked:
        rows = _stack(paragraphs, box, measure)
        if rows:
            return rows
    size = _size(paragraphs, box, measure)
    rows_found: list[Row] = []
    for paragraph in paragraphs:
        pieces = fitted(paragraph.pieces, paragraph.widths, box.width / size)
        if pieces:
            most = count(pieces, box.width / size)
            lines = balance(pieces, box.width / size, most)
        else:
            lines = (Line(0, 0, 0.0),)
        rows_found += [_row(paragraph, line, size) for line in lines]
    return tuple(rows_found)


def _row(paragraph: Paragraph, line: Line, size: float) -> Row:
    span = slice(line.start, line.end)
    above = max(paragraph.above[span], default=0.0)
    below = max(paragraph.below[span], default=0.0)
    return Row(paragraph, line, above, below, size)


def _size(paragraphs: Sequence[Paragraph], box: Box, measure: Measure) -> float:
    longest = max((p.width for paragraph in paragraphs for p in paragraph.pieces), default=0.0)
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
    """em from the highest ink of the text to the lowest, were it one line."""
    above = max((max(p.above, default=0.0) for p in paragraphs), default=0.0)
    return above + max((max(p.below, default=0.0) for p in paragraphs), default=0.0)


def _pitch(paragraphs: Sequence[Paragraph], measure: Measure) -> float:
    """em between baselines: the leading, or more for scripts that reach far up and down."""
    return max(measure.leading, _reach(paragraphs) + _GAP)


def _fits(
    paragraphs: Sequence[Paragraph], box: Box, size: float, pitch: float, reach: float
) -> bool:
    room = box.width / size
    steps = -1.0
    for paragraph in paragraphs:
        if not paragraph.pieces:
            steps += _EMPTY
        else:
            steps += count(fitted(paragraph.pieces, paragraph.widths, room), room)
        if (steps * pitch + reach) * size > box.height:
            return False
    return True


def _stack(paragraphs: Sequence[Paragraph], box: Box, measure: Measure) -> tuple[Row, ...]:
    """Few words, each line as wide as the box: of all numbers of lines the most ink."""
    if len(paragraphs) != 1:
        return ()
    paragraph = paragraphs[0]
    best: tuple[float, tuple[Row, ...]] = (0.0, ())
    for lines_wanted in range(1, min(7, len(paragraph.pieces) + 1)):
        total = sum(piece.width + piece.space for piece in paragraph.pieces)
        goal = max(total / lines_wanted * 1.12, max(p.width for p in paragraph.pieces))
        lines = balance(paragraph.pieces, goal, lines_wanted)
        if any(line.width <= 0 for line in lines):
            continue
        least = min(box.width / line.width for line in lines)
        sizes = [min(box.width / line.width, measure.largest, least * 1.55) for line in lines]
        rows = [_row(paragraph, line, size) for line, size in zip(lines, sizes, strict=True)]
        height = sum(_stack_steps(rows))
        squeeze = min(1.0, box.height / height) if height else 1.0
        if least * squeeze < measure.whole_words:
            continue
        score = sum(
            (size * squeeze) ** 2 * row.line.width for row, size in zip(rows, sizes, strict=True)
        )
        if score > best[0] * 1.02:
            squeezed = tuple(
                Row(row.paragraph, row.line, row.above, row.below, row.size * squeeze)
                for row in rows
            )
            best = (score, squeezed)
    return best[1]


def _stack_steps(rows: Sequence[Row]) -> list[float]:
    """Heights of stacked rows: ink, and a little air under all but the last."""
    air = 0.1
    steps = [(row.above + row.below + air) * row.size for row in rows]
    steps[-1] -= air * rows[-1].size
    return steps


def place(
    rows: Sequence[Row],
    box: Box,
    measure: Measure,
    ruler: TypeRuler,
    *,
    anchor: float = 0.5,
) -> Layout:
    """Put rows into the box. ``anchor``: share of the spare height that goes above the text."""
    inked = [row for row in rows if row.line.end > row.line.start]
    if not inked:
        return Layout((), (), (), 0.0)
    baselines = _baselines(rows, measure)
    first, last = rows[0], rows[-1]
    height = baselines[-1] - baselines[0] + first.above * first.size + last.below * last.size
    top = box.top + max(0.0, box.height - height) * anchor
    shift = top + first.above * first.size - baselines[0]
    lines: list[SetLine] = []
    marks: list[Mark] = []
    pictures: list[Picture] = []
    for row, baseline in zip(rows, baselines, strict=True):
        if row.line.end > row.line.start:
            lines.append(_set_line(row, baseline + shift, box, measure, ruler, marks, pictures))
    return Layout(tuple(lines), tuple(marks), tuple(pictures), max(row.size for row in inked))


def _baselines(rows: Sequence[Row], measure: Measure) -> list[float]:
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


def _set_line(
    row: Row,
    baseline: float,
    box: Box,
    measure: Measure,
    ruler: TypeRuler,
    marks: list[Mark],
    pictures: list[Picture],
) -> SetLine:
    paragraph, size = row.paragraph, row.size
    start, end = row.line.start, row.line.end
    while end > start and paragraph.clusters[end - 1].is_space:
        end -= 1
    while start < end and paragraph.clusters[start].is_space:
        start += 1
    runs = [
        (ruler.run(paragraph.clusters[a:b], paragraph.faces[a], paragraph.levels[a]))
        for a, b in _visual_runs(paragraph, start, end)
    ]
    width = sum(run.width for run in runs) * size
    if width > box.width:  # a word's shape at a line's edge can differ a little from its measure
        size *= box.width / width
        width = box.width
    left = _left(paragraph, start, end, width, size, box, measure)
    x = left
    for run in runs:
        if run.emoji is not None:
            side = emoji.TILE * size
            inset = (emoji.ADVANCE - emoji.TILE) / 2 * size
            top = baseline - (emoji.TILE - emoji.DEPTH) * size
            pictures.append(Picture(run.emoji, x + inset, top, side))
        for glyph in run.glyphs:
            marks.append(
                Mark(glyph.face, glyph.number, x + glyph.x * size, baseline - glyph.y * size, size)
            )
        x += run.width * size
    text = "".join(cluster.text for cluster in paragraph.clusters[row.line.start : row.line.end])
    return SetLine(text, left, left + width, baseline, row.above * size, row.below * size, size)


def _visual_runs(paragraph: Paragraph, start: int, end: int) -> list[tuple[int, int]]:
    """Runs of one face and level, from left to right, as spans of clusters."""
    runs: list[tuple[int, int]] = []
    if not any(paragraph.levels[start:end]):  # nothing turns: runs follow one another
        while start < end:
            stop = run_end(paragraph.clusters, paragraph.faces, paragraph.levels, start)
            runs.append((start, min(stop, end)))
            start = stop
        return runs
    order = bidi.visual_order(paragraph.levels[start:end])
    for at in order:
        index = at + start
        if runs and _joins(paragraph, runs[-1], index):
            first, last = runs[-1]
            runs[-1] = (min(first, index), max(last, index + 1))
        else:
            runs.append((index, index + 1))
    return runs


def _joins(paragraph: Paragraph, run: tuple[int, int], index: int) -> bool:
    first, last = run
    if index not in (first - 1, last) or paragraph.faces[index] is None:
        return False
    if paragraph.levels[index] != paragraph.levels[first]:
        return False
    return paragraph.faces[index] is paragraph.faces[first] and _same_script(
        paragraph, first, last, index
    )


def _same_script(paragraph: Paragraph, first: int, last: int, index: int) -> bool:
    script = paragraph.clusters[index].script
    if script == "Common":
        return True
    others = {paragraph.clusters[at].script for at in range(first, last)} - {"Common"}
    return not others or script in others


def _left(
    paragraph: Paragraph,
    start: int,
    end: int,
    width: float,
    size: float,
    box: Box,
    measure: Measure,
) -> float:
    """Optical alignment: quotes and full stops hang, so that the letters make the edge."""
    first, last = start, end - 1
    before, after = 0.0, 0.0
    if end > start and measure.hang:
        before, after = _hanging(paragraph, first, last, size)
    if measure.align == "centre":
        return box.left + (box.width - width - before + after) / 2
    if paragraph.base:
        return box.right - width + after
    return box.left - before


def _hanging(paragraph: Paragraph, first: int, last: int, size: float) -> tuple[float, float]:
    """Pixels that may stand out at the left and at the right."""
    before = _HANG_LEFT.get(paragraph.clusters[first].text, 0.0) * paragraph.widths[first] * size
    after = _HANG_RIGHT.get(paragraph.clusters[last].text, 0.0) * paragraph.widths[last] * size
    return (after, before) if paragraph.base else (before, after)
