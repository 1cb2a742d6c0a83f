"""The shade under words, worked out on cells of 8x8 pixels: how much of the picture may stay there.

A card is graded, not patched: where words stand one even share of the picture stays, fading into
the rest over a third of the card; only what even that leaves too near to the ink gives way further.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from bot.cards.draw.colour import LINEAR, WEIGHTS
from bot.cards.text.fitting import Box

CELL = 8
"""Pixels. Shading is worked out on this grid and smoothed up."""

_SAFETY = 0.88
"""Share of the allowed light that is used: JPEG's rounding and halved colour add a little."""

_SAFETY_BRIGHT = 1.09
"""The same for a ground that must not be darker."""

_FADES = 4.2, 11.0
"""Cells of a card 1080 wide: the grade under words fades over four times the first where hardly
anything may stay, so that the picture is itself again soon; over four times the second where
nearly all may."""

_LEAST, _WIDE = 3, 12
"""Cells of a card 1080 wide over which the grade evens out what its cells need, the neediest
of so many on each side."""

_WHOLE = 0.94
"""The share of the whole picture that stays at least, beside the words."""

_LINEAR = np.array(LINEAR, dtype=np.float32)
_WEIGHED = [_LINEAR * np.float32(weight) for weight in WEIGHTS]
_STEPS = 8


def light(channels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the luminance 0..1 of red, green and blue, which are the first axis."""
    red, green, blue = (
        np.take(weighed, each, mode="clip")
        for weighed, each in zip(_WEIGHED, channels, strict=True)
    )
    result: NDArray[np.float32] = red + green + blue
    return result


def kept(
    cells: NDArray[np.uint8], veil: tuple[int, int, int], bound: float, *, bright: bool
) -> NDArray[np.uint8]:
    """Return the greatest share (0..255 = 0..1) of each cell's colour that may stay before
    ``veil``, found by halving, tint and clipping within. ``cells``: red, green and blue as the last
    axis.

    What ``ink.Canvas`` does to a pixel under the full grade is done here to the cell's outermost.
    """
    colours = np.moveaxis(cells, 2, 0)
    bound *= _SAFETY_BRIGHT if bright else _SAFETY
    lights = light(colours)
    unfit = lights < bound if bright else lights > bound
    luma, blue, red = veil[0], veil[1] - 128, veil[2] - 128
    colour = [[luma + 1.402 * red], [luma - 0.344 * blue - 0.714 * red], [luma + 1.772 * blue]]
    over = np.array(colour, dtype=np.float32)
    full = cells[unfit].T.astype(np.float32, order="C")  # a row a channel
    low = np.full(full.shape[1], 0.05, dtype=np.float32)
    high = np.ones_like(low)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        shaded = full * middle + over * (1 - middle)
        np.minimum(np.maximum(shaded, 0, out=shaded), 255, out=shaded)
        now = light(shaded.astype(np.uint8))
        fits = now >= bound if bright else now <= bound
        low, high = np.where(fits, middle, low), np.where(fits, high, middle)
    stays = np.ones(cells.shape[:2], dtype=np.float32)
    stays[unfit] = low
    return (stays * 255).astype(np.uint8)


def spread(stays: NDArray[np.uint8], reach: int) -> Image.Image:
    """Smooth over ``reach`` cells, and nowhere more than what may stay."""
    return Image.fromarray(_least_near(stays, reach + 1)).filter(ImageFilter.BoxBlur(reach))


def _least_near(values: NDArray[np.uint8], reach: int) -> NDArray[np.uint8]:
    """Return each place's least value within ``reach`` places along rows and columns."""
    for axis in (0, 1):
        length = values.shape[axis]
        edges = [(0, 0), (0, 0)]
        edges[axis] = (reach, reach)
        wide = np.moveaxis(np.pad(values, edges, constant_values=255), axis, 0)
        values = np.moveaxis(
            np.minimum.reduce([wide[at : at + length] for at in range(2 * reach + 1)]), 0, axis
        )
    return values


def grade(stays: Image.Image, area: Box, size: tuple[int, int], pad: float) -> Image.Image:
    """Return what stays of each cell of a card with words in ``area``. ``stays``: what may, as far
    as there are words; ``pad``: pixels around them that are as good as theirs."""
    around = Box(area.left - pad, area.top - pad, area.width + 2 * pad, area.height + 2 * pad)
    unit = size[0] / 1080
    blur = ImageFilter.BoxBlur(_WIDE * unit)
    least = Image.fromarray(_least_near(np.asarray(stays), round(_LEAST * unit)))
    even = np.asarray(least.filter(blur).filter(blur), dtype=np.float32)
    may = np.minimum(np.asarray(stays), even)
    top, bottom = _cells(around.top, around.bottom, may.shape[0])
    left, right = _cells(around.left, around.right, may.shape[1])
    under = even[top:bottom, left:right]
    share = float(under.mean()) / 255 if under.size else 1.0
    beside = 255 * max(share, _WHOLE)
    strong, gentle = _FADES
    fade = strong + (gentle - strong) * max(0.0, share - 0.4) / 0.6
    weight = np.asarray(zone(around, size, fade), dtype=np.float32) * (1 / 255)
    may = np.minimum(may, beside)
    return Image.fromarray((beside - (beside - may) * weight).astype(np.uint8))


def _cells(first: float, last: float, count: int) -> tuple[int, int]:
    return max(0, int(first // CELL)), min(count, int(-(-last // CELL)))


def zone(area: Box, size: tuple[int, int], fade: float = _FADES[0]) -> Image.Image:
    """Return cells: 255 on the area, then fading out over four times ``fade``, in cells of a card
    1080 wide."""
    cells = Image.new("L", (-(-size[0] // CELL), -(-size[1] // CELL)))
    fade *= size[0] / 1080
    grow = 2 * fade + 1
    edges = (
        area.left / CELL - grow,
        area.top / CELL - grow,
        area.right / CELL + grow,
        area.bottom / CELL + grow,
    )
    ImageDraw.Draw(cells).rectangle(edges, fill=255)
    blur = ImageFilter.BoxBlur(fade)
    return cells.filter(blur).filter(blur)
