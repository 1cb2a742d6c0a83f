"""A picture made ready to be written on: cropped, in JPEG's own planes, its light measured.

A plate does not depend on words, so it is made once for a picture and kept. The law of
legibility starts here: for each cell of 8x8 pixels we know by how much it must be darkened so
that no pixel in it, nor any that the smoothing mixes in, is too light for the ink.
"""

import functools
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from bot.cards.draw.colour import LINEAR, WEIGHTS, Rgb, mix, ycc

CELL = 8
"""Pixels. Shading is worked out on this grid and smoothed up."""

_HALVES = CELL // 2
"""Cells in pixels of the halved planes; a power of two."""

_COARSE = 4
"""Pixels of the halved planes that are one when the accent is looked for."""

_REACH = 4
"""Cells over which a cell's shade is averaged. The darkest shade is spread one cell further."""

_SAFETY = 0.92
"""Share of the allowed light that is used: JPEG's rounding and halved colour add a little."""

_TINT = 0.5

_BUSY = 9.0
"""Mean difference between neighbours (0..255) from which detail behind text is softened."""

_BRIGHT = 158
"""Luma (0..255) of the middle from which a ground is bright: luminance 0.35, where white ink would
cost more of the picture than dark ink does."""

_MIDDLE = (0.08, 0.2, 0.92, 0.86)
"""Left, top, right, bottom of where words stand, as shares of the picture."""

_LINEAR = np.array(LINEAR, dtype=np.float32)
_WEIGHED = [_LINEAR * np.float32(weight) for weight in WEIGHTS]


@dataclass(frozen=True, slots=True)
class Plate:
    """Planes as JPEG keeps them: ``luma`` full size, ``blue`` and ``red`` half."""

    luma: Image.Image
    blue: Image.Image
    red: Image.Image
    soft: Image.Image | None  # luma without fine detail, when the picture is busy
    cells: NDArray[np.uint8]  # the greatest red, green and blue in each cell
    accent: Rgb  # the colour that the picture is remembered by
    _shades: dict[float, Image.Image] = field(default_factory=dict)

    @property
    def size(self) -> tuple[int, int]:
        return self.luma.size

    @property
    def tint(self) -> tuple[int, int]:
        """Blue and red difference of full shade: it takes on the picture's own colour."""
        _, blue, red = ycc(mix((128, 128, 128), self.accent, _TINT))
        return blue, red

    def shade(self, lightest: float) -> Image.Image:
        """Multipliers (0..255 = 0..1) a cell, under which no pixel is lighter than ``lightest``."""
        known = self._shades.get(lightest)
        if known is None:
            need = _multipliers(self.cells, self.tint, lightest)
            cells = Image.fromarray(_least_near((need * 255).astype(np.uint8), _REACH + 1))
            known = cells.filter(ImageFilter.BoxBlur(_REACH))
            self._shades[lightest] = known
        return known


def _multipliers(
    cells: NDArray[np.uint8], tint: tuple[int, int], lightest: float
) -> NDArray[np.float32]:
    """The greatest multiplier for each cell's colour, found by halving, tint and clipping within.

    What ``ink.Canvas`` does to a pixel under full shade is done here to the cell's lightest.
    """
    bright = _light(np.moveaxis(cells, 2, 0)) > lightest * _SAFETY
    blue, red = tint[0] - 128, tint[1] - 128
    colour = [[1.402 * red], [-0.344 * blue - 0.714 * red], [1.772 * blue]]
    tinted = np.array(colour, dtype=np.float32)
    full = cells[bright].T.astype(np.float32, order="C")  # a row a channel
    low = np.full(full.shape[1], 0.05, dtype=np.float32)
    high = np.ones_like(low)
    for _ in range(8):
        middle = (low + high) / 2
        shaded = full * middle + tinted * (1 - middle)
        np.minimum(np.maximum(shaded, 0, out=shaded), 255, out=shaded)
        fits = _light(shaded.astype(np.uint8)) <= lightest * _SAFETY
        low, high = np.where(fits, middle, low), np.where(fits, high, middle)
    need = np.ones(cells.shape[:2], dtype=np.float32)
    need[bright] = low
    return need


