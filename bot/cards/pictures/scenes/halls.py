"""Stippled posters: places that many people share, and nobody is there."""

import math

import numpy as np
from PIL import Image

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b
from bot.cards.pictures.scenes.looks import TALL, Grain, Outline, Point, along, curve, toward


@painting("hospital-corridor", "body loss hope solitude", seed=461)
def hospital_corridor(rng: b.Random) -> Image.Image:
    art = Grain(rng, "#cfe0dc")
    vx, vy = 0.5, 0.55

    def at(x: float, y: float, far: float) -> Point:
        """Return a point of the near frame, drawn back by ``far`` (0 near .. 1 vanishing)."""
        return x + (vx - x) * far, y + (vy - y) * far

    end = 0.80
    floor = art.fill(
        Outline().polygon((-0.2, 1.35), (1.2, 1.35), at(1.2, 1.35, end), at(-0.2, 1.35, end)),
        "#9cc2bd",
    )
    roof = art.fill(
        Outline().polygon((-0.2, -0.25), (1.2, -0.25), at(1.2, -0.25, end), at(-0.2, -0.25, end)),
        "#e9efe8",
    )
    left = art.fill(
        Outline().polygon((-0.2, -0.25), at(-0.2, -0.25, end), at(-0.2, 1.35, end), (-0.2, 1.35)),
        "#b5d2cd",
    )
    right = art.fill(
        Outline().polygon((1.2, -0.25), at(1.2, -0.25, end), at(1.2, 1.35, end), (1.2, 1.35)),
        "#a9cac6",
    )
    for x, mask in ((-0.2, left), (1.2, right)):
        band = Outline().polygon(at(x, 0.86, 0), at(x, 0.86, end), at(x, 0.93, end), at(x, 0.93, 0))
        art.fill(band, "#3f8682")
        for near, far in ((0.10, 0.30), (0.44, 0.56), (0.64, 0.71)):
            door = art.fill(
                Outline().polygon(
                    at(x, 0.28, near), at(x, 0.28, far), at(x, 1.35, far), at(x, 1.35, near)
                ),
                "#5b918e",
            )
            art.shade(
                door,
                along(*((0.0, 0.3, 0.5, 0.3) if x < 0 else (1.0, 0.3, 0.5, 0.3))) * b.F(0.5),
                "#d9ebe4",
            )
        art.shade(mask, (1 - toward(vx, vy, 0.62)) * b.F(0.55), "#5f8f90")
    back = art.fill(
        Outline().polygon(
            at(-0.2, -0.25, end), at(1.2, -0.25, end), at(1.2, 1.35, end), at(-0.2, 1.35, end)
        ),
        "#f4efd8",
    )
    art.fill(Outline().box(vx - 0.085, vy - 0.06, 0.17, 0.225), "#fdf9e6")
    art.fill(Outline().box(vx - 0.003, vy - 0.06, 0.006, 0.225), "#b9c9b8")
    art.shade(back, (1 - toward(vx, vy, 0.16)) * b.F(0.5), "#c9d8c6")
    art.shade(floor, (1 - toward(vx, vy + 0.2, 0.7)) * b.F(0.55), "#4f8784")
    art.shade(floor, toward(vx, vy + 0.16, 0.42), "#f4efd8", 0.8)
    art.shade(roof, (1 - toward(vx, vy - 0.2, 0.75)) * b.F(0.5), "#9dbcb7")
    for near, far in ((0.06, 0.22), (0.38, 0.49), (0.58, 0.65), (0.70, 0.745)):
        lamp = Outline().polygon(
            at(0.36, -0.25, near), at(0.64, -0.25, near), at(0.64, -0.25, far), at(0.36, -0.25, far)
        )
        art.fill(lamp, "#fffdf0")
    wheel = Outline()
    for x in (0.225, 0.375):
        wheel.oval(x, 1.035, 0.018)
        wheel.line((x, 0.90), (x, 1.02), wide=0.010)
    art.fill(wheel, "#33595a")
    bed = art.fill(Outline().box(0.19, 0.845, 0.225, 0.06, round=0.012), "#fbfbf4")
    art.fill(Outline().box(0.19, 0.825, 0.075, 0.035, round=0.015), "#ffffff")
    art.fill(Outline().box(0.182, 0.78, 0.012, 0.14).box(0.410, 0.82, 0.012, 0.10), "#33595a")
    art.shade(bed, along(0.19, 0.84, 0.19, 0.93), "#8fb3b0", 0.9)
    return art.printed(rng)


