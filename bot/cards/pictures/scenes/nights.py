"""Photographs of the night: one light in the dark, and what it falls on."""

import math

import numpy as np
from PIL import Image

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b
from bot.cards.pictures.scenes.looks import TALL, Outline, Point, curve

ONES = np.broadcast_to(b.F(1), (b.HEIGHT, b.WIDTH))  # a view: takes no memory


@painting("phone-in-the-dark", "secrets night love solitude", seed=481)
def phone_in_the_dark(rng: b.Random) -> Image.Image:
    canvas = b.sky([(0, "#07090f"), (0.55, "#0b0e18"), (0.60, "#0a0b12"), (1, "#050609")])
    sheet = b.noise(rng, 4, 5, stretch=1.8)
    slope = np.gradient(b.blurred(sheet, 14), axis=0) * b.F(90)
    light = b.glow(0.50, 0.66, 0.40, squash=1.5, power=2.4)
    b.add(canvas, "#7fa8ff", light * (b.F(0.55) + slope) * b.smooth(0.36, 0.62, b.down()), 0.55)
    c, d = math.cos(-0.22), math.sin(-0.22)

    def at(x: float, y: float) -> Point:
        """Return a point on the phone, 0.20 wide and 0.39 high, as it lies there."""
        x, y = (x - 0.10) * 1.0, (y - 0.195) * 0.86
        return 0.50 + x * c - y * d, 0.83 + x * d + y * c

    def slab(x: float, y: float, w: float, h: float) -> Outline:
        return Outline().line(at(x + h / 2, y + h / 2), at(x + w - h / 2, y + h / 2), wide=h)

    body = Outline().polygon(at(0, 0), at(0.20, 0), at(0.20, 0.39), at(0, 0.39)).mask(blur=2.5)
    b.over(canvas, "#04050a", b.smooth(0.35, 0.65, body))
    glass = Outline().polygon(
        at(0.009, 0.012), at(0.191, 0.012), at(0.191, 0.378), at(0.009, 0.378)
    )
    lit = b.smooth(0.3, 0.7, glass.mask(blur=2.5))
    face = b.ramp(b.smooth(0.52, 0.80, b.down()) * ONES, [(0, "#bcd6ff"), (1, "#5f86d8")])
    b.over(canvas, (face * b.F(1.4)).astype(b.F), lit)
    for y, long in ((0.075, 0.11), (0.118, 0.08), (0.205, 0.12)):
        b.over(canvas, "#ffffff", slab(0.022, y, long, 0.030).mask(blur=1.0) * b.F(0.9))
    for y, long in ((0.161, 0.09), (0.300, 0.105)):
        b.over(canvas, "#2456d0", slab(0.178 - long, y, long, 0.030).mask(blur=1.0) * b.F(0.95))
    b.add(canvas, "#86acff", b.blurred(lit, 26), 0.35)
    b.add(canvas, "#6f97ff", b.blurred(lit, 120), 0.55)
    b.add(canvas, "#3a4f8f", b.smooth(0.9, 0.0, b.down()) * ONES, 0.012)
    return b.finished(canvas, rng, exposure=1.2, vignette=0.4, grain=0.022)