def _light(channels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Luminance 0..1 of red, green and blue."""
    red, green, blue = (
        np.take(weighed, each, mode="clip")
        for weighed, each in zip(_WEIGHED, channels, strict=True)
    )
    light: NDArray[np.float32] = red + green + blue
    return light


def _least_near(values: NDArray[np.uint8], reach: int) -> NDArray[np.uint8]:
    """Each place's least value within ``reach`` places along rows and columns."""
    for axis in (0, 1):
        length = values.shape[axis]
        edges = [(0, 0), (0, 0)]
        edges[axis] = (reach, reach)
        wide = np.moveaxis(np.pad(values, edges, constant_values=255), axis, 0)
        values = np.moveaxis(
            np.minimum.reduce([wide[at : at + length] for at in range(2 * reach + 1)]), 0, axis
        )
    return values


def make(picture: Image.Image, size: tuple[int, int]) -> Plate:
    """Any picture -> a plate of ``size`` (even numbers), cropped to what matters."""
    image = _crop(_in_planes(picture), size)
    luma, blue, red = image.split()
    blue, red = blue.reduce(2), red.reduce(2)
    return Plate(
        luma, blue, red, _softened(luma), _greatest(luma, blue, red), _accent(luma, blue, red)
    )


def from_jpeg(file: BinaryIO, size: tuple[int, int]) -> Plate:
    """The same from a JPEG, whose own planes and scale are used. Raises OSError."""
    with Image.open(file, formats=("JPEG",)) as image:
        image.draft("YCbCr", size)
        return make(image, size)


def plain(colour: Rgb, size: tuple[int, int]) -> Plate:
    """A plate of one colour."""
    luma, blue, red = ycc(colour)
    half = size[0] // 2, size[1] // 2
    cells = np.full((-(-size[1] // CELL), -(-size[0] // CELL), 3), colour, dtype=np.uint8)
    small = [Image.new("L", (16, 16), value) for value in (luma, blue, red)]
    return Plate(
        Image.new("L", size, luma),
        Image.new("L", half, blue),
        Image.new("L", half, red),
        None,
        cells,
        _accent_of(Image.merge("YCbCr", small)),
    )


def is_bright(picture: Image.Image) -> bool:
    """Whether dark ink suits this RGB or YCbCr picture: half of its middle is lighter than that."""
    luma = picture.getchannel(0) if picture.mode == "YCbCr" else picture.convert("L")
    left, top, right, bottom = _MIDDLE
    box = (left * luma.width, top * luma.height, right * luma.width, bottom * luma.height)
    small = luma.resize((64, 64), Image.Resampling.BOX, box=box, reducing_gap=2.0)
    return bool(np.median(np.asarray(small)) >= _BRIGHT)


def _in_planes(picture: Image.Image) -> Image.Image:
    return picture if picture.mode == "YCbCr" else picture.convert("RGB").convert("YCbCr")


def shown(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """What a card of this size shows of an RGB picture, and nothing beside it; no larger than the
    card, and never enlarged. Of what comes back a card shows all."""
    left, top, right, bottom = _window(picture, size)
    if right - left >= size[0]:
        return _crop(picture, size)
    return picture.crop((round(left), round(top), round(right), round(bottom)))


def _window(picture: Image.Image, size: tuple[int, int]) -> tuple[float, float, float, float]:
    wide, high = size
    scale = max(wide / picture.width, high / picture.height)
    window = wide / scale, high / scale
    left, top = _interest(picture, window)
    return left, top, left + window[0], top + window[1]


def _crop(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    if picture.size == size:
        return picture
    box = _window(picture, size)
    if abs(box[2] - box[0] - size[0]) < 0.01:  # as large as it is to be: no pixel is touched
        left, top = (round(edge / 2) * 2 for edge in box[:2])
        return picture.crop((left, top, left + size[0], top + size[1]))
    return picture.resize(size, Image.Resampling.BICUBIC, box=box, reducing_gap=2.0)


def _interest(picture: Image.Image, window: tuple[float, float]) -> tuple[float, float]:
    """Where a window of this size sees the most edges, the middle preferred a little."""
    spare = picture.width - window[0], picture.height - window[1]
    if max(spare) < 2:
        return max(0.0, spare[0] / 2), max(0.0, spare[1] / 2)
    luma = picture.getchannel(0) if picture.mode == "YCbCr" else picture.convert("L")
    coarse = luma.reduce(max(1, min(luma.size) // 128))
    small = np.asarray(coarse.resize((64, 64)), dtype=np.float32)
    edges = np.abs(np.diff(small, axis=0))[:, :-1] + np.abs(np.diff(small, axis=1))[:-1, :]
    sideways = spare[0] > spare[1]
    profile = edges.sum(axis=0 if sideways else 1)
    share = window[0] / picture.width if sideways else window[1] / picture.height
    taken = max(1, round(share * len(profile)))
    sums = np.convolve(profile, np.ones(taken), mode="valid")
    places = np.linspace(-1, 1, len(sums)) if len(sums) > 1 else np.zeros(1)
    best = int(np.argmax(sums * (1 - 0.15 * places**2)))
    offset = best / max(1, len(sums) - 1)
    return (spare[0] * offset, spare[1] / 2) if sideways else (spare[0] / 2, spare[1] * offset)


def _greatest(luma: Image.Image, blue: Image.Image, red: Image.Image) -> NDArray[np.uint8]:
    """Each cell's greatest red, green and blue: together never darker than any of its pixels.

    Four pixels share one colour, so the lightest of the four stands for them.
    """
    light = np.asarray(luma)
    four = np.maximum(light[::2], light[1::2])
    lightest = Image.fromarray(np.maximum(four[:, ::2], four[:, 1::2]))
    values = np.asarray(Image.merge("YCbCr", (lightest, blue, red)).convert("RGB"))
    height, width, _ = values.shape
    tall, broad = -(-height // _HALVES) * _HALVES, -(-width // _HALVES) * _HALVES
    if (tall, broad) != (height, width):
        values = np.pad(values, ((0, tall - height), (0, broad - width), (0, 0)), mode="edge")
    while values.shape[0] > tall // _HALVES:  # in pairs: several times faster than max(axis=…)
        values = np.maximum(values[::2], values[1::2])
    while values.shape[1] > broad // _HALVES:
        values = np.maximum(values[:, ::2], values[:, 1::2])
    greatest: NDArray[np.uint8] = np.minimum(values, 254) + np.uint8(1)  # planes round 1 away
    return greatest


def _softened(luma: Image.Image) -> Image.Image | None:
    small = luma.reduce(4)
    values = np.asarray(small, dtype=np.int16)
    if np.abs(np.diff(values, axis=1)).mean() < _BUSY:
        return None
    return small.filter(ImageFilter.GaussianBlur(2.5)).resize(luma.size, Image.Resampling.BICUBIC)


def _accent(luma: Image.Image, blue: Image.Image, red: Image.Image) -> Rgb:
    coarse = [luma.reduce(2 * _COARSE), blue.reduce(_COARSE), red.reduce(_COARSE)]
    return _accent_of(Image.merge("YCbCr", coarse))


def _accent_of(image: Image.Image) -> Rgb:
    """The most present colour that is a colour; a quiet blue grey when there is none."""
    coloured = image.convert("RGB").resize((32, 32)).convert("HSV")
    small = np.asarray(coloured, dtype=np.float32).reshape(-1, 3)
    weight = small[:, 1] * np.minimum(small[:, 2], 200)
    if weight.max(initial=0.0) < 255 * 12:
        return (96, 108, 124)
    hues, _ = np.histogram(small[:, 0], bins=24, range=(0, 256), weights=weight)
    chosen = (small[:, 0] * 24 / 256).astype(int) == int(np.argmax(hues))
    share = weight[chosen] / weight[chosen].sum()
    hue, saturation, value = (int((small[chosen, i] * share).sum()) for i in range(3))
    return _rgb(hue, min(200, max(90, saturation)), min(210, max(120, value)))


@functools.lru_cache(maxsize=64)
def _rgb(hue: int, saturation: int, value: int) -> Rgb:
    dot = Image.new("HSV", (1, 1), (hue, saturation, value)).convert("RGB")
    red, green, blue = dot.tobytes()
    return red, green, blue
