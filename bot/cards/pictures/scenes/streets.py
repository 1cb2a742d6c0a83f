"""Photographs of the night: streets, cars, and light behind glass."""

import numpy as np
from PIL import Image

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b
from bot.cards.pictures.scenes.looks import TALL, Outline, curve

ONES = np.broadcast_to(b.F(1), (b.HEIGHT, b.WIDTH))  # a view: takes no memory


@painting("parked-with-the-engine-off", "road night secrets love", seed=581)
def parked(rng: b.Random) -> Image.Image:
    """Seen from the back seat: rain on the windscreen, the town out of focus."""
    canvas = b.sky([(0, "#0d1424"), (0.40, "#1f2a44"), (0.62, "#3a3350"), (1, "#0a0b12")])
    for _ in range(70):
        paint = b.linear(
            ("#ffb45e", "#ff5f4a", "#8fb4ff", "#ffd9a0", "#7fe0c0")[int(rng.integers(5))]
        )
        x, y = float(rng.random()), float(rng.normal(0.50, 0.075))
        b.disc(
            canvas,
            x,
            y,
            float(rng.uniform(0.016, 0.048)),
            paint * b.F(rng.uniform(0.05, 0.30)),
            rim=0.3,
            soft=0.12,
        )
    drops = Outline()
    for _ in range(320):
        r = float(rng.uniform(0.0015, 0.0050))
        drops.oval(float(rng.random()), float(rng.uniform(0.05, 0.85)), r, r * 1.2)
    mask = drops.mask(blur=0.8)
    b.add(canvas, "#cfe0ff", np.clip(mask - np.roll(mask, 3, axis=0), 0, 1), 0.30)
    canvas *= (1 - b.F(0.45) * np.roll(mask, -3, axis=0))[..., None]
    cabin = Outline().box(-0.2, -0.2, 1.4, 1.7)
    glass = curve(
        (0.05, 0.78),
        (0.09, 0.42),
        (0.17, 0.20),
        (0.30, 0.155),
        (0.5, 0.145),
        (0.70, 0.155),
        (0.83, 0.20),
        (0.91, 0.42),
        (0.95, 0.78),
    )
    cabin.polygon(*glass, hole=True)
    frame = cabin.mask(blur=2)
    b.over(canvas, "#07080d", frame)
    dash = Outline().polygon(
        *curve((-0.1, 0.80), (0.20, 0.735), (0.5, 0.725), (0.80, 0.735), (1.1, 0.80)),
        (1.1, 1.4),
        (-0.1, 1.4),
    )
    b.over(canvas, "#090a10", dash.mask(blur=2))
    lamp = Outline().oval(0.30, 0.80, 0.052, 0.034).oval(0.40, 0.80, 0.040, 0.028)
    b.add(canvas, "#ff9a4a", lamp.mask(blur=2) * b.F(0.20), 1.0)
    wheel = (
        Outline()
        .oval(0.30, 0.88, 0.165, 0.135)
        .oval(0.30, 0.88, 0.145, 0.116, hole=True)
        .line((0.15, 0.90), (0.45, 0.90), wide=0.030)
        .line((0.30, 0.90), (0.30, 1.0), wide=0.03)
    )
    solid = wheel.mask(blur=1.4)
    b.over(canvas, "#040508", solid)
    b.add(
        canvas,
        "#8fa9d8",
        np.clip(solid - np.roll(solid, 4, axis=0), 0, 1) * b.smooth(0.95, 0.55, b.down()),
        0.16,
    )
    seats = Outline()
    for x in (0.29, 0.72):
        seats.box(x - 0.155, 0.92, 0.31, 0.6, round=0.06).box(
            x - 0.085, 0.80, 0.17, 0.14, round=0.04
        )
        seats.line((x - 0.045, 0.90), (x - 0.045, 0.96), wide=0.014).line(
            (x + 0.045, 0.90), (x + 0.045, 0.96), wide=0.014
        )
    back = seats.mask(blur=1.6)
    b.over(canvas, "#030406", back)
    rim = np.clip(back - np.roll(back, 5, axis=0), 0, 1)
    b.add(canvas, "#9fb4e0", rim * b.smooth(0.90, 0.62, b.down()), 0.24)
    mirror = Outline().box(0.405, 0.185, 0.19, 0.055, round=0.022).mask(blur=1.2)
    b.over(canvas, "#05060a", mirror)
    b.add(
        canvas,
        "#ff8a5a",
        Outline().box(0.42, 0.197, 0.16, 0.031, round=0.014).mask(blur=1.5) * b.noise(rng, 6, 2),
        0.22,
    )
    b.over(canvas, "#05060a", Outline().line((0.5, 0.14), (0.5, 0.19), wide=0.014).mask(blur=1.0))
    return b.finished(canvas, rng, exposure=1.4, vignette=0.4, grain=0.022)


