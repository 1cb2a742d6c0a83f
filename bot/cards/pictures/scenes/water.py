"""Sea, lakes, rain on glass."""

import numpy as np
from PIL import Image

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes.brushes import (
    HEIGHT,
    WIDTH,
    F,
    Field,
    Random,
    across,
    add,
    blurred,
    contrast,
    disc,
    down,
    finished,
    glow,
    linear,
    noise,
    over,
    resized,
    sky,
    smooth,
    stars,
    warped,
)


def waves(rng: Random, horizon: float, *, near: float = 26.0) -> Field:
    """Height of water in perspective, -1..1 below ``horizon``: fine far away, broad close by."""
    rows = np.clip((down()[:, 0] - horizon) / (1 - horizon), 0.004, 1)
    total = np.zeros((HEIGHT, WIDTH), F)
    for size, weight in ((1.0, 0.5), (2.3, 0.3), (5.5, 0.2)):
        tile = rng.standard_normal((256, 256)).astype(F)
        tile = np.asarray(resized(np.tile(tile, (1, 1)), 1024, 1024), F)
        depth = 1 / rows
        vs = (depth * 46 * size).astype(F)
        us = (across()[0][None, :] - F(0.5)) * (depth[:, None] * F(near * size)) + F(7.3 * size)
        shrink = np.clip(rows * 9 / size, 0, 1) ** 0.6
        layer = tile[(vs[:, None] * 9).astype(np.int32) % 1024, (us * 9).astype(np.int32) % 1024]
        total += layer * F(weight) * shrink[:, None].astype(F)
    return total


@painting("moonlit-sea", "sea loss night solitude", seed=31)
def moonlit_sea(rng: Random) -> Image.Image:
    horizon = 0.56
    canvas = sky(
        [(0, "#070d1f"), (0.3, "#13213f"), (0.5, "#2c4166"), (0.56, "#4a6186"), (1, "#4a6186")]
    )
    stars(canvas, rng, 260, lowest=0.5)
    cloud = contrast(noise(rng, 2.2, 6, stretch=3.2), 0.48, 0.72) * smooth(0.1, 0.4, down())
    over(canvas, "#1c2a48", cloud * 0.75)
    mx, my = 0.56, 0.24
    add(canvas, "#c9d8ff", glow(mx, my, 0.16) * (0.6 + 0.8 * cloud), 0.34)
    disc(canvas, mx, my, 0.045, linear("#fff6e0") * F(2.4), rim=0.0, soft=0.05)
    swell = waves(rng, horizon)
    y = down()
    depth = np.clip((y - F(horizon)) / F(1 - horizon), 0, 1)
    water = np.ascontiguousarray(
        np.broadcast_to(
            linear("#3a5276") * (1 - depth[..., None]) ** 1.5
            + linear("#060c1a") * (1 - (1 - depth[..., None]) ** 1.5),
            (HEIGHT, WIDTH, 3),
        )
    ).astype(F)
    water *= (1 + 0.55 * swell)[..., None]
    spread = 0.025 + 0.26 * depth
    path = np.exp(-(((across() - F(mx)) / spread) ** 2), dtype=F)
    glint = smooth(0.25, 1.1, swell + 0.55 * path) * path
    add(water, "#f2ecd8", blurred(glint, 0.8), 1.7)
    add(water, "#8fa6d0", path, 0.10)
    over(
        canvas,
        water,
        smooth(horizon - 0.0016, horizon + 0.0016, np.broadcast_to(y, (HEIGHT, WIDTH))),
    )
    over(
        canvas,
        "#46597c",
        np.exp(-(((y - F(horizon)) / F(0.014)) ** 2), dtype=F) * np.ones((1, WIDTH), F) * F(0.6),
    )
    return finished(canvas, rng, exposure=1.35, vignette=0.4)


@painting("rain-on-the-window", "rain room city solitude", seed=32)
def rain_window(rng: Random) -> Image.Image:
    behind = sky([(0, "#16202c"), (0.5, "#2a3642"), (0.8, "#3a3a3c"), (1, "#15171c")])
    for colour, count, size, power in (
        ("#ff9c4a", 16, 0.055, 0.5),
        ("#6fa8d8", 14, 0.05, 0.35),
        ("#ff5a48", 8, 0.04, 0.5),
        ("#ffe0a8", 12, 0.03, 0.7),
    ):
        for _ in range(count):
            disc(
                behind,
                rng.random(),
                float(np.clip(rng.normal(0.62, 0.16), 0.1, 1)),
                size * rng.uniform(0.6, 1.4),
                linear(colour) * F(power * rng.uniform(0.3, 1.1)),
                rim=0.3,
                soft=0.3,
            )
    behind = blurred(behind, 14)
    mist = 0.75 + 0.4 * noise(rng, 4, 4)
    canvas = behind * mist[..., None] + linear("#5a6876") * F(0.05)
    height = np.zeros((HEIGHT, WIDTH), F)
    for low, high, count in ((0.0015, 0.004, 1900), (0.004, 0.009, 420), (0.009, 0.019, 90)):
        for _ in range(count):
            _drop(height, rng, rng.random(), rng.random(), rng.uniform(low, high))
    for _ in range(15):
        x, y = rng.random(), rng.uniform(-0.1, 0.5)
        wander = 0.0
        for _ in range(int(rng.uniform(50, 130))):
            wander = wander * 0.9 + rng.normal(0, 0.0007)
            x, y = x + wander, y + 0.0045
            _drop(height, rng, x, y, rng.uniform(0.0025, 0.0042))
        _drop(height, rng, x, y + 0.003, rng.uniform(0.011, 0.016))
    height = blurred(height, 1.2)
    dy, dx = np.gradient(height)
    wet = smooth(0.02, 0.16, height)
    bent = warped(behind * F(1.5), -dx * F(0.9), -dy * F(0.9) - F(0.10) * wet)
    over(canvas, bent, wet)
    lit = np.clip(-dy * 1.0 - dx * 0.5, 0, 1)
    add(canvas, "#dbe8f5", smooth(0.10, 0.34, lit), 0.55)
    canvas *= (1 - 0.6 * smooth(0.05, 0.3, np.clip(dy, 0, 1)))[..., None]
    return finished(canvas, rng, exposure=1.55, vignette=0.4)


def _drop(height: Field, rng: Random, x: float, y: float, radius: float) -> None:
    cx, cy, r = x * WIDTH, y * HEIGHT, radius * WIDTH
    left, right, top, bottom = (
        int(cx - r - 1),
        int(cx + r + 2),
        int(cy - r * 1.3 - 1),
        int(cy + r * 1.3 + 2),
    )
    left, right, top, bottom = max(0, left), min(WIDTH, right), max(0, top), min(HEIGHT, bottom)
    if left >= right or top >= bottom:
        return
    xs = (np.arange(left, right, dtype=F)[None, :] - F(cx)) / F(r)
    ys = (np.arange(top, bottom, dtype=F)[:, None] - F(cy)) / F(r * 1.18)
    dome = np.sqrt(np.clip(1 - xs * xs - ys * ys, 0, 1)) * F(0.35 + 0.65 * min(1.0, r / 12))
    patch = height[top:bottom, left:right]
    np.maximum(patch, dome, out=patch)