@painting("fridge-at-midnight", "food night body solitude", seed=482)
def fridge_at_midnight(rng: b.Random) -> Image.Image:
    canvas = b.sky([(0, "#06080c"), (0.77, "#090b11"), (0.79, "#0b0c11"), (1, "#040506")])
    inside = Outline().box(0.38, 0.17, 0.36, 0.80, round=0.012).mask(blur=1.2)
    glow = b.ramp(
        np.clip((b.down() * b.F(TALL) - b.F(0.17)) / b.F(0.8), 0, 1) * ONES,
        [(0, "#fffbe9"), (0.25, "#f4f1dc"), (1, "#b9bca9")],
    )
    b.over(canvas, (glow * b.F(1.25)).astype(b.F), inside)
    shelves = Outline()
    for y in (0.37, 0.55, 0.73):
        shelves.box(0.38, y, 0.36, 0.010)
    b.over(canvas, "#8fa39f", shelves.mask(blur=0.8))
    for colour, cut in (
        (
            "#f7f7ef",
            Outline()
            .box(0.415, 0.255, 0.055, 0.115)
            .polygon((0.415, 0.257), (0.4425, 0.225), (0.47, 0.257)),
        ),
        (
            "#c9493a",
            Outline().box(0.49, 0.30, 0.045, 0.07, round=0.008).box(0.503, 0.28, 0.019, 0.03),
        ),
        ("#7d9b45", Outline().oval(0.63, 0.335, 0.036).oval(0.675, 0.342, 0.028)),
        ("#e5b04a", Outline().polygon((0.43, 0.549), (0.53, 0.549), (0.53, 0.495))),
        ("#e9e2d0", Outline().box(0.585, 0.500, 0.10, 0.049, round=0.02)),
        (
            "#e07b39",
            Outline().oval(0.44, 0.70, 0.029).oval(0.495, 0.70, 0.029).oval(0.468, 0.655, 0.028),
        ),
        ("#4f7f8f", Outline().box(0.60, 0.645, 0.085, 0.085, round=0.010)),
        ("#d8d9cd", Outline().box(0.40, 0.79, 0.32, 0.155, round=0.012)),
        (
            "#9db7a0",
            Outline().oval(0.47, 0.86, 0.035).oval(0.535, 0.865, 0.04).oval(0.605, 0.86, 0.036),
        ),
    ):
        b.over(canvas, colour, cut.mask(blur=0.9) * b.F(0.95))
    b.over(
        canvas, "#e8ece2", Outline().box(0.40, 0.79, 0.32, 0.155, round=0.012).mask() * b.F(0.45)
    )
    lamp = Outline().box(0.49, 0.185, 0.14, 0.016, round=0.008).mask(blur=1.5)
    b.add(canvas, "#fff6d8", lamp, 2.0)
    case = (
        Outline()
        .box(0.345, 0.13, 0.43, 0.90, round=0.02)
        .box(0.38, 0.17, 0.36, 0.80, round=0.012, hole=True)
        .mask(blur=1.2)
    )
    b.over(canvas, "#41484a", case)
    door = (
        Outline().polygon((0.345, 0.13), (0.16, 0.07), (0.16, 1.10), (0.345, 1.03)).mask(blur=1.5)
    )
    b.over(
        canvas,
        b.ramp(
            np.clip((b.across() - b.F(0.16)) / b.F(0.185), 0, 1) * ONES,
            [(0, "#39403f"), (0.8, "#a9ab9c"), (1, "#d9d7c2")],
        ),
        door,
    )
    rack = Outline()
    for y in (0.36, 0.60, 0.84):
        rack.polygon((0.175, y), (0.325, y - 0.012), (0.325, y + 0.075), (0.175, y + 0.10))
    b.over(canvas, "#6f7a76", rack.mask(blur=1.0) * b.F(0.55))
    bottles = (
        Outline()
        .box(0.20, 0.73, 0.035, 0.13, round=0.01)
        .box(0.25, 0.70, 0.04, 0.15, round=0.012)
        .box(0.21, 0.27, 0.03, 0.11, round=0.01)
    )
    b.over(canvas, "#3b5a48", bottles.mask(blur=1.0) * b.F(0.85))
    spill = Outline().polygon((0.38, 1.03), (0.76, 1.03), (0.98, 1.32), (0.16, 1.32)).mask(blur=4)
    planks = b.F(0.75) + b.F(0.25) * b.smooth(
        0, 0.07, np.abs(np.sin((b.across() - b.F(0.5)) / (b.down() - b.F(0.4)) * b.F(16)))
    )
    fall = np.exp(-np.clip(b.down() * b.F(TALL) - b.F(1.03), 0, 1) * b.F(4.0), dtype=b.F)
    b.add(canvas, "#e6e2c6", b.blurred(spill, 14) * fall * planks, 0.55)
    b.add(canvas, "#dfe6d2", b.blurred(inside, 130), 0.22)
    return b.finished(canvas, rng, exposure=1.05, vignette=0.45, grain=0.020)


