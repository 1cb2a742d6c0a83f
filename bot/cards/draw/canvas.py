"""Putting things on a plate: shade, boxes, letters, emoji. Planes in, JPEG out.

Work is done on JPEG's own planes (luma full size, colour half), which is half the bytes of RGB
and no conversion at the end. Letters are rasterised by HarfBuzz from the outlines it shaped.
"""

import functools
from collections.abc import Sequence

import numpy as np
import simplejpeg
import uharfbuzz as hb
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from bot.cards.draw import planes, shading
from bot.cards.draw.background import Plate
from bot.cards.draw.colour import LINEAR, WEIGHTS, Rgb, bound, contrast, luminance, mix, ycc
from bot.cards.draw.shading import CELL
from bot.cards.text import emoji
from bot.cards.text.fitting import Box
from bot.cards.text.layout import EmojiPicture, Layout, Mark

QUALITY = 88
_QUARTER = 4

_STANDS_OUT = 3.0
"""Contrast of an emoji, or of its rim, with what is around it (WCAG 2.2, 1.4.11)."""

_RIM_ON_LIGHT = 3.3
"""Contrast of a rim with paper: a heavier one would look drawn with a pen."""

_SPOTS = 6
"""Squared, the places under an emoji whose light is measured."""

_LINEAR = np.array(LINEAR, dtype=np.float32)

_FOOT_NEAR = 6
_FOOT_RISE, _FOOT_SIDE = 100, 240
"""Pixels of a card 1080 wide: the grade under the imprint reaches ``NEAR`` around it in full, and
eases off above and beside it."""

_FOOT_LEAST = 0.12
"""Share of that grade that goes from edge to edge."""

_FOOT_SAFETY = 1.07
"""The factor by which more contrast is made than is asked: JPEG and the average of four pixels take
a little."""

