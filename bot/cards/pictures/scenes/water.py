"""Sea, lakes, rain on glass."""

import numpy as np
from PIL import Image

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b


def waves(rng: b.Random, horizon: float, *, near: float = 26.0) -> b.Field:
    """Height of water in perspective, -1..1 below ``horizon``: fine far away, broad close by."""
    rows = np.clip((b.down()[:, 0] - horizon) / (1 - horizon), 0.004, 1)
    total = np.zeros((b.HEIGHT, b.WIDTH), b.F)
    for size, weight in ((1.0, 0.5), (2.3, 0.3), (5.5, 0.2)):
        tile = rng.standard_normal((256, 256)).astype(b.F)
        tile = np.asarray(b.resized(np.tile(tile, (1, 1)), 1024, 1024), b.F)
        depth = 1 / rows
        vs = (depth * 46 * size).astype(b.F)
        us = (b.across()[0][None, :] - b.F(0.5)) * (depth[:, None] * b.F(near * size)) + b.F(
            7.3 * size
        )
        shrink = np.clip(rows * 9 / size, 0, 1) ** 0.6
        layer = tile[(vs[:, None] * 9).astype(np.int32) % 1024, (us * 9).astype(np.int32) % 1024]
        total += layer * b.F(weight) * shrink[:, None].astype(b.F)
    return total


@painting("moonlit-sea", "sea loss night solitude", seed=31)
def moonlit_sea(rng: b.Random) -> Image.Image:
    horizon = 0.56
    canvas = b.sky(
        [(0, "#070d1f"), (0.3, "#13213f"), (0.5, "#2c4166"), (0.56, "#4a6186"), (1, "#4a6186")]
    )
    b.stars(canvas, rng, 260, lowest=0.5)
    cloud = b.contrast(b.noise(rng, 2.2, 6, stretch=3.2), 0.48, 0.72) * b.smooth(0.1, 0.4, b.down())
    b.over(canvas, "#1c2a48", cloud * 0.75)
    mx, my = 0.56, 0.24
    b.add(canvas, "#c9d8ff", b.glow(mx, my, 0.16) * (0.6 + 0.8 * cloud), 0.34)
    b.disc(canvas, mx, my, 0.045, b.linear("#fff6e0") * b.F(2.4), rim=0.0, soft=0.05)
    swell = waves(rng, horizon)
    y = b.down()
    depth = np.clip((y - b.F(horizon)) / b.F(1 - horizon), 0, 1)
    water = np.ascontiguousarray(
        np.broadcast_to(
            b.linear("#3a5276") * (1 - depth[..., None]) ** 1.5
            + b.linear("#060c1a") * (1 - (1 - depth[..., None]) ** 1.5),
            (b.HEIGHT, b.WIDTH, 3),
        )
    ).astype(b.F)
    water *= (1 + 0.55 * swell)[..., None]
    spread = 0.025 + 0.26 * depth
    path = np.exp(-(((b.across() - b.F(mx)) / spread) ** 2), dtype=b.F)
    glint = b.smooth(0.25, 1.1, swell + 0.55 * path) * path
    b.add(water, "#f2ecd8", b.blurred(glint, 0.8), 1.7)
    b.add(water, "#8fa6d0", path, 0.10)
    b.over(
        canvas,
        water,
        b.smooth(horizon - 0.0016, horizon + 0.0016, np.broadcast_to(y, (b.HEIGHT, b.WIDTH))),
    )
    b.over(
        canvas,
        "#46597c",
        np.exp(-(((y - b.F(horizon)) / b.F(0.014)) ** 2), dtype=b.F)
        * np.ones((1, b.WIDTH), b.F)
        * b.F(0.6),
    )
    return b.finished(canvas, rng, exposure=1.35, vignette=0.4)


@painting("rain-on-the-window", "rain room city solitude", seed=32)
def rain_window(rng: b.Random) -> Image.Image:
    behind = b.sky([(0, "#16202c"), (0.5, "#2a3642"), (0.8, "#3a3a3c"), (1, "#15171c")])
    for colour, count, size, power in (
        ("#ff9c4a", 16, 0.055, 0.5),
        ("#6fa8d8", 14, 0.05, 0.35),
        ("#ff5a48", 8, 0.04, 0.5),
        ("#ffe0a8", 12, 0.03, 0.7),
    ):
        for _ in range(count):
            b.disc(
                behind,
                rng.random(),
                float(np.clip(rng.normal(0.62, 0.16), 0.1, 1)),
                size * rng.uniform(0.6, 1.4),
                b.linear(colour) * b.F(power * rng.uniform(0.3, 1.1)),
                rim=0.3,
                soft=0.3,
            )
    behind = b.blurred(behind, 14)
    mist = 0.75 + 0.4 * b.noise(rng, 4, 4)
    canvas = behind * mist[..., None] + b.linear("#5a6876") * b.F(0.05)
    height = np.zeros((b.HEIGHT, b.WIDTH), b.F)
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
    height = b.blurred(height, 1.2)
    dy, dx = np.gradient(height)
    wet = b.smooth(0.02, 0.16, height)
    bent = b.warped(behind * b.F(1.5), -dx * b.F(0.9), -dy * b.F(0.9) - b.F(0.10) * wet)
    b.over(canvas, bent, wet)
    lit = np.clip(-dy * 1.0 - dx * 0.5, 0, 1)
    b.add(canvas, "#dbe8f5", b.smooth(0.10, 0.34, lit), 0.55)
    canvas *= (1 - 0.6 * b.smooth(0.05, 0.3, np.clip(dy, 0, 1)))[..., None]
    return b.finished(canvas, rng, exposure=1.55, vignette=0.4)


def _drop(height: b.Field, rng: b.Random, x: float, y: float, radius: float) -> None:
    cx, cy, r = x * b.WIDTH, y * b.HEIGHT, radius * b.WIDTH
    left, right, top, bottom = (
        int(cx - r - 1),
        int(cx + r + 2),
        int(cy - r * 1.3 - 1),
        int(cy + r * 1.3 + 2),
    )
    left, right, top, bottom = max(0, left), min(b.WIDTH, right), max(0, top), min(b.HEIGHT, bottom)
    if left >= right or top >= bottom:
        return
    xs = (np.arange(left, right, dtype=b.F)[None, :] - b.F(cx)) / b.F(r)
    ys = (np.arange(top, bottom, dtype=b.F)[:, None] - b.F(cy)) / b.F(r * 1.18)
    dome = np.sqrt(np.clip(1 - xs * xs - ys * ys, 0, 1)) * b.F(0.35 + 0.65 * min(1.0, r / 12))
    patch = height[top:bottom, left:right]
    np.maximum(patch, dome, out=patch)
