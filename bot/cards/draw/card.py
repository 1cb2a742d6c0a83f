"""(words, picture, style) -> JPEG. One pure function: the same order gives the same bytes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from PIL import Image

from bot.cards.draw import background, band, colour, placing
from bot.cards.draw import canvas as ink
from bot.cards.draw.background import Plate
from bot.cards.draw.colour import Rgb
from bot.cards.draw.cover import cover
from bot.cards.order import PIXELS, CannotSet, Imprint, Size
from bot.cards.styles import STYLES, Style
from bot.cards.text.fitting import Box, Measure, fit
from bot.cards.text.fonts import Voice
from bot.cards.text.layout import Layout, joined, moved, place, resized
from bot.cards.text.setting import dressed, ruler_of, text_box
from bot.cards.text.shaping import compose
from bot.cards.text.voices import SMALL

_IMPRINT_SIZE = 27.0
_IMPRINT_TRACKING = 0.035
_IMPRINT_RISE = 62.0  # of its baseline over the card's edge
_PAPER: Rgb = (247, 243, 234)
_PAPER_INK: Rgb = (38, 34, 32)
_PAPER_FAINT: Rgb = (96, 88, 80)
_PAPER_SIDE, _PAPER_HEAD, _PAPER_FOOT = 92.0, 78.0, 132.0
_PAPER_EDGE = 72.0  # between a sheet and the card's edge, at least
_RANKED: Mapping[Size, tuple[float, float]] = {"tile": (44.0, 142.0), "banner": (20.0, 84.0)}
"""How far, on cards with a rank, words that move stay from the small line, and sheets from the
edge."""
_RULE, _RULE_RISE = 3.0, 46.0
_NIGHT: Rgb = (104, 112, 140)
_NOTHING = Layout((), (), (), 0.0)


def render(
    words: str,
    picture: Image.Image | Plate,
    style: Style,
    *,
    size: Size,
    imprint: Imprint,
    label: str | None = None,
    question: str | None = None,
) -> bytes:
    """Return a finished card as JPEG. ``label``: stands over the words on a band of its own;
    ``question``: small under them. Raises CannotSet before anything is drawn."""
    return draw(
        words, picture, style, size=size, imprint=imprint, label=label, question=question
    ).jpeg()


def draw(
    words: str,
    picture: Image.Image | Plate,
    style: Style,
    *,
    size: Size,
    imprint: Imprint,
    label: str | None = None,
    question: str | None = None,
) -> ink.Canvas:
    """Return the card before it becomes a file. Raises CannotSet."""
    one = set_card(words, style, size=size, imprint=imprint, label=label, question=question)
    ground = picture if isinstance(picture, Plate) else background.make(picture, PIXELS[size])
    return drawn(one, ground)


@dataclass(frozen=True, slots=True)
class Inked:
    """Words and imprint in pixels of their page, and the words' letters: coverage, and where its
    corner goes. Words that were moved have no marks any more."""

    text: Layout
    line: Layout
    mask: Image.Image
    at: tuple[int, int]

    def moved(self, down: int, style: Style) -> "Inked":
        """Return words so many pixels further down; an imprint on paper goes with its sheet."""
        if not down:
            return self
        line = moved(self.line, 0, down) if style.ground == "paper" else self.line
        words = replace(self.text, marks=())  # their letters are in the mask
        return Inked(moved(words, 0, down), line, self.mask, (self.at[0], self.at[1] + down))


@dataclass(frozen=True, slots=True)
class SetCard:
    """Everything on a card that does not depend on its picture, in pixels of one 1080 wide."""

    style: Style
    text: Layout
    line: Layout
    bands: tuple[band.Band, ...]
    room: placing.Room | None = None  # None: the words stay where they are
    _inked: dict[float, Inked] = field(default_factory=dict, init=False, compare=False)

    def inked(self, page: tuple[int, int]) -> "Inked":
        """Return words and imprint for a page of this size: the same for every picture."""
        unit = page[0] / 1080
        known = self._inked.get(unit)
        if known is None:
            text, line = self.text, self.line
            if unit != 1:
                text, line = resized(text, unit), resized(line, unit)
            known = self._inked[unit] = Inked(text, line, *ink.letters(text.marks, page))
        return known

    def placed(self, ground: Plate) -> "Inked":
        """Return the words and the imprint at their places on this plate."""
        inked = self.inked(ground.size)
        if self.room is None or not self.text.lines:
            return inked
        return inked.moved(_shift(inked.text, ground, self.style, self.room), self.style)

    def bare(self) -> "SetCard":
        """Return the card without imprint and frame, which would be too thin to be seen in
        small."""
        return replace(self, style=replace(self.style, frame=False), line=_NOTHING)


def set_card(
    words: str,
    style: Style,
    *,
    size: Size,
    imprint: Imprint,
    label: str | None = None,
    question: str | None = None,
) -> SetCard:
    """Raises CannotSet."""
    sign = None if label is None else band.set_label(label, size)
    asked = None if question is None else band.set_question(question, size)
    head, foot = sign.takes if sign else 0.0, asked.takes if asked else 0.0
    style, text = dressed(words, style, size, head=head, foot=foot)
    line = imprint_line(imprint, style, size, text)
    bands = tuple(each for each in (sign, asked) if each is not None)
    return SetCard(style, text, line, bands, None if bands else room_of(style, size))


def room_of(style: Style, size: Size) -> placing.Room:
    """Return where the words of a card without bands may stand, with the sheet that they may
    have."""
    box = text_box(style, size)
    apart, edge = _RANKED.get(size, (0.0, _PAPER_EDGE))
    if style.ground != "paper":
        return placing.Room(box.top + (_RULE_RISE if style.rule else 0.0), box.bottom - apart)
    return placing.Room(
        max(_PAPER_EDGE, box.top - _PAPER_HEAD),
        min(PIXELS[size][1] - edge, box.bottom + _PAPER_FOOT),
    )


def drawn(one: SetCard, ground: Plate) -> ink.Canvas:
    """Draw the card on a plate of any size."""
    canvas = _painted(one.placed(ground), ground, one.style)
    for each in one.bands:
        band.paint(canvas, each, ground.accent)
    return canvas


def settled(
    text: Layout, line: Layout, ground: Plate, style: Style, size: Size
) -> tuple[Layout, Layout]:
    """Return words and imprint where a card on this plate has them."""
    if not text.lines:
        return text, line
    down = _shift(text, ground, style, room_of(style, size))
    return moved(text, 0, down), moved(line, 0, down) if style.ground == "paper" else line


def _shift(text: Layout, ground: Plate, style: Style, room: placing.Room) -> int:
    unit = ground.size[0] / 1080
    match style.ground:
        case "paper":
            return placing.shift(ground, _paper(text, unit), room, inked=False)
        case "strips":
            return placing.shift(ground, text.extent, room, inked=False)
    return placing.shift(ground, text.extent, room, inked=True)


def paint(text: Layout, line: Layout, ground: Plate, style: Style) -> ink.Canvas:
    """Put set words and imprint, which are for a card 1080 wide, on a plate of any size."""
    return _painted(SetCard(style, text, line, ()).inked(ground.size), ground, style)


def _painted(inked: Inked, ground: Plate, style: Style) -> ink.Canvas:
    canvas = ink.Canvas(ground)
    match style.ground:
        case "paper":
            _on_paper(canvas, ground, inked)
        case "strips":
            _on_strips(canvas, ground, style, inked)
        case _:
            _on_picture(canvas, ground, style, inked)
    return canvas


def bounds(accent: Rgb, *, bright: bool) -> frozenset[float]:
    """Return the lightest grounds that the styles need under their inks over a plate of this
    accent; the darkest where it is bright."""
    return frozenset(
        colour.bound(_ink_of(style, accent, bright=bright), style.contrast)
        for style in STYLES
        if style.ground == "scrim"
    )


def _ink_of(style: Style, accent: Rgb, *, bright: bool) -> Rgb:
    if bright:
        return _dark(accent, at_most=0.012 if style.contrast > 4.5 else 0.022)
    return colour.mix(colour.WHITE, accent, 0.16) if style.ink == "tint" else colour.WHITE


def _dark(accent: Rgb, *, at_most: float) -> Rgb:
    """Return the accent's own dark."""
    steps = (step / 20 for step in range(8, 20))
    return colour.until(accent, (0, 0, 0), steps, at_most=at_most)


