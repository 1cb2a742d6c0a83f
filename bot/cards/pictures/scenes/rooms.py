"""Inside: windows, doors, curtains, what stands on a sill."""

import math

import numpy as np
from PIL import Image, ImageDraw

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes.brushes import (
    HEIGHT,
    WIDTH,
    F,
    Random,
    across,
    add,
    blurred,
    cumulus,
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
    sky,
    smooth,
)

ONES = np.broadcast_to(F(1), (HEIGHT, WIDTH))  # a view: takes no memory


@painting("light-on-the-wall", "room family memory hope", seed=61)
def light_on_the_wall(rng: Random) -> Image.Image:
    plaster = noise(rng, 30, 5) * F(0.5) + noise(rng, 3, 4) * F(0.5)
    canvas = (
        linear("#86614f") * (0.55 + 0.5 * plaster)[..., None] * (1.05 - 0.45 * down())[..., None]
    )
    canvas = canvas.astype(F)
    x = across() - F(0.14) + (down() - F(0.5)) * F(0.28)
    y = down() - F(0.16) - across() * F(0.10)
    panes = np.zeros((HEIGHT, WIDTH), F)
    for column in range(2):
        for row in range(3):
            left, top = 0.10 + column * 0.285, 0.04 + row * 0.19
            soft = 0.010 + 0.010 * row
            panes += (
                smooth(left, left + soft, x)
                * smooth(left + 0.262, left + 0.262 - soft, x)
                * smooth(top, top + soft, y)
                * smooth(top + 0.172, top + 0.172 - soft, y)
            )
    leaves: list[tuple[float, float, float, float]] = [
        (
            rng.normal(0.75, 0.17),
            rng.normal(0.30, 0.17),
            rng.uniform(0, math.pi),
            rng.uniform(0.020, 0.040),
        )
        for _ in range(130)
    ]

    def draw(pen: ImageDraw.ImageDraw, width: float, height: float) -> None:
        for lx, ly, turn, size in leaves:
            tip = (math.cos(turn) * size * width, math.sin(turn) * size * width)
            side = (-tip[1] * 0.35, tip[0] * 0.35)
            cx, cy = lx * width, ly * height
            pen.polygon(
                [
                    (cx - tip[0], cy - tip[1]),
                    (cx + side[0], cy + side[1]),
                    (cx + tip[0], cy + tip[1]),
                    (cx - side[0], cy - side[1]),
                ],
                fill=255,
            )
        for start, end in (
            ((1.05, 0.02), (0.52, 0.46)),
            ((0.9, 0.15), (0.80, 0.62)),
            ((0.8, 0.22), (0.48, 0.25)),
        ):
            pen.line(
                [(start[0] * width, start[1] * height), (end[0] * width, end[1] * height)],
                fill=255,
                width=int(width * 0.006),
            )

    shadow = drawn(draw, blur=9)
    light = panes * (1 - 0.85 * shadow)
    add(canvas, "#ffc98a", light * (0.8 + 0.4 * plaster), 1.25)
    add(canvas, "#ff9d5c", blurred(light, 40), 0.16)
    return finished(canvas, rng, exposure=0.95, vignette=0.45)


@painting("door-ajar", "secrets room solitude family", seed=62)
def door_ajar(rng: Random) -> Image.Image:
    canvas = sky([(0, "#0d0f16"), (0.70, "#191a22"), (0.72, "#121016"), (1, "#08070a")])
    canvas *= (0.8 + 0.4 * noise(rng, 5, 5))[..., None]
    floor_y = 0.72

    def door(pen: ImageDraw.ImageDraw, w: float, h: float) -> None:
        pen.polygon(
            [
                (0.545 * w, 0.12 * h),
                (0.60 * w, 0.105 * h),
                (0.60 * w, 0.755 * h),
                (0.545 * w, 0.725 * h),
            ],
            fill=255,
        )

    def wedge(pen: ImageDraw.ImageDraw, w: float, h: float) -> None:
        pen.polygon(
            [
                (0.545 * w, 0.722 * h),
                (0.60 * w, 0.75 * h),
                (0.52 * w, 1.02 * h),
                (0.02 * w, 1.02 * h),
            ],
            fill=255,
        )

    slit = drawn(door, blur=1.2)
    light = drawn(wedge, blur=4)
    planks = smooth(
        0.0, 0.06, np.abs(np.sin(((across() - F(0.5)) / (down() - F(0.45)) * F(6)) * F(math.pi)))
    ) * F(0.3) + F(0.7)
    fall = np.exp(-np.clip(down() - F(floor_y), 0, 1) * F(4.2), dtype=F)
    add(
        canvas,
        "#ffb765",
        (blurred(light, 5) * 0.7 + blurred(light, 22) * 0.3)
        * fall
        * planks
        * (0.7 + 0.6 * noise(rng, 40, 3, stretch=0.3)),
        0.75,
    )
    add(canvas, "#ff9a4a", glow(0.57, 0.45, 0.24, squash=0.45) * ONES, 0.14)
    warm = ramp(
        down() * ONES, [(0, "#ffcf86"), (0.45, "#fff0c8"), (0.75, "#ffd490"), (1, "#ffc070")]
    )
    over(canvas, (warm * F(1.6)).astype(F), slit)
    add(canvas, "#ffb05c", blurred(slit, 18), 0.35)
    add(canvas, "#ff9c48", blurred(slit, 90), 0.55)
    leaf = (
        smooth(0.60, 0.601, across())
        * smooth(0.93, 0.90, across())
        * smooth(0.085 - 0.0, 0.10, down() + (across() - F(0.6)) * F(0.12))
        * smooth(0.775, 0.755, down() - (across() - F(0.6)) * F(0.16))
    )
    over(canvas, "#1b171a", leaf * F(0.92))
    for top, low in ((0.16, 0.38), (0.44, 0.70)):
        panel = (
            smooth(0.645, 0.65, across())
            * smooth(0.88, 0.875, across())
            * smooth(top, top + 0.004, down())
            * smooth(low, low - 0.004, down())
        )
        edge = blurred(panel, 2) - blurred(panel, 6)
        add(canvas, "#8a6a50", np.clip(edge, 0, 1) * leaf, 0.5)
    add(canvas, "#ffbb70", smooth(0.612, 0.601, across()) * leaf, 0.35)
    disc(canvas, 0.632, 0.435, 0.011, linear("#ffc98a") * F(0.35), rim=0.2, soft=0.4)
    return finished(canvas, rng, exposure=1.35, vignette=0.35)


