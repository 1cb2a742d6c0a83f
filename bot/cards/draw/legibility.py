"""The laws of a card, measured: ink, and emoji, against what lies under them and around them, and
what is left of the picture beside them.

``under``: contrast (WCAG 2.2) between the pixels at the core of glyphs and the same pixels of the
card without its letters, first percentile. ``ring``: between the ink and the pixels 2 to 8 px
outside of all glyphs, after JPEG, first percentile.
"""

import io
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from bot.cards.draw import canvas
from bot.cards.draw.background import Plate
from bot.cards.draw.canvas import Canvas
from bot.cards.draw.card import imprint_line, paint, settled
from bot.cards.draw.colour import LINEAR, WEIGHTS
from bot.cards.order import Imprint, Size
from bot.cards.styles import Style
from bot.cards.text import emoji
from bot.cards.text.layout import Layout
from bot.cards.text.setting import set_words

_OWN = 96.0
"""Pixels around the words, and half as many around the imprint, that are the text's own area."""

_LEAST_OUTSIDE = 0.25
"""Share of a card from which what lies outside of that area is judged."""

_BLOCK = 8
"""Pixels that are one when contrast is compared: what an eye sees as detail, not as grain."""

N = TypeVar("N", np.float32, np.uint8)
_LINEAR = np.array(LINEAR, dtype=np.float32)
_CORE = 250  # coverage (of 255) from which a pixel is all ink
_NEAR, _FAR = 2, 8


@dataclass(frozen=True, slots=True)
class Legibility:
    """First percentiles of contrast, 1..21."""

    under: float
    ring: float


def measure(
    words: str, plate: Plate, style: Style, *, size: Size = "square", channel: str = "@sotto_voce"
) -> Legibility:
    """Draw a card with and without its letters, and compare. Raises CannotSet."""
    text = set_words(words, style, size)
    line = imprint_line(Imprint(channel, 1204), style, size, text)
    text, line = settled(text, line, plate, style, size)
    mask, at = canvas.letters([*text.marks, *line.marks], plate.size)
    coverage = Image.new("L", plate.size)
    coverage.paste(mask, at)
    written = paint(text, line, plate, style)
    bare = paint(_bare(text), _bare(line), plate, style)
    with Image.open(io.BytesIO(written.jpeg())) as file:
        after = _luminance(file.convert("RGB"))
    core = np.asarray(coverage) >= _CORE
    inked, ground = _luminance(written.rgb()), _luminance(bare.rgb())
    under = float(np.percentile(_contrast(inked[core], ground[core]), 1))
    around = _ring(coverage)
    ring = 21.0
    for half in _halves(plate.size, text, line):
        if (core & half).any():
            own = np.float32(np.median(inked[core & half]))
            ring = min(ring, float(np.percentile(_contrast(own, after[around & half]), 1)))
    return Legibility(under, ring)


def picture_kept(
    words: str, plate: Plate, style: Style, *, size: Size = "square", channel: str = "@sotto_voce"
) -> tuple[float, float]:
    """Return what is left of the picture's (contrast, colour) outside of the text's own area, 0..1
    or more; 1 where there is nothing to lose. Raises CannotSet.

    Contrast: steps between neighbouring blocks, summed. Colour: the part of the picture's own
    that is still there, so that a tint of another colour keeps nothing."""
    style = replace(style, frame=False)  # it would count as something of the picture's
    text = set_words(words, style, size)
    line = imprint_line(Imprint(channel, 1204), style, size, text)
    text, line = settled(text, line, plate, style, size)
    outside = _outside(text, line, plate.size)
    if outside.mean() < _LEAST_OUTSIDE:
        return 1.0, 1.0
    before, after = Canvas(plate).rgb(), paint(text, line, plate, style).rgb()
    (luma, *colours), (luma_now, *colours_now) = _blocks(before), _blocks(after)
    steps, steps_now = _steps(luma, outside), _steps(luma_now, outside)
    own = np.stack([plane[outside] - 128 for plane in colours])
    now = np.stack([plane[outside] - 128 for plane in colours_now])
    colour = float((own * now).sum() / (own * own).sum()) if np.abs(own).mean() > 2 else 1.0
    return (steps_now / steps if steps > 0.3 else 1.0), colour