def notice_card(text: str, *, size: Size) -> bytes:
    """Return a calm card that says one sentence: removed, withdrawn, being looked at."""
    style = replace(STYLES[1], rule=False, align="centre", shadow=0.0, largest=56.0)
    return render(text, cover(_NIGHT, PIXELS[size]), style, size=size, imprint=Imprint("", None))


def small_line(
    text: str, box: Box, *, align: str = "centre", size: float = _IMPRINT_SIZE, voice: Voice = SMALL
) -> Layout:
    """Set one line of small type at the foot of ``box``; shrunk when long, left out when
    unsettable."""
    ruler = ruler_of(voice, _IMPRINT_TRACKING)
    measure = Measure(size, 9.0, 1.2, "start" if align != "centre" else "centre", 9.0)
    try:
        rows = fit(
            compose(text.replace("\n", " "), ruler), replace(box, height=size * 1.4), measure
        )
    except CannotSet:
        return Layout((), (), (), 0.0)
    layout = place(rows, box, measure, ruler, anchor=0.0)
    if not layout.lines:
        return layout
    dy = box.bottom - layout.lines[-1].baseline
    dx = box.right - layout.lines[-1].right if align == "end" else 0.0
    return moved(layout, dx, dy)


def imprint_line(imprint: Imprint, style: Style, size: Size, text: Layout) -> Layout:
    """Set channel, place and number, small. On paper they stand on the paper, under the text."""
    width, height = PIXELS[size]
    number = f"#{imprint.number}" if imprint.number is not None else imprint.token or ""
    foot = "   ".join(filter(None, (imprint.channel, imprint.place)))
    if style.ground == "paper" and text.lines:
        paper = _paper(text)
        box = Box(style.side, paper.top, width - 2 * style.side, paper.height - 40)
        voice = style.voice
    else:
        box = Box(style.side, 0, width - 2 * style.side, height - _IMPRINT_RISE)
        voice = SMALL
    if style.imprint == "ends" or style.ground == "paper":
        left = small_line(foot, replace(box, width=box.width * 0.7), align="start", voice=voice)
        right = small_line(number, box, align="end", voice=voice)
        return joined([left, right])
    return small_line("   ".join(filter(None, (foot, number))), box, voice=voice)