@painting("stairs-upward", "hope secrets city body", seed=462)
def stairs_upward(rng: b.Random) -> Image.Image:
    art = Grain(rng, "#2b2740")
    wall = np.broadcast_to(b.F(1), (b.HEIGHT, b.WIDTH))
    art.shade(wall, toward(0.72, 0.12, 0.95) * b.F(1.05), "#e8935a")
    art.shade(wall, toward(0.74, 0.10, 0.50), "#ffd79a")
    art.fill(Outline().box(0.62, -0.1, 0.25, 0.42), "#fff0c9")
    warm, bright = along(0.1, 1.2, 0.75, 0.25) * b.F(0.9), toward(0.76, 0.2, 0.75)
    for k in range(9):
        x, y = 0.62 - k * 0.085, 0.32 + k * 0.098
        tread = Outline().polygon(
            (x, y),
            (x + 0.30 + k * 0.085, y),
            (1.1, y + 0.02),
            (1.1, 1.4),
            (x - 0.085, 1.4),
            (x - 0.085, y + 0.098),
            (x, y + 0.098),
        )
        mask = art.fill(tread, "#6d4a5b")
        art.shade(mask, warm, "#c77a5c")
        top = art.fill(
            Outline().polygon((x, y), (1.1, y), (1.1, y + 0.026), (x - 0.01, y + 0.026)), "#a8645a"
        )
        art.shade(top, bright, "#ffdca0")
        under = b.smooth(y + 0.11, y + 0.02, b.down() * b.F(TALL)) * b.smooth(
            y + 0.024, y + 0.027, b.down() * b.F(TALL)
        )
        art.shade(mask * under, wall * b.F(0.8), "#34243d")
    rail = Outline().line((-0.03, 0.93), (0.56, 0.135), (0.62, 0.05), wide=0.020)
    for k in range(7):
        x, y = 0.545 - k * 0.085, 0.155 + k * 0.1145
        rail.line((x, y), (x, y + 0.26), wide=0.009)
    art.fill(rail, "#1b1729")
    return art.printed(rng)


@painting("after-the-last-lesson", "school memory solitude hope", seed=463)
def after_the_last_lesson(rng: b.Random) -> Image.Image:
    art = Grain(rng, "#e2b56b")
    wall = np.broadcast_to(b.F(1), (b.HEIGHT, b.WIDTH))
    art.shade(wall, (1 - toward(0.85, 0.2, 1.0)) * b.F(0.85), "#b5743f")
    floor = art.fill(
        Outline().polygon((-0.1, 0.78), (1.1, 0.78), (1.1, 1.4), (-0.1, 1.4)), "#a2623b"
    )
    board = art.fill(Outline().box(0.09, 0.20, 0.56, 0.32), "#2f5a50")
    art.fill(Outline().box(0.075, 0.515, 0.59, 0.022), "#7b4a2c")
    art.shade(board, along(0.1, 0.55, 0.6, 0.2) * b.F(0.55), "#6f9a83")
    chalk = Outline().line(
        *curve((0.15, 0.30), (0.22, 0.285), (0.27, 0.305), (0.33, 0.29)), wide=0.007
    )
    chalk.line((0.15, 0.37), (0.40, 0.365), wide=0.005).line(
        (0.15, 0.42), (0.31, 0.418), wide=0.005
    )
    art.fill(chalk, "#e9efe0")
    for x in (0.74, 0.89):
        pane = art.fill(Outline().box(x, 0.12, 0.125, 0.42), "#fff2c4")
        art.fill(Outline().box(x + 0.057, 0.12, 0.011, 0.42).box(x, 0.32, 0.125, 0.011), "#b07c46")
        art.shade(pane, toward(x + 0.06, 0.5, 0.3) * b.F(0.6), "#ffdf8f")
    for x0 in (0.30, 0.62):
        beam = (
            Outline()
            .polygon((x0, 0.80), (x0 + 0.16, 0.80), (x0 - 0.08, 1.3), (x0 - 0.34, 1.3))
            .mask(blur=4)
        )
        art.shade(floor * beam, wall * b.F(0.75), "#f6cf83")
    art.shade(floor, along(0.9, 0.8, 0.0, 1.3) * b.F(0.6), "#5f3527")
    for row, (y, size) in enumerate(((0.80, 0.13), (0.92, 0.185), (1.09, 0.26))):
        for k in range(3):
            x = 0.5 + (k - 1) * size * 1.75 - size * 0.1
            _desk(art, x, y, size, chair_up=(row, k) != (1, 1))
    return art.printed(rng)