@painting("curtain-in-the-morning", "room secrets dawn love", seed=63)
def curtain(rng: Random) -> Image.Image:
    wave = profile(rng, 5, 3)
    sway = (noise(rng, 1.6, 3, stretch=0.6) - 0.5) * F(0.16)
    place = across() + sway * down() + wave[None, :] * F(0.02)
    folds = (
        np.sin(place * F(34), dtype=F) * F(0.55)
        + np.sin(place * F(61) + 1.3, dtype=F) * F(0.3)
        + np.sin(place * F(113), dtype=F) * F(0.15)
    )
    slope = np.cos(place * F(34), dtype=F) * F(0.6) + np.cos(place * F(61) + 1.3, dtype=F) * F(0.4)
    window = blurred(
        (
            smooth(0.12, 0.14, across())
            * smooth(0.86, 0.84, across())
            * smooth(-0.1, 0.0, down())
            * smooth(0.86, 0.82, down())
            * (1 - 0.8 * smooth(0.012, 0.006, np.abs(across() - F(0.49))))
            * (1 - 0.8 * smooth(0.010, 0.005, np.abs(down() - F(0.40))))
        ).astype(F),
        22,
    )
    light = window * (0.62 + 0.26 * folds + 0.16 * slope) + F(0.16) * (0.7 + 0.4 * folds)
    weave = F(1) + (noise(rng, 220, 2) - 0.5) * F(0.12)
    canvas = ramp(
        np.clip(light * weave, 0, 1),
        [(0, "#22202c"), (0.18, "#4d4450"), (0.42, "#a5836f"), (0.68, "#ecc08c"), (1, "#fff3d6")],
    )
    add(canvas, "#ffd9a0", glow(0.52, 0.36, 0.42), 0.10)
    return finished(canvas, rng, exposure=1.05, vignette=0.5)


@painting("cat-on-the-sill", "pets room night solitude", seed=64)
def cat(rng: Random) -> Image.Image:
    canvas = sky(
        [(0, "#1c2547"), (0.35, "#3b3f70"), (0.6, "#8a5a7c"), (0.78, "#d98a70"), (1, "#3b2a34")]
    )
    for _ in range(70):
        paint = linear(("#ffb45e", "#ffd9a0", "#ff7f62", "#8fb4ff")[int(rng.integers(4))]) * F(
            rng.uniform(0.08, 0.45)
        )
        disc(
            canvas,
            rng.random(),
            float(rng.normal(0.69, 0.07)),
            rng.uniform(0.010, 0.034),
            paint,
            rim=0.3,
            soft=0.12,
        )
    canvas = blurred(canvas, 3)
    sill = smooth(0.800, 0.806, down()) * ONES
    over(
        canvas,
        ramp(
            np.clip((down() - F(0.8)) * F(5), 0, 1) * ONES,
            [(0, "#3a2c33"), (0.2, "#241c24"), (1, "#0e0b10")],
        ),
        sill,
    )
    frame = np.clip(
        smooth(0.052, 0.045, across())
        + smooth(0.948, 0.955, across())
        + smooth(0.040, 0.034, down())
        + smooth(0.012, 0.009, np.abs(across() - F(0.335)))
        + smooth(0.009, 0.0065, np.abs(down() - F(0.33))),
        0,
        1,
    ) * (1 - sill)
    over(canvas, "#15131d", blurred(frame.astype(F), 1.5))
    solid = drawn(_cat, blur=1.4)
    add(canvas, "#ff9f7a", np.clip(blurred(solid, 7) - solid, 0, 1), 0.18)
    over(canvas, "#0c0b12", solid)
    rim = np.clip(solid - np.roll(solid, 4, axis=1), 0, 1) * smooth(0.8, 0.4, down())
    add(canvas, "#e09a88", rim, 0.35)
    return finished(canvas, rng, exposure=1.2, vignette=0.4)


