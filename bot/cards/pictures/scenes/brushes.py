"""Brushes for painted pictures: numpy arrays in linear light, from a seed, without hard edges.

A canvas is ``float32[HEIGHT, WIDTH, 3]`` in linear light, where 1.0 is paper white before tone
mapping; a mask or field is ``float32[HEIGHT, WIDTH]``, mostly 0..1. Coordinates given to brushes
are relative: x and y run from 0 to 1, lengths are in picture widths.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1080, 1350
Field = NDArray[Any]
"""float32; typed loosely because numpy's own annotations lose the precision."""
Random = np.random.Generator
Stop = tuple[float, str]
F = np.float32


def linear(colour: str) -> Field:
    """``"#rrggbb"`` as three numbers in linear light."""
    code = colour.lstrip("#")
    shown = np.array([int(code[at : at + 2], 16) / 255 for at in (0, 2, 4)], F)
    light: Field = np.power(shown, 2.2, dtype=F)
    return light


@cache
def across() -> Field:
    """x of each column, shape [1, WIDTH]."""
    return np.linspace(0, 1, WIDTH, dtype=F)[None, :]


@cache
def down() -> Field:
    """y of each row, shape [HEIGHT, 1]."""
    return np.linspace(0, 1, HEIGHT, dtype=F)[:, None]


def distance(x: float, y: float, *, squash: float = 1.0) -> Field:
    """Distance of every point from (x, y) in picture widths; ``squash`` > 1 flattens circles."""
    dy = (down() - F(y)) * F(HEIGHT / WIDTH * squash)
    return np.sqrt((across() - F(x)) ** 2 + dy**2, dtype=F)


def smooth(low: float | Field, high: float | Field, value: Field) -> Field:
    """0 below ``low``, 1 above ``high`` (or the other way round), an S between."""
    t: Field = np.clip((value - low) / (high - low), 0, 1)
    curve: Field = (t * t * (3 - 2 * t)).astype(F, copy=False)
    return curve


def ramp(value: Field, stops: Sequence[Stop]) -> Field:
    """Colours along ``value``: blended as the eye sees them, returned in linear light."""
    places = np.array([place for place, _ in stops], F)
    colours = np.array([linear(colour) ** (1 / 2.2) for _, colour in stops], F)
    table = np.stack(
        [np.interp(np.linspace(0, 1, 2048), places, colours[:, i]) for i in range(3)], axis=1
    ).astype(F)
    table = np.power(table, 2.2, dtype=F)
    index = np.clip(value * 2047, 0, 2047).astype(np.int16)
    colours_there: Field = table[index]
    return colours_there


def sky(stops: Sequence[Stop]) -> Field:
    """A canvas of one vertical gradient, top to bottom."""
    column = ramp(down(), stops)
    return np.ascontiguousarray(np.broadcast_to(column, (HEIGHT, WIDTH, 3)))


def resized(values: Field, width: int = WIDTH, height: int = HEIGHT) -> Field:
    image = Image.fromarray(np.ascontiguousarray(values, F))
    return np.asarray(image.resize((width, height), Image.Resampling.BICUBIC), F)


def noise(
    rng: Random, cells: float, octaves: int = 5, *, stretch: float = 1.0, gain: float = 0.5
) -> Field:
    """Clouds: 0..1 around 0.5, ``cells`` lumps across; ``stretch`` > 1 draws them out sideways."""
    small = 2 if cells * 2**octaves < WIDTH else 1
    width, height = WIDTH // small, HEIGHT // small
    total = np.zeros((height, width), F)
    weight, whole = 1.0, 0.0
    for octave in range(octaves):
        across_cells = cells * 2**octave
        columns = max(2, round(across_cells / stretch)) + 1
        rows = max(2, round(across_cells * HEIGHT / WIDTH)) + 1
        lumps = rng.random((min(rows, height), min(columns, width)), F)
        total += F(weight) * resized(lumps, width, height)
        whole += weight
        weight *= gain
    total /= F(whole)
    return total if small == 1 else resized(total)


