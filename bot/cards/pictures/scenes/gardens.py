"""Flowers, leaves, and what grows."""

import math

import numpy as np
from PIL import Image, ImageDraw

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b
from bot.cards.pictures.scenes.outlines import LEAF, OVAL

ONES = np.broadcast_to(b.F(1), (b.HEIGHT, b.WIDTH))  # a view: takes no memory
Line = tuple[list[tuple[float, float]], float]


@painting("meadow-at-dusk", "flowers forest memory hope", seed=92)
def meadow(rng: b.Random) -> Image.Image:
    canvas = b.sky(
        [
            (0, "#5b6f9a"),
            (0.3, "#c59aa0"),
            (0.5, "#f7c48e"),
            (0.62, "#d9a85e"),
            (0.72, "#6e6a35"),
            (1, "#1c2413"),
        ]
    )
    b.add(canvas, "#fff0c0", b.glow(0.34, 0.44, 0.13), 0.9)
    hills = 0.545 + b.profile(rng, 3, 4) * b.F(0.02)
    b.over(
        canvas,
        "#a07a5c",
        b.smooth(-0.012, 0.012, b.down() - hills[None, :]) * b.smooth(0.70, 0.56, b.down()),
    )
    for _ in range(50):
        b.disc(
            canvas,
            rng.random(),
            rng.uniform(0.5, 0.95),
            rng.uniform(0.012, 0.05),
            b.linear("#ffd98a") * b.F(rng.uniform(0.03, 0.16)),
            rim=0.3,
            soft=0.15,
        )
    canvas = b.blurred(canvas, 6)
    for level, tall, count, dark, light, blur in (
        (0.66, 0.07, 900, "#7d7236", "#d9b55a", 2.6),
        (0.78, 0.12, 800, "#4c5426", "#b79c4a", 1.5),
        (0.95, 0.20, 620, "#26321a", "#8a8240", 0.8),
    ):
        blades: list[Line] = []
        heads: list[tuple[float, float]] = []
        for _ in range(count):
            x, y = rng.uniform(-0.02, 1.02), level + rng.normal(0, 0.035)
            sway, high = rng.normal(0.012, 0.03), tall * rng.uniform(0.5, 1.25)
            tip = (x + sway, y - high)
            blades.append(
                ([(x, y + 0.05), (x + sway * 0.3, y - high * 0.5), tip], 0.0013 + 0.003 * tall)
            )
            if rng.random() < 0.11:
                heads.append(tip)
        mask = b.strokes(blades, blur=blur)
        b.over(canvas, dark, b.smooth(level - 0.01, level + 0.06, b.down()) * ONES * b.F(0.9))
        tint = b.ramp(
            np.clip((b.F(level + 0.03) - b.down()) / b.F(tall * 1.1), 0, 1) * ONES,
            [(0, dark), (0.6, light), (1, "#ffdf9a")],
        )
        b.over(canvas, tint, mask * b.F(0.92))
        for x, y in heads:
            size = tall * rng.uniform(55, 100)
            colour = ("#e0523c", "#f08a4a", "#f6d7c0", "#8f7ad0")[int(rng.integers(4))]
            for _ in range(4):
                b.stamp(
                    canvas,
                    b.shape(
                        [(px * 1.5, py) for px, py in OVAL],
                        size * rng.uniform(0.6, 0.95),
                        angle=rng.normal(0, 0.7),
                        blur=blur + 0.5,
                    )
                    * b.F(0.9),
                    x + rng.normal(0, size * 0.35 / b.WIDTH),
                    y + rng.normal(0, size * 0.22 / b.HEIGHT),
                    b.linear(colour) * b.F(rng.uniform(0.6, 1.3)),
                )
    return b.finished(canvas, rng, exposure=1.0, vignette=0.4)


