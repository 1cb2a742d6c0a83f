"""Stippled posters: rooms in which somebody sleeps, works, sits and travels."""

import numpy as np
from PIL import Image

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b
from bot.cards.pictures.scenes.looks import TALL, Grain, Outline, along, curve, toward


@painting("unmade-bed", "room love loss body", seed=464)
def unmade_bed(rng: b.Random) -> Image.Image:
    art = Grain(rng, "#33465f")
    wall = np.broadcast_to(b.F(1), (b.HEIGHT, b.WIDTH))
    art.shade(wall, along(0, 0.6, 1.0, 0.0) * b.F(0.45), "#6f87a0")
    head = art.fill(Outline().box(0.10, 0.28, 0.80, 0.36, round=0.045), "#7b4f3e")
    art.shade(head, along(0.1, 0.6, 0.9, 0.3) * b.F(0.7), "#b98263")
    mattress = art.fill(Outline().box(0.08, 0.55, 0.84, 0.9, round=0.03), "#f1e9dc")
    art.shade(mattress, along(0.9, 0.6, 0.1, 1.2) * b.F(0.5), "#b9b4b4")
    for x, lean, dent in ((0.305, 0.0, True), (0.695, 0.008, False)):
        shape = curve(
            (x - 0.165, 0.49),
            (x, 0.472 + lean),
            (x + 0.165, 0.495),
            (x + 0.175, 0.58),
            (x + 0.16, 0.66),
            (x, 0.672),
            (x - 0.165, 0.655),
            (x - 0.175, 0.57),
            (x - 0.165, 0.49),
        )
        pillow = art.fill(Outline().polygon(*shape), "#fbf7ee")
        art.shade(pillow, along(x + 0.15, 0.5, x - 0.1, 0.70) * b.F(0.75), "#b3b6c4")
        if dent:
            art.shade(
                pillow,
                b.smooth(0.105, 0.03, b.distance(x, 0.572 / TALL, squash=1.7)) * b.F(0.85),
                "#9aa0b4",
            )
    edge = curve(
        (0.05, 0.90),
        (0.13, 0.80),
        (0.27, 0.745),
        (0.42, 0.80),
        (0.55, 0.92),
        (0.70, 0.955),
        (0.86, 0.90),
        (0.96, 0.925),
    )
    cover = art.fill(Outline().polygon(*edge, (0.975, 1.4), (0.04, 1.4)), "#4f7f86")
    for start, bend, end in (
        ((0.20, 0.80), (0.26, 1.0), (0.19, 1.3)),
        ((0.41, 0.84), (0.40, 1.05), (0.46, 1.32)),
        ((0.60, 0.96), (0.66, 1.1), (0.62, 1.33)),
        ((0.80, 0.94), (0.78, 1.12), (0.86, 1.33)),
    ):
        fold = (
            Outline()
            .polygon(
                *curve(start, bend, end),
                *curve(
                    (end[0] + 0.075, end[1]),
                    (bend[0] + 0.055, bend[1]),
                    (start[0] + 0.012, start[1] + 0.01),
                ),
            )
            .mask(blur=7)
        )
        art.shade(fold * cover, wall * b.F(0.62), "#2d5561")
        bright = np.roll(fold, -34, axis=1)
        art.shade(bright * cover, wall * b.F(0.40), "#8fb9b4")
    lower = [(x + (x - 0.5) * 0.012, y + 0.085) for x, y in edge]
    hem = art.fill(Outline().polygon(*edge, *reversed(lower)), "#f3ece0")
    art.shade(hem, b.contrast(b.noise(rng, 9, 3), 0.4, 0.75) * b.F(0.55), "#c3bfc0")
    light = Outline().polygon((0.60, 0.46), (0.80, 0.43), (1.0, 1.3), (0.70, 1.3)).mask(blur=7)
    art.shade(light, wall * b.F(0.30), "#ffe3ae")
    return art.printed(rng)