def contrast(values: Field, low: float = 0.3, high: float = 0.7) -> Field:
    """Noise huddles around 0.5; this spreads it over 0..1."""
    spread: Field = np.clip((values - F(low)) / F(high - low), 0, 1)
    return spread


def warped(values: Field, dx: Field, dy: Field) -> Field:
    """``values`` looked up ``dx``, ``dy`` (picture widths) away: folds, swirls, refraction."""
    xs = np.clip(across() * WIDTH + dx * WIDTH, 0, WIDTH - 1).astype(np.int32)
    ys = np.clip(down() * HEIGHT + dy * WIDTH, 0, HEIGHT - 1).astype(np.int32)
    moved: Field = values[ys, xs]
    return moved


def profile(rng: Random, cells: float, octaves: int, *, gain: float = 0.5) -> Field:
    """A line of noise, one value per column, about -1..1: ridges, dunes, roofs of trees."""
    total = np.zeros(WIDTH, F)
    weight, whole = 1.0, 0.0
    for octave in range(octaves):
        count = max(2, round(cells * 2**octave)) + 2
        points = rng.uniform(-1, 1, count).astype(F)[None, :]
        total += F(weight) * resized(points, WIDTH, 1)[0]
        whole += weight
        weight *= gain
    return total / F(whole)


def below(line: Field, *, soft: float = 0.0012) -> Field:
    """Mask of what lies under a line of heights (y for each column)."""
    return smooth(-soft, soft, down() - line[None, :])