def _on_picture(canvas: ink.Canvas, ground: Plate, style: Style, inked: Inked) -> None:
    page, text, line, mask, at = canvas.size, inked.text, inked.line, inked.mask, inked.at
    paint = _ink_of(style, ground.accent, bright=ground.bright)
    if text.lines:
        soft = None
        if style.shadow and not ground.bright:
            soft = ink.shadow(mask, at, page, strength=style.shadow, radius=14 * canvas.unit)
        canvas.shade(text.extent, colour.bound(paint, style.contrast), soft)
    other = colour.WHITE if ground.bright else _dark(ground.accent, at_most=0.022)
    small = _imprint(canvas, line, (paint, other), style)
    if style.rule and text.lines:
        _rule(canvas, text, paint)
    if style.frame:
        _frame(canvas, line, paint)
    canvas.fill(mask, at, paint)
    canvas.pictures(text.pictures, paint, of_one_colour=style.emoji_contrast)
    canvas.pictures(line.pictures, small)


def _imprint(canvas: ink.Canvas, line: Layout, inks: tuple[Rgb, Rgb], style: Style) -> Rgb:
    """Paint the small line on the picture, in the one of two inks that suits its ground better;
    return that ink."""
    if not line.lines:
        return inks[0]
    paint = canvas.foot(_boxes(line), inks, style.contrast)
    mask, at = ink.letters(line.marks, canvas.size)
    canvas.fill(mask, at, paint)
    return paint


