"""A picture made ready to be written on: cropped, in JPEG's own planes, its light measured.

A plate does not depend on words, so it is made once for a picture and kept. A bright one is
written on with dark ink, any other with light ink. The law of legibility starts here: for each
cell of 8x8 pixels we know how much of it may stay so that no pixel in it, nor any that the
smoothing mixes in, comes too near to the ink.
"""

import functools
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from bot.cards.draw import shading
from bot.cards.draw.colour import WHITE, Rgb, luminance, mix, ycc
from bot.cards.draw.shading import CELL

_HALVES = CELL // 2
"""Cells in pixels of the halved planes; a power of two."""

_COARSE = 4
"""Pixels of the halved planes that are one when the accent is looked for."""

_REACH = 2
"""Cells over which a cell's shade is averaged. The darkest shade is spread one cell further."""

_TINT = 0.5  # of the accent in full shade
_HAZE = 0.14  # of the accent in full light

_BUSY = 9.0
"""Mean difference between neighbours (0..255) from which detail behind text is softened."""

_BRIGHT = 150
"""Luma (0..255) from which a ground is bright: luminance 0.31, where white ink would cost more of
the picture than dark ink does."""

_MOST = 40
"""Per cent of the middle that may be darker than that."""

_MIDDLE = (0.08, 0.2, 0.92, 0.86)
"""Left, top, right, bottom of where words stand, as shares of the picture."""


@dataclass(frozen=True, slots=True)
class Plate:
    """Planes as JPEG keeps them: ``luma`` full size, ``blue`` and ``red`` half."""

    luma: Image.Image
    blue: Image.Image
    red: Image.Image
    soft: Image.Image | None  # luma without fine detail, when the picture is busy
    bright: bool  # written on with dark ink
    cells: NDArray[np.uint8]  # each cell's greatest red, green and blue; its least where bright
    accent: Rgb  # the colour that the picture is remembered by
    _shades: dict[float, Image.Image] = field(default_factory=dict)

    @property
    def size(self) -> tuple[int, int]:
        return self.luma.size

    def veil(self, *, bright: bool) -> tuple[int, int, int]:
        """Return luma, blue and red of what the picture gives way to: the picture's own colour in
        it."""
        if bright:
            return ycc(mix(WHITE, self.accent, _HAZE))
        _, blue, red = ycc(mix((128, 128, 128), self.accent, _TINT))
        return 0, blue, red

    def shade(self, bound: float) -> Image.Image:
        """Return what may stay (0..255 = 0..1) of each cell: under it no pixel is lighter than
        ``bound``, on a bright plate none darker."""
        known = self._shades.get(bound)
        if known is None:
            veil = self.veil(bright=self.bright)
            stays = shading.kept(self.cells, veil, bound, bright=self.bright)
            known = shading.spread(stays, _REACH)
            self._shades[bound] = known
        return known


def make(picture: Image.Image, size: tuple[int, int]) -> Plate:
    """Make a plate of ``size`` (even numbers) from any picture, cropped to what matters."""
    luma, blue, red = _crop(_in_planes(picture), size).split()
    bright = is_bright(luma)
    blue, red = blue.reduce(2), red.reduce(2)
    cells = _extremes(luma, blue, red, bright=bright)
    return Plate(luma, blue, red, _softened(luma), bright, cells, _accent(luma, blue, red))


def from_jpeg(file: BinaryIO, size: tuple[int, int]) -> Plate:
    """Make the same from a JPEG, whose own planes and scale are used. Raises OSError."""
    with Image.open(file, formats=("JPEG",)) as image:
        image.draft("YCbCr", size)
        return make(image, size)


