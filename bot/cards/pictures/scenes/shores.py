"""Shores, lakes, and the light under water."""

import math

import numpy as np
from PIL import Image, ImageDraw

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b
from bot.cards.pictures.scenes.lands import firs, ridges
from bot.cards.pictures.scenes.water import waves


@painting("shore-from-above", "sea hope body road", seed=51)
def shore(rng: b.Random) -> Image.Image:
    bend = (b.noise(rng, 1.6, 4) - 0.5) * b.F(0.34) + (b.noise(rng, 7, 4) - 0.5) * b.F(0.06)
    place = b.across() * b.F(0.55) + b.down() * b.F(0.62) + bend - b.F(0.10)
    canvas = b.ramp(
        np.clip(place, 0, 1),
        [
            (0, "#0b4a63"),
            (0.25, "#14718a"),
            (0.42, "#2fa3ad"),
            (0.54, "#7fd0c4"),
            (0.60, "#b9dcc8"),
            (0.625, "#b39a7c"),
            (0.70, "#cdb18c"),
            (0.80, "#e2cba6"),
            (1, "#ecd9b8"),
        ],
    )
    ripple = b.noise(rng, 26, 4)
    lace = 1 - np.abs(
        2
        * b.warped(
            b.noise(rng, 11, 4),
            (b.noise(rng, 6, 3) - 0.5) * b.F(0.10),
            (b.noise(rng, 6, 3) - 0.5) * b.F(0.10),
        )
        - 1
    )
    canvas *= (0.86 + 0.28 * ripple)[..., None]
    for edge, wide, strength in ((0.605, 0.030, 1.0), (0.53, 0.040, 0.75), (0.44, 0.045, 0.45)):
        front = place - b.F(edge) + (b.noise(rng, 9, 4) - 0.5) * b.F(0.05)
        band = b.smooth(-wide, 0, front) * b.smooth(0.006, -0.002, front)
        foam = (
            b.smooth(0.90 - 0.25 * band, 0.995, lace)
            * b.smooth(-wide * 2.4, 0, front)
            * b.smooth(0.006, -0.002, front)
        )
        crest = b.smooth(-0.010, -0.001, front) * b.smooth(0.005, -0.001, front)
        b.over(canvas, "#f4f8f4", np.clip(foam * 0.8 + crest * 0.9, 0, 1) * b.F(strength))
        b.over(
            canvas,
            "#0d4a5a",
            b.smooth(0.0, 0.006, front)
            * b.smooth(0.03, 0.006, front)
            * b.F(0.16 * strength)
            * (place < 0.6),
        )
    sand = rng.standard_normal((b.HEIGHT, b.WIDTH), b.F) * b.F(0.05)
    canvas *= (1 + sand * b.smooth(0.60, 0.68, place))[..., None]
    return b.finished(canvas, rng, exposure=0.9, vignette=0.35)


@painting("under-water", "body sea secrets solitude", seed=52)
def under_water(rng: b.Random) -> Image.Image:
    canvas = b.sky(
        [(0, "#7fd3d6"), (0.10, "#3fa8bd"), (0.35, "#136a94"), (0.7, "#0a3a63"), (1, "#051a36")]
    )
    sx, sy = 0.42, -0.28
    turn = np.arctan2(b.across() - b.F(sx), (b.down() - b.F(sy)) * b.F(b.HEIGHT / b.WIDTH))
    index = np.clip((turn / b.F(math.pi) + 0.5) * (b.WIDTH - 1), 0, b.WIDTH - 1).astype(np.int32)
    rays = b.smooth(-0.15, 0.6, b.profile(rng, 40, 3)[index]) * (
        0.5 + 0.5 * b.smooth(-0.3, 0.4, b.profile(rng, 12, 2)[index])
    )
    b.add(
        canvas,
        "#bff5ee",
        b.blurred(rays, 6) * b.smooth(0.95, 0.02, b.down()) * b.glow(sx, 0.05, 0.5, power=1.8),
        0.62,
    )
    top = b.noise(rng, 7, 4, stretch=2.8)
    lace = (1 - np.abs(2 * top - 1)) ** 10
    b.add(canvas, "#eafff8", lace * b.smooth(0.17, 0.0, b.down()), 1.2)
    for _ in range(150):
        y = rng.random()
        b.disc(
            canvas,
            rng.random(),
            y,
            rng.uniform(0.0008, 0.0022),
            b.linear("#bfe8ee") * b.F(rng.uniform(0.05, 0.35)),
            rim=0,
            soft=0.9,
        )
    for _ in range(46):
        column = rng.choice([0.30, 0.68, 0.74])
        y = rng.uniform(0.15, 0.95)
        radius = rng.uniform(0.003, 0.013) * (1.25 - 0.6 * y)
        b.disc(
            canvas,
            column + rng.normal(0, 0.03),
            y,
            radius,
            b.linear("#c8f2f2") * b.F(0.34),
            rim=0.85,
            soft=0.12,
        )
        b.disc(canvas, column, -1, 0.01, b.linear("#ffffff"))
    return b.finished(canvas, rng, exposure=1.2, vignette=0.45)