@painting("leaves-coming-down", "forest memory loss rain", seed=93)
def autumn(rng: b.Random) -> Image.Image:
    canvas = b.sky([(0, "#6d4a22"), (0.4, "#a5692a"), (0.75, "#7d4420"), (1, "#2a160e")])
    b.add(canvas, "#ffdf8a", b.glow(0.30, 0.22, 0.26), 0.6)
    for _ in range(90):
        colour = ("#ffb03c", "#ff7a2a", "#ffd97a", "#c8501e")[int(rng.integers(4))]
        b.disc(
            canvas,
            rng.random(),
            rng.random(),
            rng.uniform(0.02, 0.07),
            b.linear(colour) * b.F(rng.uniform(0.05, 0.24)),
            rim=0.35,
            soft=0.12,
        )
    canvas = b.blurred(canvas, 5)
    for near in np.sort(rng.random(46) ** 1.6):
        size = float(9 + 78 * near)
        blur = float(1.0 + 13 * abs(near - 0.5) ** 1.5)
        x, y = rng.uniform(0, 1), rng.uniform(0, 1)
        if near > 0.6:
            x, y = rng.choice([rng.uniform(0, 0.25), rng.uniform(0.75, 1)]), rng.uniform(0.05, 0.95)
        _leaf(canvas, rng, float(x), float(y), size, blur)
    return b.finished(canvas, rng, exposure=1.1, vignette=0.45)


def _leaf(canvas: b.Field, rng: b.Random, x: float, y: float, size: float, blur: float) -> None:
    narrow, angle = rng.uniform(0.5, 1.25), rng.uniform(0, 6.3)
    mask = b.shape([(px * narrow, py) for px, py in LEAF], size, angle=angle, blur=blur)
    half = mask.shape[0] / 2
    rows = (np.arange(mask.shape[0], dtype=b.F)[:, None] - b.F(half)) / b.F(size)
    columns = (np.arange(mask.shape[1], dtype=b.F)[None, :] - b.F(half)) / b.F(size)
    along = -columns * b.F(math.sin(angle)) + rows * b.F(math.cos(angle))
    aside = columns * b.F(math.cos(angle)) + rows * b.F(math.sin(angle))
    vein = np.exp(-((aside / b.F(0.022)) ** 2), dtype=b.F) + b.F(0.5) * b.smooth(
        0.90, 1.0, np.cos((along + np.abs(aside) * b.F(1.4)) * b.F(20))
    )
    tone = np.clip(
        b.F(0.55) + along * b.F(0.2) + aside * b.F(rng.choice([-0.6, 0.6])) / b.F(max(0.3, narrow)),
        0,
        1,
    )
    dark, mid, light = (
        ("#6b2412", "#c4501c", "#f7a13a"),
        ("#7a3d10", "#d9861f", "#ffd36a"),
        ("#4a1714", "#9c2f1e", "#e0673a"),
    )[int(rng.integers(3))]
    paint = (
        b.ramp(tone, [(0, dark), (0.5, mid), (1, light)])
        * (1 + b.F(0.35) * vein)[..., None]
        * b.F(0.85)
    )
    b.stamp(canvas, mask * b.F(0.97), x, y, paint.astype(b.F))


