"""Bands across a card: paper with ink on it, whose contrast depends on no picture. Over the words
of a campaign its label, which tells such a card from a whisper's at a glance; under the words of
an answer the question.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.cards.draw import canvas as ink
from bot.cards.draw import colour
from bot.cards.draw.colour import Rgb
from bot.cards.order import PIXELS, CannotSet, Size
from bot.cards.styles import STYLES
from bot.cards.text.fitting import Box, Measure, fit
from bot.cards.text.layout import Layout, joined, place, resized
from bot.cards.text.setting import ruler_of, text_box
from bot.cards.text.shaping import compose
from bot.cards.text.voices import PLAIN

PAPER: Rgb = (247, 243, 234)
INK: Rgb = (38, 34, 32)

_TYPE = 36.0
_QUESTION = 33.0
_IMPRINT = 108.0  # at the foot of the card
_UNDER: Mapping[Size, float] = {"story": 340.0}
"""The room that stays free below a question, if it is more: Telegram's own buttons cover it."""
_LEAST = 24.0  # below it nobody reads it on a phone: then it takes more lines
_LINE = 1.3
_SIDE = 60.0
_HIGH = 86.0
_ROW = 76.0  # of one of several lines
_SECOND, _NEXT = 56.0, 46.0  # more of it with two lines, and with each further one
_AIR = 66.0  # at least, between it and the words
_EDGE = 8.0  # of the picture's own colour, under the paper
_TOPS: Mapping[Size, float] = {"story": 250.0}
"""The height at which it begins, if not at the top: what Telegram's own buttons cover of a story
stays free."""


@dataclass(frozen=True, slots=True)
class Band:
    """A band as it is set, for a card 1080 wide."""

    text: Layout
    paper: Box
    takes: float  # by so much the words begin lower, or end higher


def set_label(label: str, size: Size) -> Band:
    """Set a label in one line, or in several where one would be too small to read: what it is
    called, and below it who pays, the number, the credit. Raises CannotSet."""
    width = PIXELS[size][0] - 2 * _SIDE
    top = _TOPS.get(size, 0.0)
    one = _row(label, Box(_SIDE, top, width, _HIGH), size=_TYPE)
    if one.size >= _LEAST:
        return _on_paper(one, _HIGH, size)
    rows = _rows(label, width)
    lines, at = [], top
    for step, row in zip((_SECOND, *[_NEXT] * len(rows)), rows, strict=False):
        lines.append(_row(row, Box(_SIDE, at, width, _ROW), size=_TYPE))
        at += step
    return _on_paper(joined(lines), _ROW + _SECOND + _NEXT * (len(rows) - 2), size)


def _rows(label: str, width: float) -> list[str]:
    """Part a label where it is parted, its first word apart; as few rows as can be read."""
    first, *others = label.split(" · ")
    rows = [first, *others[:1]]
    for part in others[1:]:
        longer = f"{rows[-1]} · {part}"
        if _row(longer, Box(0, 0, width, _ROW), size=_TYPE).size >= _LEAST:
            rows[-1] = longer
        else:
            rows.append(part)
    return rows


def _on_paper(text: Layout, high: float, size: Size) -> Band:
    paper = Box(0, _TOPS.get(size, 0.0), PIXELS[size][0], high)
    usual = text_box(STYLES[0], size).top
    return Band(text, paper, max(0.0, paper.bottom + _AIR - usual))


def set_question(question: str, size: Size) -> Band:
    """Set a question in one line, or two; between the words and the imprint. Raises CannotSet."""
    width, height = PIXELS[size]
    ruler = ruler_of(PLAIN, 0.0)
    measure = Measure(_QUESTION, 14.0, _LINE, "centre", 14.0)
    room = Box(_SIDE, 0, width - 2 * _SIDE, 2 * _LINE * _QUESTION + 6)
    rows = fit(compose(question.replace("\n", " "), ruler), room, measure)
    high = sum(row.size * _LINE for row in rows) + 36
    bottom = height - _UNDER.get(size, _IMPRINT)
    paper = Box(0, round(bottom - high), width, round(high))
    layout = place(rows, Box(_SIDE, paper.top, room.width, high), measure, ruler, anchor=0.5)
    if not layout.lines:
        raise CannotSet("uncovered", (question,))
    usual = text_box(STYLES[0], size).bottom
    return Band(layout, paper, max(0.0, usual - paper.top + 40))


def _row(text: str, box: Box, *, size: float) -> Layout:
    """Set one line in the middle of ``box``. Raises CannotSet."""
    ruler = ruler_of(PLAIN, 0.01)
    measure = Measure(size, 9.0, _LINE, "centre", 9.0)
    rows = fit(compose(text, ruler), Box(box.left, box.top, box.width, size * 1.4), measure)
    layout = place(rows, box, measure, ruler, anchor=0.5)
    if not layout.lines:
        raise CannotSet("uncovered", (text,))
    return layout


def paint(canvas: ink.Canvas, band: Band, accent: Rgb) -> None:
    """Paint a band over whatever the card shows there."""
    unit, text, paper = canvas.unit, band.text, band.paper
    if unit != 1:
        text = resized(text, unit)
        paper = Box(*(edge * unit for edge in (paper.left, paper.top, paper.width, paper.height)))
    canvas.box(paper, PAPER)
    edge = colour.until(accent, (0, 0, 0), (step / 20 for step in range(20)), at_most=0.3)
    thick = max(2.0, _EDGE * unit)
    canvas.box(Box(paper.left, paper.bottom - thick, paper.width, thick), edge)
    canvas.write(text, INK)
