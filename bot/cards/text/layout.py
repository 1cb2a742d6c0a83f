"""Places on the page: every glyph of the rows that fit. Pixels, origin at the top left."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.cards.text import bidi, emoji
from bot.cards.text.fitting import Box, Measure, Row, baselines_of
from bot.cards.text.fonts import FontFace
from bot.cards.text.shaping import Paragraph, TypeRuler, run_end

_HANG_LEFT = {"“": 0.9, "«": 0.8, "„": 0.8, '"': 0.9, "‘": 0.7, "「": 0.5, "『": 0.5, "—": 0.3}
_HANG_RIGHT = {
    ".": 0.8, ",": 0.8, "…": 0.5, "!": 0.4, "?": 0.3, "”": 0.8, "»": 0.7, '"': 0.8, "’": 0.7,
    ":": 0.6, ";": 0.6, "-": 0.5, "–": 0.3, "—": 0.3, "。": 0.5, "、": 0.5, "，": 0.5,
}  # fmt: skip

_CENTRED = 0.6
"""Share of what hangs by which a centred line is moved: a full stop is light, yet it is seen."""


class Mark(NamedTuple):
    """A glyph on the page; ``size`` is the type size in pixels, ``y`` the baseline. A tuple: a card
    has hundreds."""

    face: FontFace
    number: int
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class EmojiPicture:
    """An emoji on the page: its square's corner and side."""

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
    pictures: tuple[EmojiPicture, ...]
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
    baselines = baselines_of(rows, measure)
    first, last = rows[0], rows[-1]
    height = baselines[-1] - baselines[0] + first.above * first.size + last.below * last.size
    top = box.top + max(0.0, box.height - height) * anchor
    shift = top + first.above * first.size - baselines[0]
    lines: list[SetLine] = []
    marks: list[Mark] = []
    pictures: list[EmojiPicture] = []
    for row, baseline in zip(rows, baselines, strict=True):
        if row.line.end > row.line.start:
            lines.append(_set_line(row, baseline + shift, box, measure, ruler, marks, pictures))
    return Layout(tuple(lines), tuple(marks), tuple(pictures), max(row.size for row in inked))


def _set_line(
    row: Row,
    baseline: float,
    box: Box,
    measure: Measure,
    ruler: TypeRuler,
    marks: list[Mark],
    pictures: list[EmojiPicture],
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
            pictures.append(EmojiPicture(run.emoji, x + inset, top, side))
        for glyph in run.glyphs:
            marks.append(
                Mark(glyph.face, glyph.number, x + glyph.x * size, baseline - glyph.y * size, size)
            )
        x += run.width * size
    text = "".join(cluster.text for cluster in paragraph.clusters[row.line.start : row.line.end])
    return SetLine(text, left, left + width, baseline, row.above * size, row.below * size, size)


def _visual_runs(paragraph: Paragraph, start: int, end: int) -> list[tuple[int, int]]:
    """Return runs of one face and level, from left to right, as spans of clusters."""
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
    """Return where the line begins, optically aligned: quotes and full stops hang, so that the
    letters make the edge."""
    first, last = start, end - 1
    before, after = 0.0, 0.0
    if end > start and measure.hang:
        before, after = _hanging(paragraph, first, last, size)
    if measure.align == "centre":
        return box.left + (box.width - width + (after - before) * _CENTRED) / 2
    if paragraph.base:
        return box.right - width + after
    return box.left - before


def _hanging(paragraph: Paragraph, first: int, last: int, size: float) -> tuple[float, float]:
    """Return the pixels that may stand out at the left and at the right."""
    before = _HANG_LEFT.get(paragraph.clusters[first].text, 0.0) * paragraph.widths[first] * size
    after = _HANG_RIGHT.get(paragraph.clusters[last].text, 0.0) * paragraph.widths[last] * size
    return (after, before) if paragraph.base else (before, after)


def moved(layout: Layout, dx: float, dy: float) -> Layout:
    """Return the same layout elsewhere."""
    if not dx and not dy:
        return layout
    return Layout(
        tuple(
            replace(line, left=line.left + dx, right=line.right + dx, baseline=line.baseline + dy)
            for line in layout.lines
        ),
        tuple(
            [Mark(face, glyph, x + dx, y + dy, size) for face, glyph, x, y, size in layout.marks]
        ),
        tuple(replace(picture, x=picture.x + dx, y=picture.y + dy) for picture in layout.pictures),
        layout.size,
    )


def resized(layout: Layout, unit: float) -> Layout:
    """Return the same layout on a page so many times as large."""
    return Layout(
        tuple(
            SetLine(
                line.text,
                line.left * unit,
                line.right * unit,
                line.baseline * unit,
                line.above * unit,
                line.below * unit,
                line.size * unit,
            )
            for line in layout.lines
        ),
        tuple(
            Mark(mark.face, mark.number, mark.x * unit, mark.y * unit, mark.size * unit)
            for mark in layout.marks
        ),
        tuple(
            EmojiPicture(each.name, each.x * unit, each.y * unit, each.side * unit)
            for each in layout.pictures
        ),
        layout.size * unit,
    )


def joined(layouts: Sequence[Layout]) -> Layout:
    """Return several layouts as one."""
    return Layout(
        tuple(line for layout in layouts for line in layout.lines),
        tuple(mark for layout in layouts for mark in layout.marks),
        tuple(picture for layout in layouts for picture in layout.pictures),
        max((layout.size for layout in layouts), default=0.0),
    )