def plain(colour: Rgb, size: tuple[int, int]) -> Plate:
    """Return a plate of one colour."""
    luma, blue, red = ycc(colour)
    half = size[0] // 2, size[1] // 2
    cells = np.full((-(-size[1] // CELL), -(-size[0] // CELL), 3), colour, dtype=np.uint8)
    small = [Image.new("L", (16, 16), value) for value in (luma, blue, red)]
    return Plate(
        Image.new("L", size, luma),
        Image.new("L", half, blue),
        Image.new("L", half, red),
        None,
        luminance(colour) > 0.31,
        cells,
        _accent_of(Image.merge("YCbCr", small)),
    )


def smaller(plate: Plate, times: int) -> Plate:
    """Return the same plate, so many times smaller: sides of the halves must be divisible by it."""
    luma, blue, red = (each.reduce(times) for each in (plate.luma, plate.blue, plate.red))
    soft = None if plate.soft is None else plate.soft.reduce(times)
    cells = coarser(plate, times, (-(-luma.width // CELL), -(-luma.height // CELL)))
    return Plate(luma, blue, red, soft, plate.bright, cells, plate.accent)


def coarser(plate: Plate, times: int, count: tuple[int, int]) -> NDArray[np.uint8]:
    """Return the plate's cells, so many times larger; ``count`` of them across and down."""
    pick = np.minimum if plate.bright else np.maximum
    spare = [
        (0, wanted * times - have)
        for wanted, have in zip(count[::-1], plate.cells.shape[:2], strict=True)
    ]
    cells = np.pad(plate.cells, [*spare, (0, 0)], mode="edge")
    down = pick.reduce([cells[at::times] for at in range(times)])
    larger: NDArray[np.uint8] = pick.reduce([down[:, at::times] for at in range(times)])
    return larger


def is_bright(picture: Image.Image) -> bool:
    """Whether dark ink suits this picture (RGB, YCbCr or luma alone): most of its middle is
    bright."""
    luma = picture.getchannel(0) if picture.mode == "YCbCr" else picture.convert("L")
    left, top, right, bottom = _MIDDLE
    box = (left * luma.width, top * luma.height, right * luma.width, bottom * luma.height)
    small = luma.resize((64, 64), Image.Resampling.BOX, box=box, reducing_gap=2.0)
    return bool(np.percentile(np.asarray(small), _MOST) >= _BRIGHT)


def _in_planes(picture: Image.Image) -> Image.Image:
    return picture if picture.mode == "YCbCr" else picture.convert("RGB").convert("YCbCr")


def shown(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return what a card of this size shows of an RGB picture, and nothing beside it; no larger
    than the card, and never enlarged. A card shows all of the result."""
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
    """Return where a window of this size sees the most edges, the middle preferred a little."""
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


def _extremes(
    luma: Image.Image, blue: Image.Image, red: Image.Image, *, bright: bool
) -> NDArray[np.uint8]:
    """Return each cell's greatest red, green and blue: together never darker than any of its
    pixels. Of a bright picture the least: never lighter.

    Four pixels share one colour, so the lightest (or darkest) of the four stands for them.
    """
    pick = np.minimum if bright else np.maximum
    light = np.asarray(luma)
    outermost = Image.fromarray(_of_pairs(pick(light[::2], light[1::2]), pick))
    values = np.asarray(Image.merge("YCbCr", (outermost, blue, red)).convert("RGB"))
    height, width, _ = values.shape
    tall, broad = -(-height // _HALVES) * _HALVES, -(-width // _HALVES) * _HALVES
    if (tall, broad) != (height, width):
        values = np.pad(values, ((0, tall - height), (0, broad - width), (0, 0)), mode="edge")
    while values.shape[0] > tall // _HALVES:  # in pairs: several times faster than max(axis=…)
        values = pick(values[::2], values[1::2])
    colours = np.ascontiguousarray(np.moveaxis(values, 2, 0))
    while colours.shape[2] > broad // _HALVES:
        colours = _of_pairs(colours, pick)
    values = np.ascontiguousarray(np.moveaxis(colours, 0, 2))
    rounded: NDArray[np.uint8] = (  # planes round 1 away
        np.maximum(values, 1) - np.uint8(1) if bright else np.minimum(values, 254) + np.uint8(1)
    )
    return rounded


def _of_pairs(values: NDArray[np.uint8], pick: np.ufunc) -> NDArray[np.uint8]:
    """Return the greater (or less) of each two neighbours in a row, of which there is an even
    number. Read two bytes at a time: several times faster than every second one."""
    both = values.view(np.uint16)
    outer: NDArray[np.uint8] = pick(both >> 8, both & 0xFF).astype(np.uint8)
    return outer


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
    """Return the most present colour that is a colour; a quiet blue grey when there is none."""
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
