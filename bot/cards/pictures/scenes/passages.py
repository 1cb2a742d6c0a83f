"""Stippled posters: corridors, platforms and crossings."""

import numpy as np
from PIL import Image

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b
from bot.cards.pictures.scenes.looks import Grain, Outline, along, curve

ONES = np.broadcast_to(b.F(1), (b.HEIGHT, b.WIDTH))  # a view: takes no memory


@painting("locker-left-open", "school secrets anger memory", seed=541)
def locker_left_open(rng: b.Random) -> Image.Image:
    art = Grain(rng, "#e9dfc6")
    art.shade(ONES, along(0, 0.3, 0, -0.1) * b.F(0.5), "#bfae8a")
    floor = art.fill(Outline().box(-0.1, 1.03, 1.2, 0.4), "#93786a")
    art.shade(floor, along(0, 1.3, 0, 1.0) * b.F(0.8), "#5b4750")
    art.fill(Outline().box(-0.1, 1.00, 1.2, 0.035), "#4c5a6b")
    wide = 0.167
    row = along(0.0, 0.2, 1.0, 1.0)
    for k in range(6):
        x = k * wide - 0.001
        door = art.fill(Outline().box(x + 0.004, 0.26, wide - 0.008, 0.74, round=0.005), "#3f7f8f")
        art.shade(door, row * b.F(0.55), "#234f66")
        lines = Outline()
        for y in (0.32, 0.345, 0.37):
            lines.box(x + 0.045, y, wide - 0.09, 0.008, round=0.003)
        lines.box(x + wide - 0.038, 0.60, 0.012, 0.055, round=0.004)
        art.fill(lines, "#1f4254")
        art.fill(Outline().box(x + 0.060, 0.415, wide - 0.12, 0.030, round=0.003), "#e8e2cf")
    x = 3 * wide
    inside = art.fill(Outline().box(x + 0.008, 0.268, wide - 0.016, 0.724), "#16303d")
    art.shade(inside, along(x, 0.3, x + wide, 0.3) * b.F(0.6), "#2f5868")
    art.fill(Outline().box(x + 0.008, 0.44, wide - 0.016, 0.010), "#3f7f8f")
    for dx, high, colour in (
        (0.018, 0.105, "#d9604f"),
        (0.046, 0.12, "#e5b04a"),
        (0.077, 0.095, "#7fae8f"),
    ):
        art.fill(Outline().box(x + dx, 0.44 - high, 0.026, high, round=0.003), colour)
    art.fill(Outline().line((x + 0.083, 0.45), (x + 0.083, 0.50), wide=0.008), "#9fb5b8")
    bag = art.fill(Outline().box(x + 0.030, 0.515, 0.108, 0.19, round=0.03), "#c9573c")
    art.shade(bag, along(x + 0.14, 0.6, x + 0.03, 0.5) * b.F(0.7), "#7d2c2c")
    art.fill(Outline().box(x + 0.045, 0.60, 0.078, 0.075, round=0.012), "#a8432f")
    leaf = art.fill(
        Outline().polygon(
            (x + 0.006, 0.262), (x - 0.115, 0.215), (x - 0.115, 1.065), (x + 0.006, 0.998)
        ),
        "#5fa0aa",
    )
    art.shade(leaf, along(x - 0.115, 0.5, x, 0.5) * b.F(0.6), "#2f6678")
    art.fill(
        Outline().polygon(
            (x - 0.085, 0.40), (x - 0.025, 0.415), (x - 0.025, 0.50), (x - 0.085, 0.49)
        ),
        "#f3ead2",
    )
    art.fill(
        Outline()
        .oval(x - 0.068, 0.445, 0.010)
        .oval(x - 0.044, 0.450, 0.010)
        .polygon((x - 0.078, 0.449), (x - 0.034, 0.455), (x - 0.057, 0.482)),
        "#cf4a52",
    )
    art.fill(
        Outline().polygon(
            (x - 0.080, 0.56), (x - 0.030, 0.57), (x - 0.034, 0.635), (x - 0.084, 0.628)
        ),
        "#e5b04a",
    )
    art.fill(Outline().polygon((0.33, 1.12), (0.44, 1.10), (0.47, 1.15), (0.355, 1.175)), "#f6f0df")
    return art.printed(rng)