@painting("desk-lamp", "work school night solitude", seed=465)
def desk_lamp(rng: b.Random) -> Image.Image:
    art = Grain(rng, "#17213c")
    wall = np.broadcast_to(b.F(1), (b.HEIGHT, b.WIDTH))
    cone = Outline().polygon((0.47, 0.42), (0.60, 0.47), (1.02, 0.98), (0.22, 0.98)).mask(blur=6)
    art.shade(cone, toward(0.55, 0.45, 0.72) * b.F(1.1), "#f5c25f")
    desk = art.fill(Outline().box(-0.1, 0.97, 1.2, 0.4), "#4a2f33")
    pool = b.smooth(0.46, 0.05, b.distance(0.60, 1.03 / TALL, squash=3.2))
    art.shade(desk, pool, "#f2b858")
    art.shade(wall, toward(0.55, 0.6, 0.7) * b.F(0.18), "#7f6a5f")
    arm = Outline().line((0.24, 0.955), (0.155, 0.64), (0.455, 0.40), wide=0.018)
    arm.box(0.155, 0.945, 0.17, 0.028, round=0.012).oval(0.155, 0.64, 0.020)
    art.fill(arm, "#0e1428")
    hood = art.fill(
        Outline()
        .polygon((0.415, 0.375), (0.49, 0.335), (0.655, 0.415), (0.60, 0.505), (0.425, 0.455))
        .oval(0.448, 0.40, 0.052),
        "#c14f3d",
    )
    art.shade(hood, along(0.62, 0.48, 0.42, 0.36) * b.F(0.7), "#7c2b2c")
    art.fill(
        Outline().polygon((0.60, 0.505), (0.655, 0.415), (0.648, 0.455), (0.615, 0.505)), "#ffe9a8"
    )
    for y, x, w, colour in (
        (0.945, 0.63, 0.24, "#2c6a72"),
        (0.917, 0.645, 0.215, "#d8a24a"),
        (0.889, 0.655, 0.20, "#8a3b46"),
    ):
        book = art.fill(Outline().box(x, y, w, 0.028, round=0.004), colour)
        art.shade(book, along(x + w, y, x, y) * b.F(0.5), "#17213c")
    art.fill(
        Outline().polygon((0.37, 1.06), (0.62, 1.045), (0.66, 1.105), (0.38, 1.125)), "#fbe9bd"
    )
    art.fill(Outline().line((0.50, 1.11), (0.60, 1.02), wide=0.010), "#1b1a26")
    return art.printed(rng)


@painting("chair-by-the-window", "solitude loss memory room", seed=466)
def chair_by_the_window(rng: b.Random) -> Image.Image:
    art = Grain(rng, "#7f9aa0")
    wall = np.broadcast_to(b.F(1), (b.HEIGHT, b.WIDTH))
    art.shade(wall, (1 - toward(0.32, 0.4, 0.95)) * b.F(0.8), "#48606d")
    floor = art.fill(Outline().box(-0.1, 0.96, 1.2, 0.4), "#6b5a55")
    window = art.fill(Outline().box(0.13, 0.16, 0.37, 0.56), "#eaf0e4")
    art.shade(window, along(0, 0.2, 0, 0.75) * b.F(0.7), "#f3c99b")
    art.fill(Outline().box(0.308, 0.16, 0.014, 0.56).box(0.13, 0.42, 0.37, 0.014), "#56707a")
    frame = (
        Outline()
        .box(0.11, 0.14, 0.41, 0.60)
        .box(0.13, 0.16, 0.37, 0.56, hole=True)
        .box(0.09, 0.735, 0.45, 0.028)
    )
    art.fill(frame, "#dfe4dc")
    spill = Outline().polygon((0.30, 0.97), (0.62, 0.97), (0.98, 1.3), (0.46, 1.3)).mask(blur=5)
    art.shade(floor * spill, wall * b.F(0.8), "#e0b78f")
    slant = Outline().polygon((0.56, 0.30), (0.86, 0.42), (0.90, 0.96), (0.62, 0.96)).mask(blur=8)
    art.shade(slant, wall * b.F(0.30), "#f0d3ae")
    chair = Outline()
    for x0, x1, y in (
        (0.60, 0.585, 1.12),
        (0.80, 0.825, 1.12),
        (0.64, 0.64, 1.05),
        (0.775, 0.785, 1.05),
    ):
        chair.line((x0, 0.87), (x1, y), wide=0.020)
    chair.line((0.60, 0.87), (0.585, 0.56), wide=0.022).line((0.80, 0.87), (0.80, 0.56), wide=0.022)
    for k in range(4):
        x = 0.627 + k * 0.044
        chair.line((x, 0.60), (x, 0.85), wide=0.009)
    art.fill(chair, "#2c2f3a")
    art.fill(
        Outline().line(*curve((0.575, 0.575), (0.69, 0.545), (0.81, 0.575)), wide=0.036), "#2c2f3a"
    )
    seat = art.fill(
        Outline().polygon((0.585, 0.85), (0.815, 0.85), (0.845, 0.895), (0.565, 0.895)), "#a2533f"
    )
    art.shade(seat, along(0.57, 0.87, 0.84, 0.87) * b.F(0.8), "#5c2b2b")
    shade = Outline().polygon((0.60, 1.12), (0.83, 1.12), (1.1, 1.24), (0.80, 1.26)).mask(blur=5)
    art.shade(floor * shade, wall * b.F(0.6), "#3b3237")
    return art.printed(rng)


