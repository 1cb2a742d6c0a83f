"""Inside: windows, doors, curtains, what stands on a sill."""

import math

import numpy as np
from PIL import Image, ImageDraw

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b

ONES = np.broadcast_to(b.F(1), (b.HEIGHT, b.WIDTH))  # a view: takes no memory


@painting("light-on-the-wall", "room family memory hope", seed=61)
def light_on_the_wall(rng: b.Random) -> Image.Image:
    plaster = b.noise(rng, 30, 5) * b.F(0.5) + b.noise(rng, 3, 4) * b.F(0.5)
    canvas = (
        b.linear("#86614f")
        * (0.55 + 0.5 * plaster)[..., None]
        * (1.05 - 0.45 * b.down())[..., None]
    )
    canvas = canvas.astype(b.F)
    x = b.across() - b.F(0.14) + (b.down() - b.F(0.5)) * b.F(0.28)
    y = b.down() - b.F(0.16) - b.across() * b.F(0.10)
    panes = np.zeros((b.HEIGHT, b.WIDTH), b.F)
    for column in range(2):
        for row in range(3):
            left, top = 0.10 + column * 0.285, 0.04 + row * 0.19
            soft = 0.010 + 0.010 * row
            panes += (
                b.smooth(left, left + soft, x)
                * b.smooth(left + 0.262, left + 0.262 - soft, x)
                * b.smooth(top, top + soft, y)
                * b.smooth(top + 0.172, top + 0.172 - soft, y)
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

    shadow = b.drawn(draw, blur=9)
    light = panes * (1 - 0.85 * shadow)
    b.add(canvas, "#ffc98a", light * (0.8 + 0.4 * plaster), 1.25)
    b.add(canvas, "#ff9d5c", b.blurred(light, 40), 0.16)
    return b.finished(canvas, rng, exposure=0.95, vignette=0.45)


@painting("door-ajar", "secrets room solitude family", seed=62)
def door_ajar(rng: b.Random) -> Image.Image:
    canvas = b.sky([(0, "#0d0f16"), (0.70, "#191a22"), (0.72, "#121016"), (1, "#08070a")])
    canvas *= (0.8 + 0.4 * b.noise(rng, 5, 5))[..., None]
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

    slit = b.drawn(door, blur=1.2)
    light = b.drawn(wedge, blur=4)
    planks = b.smooth(
        0.0,
        0.06,
        np.abs(np.sin(((b.across() - b.F(0.5)) / (b.down() - b.F(0.45)) * b.F(6)) * b.F(math.pi))),
    ) * b.F(0.3) + b.F(0.7)
    fall = np.exp(-np.clip(b.down() - b.F(floor_y), 0, 1) * b.F(4.2), dtype=b.F)
    b.add(
        canvas,
        "#ffb765",
        (b.blurred(light, 5) * 0.7 + b.blurred(light, 22) * 0.3)
        * fall
        * planks
        * (0.7 + 0.6 * b.noise(rng, 40, 3, stretch=0.3)),
        0.75,
    )
    b.add(canvas, "#ff9a4a", b.glow(0.57, 0.45, 0.24, squash=0.45) * ONES, 0.14)
    warm = b.ramp(
        b.down() * ONES, [(0, "#ffcf86"), (0.45, "#fff0c8"), (0.75, "#ffd490"), (1, "#ffc070")]
    )
    b.over(canvas, (warm * b.F(1.6)).astype(b.F), slit)
    b.add(canvas, "#ffb05c", b.blurred(slit, 18), 0.35)
    b.add(canvas, "#ff9c48", b.blurred(slit, 90), 0.55)
    leaf = (
        b.smooth(0.60, 0.601, b.across())
        * b.smooth(0.93, 0.90, b.across())
        * b.smooth(0.085 - 0.0, 0.10, b.down() + (b.across() - b.F(0.6)) * b.F(0.12))
        * b.smooth(0.775, 0.755, b.down() - (b.across() - b.F(0.6)) * b.F(0.16))
    )
    b.over(canvas, "#1b171a", leaf * b.F(0.92))
    for top, low in ((0.16, 0.38), (0.44, 0.70)):
        panel = (
            b.smooth(0.645, 0.65, b.across())
            * b.smooth(0.88, 0.875, b.across())
            * b.smooth(top, top + 0.004, b.down())
            * b.smooth(low, low - 0.004, b.down())
        )
        edge = b.blurred(panel, 2) - b.blurred(panel, 6)
        b.add(canvas, "#8a6a50", np.clip(edge, 0, 1) * leaf, 0.5)
    b.add(canvas, "#ffbb70", b.smooth(0.612, 0.601, b.across()) * leaf, 0.35)
    b.disc(canvas, 0.632, 0.435, 0.011, b.linear("#ffc98a") * b.F(0.35), rim=0.2, soft=0.4)
    return b.finished(canvas, rng, exposure=1.35, vignette=0.35)


@painting("curtain-in-the-morning", "room secrets dawn love", seed=63)
def curtain(rng: b.Random) -> Image.Image:
    wave = b.profile(rng, 5, 3)
    sway = (b.noise(rng, 1.6, 3, stretch=0.6) - 0.5) * b.F(0.16)
    place = b.across() + sway * b.down() + wave[None, :] * b.F(0.02)
    folds = (
        np.sin(place * b.F(34), dtype=b.F) * b.F(0.55)
        + np.sin(place * b.F(61) + 1.3, dtype=b.F) * b.F(0.3)
        + np.sin(place * b.F(113), dtype=b.F) * b.F(0.15)
    )
    slope = np.cos(place * b.F(34), dtype=b.F) * b.F(0.6) + np.cos(
        place * b.F(61) + 1.3, dtype=b.F
    ) * b.F(0.4)
    window = b.blurred(
        (
            b.smooth(0.12, 0.14, b.across())
            * b.smooth(0.86, 0.84, b.across())
            * b.smooth(-0.1, 0.0, b.down())
            * b.smooth(0.86, 0.82, b.down())
            * (1 - 0.8 * b.smooth(0.012, 0.006, np.abs(b.across() - b.F(0.49))))
            * (1 - 0.8 * b.smooth(0.010, 0.005, np.abs(b.down() - b.F(0.40))))
        ).astype(b.F),
        22,
    )
    light = window * (0.62 + 0.26 * folds + 0.16 * slope) + b.F(0.16) * (0.7 + 0.4 * folds)
    weave = b.F(1) + (b.noise(rng, 220, 2) - 0.5) * b.F(0.12)
    canvas = b.ramp(
        np.clip(light * weave, 0, 1),
        [(0, "#22202c"), (0.18, "#4d4450"), (0.42, "#a5836f"), (0.68, "#ecc08c"), (1, "#fff3d6")],
    )
    b.add(canvas, "#ffd9a0", b.glow(0.52, 0.36, 0.42), 0.10)
    return b.finished(canvas, rng, exposure=1.05, vignette=0.5)


@painting("cat-on-the-sill", "pets room night solitude", seed=64)
def cat(rng: b.Random) -> Image.Image:
    canvas = b.sky(
        [(0, "#1c2547"), (0.35, "#3b3f70"), (0.6, "#8a5a7c"), (0.78, "#d98a70"), (1, "#3b2a34")]
    )
    for _ in range(70):
        paint = b.linear(("#ffb45e", "#ffd9a0", "#ff7f62", "#8fb4ff")[int(rng.integers(4))]) * b.F(
            rng.uniform(0.08, 0.45)
        )
        b.disc(
            canvas,
            rng.random(),
            float(rng.normal(0.69, 0.07)),
            rng.uniform(0.010, 0.034),
            paint,
            rim=0.3,
            soft=0.12,
        )
    canvas = b.blurred(canvas, 3)
    sill = b.smooth(0.800, 0.806, b.down()) * ONES
    b.over(
        canvas,
        b.ramp(
            np.clip((b.down() - b.F(0.8)) * b.F(5), 0, 1) * ONES,
            [(0, "#3a2c33"), (0.2, "#241c24"), (1, "#0e0b10")],
        ),
        sill,
    )
    frame = np.clip(
        b.smooth(0.052, 0.045, b.across())
        + b.smooth(0.948, 0.955, b.across())
        + b.smooth(0.040, 0.034, b.down())
        + b.smooth(0.012, 0.009, np.abs(b.across() - b.F(0.335)))
        + b.smooth(0.009, 0.0065, np.abs(b.down() - b.F(0.33))),
        0,
        1,
    ) * (1 - sill)
    b.over(canvas, "#15131d", b.blurred(frame.astype(b.F), 1.5))
    solid = b.drawn(_cat, blur=1.4)
    b.add(canvas, "#ff9f7a", np.clip(b.blurred(solid, 7) - solid, 0, 1), 0.18)
    b.over(canvas, "#0c0b12", solid)
    rim = np.clip(solid - np.roll(solid, 4, axis=1), 0, 1) * b.smooth(0.8, 0.4, b.down())
    b.add(canvas, "#e09a88", rim, 0.35)
    return b.finished(canvas, rng, exposure=1.2, vignette=0.4)


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
def plane_window(rng: b.Random) -> Image.Image:
    outside = b.sky(
        [(0, "#2e5490"), (0.32, "#6f94c0"), (0.48, "#f3b98a"), (0.54, "#ffd9a0"), (1, "#d89a8a")]
    )
    b.add(outside, "#fff0c8", b.glow(0.66, 0.50, 0.06, power=2.6), 0.9)
    dense, lit = b.cumulus(rng, 3.0, cover=0.75, stretch=3.0, sun=(0.5, -0.7))
    b.over(
        outside,
        b.ramp(lit, [(0, "#77627f"), (0.45, "#c08d90"), (0.8, "#ffd0a8"), (1, "#fff2dc")]),
        dense * b.smooth(0.52, 0.60, b.down()),
    )
    wing = b.drawn(
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
    b.over(
        outside,
        b.ramp(
            np.clip((b.across() - b.F(0.35)) * b.F(1.4), 0, 1) * ONES,
            [(0, "#d6c2bd"), (1, "#5d627c")],
        ),
        wing,
    )
    dx = np.abs(b.across() - b.F(0.5)) / b.F(0.325)
    dy = np.abs(b.down() - b.F(0.47)) / b.F(0.355)
    rounded = (dx**4.2 + dy**4.2) ** b.F(1 / 4.2)
    canvas = (
        b.linear("#5a5457")
        * (
            0.32
            + 0.30 * np.exp(-(((rounded - 1) / b.F(0.45)) ** 2), dtype=b.F)
            + 0.12 * (1 - b.down())
        )[..., None]
    )
    canvas = (canvas * (0.94 + 0.12 * b.noise(rng, 3, 3))[..., None]).astype(b.F)
    bevel = b.smooth(1.20, 1.0, rounded)
    shade = b.ramp(
        np.clip(
            b.F(0.5) + (b.down() - b.F(0.47)) * b.F(0.9) + (b.across() - b.F(0.5)) * b.F(0.5), 0, 1
        ),
        [(0, "#2b2a30"), (0.5, "#7d6f6c"), (1, "#e6b893")],
    )
    b.over(canvas, shade, bevel * b.F(0.85))
    b.add(
        canvas,
        "#ffbe8a",
        b.smooth(1.11, 1.16, rounded) * b.smooth(1.25, 1.17, rounded) * b.down(),
        0.25,
    )
    b.over(canvas, outside, b.smooth(1.005, 0.995, rounded))
    b.over(
        canvas, "#1a181c", b.smooth(0.985, 1.0, rounded) * b.smooth(1.03, 1.005, rounded) * b.F(0.7)
    )
    b.add(canvas, "#ffc08a", b.smooth(1.3, 0.9, rounded) * b.F(0.05))
    return b.finished(canvas, rng, exposure=1.05, vignette=0.4)