@painting("one-lit-window", "night solitude city secrets", seed=483)
def one_lit_window(rng: b.Random) -> Image.Image:
    canvas = b.sky([(0, "#131a2b"), (1, "#0c1019")])
    rough = b.noise(rng, 60, 3)
    canvas *= (b.F(0.75) + b.F(0.5) * rough)[..., None]
    course = b.smooth(0.10, 0.03, np.abs((b.down() * b.F(52)) % 1 - b.F(0.5)))
    canvas *= (b.F(1) - b.F(0.25) * course)[..., None]
    panes, frames = Outline(), Outline()
    for row in range(4):
        for column in range(3):
            x, y = 0.12 + column * 0.285, 0.10 + row * 0.305
            if (row, column) == (2, 1):
                continue
            panes.box(x, y, 0.19, 0.215)
            frames.box(x - 0.012, y + 0.215, 0.214, 0.016).box(x + 0.092, y, 0.006, 0.215)
    dark = panes.mask(blur=1.2)
    b.over(canvas, "#070a12", dark)
    b.add(canvas, "#3f557f", dark * b.contrast(b.noise(rng, 5, 3, stretch=0.5), 0.45, 0.8), 0.10)
    b.over(canvas, "#1b2232", frames.mask(blur=0.9))
    x, y = 0.405, 0.71
    lit = Outline().box(x, y, 0.19, 0.215).mask(blur=1.0)
    room = b.ramp(
        b.smooth(y / TALL, (y + 0.215) / TALL, b.down()) * ONES,
        [(0, "#ffd58a"), (0.5, "#ffc066"), (1, "#b9722f")],
    )
    b.over(canvas, (room * b.F(1.5)).astype(b.F), lit)
    drape = Outline().polygon((x, y), (x + 0.05, y), (x + 0.028, y + 0.215), (x, y + 0.215))
    drape.polygon((x + 0.19, y), (x + 0.14, y), (x + 0.165, y + 0.215), (x + 0.19, y + 0.215))
    b.over(canvas, "#d98b45", drape.mask(blur=1.2) * b.F(0.8))
    plant = Outline().box(x + 0.083, y + 0.175, 0.04, 0.04, round=0.006)
    for dx, high in ((-0.035, 0.09), (-0.012, 0.115), (0.014, 0.10), (0.036, 0.08)):
        plant.line(
            *curve(
                (x + 0.103, y + 0.178),
                (x + 0.103 + dx * 0.5, y + 0.178 - high * 0.7),
                (x + 0.103 + dx, y + 0.178 - high),
            ),
            wide=0.010,
        )
    b.over(canvas, "#1d1510", plant.mask(blur=0.9) * b.F(0.95))
    sill = (
        Outline()
        .box(x - 0.012, y + 0.215, 0.214, 0.016)
        .box(x + 0.092, y, 0.006, 0.215)
        .mask(blur=0.9)
    )
    b.over(canvas, "#3a2b22", sill)
    b.add(canvas, "#ffb057", b.blurred(lit, 22), 0.25)
    b.add(canvas, "#ff9a45", b.blurred(lit, 110), 0.35)
    return b.finished(canvas, rng, exposure=1.35, vignette=0.4, grain=0.024)