def _cat(pen: ImageDraw.ImageDraw, w: float, h: float) -> None:
    """A cat from behind, sitting, its tail hanging from the sill."""

    def at(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [((0.64 + x * 0.40) * w, 0.808 * h - y * 0.40 * w) for x, y in points]

    right = [
        (0.0, 0.71),
        (0.05, 0.70),
        (0.10, 0.66),
        (0.135, 0.60),
        (0.14, 0.53),
        (0.12, 0.47),
        (0.15, 0.42),
        (0.20, 0.33),
        (0.245, 0.22),
        (0.255, 0.11),
        (0.235, 0.03),
        (0.20, -0.01),
    ]
    pen.polygon(at(right + [(-x, y) for x, y in reversed(right)]), fill=255)
    for side in (-1, 1):
        pen.polygon(
            at(
                [
                    (side * 0.142, 0.58),
                    (side * 0.150, 0.66),
                    (side * 0.138, 0.795),
                    (side * 0.09, 0.745),
                    (side * 0.02, 0.70),
                ]
            ),
            fill=255,
        )
    tail = [
        (0.20, 0.02),
        (0.27, 0.015),
        (0.31, -0.03),
        (0.32, -0.11),
        (0.315, -0.20),
        (0.30, -0.27),
        (0.31, -0.33),
    ]
    smooth_tail = at(tail)
    pen.line(smooth_tail, fill=255, width=int(0.017 * w), joint="curve")
    for x, y in (smooth_tail[0], smooth_tail[-1]):
        pen.ellipse((x - 0.0085 * w, y - 0.0085 * w, x + 0.0085 * w, y + 0.0085 * w), fill=255)


@painting("seat-by-the-wing", "road dawn solitude hope", seed=65)
def plane_window(rng: Random) -> Image.Image:
    outside = sky(
        [(0, "#2e5490"), (0.32, "#6f94c0"), (0.48, "#f3b98a"), (0.54, "#ffd9a0"), (1, "#d89a8a")]
    )
    add(outside, "#fff0c8", glow(0.66, 0.50, 0.06, power=2.6), 0.9)
    dense, lit = cumulus(rng, 3.0, cover=0.75, stretch=3.0, sun=(0.5, -0.7))
    over(
        outside,
        ramp(lit, [(0, "#77627f"), (0.45, "#c08d90"), (0.8, "#ffd0a8"), (1, "#fff2dc")]),
        dense * smooth(0.52, 0.60, down()),
    )
    wing = drawn(
        lambda pen, w, h: pen.polygon(
            [
                (0.98 * w, 0.66 * h),
                (0.42 * w, 0.575 * h),
                (0.385 * w, 0.56 * h),
                (0.40 * w, 0.578 * h),
                (0.98 * w, 0.76 * h),
            ],
            fill=255,
        ),
        blur=1.5,
    )
    over(
        outside,
        ramp(np.clip((across() - F(0.35)) * F(1.4), 0, 1) * ONES, [(0, "#d6c2bd"), (1, "#5d627c")]),
        wing,
    )
    dx = np.abs(across() - F(0.5)) / F(0.325)
    dy = np.abs(down() - F(0.47)) / F(0.355)
    rounded = (dx**4.2 + dy**4.2) ** F(1 / 4.2)
    canvas = (
        linear("#5a5457")
        * (0.32 + 0.30 * np.exp(-(((rounded - 1) / F(0.45)) ** 2), dtype=F) + 0.12 * (1 - down()))[
            ..., None
        ]
    )
    canvas = (canvas * (0.94 + 0.12 * noise(rng, 3, 3))[..., None]).astype(F)
    bevel = smooth(1.20, 1.0, rounded)
    shade = ramp(
        np.clip(F(0.5) + (down() - F(0.47)) * F(0.9) + (across() - F(0.5)) * F(0.5), 0, 1),
        [(0, "#2b2a30"), (0.5, "#7d6f6c"), (1, "#e6b893")],
    )
    over(canvas, shade, bevel * F(0.85))
    add(canvas, "#ffbe8a", smooth(1.11, 1.16, rounded) * smooth(1.25, 1.17, rounded) * down(), 0.25)
    over(canvas, outside, smooth(1.005, 0.995, rounded))
    over(canvas, "#1a181c", smooth(0.985, 1.0, rounded) * smooth(1.03, 1.005, rounded) * F(0.7))
    add(canvas, "#ffc08a", smooth(1.3, 0.9, rounded) * F(0.05))
    return finished(canvas, rng, exposure=1.05, vignette=0.4)