_SAME_INK = 0.8
"""The share of the foot that must stay for the imprint to wear the ink of the words."""

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

    def shade(self, area: Box, limit: float, shadow: Image.Image | None) -> None:
        """Grade for ink on ``area``, whose ground is to be no lighter than ``limit`` (on a bright
        plate no darker), and darken by ``shadow`` (0..255) on top."""
        plate = self._plate
        cells = shading.grade(plate.shade(limit), area, plate.size, 14 * self.unit)
        if plate.soft is not None:
            cover = shading.zone(area, plate.size)
            self._luma = Image.composite(
                plate.soft, self._luma, planes.grown(cover, plate.size, CELL)
            )
        veil = plate.veil(bright=plate.bright)
        if shadow is None:
            self._give_way(cells, veil)
            return
        fine = planes.grown(cells, shadow.size, CELL // _QUARTER)
        self._give_way(ImageChops.multiply(fine, ImageChops.invert(shadow)), veil, _QUARTER)

    def dim(self, shadow: Image.Image) -> None:
        """Darken by a quarter-size ``shadow`` alone, and touch nothing where there is none."""
        reach = shadow.getbbox()
        if reach is None:
            return
        left, top = max(0, reach[0] - 1), max(0, reach[1] - 1)
        right, bottom = min(shadow.width, reach[2] + 1), min(shadow.height, reach[3] + 1)
        near = shadow.crop((left, top, right, bottom))
        veil = self._plate.veil(bright=False)
        corner = left * _QUARTER, top * _QUARTER
        self._give_way(ImageChops.invert(near), veil, _QUARTER, corner)

    def _give_way(
        self,
        cells: Image.Image,
        veil: tuple[int, int, int],
        cell: int = CELL,
        corner: tuple[int, int] = (0, 0),
    ) -> None:
        """Let the picture give way to the veil, from ``corner`` on as far as there are cells. A
        grade is smooth, so it is worked out at half size; each value serves four pixels."""
        self._own()
        left, top = corner
        wide = min(self.size[0] - left, cells.width * cell)
        high = min(self.size[1] - top, cells.height * cell)
        half = ImageChops.invert(planes.grown(cells, (wide // 2, high // 2), cell // 2))
        luma, blue, red = veil
        self._luma.paste(luma, corner, planes.doubled(half))
        self._blue.paste(blue, (left // 2, top // 2), half)
        self._red.paste(red, (left // 2, top // 2), half)

    def foot(self, lines: Sequence[Box], inks: tuple[Rgb, Rgb], wanted: float) -> Rgb:
        """Grade the foot of the card for small type on ``lines`` until it has this contrast;
        returns the ink of the two that costs less. The first is that of the words."""
        under = [self._under(line) for line in lines]
        choices = []
        for ink in inks:
            bright = luminance(ink) < 0.2
            veil = self._plate.veil(bright=bright)
            limit = bound(ink, wanted * _FOOT_SAFETY)
            may = [shading.least(pair[bright], veil, limit, bright=bright) for pair in under]
            choices.append((min(may), veil, ink))
        first, second = choices
        same = first[0] >= min(round(255 * _SAME_INK), second[0])
        stays, veil, ink = first if same else second
        if stays < 255:
            self._fade_in(255 - stays, veil, lines)
        return ink

    def _under(self, line: Box) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """Return red, green and blue of what small type will cover, in half size: of four pixels
        the lightest, and the darkest."""
        near = _FOOT_NEAR * self.unit
        left, right = max(0, int(line.left - near) // 2), int(line.right + near) // 2
        top, bottom = int(line.top - near) // 2, int(line.bottom + near) // 2
        box = (left, top, min(right, self.size[0] // 2), min(bottom, self.size[1] // 2))
        blue, red = self._blue.crop(box), self._red.crop(box)
        luma = np.asarray(self._luma.crop((2 * box[0], 2 * box[1], 2 * box[2], 2 * box[3])))
        most, least = (
            np.asarray(Image.merge("YCbCr", (Image.fromarray(four), blue, red)).convert("RGB"))
            for four in (_of_four(luma, np.maximum), _of_four(luma, np.minimum))
        )
        return most, least

    def _fade_in(self, most: int, veil: tuple[int, int, int], lines: Sequence[Box]) -> None:
        """Give way by ``most`` (of 255) to ``veil`` under ``lines`` and below, easing off above and
        beside them."""
        self._own()
        wide, high = self.size
        near = (_FOOT_NEAR + 4) * self.unit
        rise, side = _FOOT_RISE * self.unit, _FOOT_SIDE * self.unit
        top = min(line.top for line in lines) - near
        start = max(0, int(top - rise)) // CELL * CELL
        down = _eased((np.arange(start, high, CELL) + CELL - start) / max(1.0, top - start))
        columns = np.arange(0, wide, CELL)
        across = np.full(columns.shape, _FOOT_LEAST)
        for line in lines:
            outside = np.maximum(line.left - near - columns - CELL, columns - line.right - near)
            across = np.maximum(across, _eased(1 - np.maximum(outside, 0) / side))
        cells = Image.fromarray(np.ceil(most * np.outer(down, across)).astype(np.uint8))
        half = planes.grown(cells, (wide // 2, (high - start) // 2), CELL // 2)
        self._luma.paste(veil[0], (0, start), planes.doubled(half))
        self._blue.paste(veil[1], (0, start // 2), half)
        self._red.paste(veil[2], (0, start // 2), half)

    def fill(self, mask: Image.Image, at: tuple[int, int], paint: Rgb) -> None:
        """Paint through ``mask``, whose corner is put at even ``at``."""
        self._own()
        luma, blue, red = ycc(paint)
        half = mask.reduce(2)
        middle = (at[0] // 2, at[1] // 2)
        self._luma.paste(luma, at, mask)
        self._blue.paste(blue, middle, half)
        self._red.paste(red, middle, half)

    def write(self, text: Layout, paint: Rgb) -> None:
        """Write letters of one colour, and the emoji among them."""
        mask, at = letters(text.marks, self.size)
        self.fill(mask, at, paint)
        self.pictures(text.pictures, paint)

    def box(self, box: Box, paint: Rgb) -> None:
        """Paint a plain rectangle with hard edges, to even pixels."""
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
        """Paint emoji in their own colours, dark signs in ``paint``; a rim for what would not stand
        out. ``of_one_colour`` is the contrast wanted of what has one colour, 3:1 that of all
        others."""
        if not pictures:
            return
        self._own()
        low, high = self._light_under(pictures)
        least = _RIM_ON_LIGHT if of_one_colour <= _STANDS_OUT else of_one_colour * 1.1
        rim = _rim(low, high, paint, least)
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
        """Return the least and greatest luminance where ``pictures`` go: of all, so that two of one
        kind look alike."""
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
        """Paint another card made small, of even size at even ``at``."""
        self._own()
        middle, half = (at[0] // 2, at[1] // 2), (size[0] // 2, size[1] // 2)
        fine = Image.Resampling.LANCZOS
        self._luma.paste(card._luma.resize(size, fine, reducing_gap=2.0), at)
        self._blue.paste(card._blue.resize(half, fine, reducing_gap=2.0), middle)
        self._red.paste(card._red.resize(half, fine, reducing_gap=2.0), middle)

    def _own(self) -> None:
        """Make planes of its own: plates are kept, so never paint on theirs."""
        if not self._owned:
            self._luma, self._blue = self._luma.copy(), self._blue.copy()
            self._red = self._red.copy()
            self._owned = True

    def jpeg(self) -> bytes:
        """Return the card as JPEG. 4:2:0, no metadata."""
        planes = [np.asarray(plane) for plane in (self._luma, self._blue, self._red)]
        return bytes(simplejpeg.encode_jpeg_yuv_planes(*planes, quality=QUALITY, fastdct=False))

    def rgb(self) -> Image.Image:
        """Return the card as it is before JPEG, for measuring."""
        grown = [
            half.resize(self.size, Image.Resampling.BILINEAR) for half in (self._blue, self._red)
        ]
        return Image.merge("YCbCr", (self._luma, *grown)).convert("RGB")


def letters(marks: Sequence[Mark], size: tuple[int, int]) -> tuple[Image.Image, tuple[int, int]]:
    """Return the coverage (0..255) of all glyphs, cropped, and the even corner where it belongs."""
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
    mask = Image.frombuffer("L", raw, image.buffer, "raw", "L", extents.stride, -1)
    left, top = extents.x_origin, size[1] - extents.y_origin - extents.height
    corner = max(0, (left - _BORDER) // 4 * 4), max(0, (top - _BORDER) // 4 * 4)
    right = min(size[0], -(-(left + raw[0] + _BORDER) // 2) * 2)
    bottom = min(size[1], -(-(top + raw[1] + _BORDER) // 2) * 2)
    if right <= corner[0] or bottom <= corner[1]:
        return Image.new("L", (2, 2)), (0, 0)
    return mask.crop((corner[0] - left, corner[1] - top, right - left, bottom - top)), corner


def shadow(
    mask: Image.Image, at: tuple[int, int], size: tuple[int, int], *, strength: float, radius: float
) -> Image.Image:
    """Return a soft quarter-size shadow of ``mask``; ``radius`` in pixels, ``strength`` 0..1."""
    quarter = Image.new("L", (-(-size[0] // _QUARTER), -(-size[1] // _QUARTER)))
    small = mask.reduce(_QUARTER)
    quarter.paste(small, (at[0] // _QUARTER, at[1] // _QUARTER))
    return _cast(quarter, strength, radius)


def sheet_shadow(
    sheet: Box, size: tuple[int, int], *, strength: float, radius: float
) -> Image.Image:
    """Return the same of a whole rectangle."""
    quarter = Image.new("L", (-(-size[0] // _QUARTER), -(-size[1] // _QUARTER)))
    left, top = int(sheet.left) // _QUARTER, int(sheet.top) // _QUARTER
    right, bottom = left - -int(sheet.width) // _QUARTER, top - -int(sheet.height) // _QUARTER
    quarter.paste(255, (left, top, right, bottom))
    return _cast(quarter, strength, radius)


def _cast(quarter: Image.Image, strength: float, radius: float) -> Image.Image:
    spread = quarter.filter(ImageFilter.BoxBlur(radius / _QUARTER / 2))
    spread = spread.filter(ImageFilter.BoxBlur(radius / _QUARTER / 2))
    return spread.point([min(round(255 * strength), round(v * strength * 2.2)) for v in range(256)])


def rounded(boxes: Sequence[Box], radius: float) -> tuple[Image.Image, tuple[int, int]]:
    """Return a mask of the union of boxes with soft corners, and its even corner on the page."""
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


def _of_four(luma: NDArray[np.uint8], pick: np.ufunc) -> NDArray[np.uint8]:
    pairs = pick(luma[::2], luma[1::2])
    return np.ascontiguousarray(pick(pairs[:, ::2], pairs[:, 1::2]))


def _eased(steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 0..1 without a corner at either end."""
    held = np.clip(steps, 0.0, 1.0)
    return held * held * (3 - 2 * held)


def _rim(low: float, high: float, paint: Rgb, least: float) -> Rgb:
    """Return ``paint`` where it is light; where it is dark, as little of it as has ``least``
    contrast."""
    if min(paint) > 128:
        return paint
    ground = (round(255 * high ** (1 / 2.2)),) * 3
    for step in range(4, 20):
        rim = mix(ground, paint, step / 20)
        if contrast(luminance(rim), low) >= least:
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