@painting("bus-stop-in-the-rain", "road rain night solitude city", seed=484)
def bus_stop(rng: b.Random) -> Image.Image:
    canvas = b.sky(
        [(0, "#0a0f1a"), (0.5, "#141c2c"), (0.74, "#232a38"), (0.76, "#10141d"), (1, "#07090e")]
    )
    for _ in range(34):
        paint = b.linear(("#ffb45e", "#ff5f4a", "#8fb4ff", "#ffd9a0")[int(rng.integers(4))]) * b.F(
            rng.uniform(0.05, 0.28)
        )
        b.disc(
            canvas,
            rng.random(),
            float(rng.normal(0.66, 0.05)),
            rng.uniform(0.012, 0.035),
            paint,
            rim=0.3,
            soft=0.15,
        )
    shelter = Outline().box(0.30, 0.46, 0.50, 0.46).mask(blur=1.0)
    inner = b.ramp(
        b.smooth(0.36, 0.75, b.down()) * ONES, [(0, "#dfeaf2"), (0.4, "#9fb4c2"), (1, "#4b5a68")]
    )
    b.over(canvas, (inner * b.F(0.75)).astype(b.F), shelter * b.F(0.85))
    poster = Outline().box(0.66, 0.53, 0.13, 0.30).mask(blur=1.0)
    b.over(canvas, (b.linear("#fff1d8") * b.F(1.5) * ONES[..., None]).astype(b.F), poster)
    b.over(canvas, "#d9694b", Outline().oval(0.725, 0.635, 0.042).mask(blur=1.0) * b.F(0.9))
    b.over(
        canvas,
        "#44606a",
        Outline().box(0.68, 0.72, 0.09, 0.012).box(0.68, 0.75, 0.065, 0.012).mask() * b.F(0.9),
    )
    frame = Outline().box(0.275, 0.43, 0.55, 0.036, round=0.008)
    for x in (0.295, 0.465, 0.635, 0.797):
        frame.box(x, 0.45, 0.010, 0.50)
    frame.box(0.33, 0.80, 0.28, 0.020, round=0.006).box(0.36, 0.80, 0.012, 0.13).box(
        0.565, 0.80, 0.012, 0.13
    )
    b.over(canvas, "#12161d", frame.mask(blur=0.9))
    tube = Outline().box(0.33, 0.470, 0.44, 0.010).mask(blur=1.2)
    b.add(canvas, "#eaf4ff", tube, 1.6)
    b.over(canvas, "#12161d", Outline().box(0.155, 0.36, 0.012, 0.58).mask())
    b.over(canvas, "#c7a23a", Outline().oval(0.161, 0.35, 0.042).mask(blur=0.9))
    b.over(canvas, "#17202b", Outline().box(0.141, 0.335, 0.04, 0.026, round=0.006).mask())
    b.add(canvas, "#cfe0f2", b.blurred(shelter, 60), 0.14)
    wet = b.smooth(0.755, 0.80, b.down())
    mirror = canvas[np.clip(2 * 1015 - np.arange(b.HEIGHT), 0, b.HEIGHT - 1)]
    wobble = (b.noise(rng, 40, 3, stretch=5) - b.F(0.5)) * b.F(0.030)
    xs = np.clip((b.across() + wobble) * b.WIDTH, 0, b.WIDTH - 1).astype(np.int32)
    canvas += (
        mirror[np.arange(b.HEIGHT)[:, None], xs]
        * (wet * b.F(0.50) * b.contrast(b.noise(rng, 6, 4, stretch=3), 0.30, 0.62))[..., None]
    )
    rain = Outline()
    for _ in range(420):
        x, y, long = (
            float(rng.uniform(-0.02, 1.02)),
            float(rng.uniform(-0.05, 1.2)),
            float(rng.uniform(0.02, 0.05)),
        )
        rain.line((x, y), (x - long * 0.12, y + long), wide=0.0013)
    b.add(canvas, "#b9c9dd", rain.mask(blur=0.7), 0.16)
    return b.finished(canvas, rng, exposure=1.25, vignette=0.4, grain=0.020)


@painting("laptop-glow", "work secrets night solitude", seed=485)
def laptop_glow(rng: b.Random) -> Image.Image:
    canvas = b.sky([(0, "#0a0d14"), (0.70, "#0c1018"), (0.715, "#15110f"), (1, "#060505")])
    b.add(canvas, "#86b4ff", b.glow(0.5, 0.48, 0.30, power=2.6), 0.16)
    wood = b.noise(rng, 3, 5, stretch=7)
    table = b.smooth(0.705, 0.715, b.down())
    b.add(
        canvas,
        "#9db6d8",
        table * b.glow(0.5, 0.80, 0.26, squash=1.4, power=2.2) * (b.F(0.3) + wood),
        0.30,
    )
    lid = (
        Outline()
        .polygon((0.235, 0.455), (0.765, 0.455), (0.775, 0.855), (0.225, 0.855))
        .mask(blur=1.0)
    )
    b.over(canvas, "#0b0c10", lid)
    screen = (
        Outline()
        .polygon((0.250, 0.470), (0.750, 0.470), (0.759, 0.835), (0.241, 0.835))
        .mask(blur=1.0)
    )
    face = b.ramp(b.across() * ONES, [(0, "#a9cbff"), (0.5, "#e6f0ff"), (1, "#9dc0fb")])
    b.over(canvas, (face * b.F(1.5)).astype(b.F), screen)
    page = Outline().box(0.315, 0.51, 0.37, 0.325).mask(blur=0.8)
    b.over(canvas, (b.linear("#ffffff") * b.F(2.2) * ONES[..., None]).astype(b.F), page)
    lines = Outline()
    for k, long in enumerate((0.24, 0.28, 0.26, 0.11)):
        lines.box(0.345, 0.56 + k * 0.045, long, 0.009, round=0.004)
    b.over(canvas, "#5b6a86", lines.mask(blur=0.8) * b.F(0.9))
    b.over(canvas, "#1d2a44", Outline().box(0.467, 0.689, 0.004, 0.024).mask())
    base = (
        Outline()
        .polygon((0.225, 0.855), (0.775, 0.855), (0.865, 1.01), (0.135, 1.01))
        .mask(blur=1.0)
    )
    b.over(
        canvas,
        b.ramp(
            np.clip((b.down() * b.F(TALL) - b.F(0.855)) / b.F(0.155), 0, 1) * ONES,
            [(0, "#59657a"), (1, "#20242d")],
        ),
        base,
    )
    keys = Outline()
    for row in range(4):
        y, inset = 0.872 + row * 0.021, 0.045 - row * 0.011
        wide = 0.55 - 2 * inset + row * 0.010
        for k in range(13):
            keys.box(
                0.5 - wide / 2 + k * wide / 13 + 0.002, y, wide / 13 - 0.005, 0.015, round=0.003
            )
    keys.box(0.42, 0.965, 0.16, 0.034, round=0.004)
    b.over(canvas, "#171a21", keys.mask(blur=0.6) * b.F(0.9))
    mug = (
        Outline()
        .box(0.83, 0.835, 0.085, 0.115, round=0.014)
        .line(*curve((0.91, 0.86), (0.95, 0.885), (0.91, 0.925)), wide=0.012)
        .mask(blur=1.0)
    )
    b.over(canvas, "#1c1a20", mug)
    b.add(canvas, "#a9c6ff", np.clip(mug - np.roll(mug, 5, axis=1), 0, 1), 0.30)
    b.add(canvas, "#8fb6ff", b.blurred(screen, 24), 0.20)
    b.add(canvas, "#7fa8ff", b.blurred(screen, 130), 0.42)
    return b.finished(canvas, rng, exposure=1.1, vignette=0.5, grain=0.022)


