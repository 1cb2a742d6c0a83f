"""Putting things on a plate: shade, boxes, letters, emoji. Planes in, JPEG out.

Work is done on JPEG's own planes (luma full size, colour half), which is half the bytes of RGB
and no conversion at the end. Letters are rasterised by HarfBuzz from the outlines it shaped.
"""

import functools
from collections.abc import Iterable, Sequence

import numpy as np
import simplejpeg
import uharfbuzz as hb
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from bot.cards.draw.background import CELL, Plate
from bot.cards.draw.colour import LINEAR, WEIGHTS, Rgb, contrast, luminance, mix, ycc
from bot.cards.text import emoji
from bot.cards.text.fitting import Box
from bot.cards.text.layout import EmojiPicture, Mark

QUALITY = 88
_FADE = 9
"""Cells of a card 1080 wide: the shade under text fades over four times this."""

_LEAST = 46
"""Of 255: how much of the shade lies over the whole picture, so that it holds together."""

_QUARTER = 4

_STANDS_OUT = 3.0
"""Contrast of an emoji, or of its rim, with what is around it (WCAG 2.2, 1.4.11)."""

_RIM_ON_LIGHT = 3.3
"""Contrast of a rim with paper: a heavier one would look drawn with a pen."""

_SPOTS = 6
"""Squared, the places under an emoji whose light is measured."""

_LINEAR = np.array(LINEAR, dtype=np.float32)

_BORDER = 8
"""Empty pixels kept around letters, for what grows out of them."""