@painting("window-seat-by-train", "road solitude memory hope", seed=467)
def window_seat_by_train(rng: b.Random) -> Image.Image:
    art = Grain(rng, "#3b3548")
    view = Outline().box(0.10, 0.14, 0.80, 0.60, round=0.07)
    sky = art.fill(view, "#f1b98c")
    art.shade(sky, along(0, 0.5, 0, 0.1) * b.F(0.9), "#8fa9c8")
    art.fill(Outline().oval(0.63, 0.47, 0.052), "#fff1cf")
    for top, colour, rough in (
        (0.52, "#b98592", 0.035),
        (0.57, "#8a6a86", 0.028),
        (0.63, "#5a5573", 0.016),
    ):
        line = b.profile(rng, 4, 3) * b.F(rough) + b.F(top)
        hills = b.below(line / b.F(TALL)) * sky
        art.fill(hills, colour)
    field = sky * b.smooth(0.655, 0.66, b.down() * b.F(TALL))
    art.fill(field, "#3d4a58")
    blur = b.noise(rng, 3, 4, stretch=22)
    art.shade(field, b.contrast(blur) * b.F(0.8), "#7d8a77")
    poles = (
        Outline()
        .box(0.27, 0.14, 0.016, 0.60)
        .line((0.10, 0.22), (0.27, 0.20), (0.90, 0.245), wide=0.003)
    )
    art.fill(poles.mask() * sky, "#2a2b3a")
    frame = (
        Outline()
        .box(0.075, 0.115, 0.85, 0.65, round=0.09)
        .box(0.10, 0.14, 0.80, 0.60, round=0.07, hole=True)
    )
    rim = art.fill(frame, "#6a6278")
    art.shade(rim, along(0.9, 0.7, 0.1, 0.1) * b.F(0.7), "#a99aa6")
    table = art.fill(
        Outline().polygon((-0.1, 0.80), (0.50, 0.80), (0.56, 0.86), (-0.1, 0.87)), "#8d7468"
    )
    art.shade(table, along(0.5, 0.8, 0.0, 0.85) * b.F(0.8), "#d7b48f")
    art.fill(
        Outline().polygon((0.24, 0.69), (0.325, 0.69), (0.315, 0.825), (0.25, 0.825)), "#f2e6d2"
    )
    art.fill(Outline().box(0.236, 0.68, 0.093, 0.016, round=0.006), "#46322e")
    art.fill(
        Outline().polygon((0.243, 0.735), (0.322, 0.735), (0.318, 0.785), (0.248, 0.785)), "#b0543f"
    )
    seat = art.fill(
        Outline().polygon(
            *curve((0.62, 1.4), (0.64, 0.88), (0.68, 0.80), (0.86, 0.78), (1.1, 0.80)), (1.1, 1.4)
        ),
        "#2f6468",
    )
    art.shade(seat, along(0.62, 0.9, 1.0, 1.2) * b.F(0.9), "#173a44")
    art.fill(
        Outline().line(
            *curve((0.67, 0.905), (0.73, 0.87), (0.86, 0.855), (1.05, 0.86)), wide=0.006
        ),
        "#1b4750",
    )
    return art.printed(rng)