def _outside(text: Layout, line: Layout, page: tuple[int, int]) -> NDArray[np.bool_]:
    rows, columns = page[1] // _BLOCK, page[0] // _BLOCK
    outside = np.ones((rows, columns), dtype=np.bool_)
    for area, around in ((text.extent, _OWN), (line.extent, _OWN / 2)):
        top, bottom = (area.top - around) / _BLOCK, (area.bottom + around) / _BLOCK
        left, right = (area.left - around) / _BLOCK, (area.right + around) / _BLOCK
        outside[max(0, int(top)) : int(bottom) + 1, max(0, int(left)) : int(right) + 1] = False
    return outside


def _blocks(image: Image.Image) -> list[NDArray[np.float32]]:
    small = image.convert("YCbCr").reduce(_BLOCK).split()
    return [np.asarray(plane, dtype=np.float32) for plane in small]


def _steps(luma: NDArray[np.float32], where: NDArray[np.bool_]) -> float:
    """Return the mean step between blocks that both lie there."""
    across = np.abs(np.diff(luma, axis=1))[where[:, 1:] & where[:, :-1]]
    down = np.abs(np.diff(luma, axis=0))[where[1:] & where[:-1]]
    return float((across.sum() + down.sum()) / (across.size + down.size))


def measure_emoji(
    words: str, plate: Plate, style: Style, *, size: Size = "story"
) -> list[tuple[str, float]]:
    """Return (emoji, the contrast that half of it reaches, or nine tenths of its edge with the
    rim). Against the same card without its emoji. Raises CannotSet."""
    text = set_words(words, style, size)
    none = imprint_line(Imprint(""), style, size, text)
    shown = _luminance(paint(text, none, plate, style).rgb())
    ground = _luminance(paint(replace(text, pictures=()), none, plate, style).rgb())
    contrast = _contrast(shown, ground)
    found = []
    for picture in text.pictures:
        side = max(2, round(picture.side / 2) * 2)
        left, top = round(picture.x / 2) * 2, round(picture.y / 2) * 2
        edge = emoji.margin(side)
        part = contrast[top - edge : top + side + edge, left - edge : left + side + edge]
        alpha = Image.new("L", part.shape[::-1])
        alpha.paste(emoji.tile(picture.name, side).getchannel("A"), (edge, edge))
        solid, rim = emoji.shape(alpha)
        near = _greatest_near(part, edge // 2 + 1)
        half = float(np.median(part[solid]))
        around = float(np.percentile(near[rim], 10))
        found.append((picture.name, max(half, around)))
    return found


def _greatest_near(values: NDArray[N], reach: int) -> NDArray[N]:
    """Return each place's greatest value within ``reach`` places along rows and columns. The page
    is a ring: nothing that is looked at reaches its edge."""
    result = values
    for axis in (0, 1):
        shifts = [np.roll(result, step, axis) for step in range(-reach, reach + 1)]
        result = np.maximum.reduce(shifts)
    return result


def _bare(layout: Layout) -> Layout:
    """Return the same places without glyphs: boxes and shade stay as they are."""
    return replace(layout, marks=())


def _halves(page: tuple[int, int], text: Layout, line: Layout) -> list[NDArray[np.bool_]]:
    """Return the halves of words and imprint: they may have different inks, so each is compared
    with its own."""
    rows = np.repeat(np.arange(page[1])[:, None], page[0], axis=1)
    edge = (text.extent.bottom + line.extent.top) / 2 if line.lines else page[1]
    upper: NDArray[np.bool_] = rows < edge
    return [upper, ~upper]


def _ring(coverage: Image.Image) -> NDArray[np.bool_]:
    near = _greatest_near(np.asarray(coverage), _NEAR) > 8
    wide = coverage.point([255 if value > 8 else 0 for value in range(256)])
    far = np.asarray(wide.filter(ImageFilter.BoxBlur(_FAR))) > 0
    ring: NDArray[np.bool_] = far & ~near
    return ring


def _luminance(image: Image.Image) -> NDArray[np.float32]:
    red, green, blue = (
        np.take(_LINEAR * np.float32(weight), np.asarray(plane), mode="clip")
        for weight, plane in zip(WEIGHTS, image.split(), strict=True)
    )
    result: NDArray[np.float32] = red + green + blue
    return result


def _contrast(
    one: NDArray[np.float32] | np.float32, other: NDArray[np.float32]
) -> NDArray[np.float32]:
    return ((np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)).astype(np.float32)
