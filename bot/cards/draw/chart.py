"""Figures as one picture, legible on a phone: the moderators', and a campaign's. In a language that
is read from the right everything stands where a mirror shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.cards.draw import background, colour
from bot.cards.draw import canvas as ink
from bot.cards.draw.card import small_line
from bot.cards.draw.colour import Rgb
from bot.cards.order import Bars, CampaignChart, ChartOrder
from bot.cards.text.fitting import Box
from bot.cards.text.fonts import Voice
from bot.cards.text.layout import Layout, joined, moved
from bot.cards.text.voices import PLAIN, SMALL

SIZE = (1080, 1440)

_PAGE: Rgb = (21, 22, 29)
_PALE: Rgb = (178, 182, 196)
_FAINT: Rgb = (52, 54, 66)
_BLUE: Rgb = (122, 162, 247)
_ROSE: Rgb = (242, 139, 155)

_EDGE = 72.0
_TITLE, _SUBTITLE = 122.0, 176.0  # baselines
_TILE_COUNT, _TILE_NAME = 276.0, 316.0
_GAP = 20.0  # between texts side by side
_RELEASED = Box(_EDGE, 370, SIZE[0] - 2 * _EDGE, 250)
_DECISIONS = Box(_EDGE, 676, 436, 480)
_WAITS = Box(572, 676, 436, 480)
_REPORTS = Box(_EDGE, 1196, SIZE[0] - 2 * _EDGE, 204)

_HEAD = 60.0  # of a panel, its title's baseline at ``_HEAD_LINE``
_HEAD_LINE = 34.0
_LABELS = 38.0  # under the bars of days
_COUNT = 36.0  # above the highest of them
_DAY_LABEL = 96.0  # wide
_THICK, _LINE = 14.0, 2.0


@dataclass(slots=True)
class _Sheet:
    """The page in the making. Letters of one colour are drawn together, at the end."""

    canvas: ink.Canvas
    mirrored: bool
    texts: dict[Rgb, list[Layout]] = field(default_factory=dict)

    def box(self, box: Box, paint: Rgb) -> None:
        self.canvas.box(self._placed(box), paint)

    def write(
        self,
        text: str,
        box: Box,
        size: float,
        paint: Rgb,
        *,
        align: str = "start",
        voice: Voice = SMALL,
    ) -> None:
        """Write one line on the foot of ``box``, smaller when it is too long for it."""
        line = small_line(text, self._placed(box), align=align, size=size, voice=voice)
        if self.mirrored and align != "centre" and line.lines:
            line = self._at_edge(line, self._placed(box), align)
        self.texts.setdefault(paint, []).append(line)

    def _placed(self, box: Box) -> Box:
        return replace(box, left=SIZE[0] - box.right) if self.mirrored else box

    @staticmethod
    def _at_edge(layout: Layout, box: Box, align: str) -> Layout:
        """Numbers too begin on the right, and end on the left."""
        line = layout.lines[-1]
        dx = box.right - line.right if align == "start" else box.left - line.left
        return moved(layout, dx, 0)

    def jpeg(self) -> bytes:
        for paint, lines in self.texts.items():
            self.canvas.write(joined(lines), paint)
        return self.canvas.jpeg()


def draw(order: ChartOrder) -> bytes:
    """Return the picture as JPEG."""
    tiles = [(label, str(count)) for label, count in order.tiles]
    sheet = _headed(order.title, order.subtitle, tiles, mirrored=order.mirrored)
    _days(sheet, _RELEASED, order.released, _BLUE)
    _named(sheet, _DECISIONS, order.decisions)
    _named(sheet, _WAITS, order.waits)
    _days(sheet, _REPORTS, order.reports, _ROSE)
    return sheet.jpeg()


def _headed(
    title: str, subtitle: str, tiles: Sequence[tuple[str, str]], *, mirrored: bool
) -> _Sheet:
    """Return a page with its title and a row of tiles: each a label and what stands above it."""
    sheet = _Sheet(ink.Canvas(background.plain(_PAGE, SIZE)), mirrored)
    wide = SIZE[0] - 2 * _EDGE
    sheet.write(title, Box(_EDGE, 0, wide, _TITLE), 54, colour.WHITE, voice=PLAIN)
    sheet.write(subtitle, Box(_EDGE, 0, wide, _SUBTITLE), 28, _PALE)
    step = wide / max(1, len(tiles))
    for at, (label, told) in enumerate(tiles):
        box = Box(_EDGE + at * step, 0, step - _GAP, _TILE_COUNT)
        sheet.write(told, box, 60, colour.WHITE, voice=PLAIN)
        sheet.write(label, replace(box, height=_TILE_NAME), 26, _PALE)
    return sheet


_OPENS = Box(_EDGE, 390, SIZE[0] - 2 * _EDGE, 330)
_ANSWERS = Box(_EDGE, 776, SIZE[0] - 2 * _EDGE, 290)
_LOVED = Box(_EDGE, 1112, SIZE[0] - 2 * _EDGE, 288)


def draw_campaign(order: CampaignChart) -> bytes:
    """Return a campaign's figures as JPEG. What is not told has no bar."""
    sheet = _headed(order.title, order.subtitle, order.tiles, mirrored=order.mirrored)
    _days(sheet, _OPENS, order.opens, _BLUE)
    sheet.write(
        order.answers_title, replace(_ANSWERS, height=_HEAD_LINE), 34, colour.WHITE, voice=PLAIN
    )
    most = max((long for _, _, long in order.answers), default=0)
    row = (_ANSWERS.height - _HEAD) / max(1, len(order.answers))
    for at, (label, told, long) in enumerate(order.answers):
        share = long / most if most else 0.0
        _lying(sheet, _ANSWERS, _ANSWERS.top + _HEAD + (at + 1) * row - _GAP, label, told, share)
    _days(sheet, _LOVED, order.reactions, _ROSE)
    return sheet.jpeg()


