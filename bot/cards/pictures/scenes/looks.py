"""Looks that are not photographs: cut paper, riso ink, pen and wash, grain.

Outlines are given in picture widths: x from 0 to 1, y from 0 to 1.25. What is drawn here is
printed, not exposed: a colour comes out as it is written, so canvases end with ``printed``.
"""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from bot.cards.pictures.scenes import brushes as b

TALL = b.HEIGHT / b.WIDTH
Point = tuple[float, float]
_FINE = 2 * b.WIDTH  # masks are drawn at twice the size


class Outline:
    """An outline to be filled: polygons, ellipses, boxes and lines, added or taken away."""

    def __init__(self) -> None:
        self._steps: list[tuple[Callable[[ImageDraw.ImageDraw], None], Point, Point]] = []

    def _add(
        self, draw: Callable[[ImageDraw.ImageDraw], None], points: Sequence[Point], pad: float = 0
    ) -> "Outline":
        xs, ys = [x for x, _ in points], [y for _, y in points]
        self._steps.append((draw, (min(xs) - pad, min(ys) - pad), (max(xs) + pad, max(ys) + pad)))
        return self

    def polygon(self, *points: Point, hole: bool = False) -> "Outline":
        placed = [(x * _FINE, y * _FINE) for x, y in points]
        return self._add(lambda pen: pen.polygon(placed, fill=0 if hole else 255), points)

    def box(
        self, x: float, y: float, w: float, h: float, *, round: float = 0.0, hole: bool = False
    ) -> "Outline":
        area = (x * _FINE, y * _FINE, (x + w) * _FINE, (y + h) * _FINE)
        return self._add(
            lambda pen: pen.rounded_rectangle(area, round * _FINE, fill=0 if hole else 255),
            [(x, y), (x + w, y + h)],
        )

    def oval(
        self, x: float, y: float, rx: float, ry: float = 0.0, *, hole: bool = False
    ) -> "Outline":
        """An ellipse around (x, y); a circle when ``ry`` is left out."""
        ry = ry or rx
        area = ((x - rx) * _FINE, (y - ry) * _FINE, (x + rx) * _FINE, (y + ry) * _FINE)
        return self._add(
            lambda pen: pen.ellipse(area, fill=0 if hole else 255),
            [(x - rx, y - ry), (x + rx, y + ry)],
        )

    def line(self, *points: Point, wide: float, hole: bool = False) -> "Outline":
        """A line with round ends."""
        placed = [(x * _FINE, y * _FINE) for x, y in points]
        half, fill = wide * _FINE / 2, 0 if hole else 255

        def draw(pen: ImageDraw.ImageDraw) -> None:
            pen.line(placed, fill=fill, width=max(1, int(2 * half)), joint="curve")
            # Pillow leaves cracks at the joints of wide lines
            for x, y in placed if wide > 0.015 else (placed[0], placed[-1]):
                pen.ellipse((x - half, y - half, x + half, y + half), fill=fill)

        return self._add(draw, points, wide)

    def mask(self, *, blur: float = 0.6) -> b.Field:
        """The field of what is filled; only its own rows and columns are drawn."""
        out = np.zeros((b.HEIGHT, b.WIDTH), b.F)
        pad = blur * 3 / b.WIDTH + 0.003
        left = max(0, math.floor((min(low[0] for _, low, _ in self._steps) - pad) * b.WIDTH))
        top = max(0, math.floor((min(low[1] for _, low, _ in self._steps) - pad) * b.WIDTH))
        right = min(b.WIDTH, math.ceil((max(high[0] for *_, high in self._steps) + pad) * b.WIDTH))
        low = min(b.HEIGHT, math.ceil((max(high[1] for *_, high in self._steps) + pad) * b.WIDTH))
        if left >= right or top >= low:
            return out
        image = Image.new("L", ((right - left) * 2, (low - top) * 2))
        pen = _Shifted(image, left * 2, top * 2)
        for draw, *_ in self._steps:
            draw(pen)  # type: ignore[arg-type]
        image = image.reduce(2)
        if blur:
            image = image.filter(ImageFilter.GaussianBlur(float(blur)))
        out[top:low, left:right] = np.asarray(image, b.F) / b.F(255)
        return out