@painting("still-lake", "solitude loss hope mountains", seed=53)
def still_lake(rng: b.Random) -> Image.Image:
    canvas = b.sky(
        [(0, "#5d7ea8"), (0.25, "#9fb4cb"), (0.42, "#e8cfc0"), (0.5, "#f6dcb8"), (1, "#f6dcb8")]
    )
    streak = b.contrast(b.noise(rng, 1.8, 6, stretch=3.5), 0.46, 0.78)
    b.over(canvas, "#f4d9cb", streak * b.smooth(0.5, 0.15, b.down()) * b.F(0.7))
    ridges(
        canvas,
        rng,
        ["#a9b3c6", "#7d8fa9", "#53698a", "#2f4562"],
        top=0.36,
        bottom=0.475,
        rough=0.045,
        mist="#ead3c3",
        mist_strength=0.7,
    )
    firs(canvas, rng, base=0.497, height=0.06, count=120, colour="#182a3c", soft=1.3)
    line = 0.512
    rows = np.arange(b.HEIGHT)
    mirror = np.clip((2 * line * b.HEIGHT - rows).astype(np.int32), 0, b.HEIGHT - 1)
    ripple = (b.noise(rng, 60, 3, stretch=9) - 0.5) * b.smooth(line, 1.0, b.down()) * b.F(0.030)
    lower = canvas[mirror] * b.F(0.80) + b.linear("#3d5877") * b.F(0.05)
    lower = np.stack([b.warped(lower[..., i], ripple * 0.6, ripple) for i in range(3)], axis=-1)
    depth = b.smooth(line, 1.05, b.down()) * np.ones((1, b.WIDTH), b.F)
    b.over(lower, "#27405f", depth * b.F(0.5))
    b.over(
        canvas, lower, b.smooth(line - 0.001, line + 0.001, b.down()) * np.ones((1, b.WIDTH), b.F)
    )
    b.over(
        canvas,
        "#f2dcc8",
        np.exp(-(((b.down() - b.F(line)) / b.F(0.006)) ** 2), dtype=b.F)
        * b.contrast(b.noise(rng, 3, 3, stretch=5), 0.35, 0.7)
        * b.F(0.75),
    )
    hull = [
        (-1, -0.16),
        (-0.86, 0.10),
        (-0.55, 0.24),
        (0.55, 0.24),
        (0.86, 0.10),
        (1, -0.16),
        (0.6, -0.05),
        (-0.6, -0.05),
    ]
    reflected = [(px, -py * 1.1) for px, py in hull]
    b.stamp(canvas, b.shape(reflected, 62, blur=2.4) * b.F(0.55), 0.60, 0.716, b.linear("#14202e"))
    b.stamp(canvas, b.shape(hull, 62, blur=1.0), 0.60, 0.70, b.linear("#10181f"))
    return b.finished(canvas, rng, exposure=0.95, vignette=0.35)


