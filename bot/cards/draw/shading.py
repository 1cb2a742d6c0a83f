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


def _halved() -> tuple[list[NDArray[np.float32]], NDArray[np.uint8]]:
    """Return the middles that a search by halving can come to, step by step, and the share
    (0..255) that each of its ends stands for."""
    low, high = np.array([0.05], dtype=np.float32), np.ones(1, dtype=np.float32)
    middles: list[NDArray[np.float32]] = []
    for _ in range(_STEPS):
        middle = ((low + high) / 2).astype(np.float32)
        middles.append(middle)
        low, high = np.stack([low, middle], 1).ravel(), np.stack([middle, high], 1).ravel()
    return middles, (low * 255).astype(np.uint8)


_MIDDLES, _SHARES = _halved()
"""The first step has one middle; where a share fits, the next is the upper of the two after it."""


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
    search = _Search(cells, veil, bound, bright=bright)
    places = np.zeros(search.count, dtype=np.intp)
    for middles in _MIDDLES:
        fits = search.fits(middles[places])
        places += places
        places += fits
    stays = np.full(cells.shape[:2], 255, dtype=np.uint8)
    stays[search.unfit] = _SHARES[places]
    return stays


def least(
    cells: NDArray[np.uint8], veil: tuple[int, int, int], bound: float, *, bright: bool
) -> int:
    """Return the least of what ``kept`` returns: whatever fits where another does not is looked at
    no longer."""
    search = _Search(cells, veil, bound, bright=bright)
    if not search.count:
        return 255
    place = 0
    for middles in _MIDDLES:
        fits = search.fits(middles[place])
        place = 2 * place + bool(fits.all())
        if not place % 2:
            search.keep(~fits)
    return int(_SHARES[place])


class _Search:
    """The cells that are too near to the ink, and whether a share of their colour would not be."""

    def __init__(
        self, cells: NDArray[np.uint8], veil: tuple[int, int, int], bound: float, *, bright: bool
    ) -> None:
        self._bright = bright
        self._bound = bound * (_SAFETY_BRIGHT if bright else _SAFETY)
        self.unfit: NDArray[np.bool_] = ~self._is_fit(light(np.moveaxis(cells, 2, 0)))
        luma, blue, red = veil[0], veil[1] - 128, veil[2] - 128
        over = [luma + 1.402 * red], [luma - 0.344 * blue - 0.714 * red], [luma + 1.772 * blue]
        self._veil = np.array(over, dtype=np.float32)
        self._take(cells[self.unfit].T.astype(np.float32, order="C"))  # a row a channel

    def _take(self, colours: NDArray[np.float32]) -> None:
        self._colours = colours
        self._mixed, self._rest = np.empty_like(colours), np.empty_like(colours)
        self._bytes = np.empty(colours.shape, dtype=np.uint8)

    @property
    def count(self) -> int:
        """The number of cells that are looked at."""
        return int(self._colours.shape[1])

    def fits(self, share: NDArray[np.float32] | np.float32) -> NDArray[np.bool_]:
        """Tell of each cell whether this share of it, or its own, may stay."""
        np.multiply(self._colours, share, out=self._mixed)
        np.multiply(self._veil, 1 - share, out=self._rest)
        self._mixed += self._rest
        np.clip(self._mixed, 0, 255, out=self._mixed)
        np.copyto(self._bytes, self._mixed, casting="unsafe")
        return self._is_fit(light(self._bytes))

    def keep(self, wanted: NDArray[np.bool_]) -> None:
        """Look at these cells alone from now on."""
        self._take(np.ascontiguousarray(self._colours[:, wanted]))

    def _is_fit(self, lights: NDArray[np.float32]) -> NDArray[np.bool_]:
        return lights >= self._bound if self._bright else lights <= self._bound


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