@painting("first-leaves", "hope body dawn flowers", seed=94)
def sprout(rng: b.Random) -> Image.Image:
    canvas = b.sky(
        [(0, "#2b4a2a"), (0.45, "#6f8a3c"), (0.68, "#b9ae5a"), (0.78, "#3a2a18"), (1, "#120c08")]
    )
    b.add(canvas, "#fff3b0", b.glow(0.66, 0.30, 0.22), 1.0)
    for _ in range(70):
        b.disc(
            canvas,
            rng.random(),
            rng.uniform(0.05, 0.72),
            rng.uniform(0.015, 0.065),
            b.linear("#e8f09a") * b.F(rng.uniform(0.03, 0.15)),
            rim=0.35,
            soft=0.1,
        )
    canvas = b.blurred(canvas, 8)
    ground = (
        0.795
        - 0.03 * np.exp(-(((b.across()[0] - b.F(0.47)) / b.F(0.16)) ** 2))
        + b.profile(rng, 22, 5, gain=0.62) * b.F(0.014)
    )
    crumbs = b.contrast(b.noise(rng, 40, 5, gain=0.7), 0.3, 0.72)
    slope = np.clip(-np.gradient(b.blurred(crumbs, 1.5))[0] * b.F(9) + b.F(0.25), 0, 1)
    soil = b.ramp(
        slope * np.exp(-np.clip(b.down() - b.F(0.76), 0, 1) * b.F(5), dtype=b.F),
        [(0, "#120b07"), (0.4, "#3d2615"), (1, "#9a6c3c")],
    )
    b.over(canvas, soil, b.smooth(-0.0025, 0.0025, b.down() - ground[None, :]))
    stem = [(0.47 + 0.020 * math.sin(t * 2.6), 0.79 - 0.20 * t) for t in np.linspace(0, 1, 30)]
    stalk = b.strokes([(stem, 0.011)], blur=1.2)
    b.over(
        canvas,
        b.ramp(
            np.clip((b.across() - b.F(0.455)) * b.F(30), 0, 1) * ONES,
            [(0, "#3f5a1c"), (0.6, "#a8c24a"), (1, "#f2f4a8")],
        ),
        stalk,
    )
    tip = stem[-1]
    for angle, size, dx, dy in ((-1.12, 108, -0.078, -0.030), (1.0, 128, 0.092, -0.048)):
        mask = b.shape([(px * 0.92, py) for px, py in LEAF], size, angle=angle, blur=1.4)
        half = mask.shape[0] / 2
        rows = (np.arange(mask.shape[0], dtype=b.F)[:, None] - b.F(half)) / b.F(size)
        columns = (np.arange(mask.shape[1], dtype=b.F)[None, :] - b.F(half)) / b.F(size)
        along = columns * b.F(math.sin(abs(angle)) * (1 if angle > 0 else -1)) - rows * b.F(
            math.cos(angle)
        )
        aside = columns * b.F(math.cos(angle)) + rows * b.F(math.sin(angle))
        vein = np.exp(-((aside / b.F(0.016)) ** 2), dtype=b.F) * b.F(0.8) + b.F(0.35) * b.smooth(
            0.86, 1.0, np.cos((along - np.abs(aside) * b.F(1.3)) * b.F(15))
        )
        through = np.clip(
            b.F(0.42) + columns * b.F(0.25) - rows * b.F(0.45) + vein * b.F(0.18), 0, 1
        )
        b.stamp(
            canvas,
            mask,
            tip[0] + dx,
            tip[1] + dy,
            b.ramp(through, [(0, "#2a4a14"), (0.4, "#6d9a2c"), (0.75, "#c3da58"), (1, "#fbfbb8")]),
        )
    for _ in range(26):
        b.disc(
            canvas,
            rng.random(),
            rng.uniform(0.2, 0.75),
            rng.uniform(0.0008, 0.002),
            b.linear("#fff6c0") * b.F(rng.uniform(0.3, 1)),
            rim=0,
            soft=0.8,
        )
    return b.finished(canvas, rng, exposure=1.05, vignette=0.45)