@painting("television-in-the-dark", "family room night solitude", seed=486)
def television(rng: b.Random) -> Image.Image:
    canvas = b.sky([(0, "#0a0c16"), (0.66, "#0d0f1a"), (0.67, "#08080d"), (1, "#050507")])
    screen = Outline().box(0.27, 0.36, 0.46, 0.27, round=0.008).mask(blur=1.0)
    tint = b.noise(rng, 3, 2)
    shown = b.ramp(
        b.contrast(tint, 0.25, 0.75),
        [(0, "#3f6fd8"), (0.35, "#7fd0e8"), (0.6, "#f2e9d0"), (0.8, "#e98fb0"), (1, "#7a4fd0")],
    )
    b.over(canvas, "#040406", Outline().box(0.258, 0.348, 0.484, 0.294, round=0.012).mask(blur=1.0))
    b.over(canvas, (b.blurred(shown, 26) * b.F(1.9)).astype(b.F), screen)
    b.over(canvas, "#06070b", Outline().box(0.20, 0.70, 0.60, 0.10, round=0.008).mask(blur=1.0))
    b.add(canvas, "#7fb2e8", b.blurred(screen, 40), 0.30)
    b.add(canvas, "#6f8fe0", b.blurred(screen, 150), 0.75)
    floor = b.smooth(0.665, 0.70, b.down())
    rug = b.glow(0.5, 0.74, 0.22, squash=2.2, power=2.4)
    b.add(canvas, "#7f9fe0", floor * rug * (b.F(0.6) + b.noise(rng, 90, 2)), 0.22)
    sofa = (
        Outline()
        .box(0.10, 0.96, 0.80, 0.45, round=0.06)
        .box(0.045, 1.00, 0.12, 0.4, round=0.05)
        .box(0.835, 1.00, 0.12, 0.4, round=0.05)
    )
    head = (
        Outline()
        .oval(0.39, 0.905, 0.058, 0.066)
        .oval(0.39, 0.925, 0.045, 0.05)
        .box(0.295, 0.955, 0.19, 0.2, round=0.07)
    )
    head.oval(0.565, 0.945, 0.046, 0.052).box(0.49, 0.985, 0.15, 0.2, round=0.06)
    solid = np.maximum(sofa.mask(blur=1.6), head.mask(blur=1.6))
    b.over(canvas, "#030305", solid)
    rim = np.clip(solid - np.roll(solid, 5, axis=0), 0, 1)
    b.add(canvas, "#8fb0f0", rim * b.smooth(0.48, 0.10, np.abs(b.across() - b.F(0.5))), 0.55)
    return b.finished(canvas, rng, exposure=1.15, vignette=0.45, grain=0.022)