class Canvas:
    """A card in the making."""

    def __init__(self, plate: Plate) -> None:
        self._plate = plate
        self.size = plate.size
        self.unit = plate.size[0] / 1080  # smaller than 1 when all is drawn small
        self._luma, self._blue, self._red = plate.luma, plate.blue, plate.red
        self._owned = False

    def shade(self, zone: Image.Image, lightest: float, shadow: Image.Image | None) -> None:
        """Darken by ``zone`` to what ink needs, and by ``shadow`` (0..255) on top."""
        plate = self._plate
        if plate.soft is not None:
            cover = _grow(zone, plate.size)
            self._luma = Image.composite(plate.soft, self._luma, cover)
        need = plate.shade(lightest)
        cells = ImageChops.invert(ImageChops.multiply(zone, ImageChops.invert(need)))
        if shadow is None:
            self._darken(cells)
            return
        fine = _grow(cells, shadow.size, CELL // _QUARTER)
        self._darken(ImageChops.multiply(fine, ImageChops.invert(shadow)), _QUARTER)

    def dim(self, shadow: Image.Image) -> None:
        """Darken by a quarter-size ``shadow`` alone."""
        self._darken(ImageChops.invert(shadow), _QUARTER)

    def _darken(self, cells: Image.Image, cell: int = CELL) -> None:
        """Shade is smooth, so it is worked out at half size; each value serves four pixels."""
        wide, high = self.size
        half = _grow(cells, (wide // 2, high // 2), cell // 2)
        full = half.resize(self.size, Image.Resampling.NEAREST)
        blue, red = self._plate.tint
        self._luma = Image.composite(self._luma, _flat(self.size, 0), full)
        self._blue = Image.composite(self._blue, _flat(half.size, blue), half)
        self._red = Image.composite(self._red, _flat(half.size, red), half)
        self._owned = True

    def fill(self, mask: Image.Image, at: tuple[int, int], paint: Rgb) -> None:
        """Paint through ``mask``, whose corner is put at even ``at``."""
        self._own()
        luma, blue, red = ycc(paint)
        half = mask.reduce(2)
        middle = (at[0] // 2, at[1] // 2)
        self._luma.paste(luma, at, mask)
        self._blue.paste(blue, middle, half)
        self._red.paste(red, middle, half)

    def edge(self, mask: Image.Image, at: tuple[int, int], strength: float) -> None:
        """Darken through ``mask``: the line around letters. Colour is left as it is."""
        self._own()
        self._luma.paste(0, at, mask.point([round(v * strength) for v in range(256)]))

    def box(self, box: Box, paint: Rgb) -> None:
        """A plain rectangle with hard edges, to even pixels."""
        self._own()
        left, top = round(box.left / 2) * 2, round(box.top / 2) * 2
        right, bottom = round(box.right / 2) * 2, round(box.bottom / 2) * 2
        luma, blue, red = ycc(paint)
        self._luma.paste(luma, (left, top, right, bottom))
        half = (left // 2, top // 2, right // 2, bottom // 2)
        self._blue.paste(blue, half)
        self._red.paste(red, half)

    def pictures(
        self, pictures: Sequence[EmojiPicture], paint: Rgb, *, of_one_colour: float = _STANDS_OUT
    ) -> None:
        """Emoji in their own colours, dark signs in ``paint``; a rim for what would not stand out.
        ``of_one_colour`` is the contrast wanted of what has one colour, 3:1 that of all others."""
        if not pictures:
            return
        self._own()
        low, high = self._light_under(pictures)
        rim = _rim(low, high, paint)
        for picture in pictures:
            side = max(2, round(picture.side / 2) * 2)
            left, top = round(picture.x / 2) * 2, round(picture.y / 2) * 2
            inked = emoji.takes_ink(picture.name, paint)
            light = emoji.light_of(picture.name, side)
            wanted = of_one_colour if light.one_colour else _STANDS_OUT
            bare = inked or light.stands_out(low, high, wanted)
            edge = 0 if bare else emoji.margin(side)
            luma, blue, red, mask, half = _tile(
                picture.name, side, paint if inked else None, None if bare else rim
            )
            self._luma.paste(luma, (left - edge, top - edge), mask)
            middle = ((left - edge) // 2, (top - edge) // 2)
            self._blue.paste(blue, middle, half)
            self._red.paste(red, middle, half)

    def _light_under(self, pictures: Sequence[EmojiPicture]) -> tuple[float, float]:
        """The least and greatest luminance where ``pictures`` go: of all, so that two of one kind
        look alike."""
        lights: list[float] = []
        for picture in pictures:
            left, top = int(picture.x) // 2, int(picture.y) // 2
            side = max(1, int(picture.side) // 2)
            half = (left, top, left + side, top + side)
            full = (2 * left, 2 * top, 2 * (left + side), 2 * (top + side))
            small = [
                plane.resize((_SPOTS, _SPOTS), Image.Resampling.BOX, box=box)
                for plane, box in ((self._luma, full), (self._blue, half), (self._red, half))
            ]
            spots = np.asarray(Image.merge("YCbCr", small).convert("RGB"))
            lights += (_LINEAR[spots] @ WEIGHTS).ravel().tolist()
        return min(lights), max(lights)

    def card(self, card: "Canvas", at: tuple[int, int], size: tuple[int, int]) -> None:
        """Another card made small, of even size at even ``at``."""
        self._own()
        middle, half = (at[0] // 2, at[1] // 2), (size[0] // 2, size[1] // 2)
        fine = Image.Resampling.LANCZOS
        self._luma.paste(card._luma.resize(size, fine, reducing_gap=2.0), at)
        self._blue.paste(card._blue.resize(half, fine, reducing_gap=2.0), middle)
        self._red.paste(card._red.resize(half, fine, reducing_gap=2.0), middle)

    def _own(self) -> None:
        """Plates are kept: never paint on their own planes."""
        if not self._owned:
            self._luma, self._blue = self._luma.copy(), self._blue.copy()
            self._red = self._red.copy()
            self._owned = True

    def jpeg(self) -> bytes:
        """The card. 4:2:0, no metadata."""
        planes = [np.asarray(plane) for plane in (self._luma, self._blue, self._red)]
        return bytes(simplejpeg.encode_jpeg_yuv_planes(*planes, quality=QUALITY, fastdct=False))

    def rgb(self) -> Image.Image:
        """The card as it is before JPEG, for measuring."""
        grown = [
            half.resize(self.size, Image.Resampling.BILINEAR) for half in (self._blue, self._red)
        ]
        return Image.merge("YCbCr", (self._luma, *grown)).convert("RGB")


def letters(marks: Sequence[Mark], size: tuple[int, int]) -> tuple[Image.Image, tuple[int, int]]:
    """Coverage (0..255) of all glyphs, cropped, and the even corner where it belongs."""
    draw = hb.RasterDraw()
    for face, number, x, y, em in marks:
        scale = face.em * em
        draw.transform = (scale, 0.0, 0.0, scale, x, size[1] - y)
        draw.draw_glyph(face.font, number)
    image = draw.render()
    extents = image.extents if image is not None else None
    if image is None or extents is None or not extents.width or not extents.height:
        return Image.new("L", (2, 2)), (0, 0)
    raw = (extents.width, extents.height)
    mask = Image.frombytes("L", raw, image.buffer, "raw", "L", extents.stride, -1)
    left, top = extents.x_origin, size[1] - extents.y_origin - extents.height
    corner = max(0, (left - _BORDER) // 4 * 4), max(0, (top - _BORDER) // 4 * 4)
    right = min(size[0], -(-(left + raw[0] + _BORDER) // 2) * 2)
    bottom = min(size[1], -(-(top + raw[1] + _BORDER) // 2) * 2)
    if right <= corner[0] or bottom <= corner[1]:
        return Image.new("L", (2, 2)), (0, 0)
    return mask.crop((corner[0] - left, corner[1] - top, right - left, bottom - top)), corner


def zone(boxes: Iterable[Box], size: tuple[int, int], pad: float) -> Image.Image:
    """Cells under text: 255 on the boxes grown by ``pad`` pixels, then fading out."""
    cells = Image.new("L", (-(-size[0] // CELL), -(-size[1] // CELL)))
    draw = ImageDraw.Draw(cells)
    fade = _FADE * size[0] / 1080
    grow = pad / CELL + 2 * fade + 1
    for box in boxes:
        draw.rectangle(
            (
                box.left / CELL - grow,
                box.top / CELL - grow,
                box.right / CELL + grow,
                box.bottom / CELL + grow,
            ),
            fill=255,
        )
    blur = ImageFilter.BoxBlur(fade)
    return cells.filter(blur).filter(blur).point([max(_LEAST, value) for value in range(256)])


def shadow(
    mask: Image.Image, at: tuple[int, int], size: tuple[int, int], *, strength: float, radius: float
) -> Image.Image:
    """A soft quarter-size shadow of ``mask``; ``radius`` in pixels, ``strength`` 0..1."""
    quarter = Image.new("L", (-(-size[0] // _QUARTER), -(-size[1] // _QUARTER)))
    small = mask.reduce(_QUARTER)
    quarter.paste(small, (at[0] // _QUARTER, at[1] // _QUARTER))
    spread = quarter.filter(ImageFilter.BoxBlur(radius / _QUARTER / 2))
    spread = spread.filter(ImageFilter.BoxBlur(radius / _QUARTER / 2))
    return spread.point([min(round(255 * strength), round(v * strength * 2.2)) for v in range(256)])


def outline(mask: Image.Image, width: int) -> Image.Image:
    """``mask`` grown by about ``width`` pixels on all sides."""
    half = width // 2
    ink = np.asarray(mask)
    grown = ink.copy()
    for across, down in ((width, half), (-width, -half), (-half, width), (half, -width)):
        there, here = _shifted(ink.shape, across, down)
        np.maximum(grown[there], ink[here], out=grown[there])
    return Image.fromarray(grown)


def _shifted(
    shape: tuple[int, ...], across: int, down: int
) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Where pixels come to when all are moved, and where those were that stay on the page."""

    def both(length: int, by: int) -> tuple[slice, slice]:
        return slice(max(by, 0), length + min(by, 0)), slice(max(-by, 0), length - max(by, 0))

    rows, columns = both(shape[0], down), both(shape[1], across)
    return (rows[0], columns[0]), (rows[1], columns[1])


def rounded(boxes: Sequence[Box], radius: float) -> tuple[Image.Image, tuple[int, int]]:
    """A mask of the union of boxes with soft corners, and its even corner on the page."""
    left = int(min(box.left for box in boxes)) // 2 * 2 - 2
    top = int(min(box.top for box in boxes)) // 2 * 2 - 2
    right = int(max(box.right for box in boxes)) // 2 * 2 + 4
    bottom = int(max(box.bottom for box in boxes)) // 2 * 2 + 4
    double = Image.new("L", ((right - left) * 2, (bottom - top) * 2))
    draw = ImageDraw.Draw(double)
    for box in boxes:
        draw.rounded_rectangle(
            (
                (box.left - left) * 2,
                (box.top - top) * 2,
                (box.right - left) * 2,
                (box.bottom - top) * 2,
            ),
            radius * 2,
            fill=255,
        )
    return double.reduce(2), (left, top)


def _grow(cells: Image.Image, size: tuple[int, int], cell: int = CELL) -> Image.Image:
    box = (0.0, 0.0, size[0] / cell, size[1] / cell)
    return cells.resize(size, Image.Resampling.BILINEAR, box=box)


@functools.lru_cache(maxsize=32)
def _flat(size: tuple[int, int], value: int) -> Image.Image:
    return Image.new("L", size, value)


def _rim(low: float, high: float, paint: Rgb) -> Rgb:
    """``paint`` where it is light; where it is dark, as little of it as stands out."""
    if min(paint) > 128:
        return paint
    ground = (round(255 * high ** (1 / 2.2)),) * 3
    for step in range(4, 20):
        rim = mix(ground, paint, step / 20)
        if contrast(luminance(rim), low) >= _RIM_ON_LIGHT:
            return rim
    return paint


@functools.lru_cache(maxsize=128)
def _tile(
    name: str, side: int, paint: Rgb | None, rim: Rgb | None
) -> tuple[Image.Image, Image.Image, Image.Image, Image.Image, Image.Image]:
    image = emoji.dressed(name, side, paint, rim)
    alpha = image.getchannel("A")
    luma, blue, red = image.convert("RGB").convert("YCbCr").split()
    return luma, blue.reduce(2), red.reduce(2), alpha, alpha.reduce(2)