def _boxes(layout: Layout) -> list[Box]:
    return [
        Box(line.left, line.baseline - line.above, line.right - line.left, line.above + line.below)
        for line in layout.lines
    ]


def _rule(canvas: ink.Canvas, text: Layout, paint: Rgb) -> None:
    first = text.lines[0]
    long = 64 * canvas.unit
    top = first.baseline - first.above - _RULE_RISE * canvas.unit
    rtl = text.lines[0].left > canvas.size[0] - text.lines[0].right
    left = first.right - long if rtl else first.left
    canvas.box(Box(left, top, long, max(2.0, (_RULE + 1) * canvas.unit)), paint)


def _frame(canvas: ink.Canvas, line: Layout, paint: Rgb) -> None:
    """Paint a thin frame; it gives way to the imprint."""
    width, height = canvas.size
    edge, thick = 52.0, 2.0
    right, foot = width - edge, height - _IMPRINT_RISE - 10
    gap = line.extent
    canvas.box(Box(edge, edge, right - edge, thick), paint)
    canvas.box(Box(edge, edge, thick, foot - edge), paint)
    canvas.box(Box(right - thick, edge, thick, foot - edge), paint)
    if not line.lines:
        canvas.box(Box(edge, foot - thick, right - edge, thick), paint)
        return
    canvas.box(Box(edge, foot - thick, gap.left - 28 - edge, thick), paint)
    canvas.box(Box(gap.right + 28, foot - thick, right - gap.right - 28, thick), paint)


def _paper(text: Layout, unit: float = 1.0) -> Box:
    extent = text.extent
    left, right = _PAPER_SIDE * unit, (1080 - _PAPER_SIDE) * unit
    top = extent.top - _PAPER_HEAD * unit
    return Box(left, top, right - left, extent.height + (_PAPER_HEAD + _PAPER_FOOT) * unit)


def _on_paper(canvas: ink.Canvas, ground: Plate, inked: Inked) -> None:
    page, text, line = canvas.size, inked.text, inked.line
    if text.lines:
        paper = _paper(text, canvas.unit)
        under = replace(paper, top=paper.top + 10 * canvas.unit)
        canvas.dim(ink.sheet_shadow(under, page, strength=0.42, radius=44 * canvas.unit))
        canvas.box(paper, _PAPER)
        stripe = colour.mix(ground.accent, (0, 0, 0), 0.1)
        canvas.box(Box(paper.left, paper.top, paper.width, 10 * canvas.unit), stripe)
    canvas.fill(inked.mask, inked.at, _PAPER_INK)
    mask, at = ink.letters(line.marks, page)
    canvas.fill(mask, at, _PAPER_FAINT)
    canvas.pictures((*text.pictures, *line.pictures), _PAPER_INK)


def _on_strips(canvas: ink.Canvas, ground: Plate, style: Style, inked: Inked) -> None:
    text, line = inked.text, inked.line
    strip = colour.mix(ground.accent, colour.WHITE, 0.9)
    dark = _dark(ground.accent, at_most=0.045)
    inks = colour.WHITE, _dark(ground.accent, at_most=0.022)
    small = _imprint(canvas, line, inks[::-1] if ground.bright else inks, style)
    if text.lines:
        mask, at = ink.rounded(_strips(text), 12 * canvas.unit)
        canvas.fill(mask, at, strip)
    canvas.fill(inked.mask, inked.at, dark)
    canvas.pictures(text.pictures, dark)
    canvas.pictures(line.pictures, small)


def _strips(text: Layout) -> list[Box]:
    """Return a strip a line, as high as the text's tallest ink, each touching the next."""
    above = max(line.above for line in text.lines)
    below = max(line.below for line in text.lines)
    pad = text.size * 0.26
    boxes = []
    for line in text.lines:
        top = line.baseline - max(above, text.size * 0.72) - pad * 0.62
        bottom = line.baseline + max(below, text.size * 0.2) + pad * 0.62
        boxes.append(Box(line.left - pad, top, line.right - line.left + 2 * pad, bottom - top))
    return boxes