@painting("corner-shop", "city money food night", seed=582)
def corner_shop(rng: b.Random) -> Image.Image:
    canvas = b.sky([(0, "#0b1020"), (0.72, "#151a2c"), (0.735, "#0b0d15"), (1, "#06070b")])
    brick = b.smooth(0.09, 0.03, np.abs((b.down() * b.F(58)) % 1 - b.F(0.5))) * b.F(0.3)
    canvas *= (b.F(1.1) - brick * b.smooth(0.73, 0.72, b.down()))[..., None]
    window = Outline().box(0.12, 0.50, 0.50, 0.36).mask(blur=1.0)
    door = Outline().box(0.67, 0.50, 0.20, 0.42).mask(blur=1.0)
    light = b.ramp(
        np.clip((b.down() * b.F(TALL) - b.F(0.50)) / b.F(0.42), 0, 1) * ONES,
        [(0, "#fff3c8"), (0.5, "#ffdf9a"), (1, "#d8a95a")],
    )
    b.over(canvas, (light * b.F(1.1)).astype(b.F), np.clip(window + door, 0, 1))
    goods: dict[str, Outline] = {}
    for row in range(3):
        y = 0.60 + row * 0.085
        x = 0.135
        while x < 0.59:
            w, high = float(rng.uniform(0.016, 0.034)), float(rng.uniform(0.028, 0.056))
            tint = ("#b8433a", "#3f7d5f", "#d98f2e", "#3f5f95", "#f0e6d0")[int(rng.integers(5))]
            goods.setdefault(tint, Outline()).box(x, y - high, w, high, round=0.003)
            x += w + 0.005
    for tint, cut in goods.items():
        b.over(canvas, tint, cut.mask(blur=0.8) * b.F(0.9))
    shelves = Outline()
    for row in range(3):
        shelves.box(0.12, 0.60 + row * 0.085, 0.50, 0.008)
    b.over(canvas, "#6d4a2a", shelves.mask(blur=0.8))
    crates = (
        Outline()
        .box(0.13, 0.875, 0.15, 0.06, round=0.005)
        .box(0.30, 0.875, 0.15, 0.06, round=0.005)
        .box(0.47, 0.875, 0.15, 0.06, round=0.005)
    )
    b.over(canvas, "#3f2f22", crates.mask(blur=0.9))
    for x0, tint in ((0.13, "#d9822e"), (0.30, "#7fa04a"), (0.47, "#b8433a")):
        fruit = Outline()
        for k in range(6):
            fruit.oval(x0 + 0.017 + k * 0.0235, 0.872, 0.013)
        b.over(canvas, tint, fruit.mask(blur=0.8) * b.F(0.85))
    frames = Outline().box(0.105, 0.485, 0.53, 0.39).box(0.12, 0.50, 0.50, 0.36, hole=True)
    frames.box(0.655, 0.485, 0.23, 0.45).box(0.67, 0.50, 0.20, 0.42, hole=True).box(
        0.67, 0.70, 0.20, 0.012
    )
    b.over(canvas, "#10241f", frames.mask(blur=0.9))
    awning = Outline().polygon((0.08, 0.415), (0.92, 0.415), (0.97, 0.49), (0.03, 0.49))
    for k in range(12):
        awning.oval(0.03 + (k + 0.5) * 0.94 / 12, 0.49, 0.039, 0.022)
    cloth = awning.mask(blur=1.0)
    b.over(canvas, "#8a3030", cloth)
    stripes = (
        np.abs(((b.across() - b.F(0.03)) / b.F(0.94) * b.F(6)) % 1 - b.F(0.5)) < 0.25
    ) * b.smooth(0.3, 0.4, b.down())
    b.over(canvas, "#d9cdb4", cloth * b.blurred((stripes * ONES).astype(b.F), 1.0) * b.F(0.75))
    canvas *= (1 - b.F(0.45) * cloth * b.smooth(0.49, 0.42, b.down() * b.F(TALL)))[..., None]
    sign = Outline().box(0.20, 0.325, 0.60, 0.062, round=0.012).mask(blur=1.0)
    b.over(canvas, "#12302a", sign)
    glow = Outline()
    for k in range(11):
        x = 0.265 + k * 0.044
        glow.box(x, 0.340, 0.026 if k % 3 else 0.012, 0.030, round=0.006)
    b.bloom(canvas, "#7fffd0", glow.mask(blur=1.0), core=0.4, halo=0.10)
    wet = b.smooth(0.745, 0.79, b.down())
    rows = np.clip(2 * 1010 - np.arange(b.HEIGHT), 0, b.HEIGHT - 1)
    wobble = (b.noise(rng, 40, 3, stretch=5) - b.F(0.5)) * b.F(0.026)
    xs = np.clip((b.across() + wobble) * b.WIDTH, 0, b.WIDTH - 1).astype(np.int32)
    canvas += (
        canvas[rows[:, None], xs]
        * (wet * b.F(0.45) * b.contrast(b.noise(rng, 6, 4, stretch=3), 0.25, 0.6))[..., None]
    )
    b.add(canvas, "#ffcf80", b.blurred(np.clip(window + door, 0, 1), 70), 0.22)
    return b.finished(canvas, rng, exposure=1.15, vignette=0.45, grain=0.020)
