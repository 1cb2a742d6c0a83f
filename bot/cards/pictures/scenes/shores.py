"""Shores, lakes, and the light under water."""

import math

import numpy as np
from PIL import Image, ImageDraw

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
    drawn,
    finished,
    glow,
    linear,
    noise,
    over,
    profile,
    ramp,
    shape,
    sky,
    smooth,
    stamp,
    stars,
    warped,
)
from bot.cards.pictures.scenes.lands import firs, ridges
from bot.cards.pictures.scenes.water import waves


@painting("shore-from-above", "sea hope body road", seed=51)
def shore(rng: Random) -> Image.Image:
    bend = (noise(rng, 1.6, 4) - 0.5) * F(0.34) + (noise(rng, 7, 4) - 0.5) * F(0.06)
    place = across() * F(0.55) + down() * F(0.62) + bend - F(0.10)
    canvas = ramp(
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
    ripple = noise(rng, 26, 4)
    lace = 1 - np.abs(
        2
        * warped(
            noise(rng, 11, 4),
            (noise(rng, 6, 3) - 0.5) * F(0.10),
            (noise(rng, 6, 3) - 0.5) * F(0.10),
        )
        - 1
    )
    canvas *= (0.86 + 0.28 * ripple)[..., None]
    for edge, wide, strength in ((0.605, 0.030, 1.0), (0.53, 0.040, 0.75), (0.44, 0.045, 0.45)):
        front = place - F(edge) + (noise(rng, 9, 4) - 0.5) * F(0.05)
        band = smooth(-wide, 0, front) * smooth(0.006, -0.002, front)
        foam = (
            smooth(0.90 - 0.25 * band, 0.995, lace)
            * smooth(-wide * 2.4, 0, front)
            * smooth(0.006, -0.002, front)
        )
        crest = smooth(-0.010, -0.001, front) * smooth(0.005, -0.001, front)
        over(canvas, "#f4f8f4", np.clip(foam * 0.8 + crest * 0.9, 0, 1) * F(strength))
        over(
            canvas,
            "#0d4a5a",
            smooth(0.0, 0.006, front)
            * smooth(0.03, 0.006, front)
            * F(0.16 * strength)
            * (place < 0.6),
        )
    sand = rng.standard_normal((HEIGHT, WIDTH), F) * F(0.05)
    canvas *= (1 + sand * smooth(0.60, 0.68, place))[..., None]
    return finished(canvas, rng, exposure=0.9, vignette=0.35)


@painting("under-water", "body sea secrets solitude", seed=52)
def under_water(rng: Random) -> Image.Image:
    canvas = sky(
        [(0, "#7fd3d6"), (0.10, "#3fa8bd"), (0.35, "#136a94"), (0.7, "#0a3a63"), (1, "#051a36")]
    )
    sx, sy = 0.42, -0.28
    turn = np.arctan2(across() - F(sx), (down() - F(sy)) * F(HEIGHT / WIDTH))
    index = np.clip((turn / F(math.pi) + 0.5) * (WIDTH - 1), 0, WIDTH - 1).astype(np.int32)
    rays = smooth(-0.15, 0.6, profile(rng, 40, 3)[index]) * (
        0.5 + 0.5 * smooth(-0.3, 0.4, profile(rng, 12, 2)[index])
    )
    add(
        canvas,
        "#bff5ee",
        blurred(rays, 6) * smooth(0.95, 0.02, down()) * glow(sx, 0.05, 0.5, power=1.8),
        0.62,
    )
    top = noise(rng, 7, 4, stretch=2.8)
    lace = (1 - np.abs(2 * top - 1)) ** 10
    add(canvas, "#eafff8", lace * smooth(0.17, 0.0, down()), 1.2)
    for _ in range(150):
        y = rng.random()
        disc(
            canvas,
            rng.random(),
            y,
            rng.uniform(0.0008, 0.0022),
            linear("#bfe8ee") * F(rng.uniform(0.05, 0.35)),
            rim=0,
            soft=0.9,
        )
    for _ in range(46):
        column = rng.choice([0.30, 0.68, 0.74])
        y = rng.uniform(0.15, 0.95)
        radius = rng.uniform(0.003, 0.013) * (1.25 - 0.6 * y)
        disc(
            canvas,
            column + rng.normal(0, 0.03),
            y,
            radius,
            linear("#c8f2f2") * F(0.34),
            rim=0.85,
            soft=0.12,
        )
        disc(canvas, column, -1, 0.01, linear("#ffffff"))
    return finished(canvas, rng, exposure=1.2, vignette=0.45)


@painting("still-lake", "solitude loss hope mountains", seed=53)
def still_lake(rng: Random) -> Image.Image:
    canvas = sky(
        [(0, "#5d7ea8"), (0.25, "#9fb4cb"), (0.42, "#e8cfc0"), (0.5, "#f6dcb8"), (1, "#f6dcb8")]
    )
    streak = contrast(noise(rng, 1.8, 6, stretch=3.5), 0.46, 0.78)
    over(canvas, "#f4d9cb", streak * smooth(0.5, 0.15, down()) * F(0.7))
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
    rows = np.arange(HEIGHT)
    mirror = np.clip((2 * line * HEIGHT - rows).astype(np.int32), 0, HEIGHT - 1)
    ripple = (noise(rng, 60, 3, stretch=9) - 0.5) * smooth(line, 1.0, down()) * F(0.030)
    lower = canvas[mirror] * F(0.80) + linear("#3d5877") * F(0.05)
    lower = np.stack([warped(lower[..., i], ripple * 0.6, ripple) for i in range(3)], axis=-1)
    depth = smooth(line, 1.05, down()) * np.ones((1, WIDTH), F)
    over(lower, "#27405f", depth * F(0.5))
    over(canvas, lower, smooth(line - 0.001, line + 0.001, down()) * np.ones((1, WIDTH), F))
    over(
        canvas,
        "#f2dcc8",
        np.exp(-(((down() - F(line)) / F(0.006)) ** 2), dtype=F)
        * contrast(noise(rng, 3, 3, stretch=5), 0.35, 0.7)
        * F(0.75),
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
    stamp(canvas, shape(reflected, 62, blur=2.4) * F(0.55), 0.60, 0.716, linear("#14202e"))
    stamp(canvas, shape(hull, 62, blur=1.0), 0.60, 0.70, linear("#10181f"))
    return finished(canvas, rng, exposure=0.95, vignette=0.35)


@painting("lighthouse", "sea hope solitude night faith", seed=54)
def lighthouse(rng: Random) -> Image.Image:
    horizon = 0.70
    canvas = sky(
        [(0, "#0a1530"), (0.4, "#1c2f57"), (0.62, "#4a5f8a"), (0.70, "#8a8fa6"), (1, "#16233d")]
    )
    stars(canvas, rng, 240, lowest=0.55)
    dense, lit = cumulus_low(rng)
    over(canvas, ramp(lit, [(0, "#22345a"), (1, "#6d7fa6")]), dense * F(0.6))
    swell = waves(rng, horizon)
    depth = np.clip((down() - F(horizon)) / F(1 - horizon), 0, 1)
    water = (
        ramp(depth * np.ones((1, WIDTH), F), [(0, "#6b7897"), (0.15, "#33486e"), (1, "#0a1428")])
        * (1 + 0.6 * swell)[..., None]
    )
    over(
        canvas,
        water.astype(F),
        smooth(horizon - 0.0015, horizon + 0.0015, down()) * np.ones((1, WIDTH), F),
    )
    lx, ly = 0.70, 0.435
    for side, tilt in ((-1, 0.06), (1, -0.03)):
        run = (across() - F(lx)) * F(side)
        drop = (down() - F(ly)) * F(HEIGHT / WIDTH) - run * F(tilt)
        width = F(0.008) + np.clip(run, 0, 2) * F(0.085)
        beam = (
            np.exp(-((drop / width) ** 2), dtype=F)
            * smooth(0.0, 0.03, run)
            / (1 + np.clip(run, 0, 2) * 3.0)
        )
        add(canvas, "#ffeec2", beam * (0.75 + 0.5 * noise(rng, 4, 4)), 0.62)
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

    solid = drawn(draw, blur=1.0)
    side = np.clip((across() - F(lx)) / F(0.07) + F(0.5), 0, 1) * np.ones((HEIGHT, 1), F)
    face = ramp(side, [(0, "#56617c"), (0.45, "#343e58"), (1, "#121a2c")])
    bands = smooth(-0.1, 0.1, np.sin((down() - F(0.47)) * F(58)))
    face = face * (1 - 0.45 * bands)[..., None]
    rocky = linear("#131b2d") * (0.7 + 0.7 * noise(rng, 30, 4))[..., None]
    high = smooth(0.745, 0.715, down()) * smooth(0.05, 0.045, np.abs(across() - F(lx)))
    face = rocky + (face - rocky) * high[..., None]
    over(canvas, face.astype(F), solid)
    disc(canvas, lx, ly, 0.010, linear("#fff4d0") * F(5), rim=0, soft=0.4)
    add(canvas, "#ffdf9a", glow(lx, ly, 0.035), 0.9)
    glint = smooth(0.5, 1.3, swell + np.exp(-(((across() - F(lx)) / 0.10) ** 2), dtype=F) * 0.8) * (
        depth > 0.02
    )
    add(
        canvas,
        "#ffe2a8",
        glint
        * np.exp(-(((across() - F(lx - 0.02)) / (0.05 + 0.10 * depth)) ** 2), dtype=F)
        * (1 - solid),
        0.45,
    )
    return finished(canvas, rng, exposure=1.35, vignette=0.4)


def cumulus_low(rng: Random) -> tuple[Field, Field]:
    """Clouds that lie along the horizon."""
    from bot.cards.pictures.scenes.brushes import cumulus

    dense, lit = cumulus(rng, 2.2, cover=0.5, stretch=3.2, sun=(0.3, 0.6))
    return dense * smooth(0.35, 0.62, down()), lit