@painting("the-old-swing", "family memory solitude dawn", seed=96)
def swing(rng: b.Random) -> Image.Image:
    canvas = b.sky(
        [
            (0, "#4d5f93"),
            (0.3, "#b98a9a"),
            (0.5, "#f2a878"),
            (0.64, "#ffd794"),
            (0.7, "#f7c884"),
            (1, "#b98a58"),
        ]
    )
    b.add(canvas, "#fff3c8", b.glow(0.36, 0.615, 0.07, power=2.6), 1.1)
    hills = 0.70 + b.profile(rng, 2, 4) * b.F(0.018)
    b.over(canvas, "#c98a62", b.smooth(-0.003, 0.003, b.down() - hills[None, :]))
    field_ = 0.775 + b.profile(rng, 1.5, 3) * b.F(0.02)
    b.over(canvas, "#4a3530", b.smooth(-0.002, 0.004, b.down() - field_[None, :]))
    b.over(
        canvas,
        b.ramp(
            np.clip((b.down() - b.F(0.77)) * b.F(4), 0, 1) * ONES,
            [(0, "#7d5a3c"), (0.3, "#3a2a28"), (1, "#15101a")],
        ),
        b.smooth(-0.002, 0.004, b.down() - field_[None, :]),
    )
    dark = "#1b131c"
    bark = [
        (
            0.80 + 0.012 * math.sin(t * 5),
            0.87 - 0.64 * t,
            0.020 + 0.010 * (1 - t) + 0.030 * max(0.0, 0.12 - t) ** 0.5,
        )
        for t in np.linspace(0, 1, 30)
    ]
    outline = [(x - half, y) for x, y, half in bark] + [
        (x + half, y) for x, y, half in reversed(bark)
    ]
    b.over(
        canvas,
        dark,
        b.drawn(
            lambda pen, w, h: pen.polygon([(x * w, y * h) for x, y in outline], fill=255), blur=1.2
        ),
    )
    limb = [
        ([(0.80, 0.36), (0.66, 0.285), (0.48, 0.262), (0.28, 0.285), (0.16, 0.27)], 0.020),
        ([(0.80, 0.42), (0.92, 0.30), (1.05, 0.24)], 0.022),
        ([(0.62, 0.275), (0.52, 0.19), (0.44, 0.12)], 0.010),
    ]
    b.over(canvas, dark, b.strokes(limb, blur=1.2))
    spots = [
        (rng.normal(cx, sx), rng.normal(cy, sy), rng.uniform(0.005, 0.013), rng.uniform(0, 3.1))
        for cx, cy, sx, sy, n in (
            (0.80, 0.12, 0.17, 0.075, 1900),
            (0.42, 0.16, 0.16, 0.055, 1200),
            (1.0, 0.20, 0.08, 0.08, 600),
            (0.22, 0.245, 0.09, 0.025, 420),
        )
        for _ in range(n)
    ]

    def foliage(pen: ImageDraw.ImageDraw, w: float, h: float) -> None:
        for x, y, size, turn in spots:
            tip = (math.cos(turn) * size * w, math.sin(turn) * size * w)
            pen.polygon(
                [
                    (x * w - tip[0], y * h - tip[1]),
                    (x * w + tip[1] * 0.5, y * h - tip[0] * 0.5),
                    (x * w + tip[0], y * h + tip[1]),
                    (x * w - tip[1] * 0.5, y * h + tip[0] * 0.5),
                ],
                fill=255,
            )

    leaves = b.drawn(foliage, blur=1.0)
    b.over(canvas, "#2a1c22", leaves)
    b.add(
        canvas,
        "#ffb070",
        leaves * b.contrast(b.noise(rng, 30, 4), 0.5, 0.8) * b.smooth(0.02, 0.3, b.down()),
        0.16,
    )
    ropes = [
        ([(0.345, 0.275), (0.318, 0.70)], 0.0028),
        ([(0.455, 0.265), (0.428, 0.70)], 0.0028),
        ([(0.302, 0.703), (0.444, 0.703)], 0.0100),
    ]
    b.over(canvas, dark, b.strokes(ropes, blur=0.8))
    blades: list[Line] = []
    for _ in range(900):
        x = rng.uniform(-0.02, 1.02)
        y = 0.80 + rng.random() ** 1.5 * 0.2
        high = 0.02 + 0.05 * (y - 0.78) * 4
        blades.append(([(x, y), (x + rng.normal(0, 0.006), y - high)], 0.0014))
    b.over(canvas, "#120d14", b.strokes(blades, blur=0.9) * b.F(0.9))
    return b.finished(canvas, rng, exposure=1.0, vignette=0.35)