@painting("mirror-in-the-morning", "body dawn secrets solitude", seed=542)
def mirror_in_the_morning(rng: b.Random) -> Image.Image:
    art = Grain(rng, "#c3d4cf")
    tiles = Outline()
    for k in range(10):
        tiles.box(-0.1, k * 0.14 - 0.02, 1.2, 0.004).box(k * 0.14 - 0.02, -0.1, 0.004, 1.5)
    art.fill(tiles, "#aac0bb")
    art.shade(ONES, along(1.0, 1.2, 0.1, 0.0) * b.F(0.55), "#7f9f9f")
    art.fill(Outline().oval(0.5, 0.46, 0.275), "#8b6a4e")
    glass = art.fill(Outline().oval(0.5, 0.46, 0.255), "#e9efe6")
    art.shade(glass, along(0.65, 0.25, 0.35, 0.7) * b.F(0.75), "#a9c3c4")
    window = Outline().box(0.37, 0.30, 0.085, 0.13).box(0.465, 0.30, 0.085, 0.13)
    art.fill(
        window.box(0.37, 0.44, 0.085, 0.13).box(0.465, 0.44, 0.085, 0.13).mask() * glass, "#fbe3b0"
    )
    steam = b.smooth(0.42, 0.72, b.noise(rng, 5, 4)) * b.smooth(0.36, 0.52, b.down())
    art.shade(glass, steam * b.F(0.9), "#f7f8f2")
    drawn = Outline().line(
        *curve((0.60, 0.515), (0.565, 0.475), (0.535, 0.505), (0.555, 0.55), (0.60, 0.59)),
        wide=0.015,
    )
    drawn.line(
        *curve((0.60, 0.515), (0.635, 0.475), (0.665, 0.505), (0.645, 0.55), (0.60, 0.59)),
        wide=0.015,
    )
    drawn.line((0.60, 0.59), (0.601, 0.645), wide=0.005).line(
        (0.648, 0.55), (0.650, 0.585), wide=0.004
    )
    art.shade(glass * drawn.mask(blur=1.2), ONES * b.F(0.95), "#7fa6ab")
    art.fill(Outline().box(0.16, 0.865, 0.68, 0.020, round=0.006), "#8b6a4e")
    for x, colour, high, w in (
        (0.23, "#d9604f", 0.09, 0.045),
        (0.30, "#f0e6cf", 0.065, 0.05),
        (0.69, "#3f6d85", 0.11, 0.038),
    ):
        thing = art.fill(Outline().box(x, 0.865 - high, w, high, round=0.010), colour)
        art.shade(thing, along(x, 0.8, x + w, 0.8) * b.F(0.5), "#4b4a50")
    basin = curve(
        (0.20, 1.02),
        (0.22, 1.10),
        (0.32, 1.16),
        (0.50, 1.175),
        (0.68, 1.16),
        (0.78, 1.10),
        (0.80, 1.02),
    )
    sink = art.fill(Outline().polygon(*basin), "#f7f6ef")
    art.shade(sink, along(0.7, 1.0, 0.35, 1.18) * b.F(0.7), "#9fb0b3")
    art.fill(Outline().box(0.17, 0.998, 0.66, 0.035, round=0.016), "#fdfcf6")
    art.fill(
        Outline()
        .box(0.487, 0.90, 0.026, 0.10, round=0.006)
        .line((0.50, 0.912), (0.50, 0.90), (0.56, 0.915), (0.56, 0.945), wide=0.020),
        "#5f6f75",
    )
    drop = Outline().oval(0.56, 0.975, 0.008, 0.011)
    art.fill(drop, "#6fb0c4")
    return art.printed(rng)