class _Shifted:
    """A pen on a part of the picture: it takes the whole picture's coordinates."""

    def __init__(self, image: Image.Image, left: int, top: int) -> None:
        self._pen, self._left, self._top = ImageDraw.Draw(image), left, top

    def _moved(self, points: Sequence[Point]) -> list[Point]:
        return [(x - self._left, y - self._top) for x, y in points]

    def polygon(self, points: Sequence[Point], fill: int) -> None:
        self._pen.polygon(self._moved(points), fill=fill)

    def line(self, points: Sequence[Point], fill: int, width: int, joint: str) -> None:
        self._pen.line(self._moved(points), fill=fill, width=width, joint=joint)

    def ellipse(self, area: tuple[float, float, float, float], fill: int) -> None:
        self._pen.ellipse(self._area(area), fill=fill)

    def rounded_rectangle(
        self, area: tuple[float, float, float, float], radius: float, fill: int
    ) -> None:
        self._pen.rounded_rectangle(self._area(area), radius, fill=fill)

    def _area(self, area: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        x0, y0, x1, y1 = area
        return x0 - self._left, y0 - self._top, x1 - self._left, y1 - self._top


def curve(*points: Point, steps: int = 12) -> list[Point]:
    """A smooth line through the points (Catmull-Rom)."""
    ends = [points[0], *points, points[-1]]
    out: list[Point] = []
    for p0, p1, p2, p3 in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for k in range(steps):
            t = k / steps
            out.append(
                (
                    _between(p0[0], p1[0], p2[0], p3[0], t),
                    _between(p0[1], p1[1], p2[1], p3[1], t),
                )
            )
    return [*out, points[-1]]


def _between(p0: float, p1: float, p2: float, p3: float, t: float) -> float:
    return 0.5 * (
        2 * p1
        + (p2 - p0) * t
        + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t * t
        + (3 * p1 - p0 - 3 * p2 + p3) * t**3
    )


def area(mask: b.Field) -> tuple[slice, slice]:
    """Rows and columns in which there is anything, with room for a shadow."""
    rows, columns = np.flatnonzero(mask.max(axis=1)), np.flatnonzero(mask.max(axis=0))
    if not rows.size:
        return slice(0, 0), slice(0, 0)
    return (
        slice(max(0, int(rows[0]) - 60), int(rows[-1]) + 60),
        slice(max(0, int(columns[0]) - 60), int(columns[-1]) + 60),
    )


def _moved(part: b.Field, down: int, right: int) -> b.Field:
    """The part moved, its edge drawn out behind it."""
    padded = np.pad(part, ((down, 0), (right, 0)), "edge")
    moved: b.Field = padded[: part.shape[0], : part.shape[1]]
    return moved


def _softened(part: b.Field, radius: float) -> b.Field:
    small = Image.fromarray(np.ascontiguousarray(part, b.F))
    size = max(1, small.width // 4), max(1, small.height // 4)
    image = small.resize(size, Image.Resampling.BOX)
    bytes_ = Image.fromarray((np.asarray(image) * 255).astype(np.uint8), "L")
    bytes_ = bytes_.filter(ImageFilter.GaussianBlur(radius / 4))
    return np.asarray(bytes_.resize(small.size, Image.Resampling.BILINEAR), b.F) / b.F(255)


class Paper:
    """Sheets of coloured paper, one above the other, each with its shadow."""

    def __init__(self, rng: b.Random, ground: str) -> None:
        fibres = b.resized(rng.standard_normal((b.HEIGHT // 2, b.WIDTH // 2), b.F))
        self.grain: b.Field = b.F(1) + fibres * b.F(0.022) + (b.noise(rng, 5, 3) - 0.5) * b.F(0.10)
        self.canvas: b.Field = b.linear(ground) * self.grain[..., None]

    def sheet(
        self, cut: Outline | b.Field, colour: str | b.Field, *, lift: float = 1.0, blur: float = 0.6
    ) -> b.Field:
        """Lay a sheet; ``lift`` is how high it lies above the others. Its mask."""
        mask = cut.mask(blur=blur) if isinstance(cut, Outline) else cut
        rows, columns = area(mask)
        part, here = mask[rows, columns], self.canvas[rows, columns]
        if not part.size:
            return mask
        if lift:
            reach = round(7 * lift)
            shade = _moved(part, reach, round(reach * 0.7))
            here *= (1 - b.F(0.42) * _softened(shade, 9 * lift) * (1 - part))[..., None]
        paint = b.linear(colour) if isinstance(colour, str) else colour[rows, columns]
        rim = np.clip(part - np.roll(np.roll(part, 2, axis=0), 2, axis=1), 0, 1)
        tinted = paint * (self.grain[rows, columns] * (1 + b.F(0.22) * rim))[..., None]
        here += (tinted - here) * part[..., None]
        return mask

    def printed(self, rng: b.Random) -> Image.Image:
        return printed(self.canvas, rng, grain=0.006)


class Riso:
    """Few transparent inks on paper, each a little out of place, with the drum's grain."""

    def __init__(self, rng: b.Random, paper: str) -> None:
        self._rng = rng
        self.canvas: b.Field = np.ascontiguousarray(
            np.broadcast_to(b.linear(paper), (b.HEIGHT, b.WIDTH, 3))
        )
        self._speck: b.Field = rng.random((b.HEIGHT, b.WIDTH), b.F)
        self._worn: b.Field = b.noise(rng, 90, 3)

    def ink(
        self, cover: Outline | b.Field, colour: str, *, shift: tuple[int, int] = (0, 0)
    ) -> None:
        """Print ``cover`` (0..1: how dense) in one ink; ``shift`` in pixels, down and right."""
        mask = cover.mask(blur=0.5) if isinstance(cover, Outline) else cover
        mask = np.roll(mask, shift, axis=(0, 1))
        speck = np.roll(self._speck, (shift[0] * 31 + 17, shift[1] * 57 + 5), axis=(0, 1))
        grown = b.smooth(-0.30, 0.30, mask * b.F(1.6) - b.F(0.30) - speck)
        grown = grown * (b.F(0.90) + b.F(0.16) * (self._worn - b.F(0.5)))
        self.canvas *= 1 - grown[..., None] * (1 - b.linear(colour))

    def printed(self, rng: b.Random) -> Image.Image:
        return printed(self.canvas, rng, grain=0.012)


class Wash:
    """Pen and watercolour on rough paper."""

    def __init__(self, rng: b.Random, paper: str = "#f4efe4") -> None:
        self._rng = rng
        tooth = b.noise(rng, 160, 3)
        self._bleed = (
            (b.noise(rng, 14, 4) - 0.5) * b.F(0.030),
            (b.noise(rng, 17, 4) - 0.5) * b.F(0.030),
        )
        self._pool: b.Field = b.noise(rng, 4, 5)
        self.canvas: b.Field = b.linear(paper) * (b.F(0.95) + b.F(0.09) * tooth)[..., None]
        self._tooth: b.Field = tooth

    def wash(self, cover: Outline | b.Field, colour: str, *, strength: float = 0.8) -> None:
        """A wash that bleeds a little over its outline and is darker at its edge."""
        whole = cover.mask(blur=1.5) if isinstance(cover, Outline) else cover
        rows, columns = area(whole)
        mask = whole[rows, columns]
        high, wide = mask.shape
        ys = np.arange(high)[:, None] + (self._bleed[1][rows, columns] * b.WIDTH).astype(np.int32)
        xs = np.arange(wide)[None, :] + (self._bleed[0][rows, columns] * b.WIDTH).astype(np.int32)
        mask = mask[np.clip(ys, 0, high - 1), np.clip(xs, 0, wide - 1)]
        edge = np.clip(mask - _softened(mask, 9), 0, 1)
        wet = mask * (b.F(0.40) + b.F(0.75) * self._pool[rows, columns]) + edge * b.F(0.55)
        wet *= b.F(0.9) + b.F(0.2) * self._tooth[rows, columns]
        wet = np.clip(wet, 0, 1) * b.F(strength)
        self.canvas[rows, columns] *= 1 - wet[..., None] * (1 - b.linear(colour))

    def clear(self, cut: Outline, colour: str = "#f7f2e8", *, cover: float = 0.93) -> None:
        """Paper again: where something opaque stands before what has been painted."""
        b.over(self.canvas, colour, cut.mask() * b.F(cover))

    def pen(self, *lines: Sequence[Point], wide: float = 0.0034, colour: str = "#2a2830") -> None:
        """Lines as a hand draws them: they tremble, swell and overshoot a little."""
        cut = Outline()
        for line in lines:
            shaky = self._shaky(line)
            for start, end in pairwise(shaky):
                press = wide * float(self._rng.uniform(0.75, 1.2))
                cut.line(start, end, wide=press)
        mask = cut.mask(blur=0.5)
        rows, columns = area(mask)
        part = mask[rows, columns, None] * b.F(0.92)
        self.canvas[rows, columns] *= 1 - part * (1 - b.linear(colour))

    def _shaky(self, line: Sequence[Point]) -> list[Point]:
        out: list[Point] = []
        sway = self._rng.normal(0, 0.0010, (2, 402))
        sway = (sway[:, :-2] + sway[:, 1:-1] + sway[:, 2:]) * 0.55
        at = 0
        for (x0, y0), (x1, y1) in pairwise(line):
            steps = max(1, int(math.hypot(x1 - x0, y1 - y0) / 0.022))
            for k in range(steps):
                t = k / steps
                at = (at + 1) % 400
                out.append(
                    (
                        x0 + (x1 - x0) * t + float(sway[0, at]),
                        y0 + (y1 - y0) * t + float(sway[1, at]),
                    )
                )
        return [*out, line[-1]]

    def printed(self, rng: b.Random) -> Image.Image:
        return printed(self.canvas, rng, grain=0.008)


class Grain:
    """Flat shapes whose shades are stippled, as in a poster."""

    def __init__(self, rng: b.Random, ground: str | b.Field) -> None:
        self._speck: b.Field = rng.random((b.HEIGHT, b.WIDTH), b.F)
        canvas = b.linear(ground) if isinstance(ground, str) else ground
        self.canvas: b.Field = np.array(np.broadcast_to(canvas, (b.HEIGHT, b.WIDTH, 3)))

    def fill(self, cut: Outline | b.Field, colour: str) -> b.Field:
        mask = cut.mask(blur=0.7) if isinstance(cut, Outline) else cut
        b.over(self.canvas, colour, mask)
        return mask

    def shade(self, where: b.Field, dense: b.Field, colour: str, strength: float = 1.0) -> None:
        """Stipple ``colour`` over ``where``, as densely as ``dense`` (0..1) says."""
        rows, columns = area(where)
        if dense.shape == self._speck.shape:
            dense = dense[rows, columns]
        dots = b.smooth(-0.10, 0.10, dense * b.F(strength) - self._speck[rows, columns])
        part = self.canvas[rows, columns]
        part += (b.linear(colour) - part) * (dots * where[rows, columns] * b.F(0.95))[..., None]

    def printed(self, rng: b.Random) -> Image.Image:
        return printed(self.canvas, rng, grain=0.018)


def toward(x: float, y: float, reach: float) -> b.Field:
    """1 at a point (in picture widths) falling to 0 at ``reach``: where light comes from."""
    fall: b.Field = np.clip(1 - b.distance(x, y / TALL) / b.F(reach), 0, 1)
    return fall


def along(x0: float, y0: float, x1: float, y1: float) -> b.Field:
    """0 at the first point, 1 at the second, everywhere: a gradient for shades."""
    dx, dy = x1 - x0, y1 - y0
    across = (b.across() - b.F(x0)) * b.F(dx) + (b.down() * b.F(TALL) - b.F(y0)) * b.F(dy)
    t: b.Field = np.clip(across / b.F(dx * dx + dy * dy), 0, 1)
    return t


def printed(canvas: b.Field, rng: b.Random, *, grain: float = 0.01) -> Image.Image:
    """The canvas as it is, without a film's curve. Returns RGB."""
    levels = np.linspace(0, 1, 4096, dtype=b.F) ** b.F(1 / 2.2)
    shown: b.Field = levels[(np.clip(canvas, 0, 1) * b.F(4095)).astype(np.int16)]
    if grain:
        shown += (rng.standard_normal((b.HEIGHT, b.WIDTH), b.F) * b.F(grain))[..., None]
    return Image.fromarray((np.clip(shown, 0, 1) * 255).astype(np.uint8), "RGB")