@painting("lighthouse", "sea hope solitude night faith", seed=54)
def lighthouse(rng: b.Random) -> Image.Image:
    horizon = 0.70
    canvas = b.sky(
        [(0, "#0a1530"), (0.4, "#1c2f57"), (0.62, "#4a5f8a"), (0.70, "#8a8fa6"), (1, "#16233d")]
    )
    b.stars(canvas, rng, 240, lowest=0.55)
    dense, lit = cumulus_low(rng)
    b.over(canvas, b.ramp(lit, [(0, "#22345a"), (1, "#6d7fa6")]), dense * b.F(0.6))
    swell = waves(rng, horizon)
    depth = np.clip((b.down() - b.F(horizon)) / b.F(1 - horizon), 0, 1)
    water = (
        b.ramp(
            depth * np.ones((1, b.WIDTH), b.F), [(0, "#6b7897"), (0.15, "#33486e"), (1, "#0a1428")]
        )
        * (1 + 0.6 * swell)[..., None]
    )
    b.over(
        canvas,
        water.astype(b.F),
        b.smooth(horizon - 0.0015, horizon + 0.0015, b.down()) * np.ones((1, b.WIDTH), b.F),
    )
    lx, ly = 0.70, 0.435
    for side, tilt in ((-1, 0.06), (1, -0.03)):
        run = (b.across() - b.F(lx)) * b.F(side)
        drop = (b.down() - b.F(ly)) * b.F(b.HEIGHT / b.WIDTH) - run * b.F(tilt)
        width = b.F(0.008) + np.clip(run, 0, 2) * b.F(0.085)
        beam = (
            np.exp(-((drop / width) ** 2), dtype=b.F)
            * b.smooth(0.0, 0.03, run)
            / (1 + np.clip(run, 0, 2) * 3.0)
        )
        b.add(canvas, "#ffeec2", beam * (0.75 + 0.5 * b.noise(rng, 4, 4)), 0.62)
    tower = [(lx - 0.036, 0.80), (lx - 0.024, 0.47), (lx + 0.024, 0.47), (lx + 0.036, 0.80)]
    rock = [
        (
            x,
            0.765
            - 0.05 * math.exp(-(((x - lx) / 0.13) ** 2))
            + 0.012 * math.sin(x * 70) * math.exp(-(((x - lx) / 0.2) ** 2))
            + 0.09 * abs(x - lx) ** 1.2,
        )
        for x in np.linspace(0.42, 1.02, 60)
    ]

    def draw(pen: ImageDraw.ImageDraw, width: float, height: float) -> None:
        pen.polygon([(x * width, y * height) for x, y in tower], fill=255)
        pen.polygon(
            [(x * width, y * height) for x, y in [*rock, (1.02, 0.90), (0.60, 0.84)]], fill=255
        )
        for left, top, right, low in (
            (-0.031, 0.462, 0.031, 0.471),
            (-0.015, 0.418, 0.015, 0.464),
            (-0.020, 0.411, 0.020, 0.420),
        ):
            pen.rectangle(
                ((lx + left) * width, top * height, (lx + right) * width, low * height), fill=255
            )

    solid = b.drawn(draw, blur=1.0)
    side = np.clip((b.across() - b.F(lx)) / b.F(0.07) + b.F(0.5), 0, 1) * np.ones(
        (b.HEIGHT, 1), b.F
    )
    face = b.ramp(side, [(0, "#56617c"), (0.45, "#343e58"), (1, "#121a2c")])
    bands = b.smooth(-0.1, 0.1, np.sin((b.down() - b.F(0.47)) * b.F(58)))
    face = face * (1 - 0.45 * bands)[..., None]
    rocky = b.linear("#131b2d") * (0.7 + 0.7 * b.noise(rng, 30, 4))[..., None]
    high = b.smooth(0.745, 0.715, b.down()) * b.smooth(0.05, 0.045, np.abs(b.across() - b.F(lx)))
    face = rocky + (face - rocky) * high[..., None]
    b.over(canvas, face.astype(b.F), solid)
    b.disc(canvas, lx, ly, 0.010, b.linear("#fff4d0") * b.F(5), rim=0, soft=0.4)
    b.add(canvas, "#ffdf9a", b.glow(lx, ly, 0.035), 0.9)
    glint = b.smooth(
        0.5, 1.3, swell + np.exp(-(((b.across() - b.F(lx)) / 0.10) ** 2), dtype=b.F) * 0.8
    ) * (depth > 0.02)
    b.add(
        canvas,
        "#ffe2a8",
        glint
        * np.exp(-(((b.across() - b.F(lx - 0.02)) / (0.05 + 0.10 * depth)) ** 2), dtype=b.F)
        * (1 - solid),
        0.45,
    )
    return b.finished(canvas, rng, exposure=1.35, vignette=0.4)


def cumulus_low(rng: b.Random) -> tuple[b.Field, b.Field]:
    """Clouds that lie along the horizon."""

    dense, lit = b.cumulus(rng, 2.2, cover=0.5, stretch=3.2, sun=(0.3, 0.6))
    return dense * b.smooth(0.35, 0.62, b.down()), lit