@painting("platform-at-dawn", "road dawn loss hope", seed=543)
def platform_at_dawn(rng: b.Random) -> Image.Image:
    art = Grain(rng, "#f2c6a0")
    art.shade(ONES, along(0, 0.62, 0, 0.0) * b.F(0.95), "#8d9cc0")
    art.fill(Outline().oval(0.30, 0.60, 0.075), "#fff0cf")
    far = b.below((b.profile(rng, 7, 4) * b.F(0.030) + b.F(0.665)) / b.F(1.25), soft=0.002)
    art.fill(far, "#a98a98")
    ground = art.fill(
        Outline().polygon((-0.1, 0.70), (1.1, 0.70), (1.1, 1.4), (-0.1, 1.4)), "#6d5f73"
    )
    art.shade(ground, along(0.2, 0.7, 0.0, 1.3) * b.F(0.6), "#3d3650")
    vx, vy = 0.30, 0.685
    for x in (-0.16, 0.10):
        art.fill(
            Outline().polygon(
                (vx - 0.002, vy), (vx + 0.002, vy), (x + 0.022, 1.3), (x - 0.022, 1.3)
            ),
            "#e9b58d",
        )
    sleepers = Outline()
    for k in range(12):
        t = (k / 12) ** 2.2
        y = vy + 0.02 + t * 0.62
        reach = (y - vy) / (1.3 - vy)
        sleepers.line(
            (vx - 0.66 * reach - 0.012, y),
            (vx - 0.12 * reach + 0.012, y),
            wide=0.004 + 0.020 * reach,
        )
    art.fill(sleepers, "#4a3f55")
    platform = art.fill(
        Outline().polygon((vx + 0.012, vy), (1.1, vy), (1.1, 1.4), (0.34, 1.4)), "#c2a096"
    )
    art.shade(platform, along(0.4, 0.8, 1.0, 1.2) * b.F(0.8), "#6f5a6d")
    art.fill(
        Outline().polygon(
            (vx + 0.014, vy + 0.005), (vx + 0.022, vy + 0.005), (0.47, 1.4), (0.40, 1.4)
        ),
        "#f1d06a",
    )
    roof = art.fill(
        Outline().polygon((vx + 0.10, 0.60), (1.1, 0.30), (1.1, 0.225), (vx + 0.10, 0.588)),
        "#3b3450",
    )
    art.shade(roof, along(0.4, 0.6, 1.0, 0.3) * b.F(0.4), "#6b5b78")
    posts = Outline()
    for x, top, foot, w in (
        (0.47, 0.565, 0.765, 0.008),
        (0.60, 0.51, 0.845, 0.012),
        (0.83, 0.405, 0.99, 0.020),
    ):
        posts.box(x, top, w, foot - top)
    art.fill(posts, "#3b3450")
    clock = art.fill(Outline().oval(0.715, 0.545, 0.052), "#f8f1df")
    art.fill(
        Outline()
        .oval(0.715, 0.545, 0.056)
        .oval(0.715, 0.545, 0.047, hole=True)
        .box(0.711, 0.44, 0.008, 0.055),
        "#2a2540",
    )
    art.fill(
        Outline()
        .line((0.715, 0.545), (0.715, 0.513), wide=0.006)
        .line((0.715, 0.545), (0.738, 0.556), wide=0.007),
        "#2a2540",
    )
    art.shade(clock, along(0.69, 0.52, 0.75, 0.59) * b.F(0.5), "#c9b9a9")
    bench = (
        Outline()
        .box(0.66, 0.905, 0.23, 0.020, round=0.005)
        .box(0.66, 0.855, 0.23, 0.016, round=0.005)
    )
    for x in (0.68, 0.86):
        bench.box(x, 0.84, 0.010, 0.135)
    art.fill(bench, "#4b3a52")
    case = art.fill(
        Outline()
        .box(0.60, 0.935, 0.075, 0.10, round=0.008)
        .box(0.622, 0.912, 0.031, 0.03, round=0.006),
        "#a8432f",
    )
    art.shade(case, along(0.60, 0.95, 0.68, 1.03) * b.F(0.6), "#5f2430")
    return art.printed(rng)