def _head(sheet: _Sheet, box: Box, panel: Bars) -> bool:
    """Write a panel's title. False: there is nothing to draw, and it says so."""
    title = replace(box, height=_HEAD_LINE)
    sheet.write(panel.title, title, 34, colour.WHITE, voice=PLAIN)
    if any(count for _label, count in panel.bars):
        return True
    sheet.write(panel.empty, replace(box, height=_HEAD + 36), 28, _PALE)
    return False


def _days(sheet: _Sheet, box: Box, panel: Bars, paint: Rgb) -> None:
    """Draw a bar a day; the highest and the newest say how many, if they are not too near."""
    if not _head(sheet, box, panel):
        return
    counts = [count for _label, count in panel.bars]
    most, last = max(counts), len(counts) - 1
    highest = counts.index(most)
    floor = box.bottom - _LABELS
    high = box.height - _HEAD - _COUNT - _LABELS
    step = box.width / len(counts)
    wide = max(4 * step, _DAY_LABEL)
    told = {highest, last} if (last - highest) * step >= _DAY_LABEL else {highest}
    for at, (label, count) in enumerate(panel.bars):
        middle = box.left + (at + 0.5) * step
        top = floor - high * count / most
        if count:
            sheet.box(Box(middle - 0.36 * step, top, 0.72 * step, floor - top), paint)
        if count and at in told:
            above = Box(middle - wide / 2, 0, wide, top - 8)
            sheet.write(str(count), above, 28, colour.WHITE, align="centre")
        if label:
            under = Box(middle - _DAY_LABEL / 2, 0, _DAY_LABEL, box.bottom - 4)
            sheet.write(label, under, 24, _PALE, align="centre")
    sheet.box(Box(box.left, floor, box.width, _LINE), _FAINT)


def _named(sheet: _Sheet, box: Box, panel: Bars) -> None:
    """Draw lying bars, each with its name above and its count beside it."""
    if not _head(sheet, box, panel):
        return
    most = max(count for _label, count in panel.bars)
    step = (box.height - _HEAD) / len(panel.bars)
    for at, (label, count) in enumerate(panel.bars):
        foot = box.top + _HEAD + (at + 1) * step - _GAP
        _lying(sheet, box, foot, label, str(count), count / most)


def _lying(sheet: _Sheet, box: Box, foot: float, label: str, told: str, share: float) -> None:
    """Draw one lying bar; ``share`` of the longest."""
    name = Box(box.left, 0, box.width - 110, foot - _THICK - 10)
    sheet.write(label, name, 27, _PALE)
    sheet.write(told, replace(name, width=box.width), 28, colour.WHITE, align="end")
    bar = Box(box.left, foot - _THICK, box.width, _THICK)
    sheet.box(bar, _FAINT)
    if share:
        sheet.box(replace(bar, width=max(_LINE, bar.width * share)), _BLUE)