def _desk(art: Grain, x: float, y: float, size: float, *, chair_up: bool) -> None:
    """A desk; its chair stands on it, legs up, or is left on the floor."""
    h, w = size, size * 0.5
    legs = Outline()
    for side in (-1, 1):
        legs.line((x + side * w * 0.82, y - h * 0.45), (x + side * w * 0.88, y), wide=size * 0.045)
    art.fill(legs, "#45271f")
    if chair_up:
        chair = Outline()
        for side in (-1, 1):
            chair.line(
                (x + side * w * 0.42, y - h * 0.62),
                (x + side * w * 0.47, y - h * 1.0),
                wide=size * 0.035,
            )
        art.fill(chair, "#45271f")
        art.fill(
            Outline().box(x - w * 0.5, y - h * 0.66, w, h * 0.075, round=size * 0.02), "#c9573c"
        )
    top = art.fill(
        Outline().polygon(
            (x - w, y - h * 0.47),
            (x + w, y - h * 0.47),
            (x + w * 0.9, y - h * 0.57),
            (x - w * 0.9, y - h * 0.57),
        ),
        "#eab267",
    )
    art.fill(Outline().box(x - w, y - h * 0.47, w * 2, h * 0.07), "#8a4f2e")
    art.shade(top, along(x + w, y, x - w, y) * b.F(0.6), "#b9763f")


@painting("stone-in-the-grass", "loss memory family faith", seed=468)
def stone_in_the_grass(rng: b.Random) -> Image.Image:
    art = Grain(rng, "#b9c9c6")
    wall = np.broadcast_to(b.F(1), (b.HEIGHT, b.WIDTH))
    art.shade(wall, along(0, 0.0, 0, 0.8) * b.F(0.7), "#f0dcc0")
    for top, colour, rough in ((0.62, "#93aaa4", 0.06), (0.70, "#6f8f86", 0.05)):
        art.fill(
            b.below((b.profile(rng, 9, 5) * b.F(rough) + b.F(top)) / b.F(TALL), soft=0.003), colour
        )
    ground = art.fill(
        b.below((b.profile(rng, 2, 2) * b.F(0.012) + b.F(0.86)) / b.F(TALL)), "#4d7560"
    )
    art.shade(ground, along(0.2, 1.25, 0.6, 0.85) * b.F(0.8), "#8fae7f")
    stone = art.fill(Outline().box(0.36, 0.58, 0.28, 0.42).oval(0.5, 0.58, 0.14), "#a7a7a6")
    art.shade(stone, along(0.36, 0.6, 0.66, 0.9) * b.F(0.85), "#5f646b")
    art.shade(stone, b.contrast(b.noise(rng, 26, 3)) * b.F(0.30), "#d6d4cd")
    for y, w in ((0.66, 0.12), (0.705, 0.16), (0.75, 0.10)):
        art.fill(Outline().line((0.5 - w / 2, y), (0.5 + w / 2, y), wide=0.009), "#6d7176")
    mound = art.fill(
        b.below((b.profile(rng, 14, 3) * b.F(0.006) + b.F(0.975)) / b.F(TALL))
        * b.smooth(0.24, 0.16, np.abs(b.across() - b.F(0.5))),
        "#5c8a68",
    )
    art.shade(mound, along(0.6, 1.2, 0.5, 0.97) * b.F(0.7), "#4d7560")
    blades = Outline()
    for _ in range(260):
        x, y = float(rng.uniform(-0.02, 1.02)), float(rng.uniform(0.93, 1.24))
        high = float(rng.uniform(0.025, 0.06))
        blades.line((x, y), (x + float(rng.normal(0, 0.012)), y - high), wide=0.004)
    art.fill(blades, "#3a6350")
    stems = Outline()
    for x, y in ((0.44, 0.90), (0.475, 0.872), (0.51, 0.90), (0.545, 0.88)):
        stems.line((x, y), (0.492, 1.02), wide=0.006)
    art.fill(stems, "#2f5443")
    for (x, y), colour in zip(
        ((0.44, 0.90), (0.475, 0.872), (0.51, 0.90), (0.545, 0.88)),
        ("#f5efe0", "#e2a0a0", "#f5efe0", "#d97b86"),
        strict=True,
    ):
        for k in range(6):
            t = k * math.pi / 3
            art.fill(
                Outline().oval(x + 0.013 * math.cos(t), y + 0.013 * math.sin(t), 0.011), colour
            )
        art.fill(Outline().oval(x, y, 0.008), "#e7bd52")
    return art.printed(rng)