def blurred(values: Field, radius: float) -> Field:
    """Gaussian blur of a field or canvas; ``radius`` in pixels. Wide ones are made small first."""
    if values.ndim == 3:
        return np.stack([blurred(values[..., i], radius) for i in range(values.shape[2])], axis=-1)
    if radius < 0.3:
        return values
    factor = max(1, int(radius / 1.7))
    image = Image.fromarray(np.ascontiguousarray(values, F))
    width, height = max(4, WIDTH // factor), max(4, HEIGHT // factor)
    small = np.asarray(image.resize((width, height), Image.Resampling.BOX), F)
    sigma = radius / factor
    reach = int(np.ceil(sigma * 2.5))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    weights = (weights / weights.sum()).astype(F)
    padded = np.pad(small, ((reach, reach), (0, 0)), "edge")
    small = weights[0] * padded[:height]
    for at in range(1, 2 * reach + 1):
        small += weights[at] * padded[at : at + height]
    padded = np.pad(small, ((0, 0), (reach, reach)), "edge")
    small = weights[0] * padded[:, :width]
    for at in range(1, 2 * reach + 1):
        small += weights[at] * padded[:, at : at + width]
    return resized(small) if factor > 1 else small


def drawn(draw: Callable[[ImageDraw.ImageDraw, float, float], None], *, blur: float = 0.8) -> Field:
    """A mask drawn with Pillow at double size (the callback gets its width and height)."""
    image = Image.new("L", (WIDTH * 2, HEIGHT * 2))
    draw(ImageDraw.Draw(image), WIDTH * 2, HEIGHT * 2)
    image = image.reduce(2)
    if blur:
        image = image.filter(ImageFilter.GaussianBlur(float(blur)))
    return np.asarray(image, F) / F(255)


def _rows(mask: Field) -> slice:
    """The rows in which a mask is not empty: most things cover a part of the picture."""
    if mask.shape[0] == 1:
        return slice(None)
    filled = np.flatnonzero(mask.max(axis=1))
    return slice(int(filled[0]), int(filled[-1]) + 1) if filled.size else slice(0, 0)


def over(canvas: Field, colour: Field | str, mask: Field) -> None:
    """Lay a colour (or another canvas) over the canvas where the mask says."""
    rows = _rows(mask)
    paint = linear(colour) if isinstance(colour, str) else colour
    part = canvas[rows]
    part += (paint[rows] - part if paint.ndim == 3 else paint - part) * mask[rows, :, None]


def add(canvas: Field, colour: Field | str, light: Field, strength: float = 1.0) -> None:
    """Add light of a colour."""
    rows = _rows(light)
    paint = linear(colour) if isinstance(colour, str) else colour
    part = canvas[rows]
    part += paint * (light[rows] * F(strength))[..., None]


def glow(x: float, y: float, radius: float, *, squash: float = 1.0, power: float = 2.0) -> Field:
    """Light around a point that falls off without an edge; half at ``radius``."""
    reach = distance(x, y, squash=squash) / F(radius)
    light: Field = 1 / (1 + reach ** F(power))
    return light


def disc(
    canvas: Field,
    x: float,
    y: float,
    radius: float,
    colour: Field,
    *,
    rim: float = 0.35,
    soft: float = 0.06,
) -> None:
    """Add a point of light out of focus: an even disc with a slightly brighter rim."""
    cx, cy, r = x * WIDTH, y * HEIGHT, radius * WIDTH
    edge = max(soft, 1.2 / max(r, 1))
    out = r * (1 + edge) + 1
    left, right = int(max(0, cx - out)), int(min(WIDTH, cx + out + 1))
    top, bottom = int(max(0, cy - out)), int(min(HEIGHT, cy + out + 1))
    if left >= right or top >= bottom:
        return
    xs = np.arange(left, right, dtype=F)[None, :] - F(cx)
    ys = np.arange(top, bottom, dtype=F)[:, None] - F(cy)
    reach = np.sqrt(xs * xs + ys * ys) / F(r)
    shape = smooth(1 + edge, 1 - edge, reach) * (F(1 - rim) + F(rim) * np.clip(reach, 0, 1) ** 4)
    canvas[top:bottom, left:right] += colour * shape[..., None]


def stars(
    canvas: Field, rng: Random, count: int, *, lowest: float = 1.0, power: float = 5.0
) -> None:
    """Points of light of many sizes, the few bright ones with a halo."""
    for _ in range(count):
        bright = float(rng.random() ** power)
        x, y = float(rng.random()), float(rng.random() * lowest)
        warm = float(rng.random())
        tint = np.array([0.75 + 0.25 * warm, 0.85, 1.05 - 0.3 * warm], F)
        size = 0.0007 + 0.0011 * bright
        disc(canvas, x, y, size, tint * F(0.12 + 1.5 * bright), rim=0, soft=0.9)
        if bright > 0.5:
            disc(canvas, x, y, size * 7, tint * F(0.05 * bright), rim=0, soft=0.95)


def finished(
    canvas: Field,
    rng: Random,
    *,
    exposure: float = 1.0,
    vignette: float = 0.35,
    grain: float = 0.016,
    saturation: float = 1.0,
) -> Image.Image:
    """Develop the canvas: tone curve, vignette, a little film grain. Returns RGB."""
    light: Field = (canvas * F(exposure)).astype(F, copy=False)
    if vignette:
        corner = distance(0.5, 0.5) / F(0.8)
        light *= (1 - F(vignette) * smooth(0.35, 1.15, corner))[..., None]
    np.maximum(light, 0, out=light)
    np.minimum(light, 12, out=light)
    levels = np.linspace(0, 12, 8192, dtype=F)
    curve = levels * (1 + levels / F(6.0)) / (1 + levels)  # Reinhard, white at about 2.4
    curve = np.power(curve, F(1 / 2.2))
    curve = curve * F(1.1) + curve * curve * (3 - 2 * curve) * F(0.12)
    # equal steps of the square root, so that the shadows get as many of the levels as they need
    curve = np.interp(np.linspace(0, 12**0.5, 8192) ** 2, levels, curve).astype(F)
    np.sqrt(light, out=light)
    light *= F(8191 / 12**0.5)
    shown: Field = curve[light.astype(np.int16)]
    if saturation != 1.0:
        grey = shown.mean(axis=2, keepdims=True)
        shown = grey + (shown - grey) * F(saturation)
    speck: Field = rng.standard_normal((HEIGHT, WIDTH), F)
    speck = speck * F(0.6) + resized(rng.standard_normal((HEIGHT // 2, WIDTH // 2), F)) * F(0.7)
    shown += (speck * F(grain))[..., None]
    np.clip(shown, 0, 1, out=shown)
    shown *= 255
    return Image.fromarray(shown.astype(np.uint8), "RGB")


def shape(
    points: Sequence[tuple[float, float]], size: float, *, angle: float = 0.0, blur: float = 1.0
) -> Field:
    """A small mask of a polygon (points within -1..1), ``size`` pixels from centre to rim."""
    pad = float(blur) * 3 + 3
    half = int(size + pad)
    turn, lean = np.cos(angle) * size * 2, np.sin(angle) * size * 2
    image = Image.new("L", (half * 4, half * 4))
    ImageDraw.Draw(image).polygon(
        [(half * 2 + x * turn - y * lean, half * 2 + x * lean + y * turn) for x, y in points],
        fill=255,
    )
    image = image.reduce(2).filter(ImageFilter.GaussianBlur(float(blur)))
    return np.asarray(image, F) / F(255)


def stamp(
    canvas: Field, mask: Field, x: float, y: float, colour: Field, *, adding: bool = False
) -> None:
    """Lay (or add) a small mask onto the canvas with its middle at (x, y)."""
    high, wide = mask.shape
    left, top = int(x * WIDTH - wide / 2), int(y * HEIGHT - high / 2)
    x0, y0, x1, y1 = max(0, left), max(0, top), min(WIDTH, left + wide), min(HEIGHT, top + high)
    if x0 >= x1 or y0 >= y1:
        return
    part = mask[y0 - top : y1 - top, x0 - left : x1 - left, None]
    paint = colour
    if colour.ndim == 3:
        paint = colour[y0 - top : y1 - top, x0 - left : x1 - left]
    area = canvas[y0:y1, x0:x1]
    area += paint * part if adding else (paint - area) * part


def strokes(
    lines: Sequence[tuple[Sequence[tuple[float, float]], float]], *, blur: float = 0.8
) -> Field:
    """A mask of polylines, each with its width in picture widths."""

    def draw(pen: ImageDraw.ImageDraw, width: float, height: float) -> None:
        for points, thick in lines:
            placed = [(x * width, y * height) for x, y in points]
            pen.line(placed, fill=255, width=max(1, round(thick * width)), joint="curve")

    return drawn(draw, blur=blur)


def bloom(canvas: Field, colour: Field | str, light: Field, *, core: float, halo: float) -> None:
    """A glowing thing: white-hot where it is, its colour around it, near and far."""
    add(canvas, "#ffffff", light, core)
    for radius, share in ((5, 0.9), (18, 0.8), (60, 0.9), (160, 0.9)):
        add(canvas, colour, blurred(light, radius), halo * share)


def cumulus(
    rng: Random,
    cells: float,
    *,
    cover: float = 0.5,
    stretch: float = 1.5,
    sun: tuple[float, float] = (0.0, 1.0),
    octaves: int = 6,
) -> tuple[Field, Field]:
    """Clouds: how thick they are, and how much of the light from ``sun`` (dx, dy) meets them."""
    lumps = noise(rng, cells, octaves, stretch=stretch)
    puffs = noise(rng, cells * 2.5, octaves - 1, stretch=stretch * 0.8)
    whole = lumps * F(0.75) + (1 - np.abs(2 * puffs - 1)) * F(0.25)
    whole = (whole - whole.mean()) / whole.std()
    edge = 1.6 - 3.2 * cover
    dense = smooth(edge, edge + 1.1, whole)
    soft = blurred(whole, 3)
    wide, close = np.gradient(blurred(whole, 26)), np.gradient(blurred(soft, 8))
    slope = -sum(
        (step[1] * F(sun[0]) + step[0] * F(sun[1])) * F(strength)
        for step, strength in ((wide, 34), (close, 8))
    )
    lit: Field = np.clip(F(0.5) + slope + (soft - blurred(soft, 26)) * F(0.15), 0, 1)
    return dense, lit