@painting("arches-of-light", "faith hope loss solitude", seed=469)
def arches_of_light(rng: b.Random) -> Image.Image:
    """A house of prayer of no particular faith."""
    art = Grain(rng, "#3c3350")
    wall = np.broadcast_to(b.F(1), (b.HEIGHT, b.WIDTH))
    tints = ("#51425f", "#6d5269", "#8f6670", "#b98273", "#e3aa7c", "#ffe2ad")
    for k, tint in enumerate(tints):
        w = 0.86 - k * 0.135
        x, base, spring = 0.5 - w / 2, 1.12 - k * 0.045, 0.48 + k * 0.018
        arch = Outline().box(x, spring, w, base - spring)
        arch.polygon(
            *[
                (0.5 + w / 2 * math.cos(t), spring - w * 0.62 * math.sin(t) ** 0.9)
                for t in np.linspace(0, math.pi, 40)
            ]
        )
        mask = art.fill(arch, tint)
        if k < len(tints) - 1:
            art.shade(
                mask, along(0.5 - w / 2, 0.6, 0.5 + w / 2, 0.6) * b.F(0.42), tints[max(0, k - 1)]
            )
        else:
            art.shade(mask, along(0.5, 1.0, 0.5, 0.4) * b.F(0.5), "#fff8e2")
    floor = Outline().polygon((0.42, 0.90), (0.58, 0.90), (0.86, 1.3), (0.14, 1.3)).mask(blur=6)
    low = b.smooth(0.885, 0.90, b.down() * b.F(TALL))
    art.shade(floor * low, along(0, 1.28, 0, 0.88) * b.F(0.9) * wall, "#ffdca6")
    for side in (-1, 1):
        for k in range(3):
            y = 1.0 + k * 0.085
            mat = Outline().polygon(
                (0.5 + side * (0.16 + k * 0.045), y),
                (0.5 + side * (0.30 + k * 0.075), y),
                (0.5 + side * (0.325 + k * 0.085), y + 0.05),
                (0.5 + side * (0.175 + k * 0.05), y + 0.05),
            )
            art.fill(mat.mask() * b.F(0.55), "#4a3350")
    return art.printed(rng)


@painting("pitch-from-above", "friends school body memory", seed=470)
def pitch_from_above(rng: b.Random) -> Image.Image:
    art = Grain(rng, "#3f8a5a")
    for k in range(0, 10, 2):
        art.fill(Outline().box(-0.1, k * 0.125, 1.2, 0.125), "#4a9a66")
    wall = np.broadcast_to(b.F(1), (b.HEIGHT, b.WIDTH))
    art.shade(wall, b.contrast(b.noise(rng, 4, 5)) * b.F(0.35), "#2c6b47")
    art.shade(wall, along(0.9, 0.0, 0.0, 1.2) * b.F(0.35), "#1f4f45")
    lines = Outline()
    for points in (
        [(0.10, -0.1), (0.10, 1.35)],
        [(0.90, -0.1), (0.90, 1.35)],
        [(0.10, 0.40), (0.90, 0.40)],
        [(0.10, 1.16), (0.90, 1.16)],
        [(0.26, 1.16), (0.26, 0.93), (0.74, 0.93), (0.74, 1.16)],
        [(0.385, 1.16), (0.385, 1.075), (0.615, 1.075), (0.615, 1.16)],
    ):
        lines.line(*points, wide=0.010)
    circle = Outline().oval(0.5, 0.40, 0.165).oval(0.5, 0.40, 0.155, hole=True)
    art.fill(lines, "#f2f4e4")
    art.fill(circle, "#f2f4e4")
    art.fill(Outline().oval(0.5, 0.40, 0.011).oval(0.5, 1.0, 0.009), "#f2f4e4")
    shade = Outline().oval(0.665, 0.735, 0.043, 0.036).mask(blur=5)
    art.shade(shade, wall * b.F(0.8), "#163d35")
    ball = art.fill(Outline().oval(0.635, 0.71, 0.042), "#fbf8ee")
    spots = Outline()
    for k in range(5):
        t = k * 2 * math.pi / 5 + 0.4
        spots.oval(0.635 + 0.032 * math.cos(t), 0.71 + 0.032 * math.sin(t), 0.0105)
    art.fill(spots.oval(0.635, 0.71, 0.012).mask() * ball, "#26333a")
    art.shade(ball, along(0.61, 0.68, 0.67, 0.75) * b.F(0.7), "#9aa7a0")
    return art.printed(rng)
