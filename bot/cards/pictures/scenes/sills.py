"""Pen and wash: sills, balconies and what lies by the door."""

import math

import numpy as np
from PIL import Image

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b
from bot.cards.pictures.scenes.looks import Outline, Point, Wash, curve


def _ring(x: float, y: float, rx: float, ry: float) -> list[Point]:
    return [(x + rx * math.cos(t), y + ry * math.sin(t)) for t in np.linspace(0, 2 * math.pi, 48)]


@painting("plant-on-the-sill", "hope room family dawn", seed=561)
def plant_on_the_sill(rng: b.Random) -> Image.Image:
    art = Wash(rng)
    art.wash(Outline().box(-0.1, -0.1, 1.2, 1.05), "#f0d9a8", strength=0.55)
    art.wash(Outline().box(0.08, -0.05, 0.84, 0.97), "#bcd8dc", strength=0.6)
    art.wash(Outline().oval(0.72, 0.22, 0.10), "#f4cf73", strength=0.7)
    roofs = Outline().polygon((0.08, 0.80), (0.22, 0.70), (0.36, 0.80), (0.36, 0.92), (0.08, 0.92))
    roofs.polygon((0.60, 0.78), (0.75, 0.66), (0.92, 0.78), (0.92, 0.92), (0.60, 0.92))
    art.wash(roofs, "#b98a86", strength=0.45)
    art.pen(
        [(0.08, -0.02), (0.08, 0.92)],
        [(0.92, -0.02), (0.92, 0.92)],
        [(0.5, -0.02), (0.5, 0.92)],
        [(0.08, 0.34), (0.92, 0.34)],
    )
    art.wash(Outline().box(-0.1, 0.92, 1.2, 0.09), "#d9c4a0", strength=0.8)
    art.wash(Outline().box(-0.1, 1.01, 1.2, 0.4), "#b7a183", strength=0.7)
    art.pen([(-0.02, 0.922), (1.02, 0.918)], [(-0.02, 1.01), (1.02, 1.012)])
    stems: list[list[Point]] = []
    leaves = Outline()
    veins: list[list[Point]] = []
    for turn, high, bend in (
        (-0.62, 0.30, -0.05),
        (-0.28, 0.42, -0.03),
        (0.05, 0.50, 0.02),
        (0.36, 0.40, 0.04),
        (0.66, 0.29, 0.06),
    ):
        tip = (0.36 + math.sin(turn) * high, 0.80 - math.cos(turn) * high)
        stem = curve(
            (0.36, 0.80),
            (0.36 + math.sin(turn) * high * 0.5 - bend, 0.80 - math.cos(turn) * high * 0.55),
            tip,
        )
        stems.append(stem)
        for at, side in ((0.45, 1), (0.62, -1), (0.80, 1), (0.98, 0)):
            x, y = stem[int(at * (len(stem) - 1))]
            lean = turn + side * 0.95
            size = 0.105 if side else 0.12
            end = (x + math.sin(lean) * size, y - math.cos(lean) * size)
            wide = size * 0.26
            nx, ny = math.cos(lean) * wide, math.sin(lean) * wide
            mid = ((x + end[0]) / 2, (y + end[1]) / 2)
            outline = curve(
                (x, y), (mid[0] + nx, mid[1] + ny), end, (mid[0] - nx, mid[1] - ny), (x, y)
            )
            leaves.polygon(*outline)
            veins += [outline, [(x, y), end]]
    art.clear(leaves, "#f1efdc", cover=0.75)
    art.wash(leaves, "#4f9a5f", strength=0.85)
    art.pen(*stems, wide=0.004, colour="#35593c")
    art.pen(*veins, wide=0.0022, colour="#2c4a34")
    pot = (
        Outline()
        .polygon((0.265, 0.79), (0.455, 0.79), (0.43, 0.965), (0.29, 0.965))
        .box(0.25, 0.765, 0.22, 0.045, round=0.006)
    )
    art.clear(pot)
    art.wash(pot, "#c8693f", strength=0.9)
    art.wash(
        Outline().polygon((0.385, 0.81), (0.455, 0.81), (0.43, 0.965), (0.375, 0.965)),
        "#7c3a2c",
        strength=0.4,
    )
    art.pen(
        [(0.25, 0.765), (0.47, 0.765), (0.47, 0.81), (0.25, 0.81), (0.25, 0.765)],
        [(0.268, 0.81), (0.29, 0.965), (0.43, 0.965), (0.453, 0.81)],
    )
    can = Outline().polygon((0.66, 0.83), (0.82, 0.83), (0.835, 0.965), (0.645, 0.965))
    can.line((0.66, 0.92), (0.56, 0.83), wide=0.020)
    art.clear(can)
    art.wash(can, "#6f93a8", strength=0.8)
    art.pen(
        [(0.66, 0.83), (0.82, 0.83), (0.835, 0.965), (0.645, 0.965), (0.66, 0.83)],
        [(0.655, 0.905), (0.567, 0.823)],
        [(0.650, 0.935), (0.550, 0.838)],
        [(0.575, 0.812), (0.54, 0.848)],
        curve((0.675, 0.83), (0.69, 0.765), (0.79, 0.765), (0.808, 0.83)),
    )
    return art.printed(rng)


@painting("keys-on-the-table", "secrets room love loss", seed=562)
def keys_on_the_table(rng: b.Random) -> Image.Image:
    art = Wash(rng)
    art.wash(Outline().box(-0.1, -0.1, 1.2, 1.5), "#7f8fa3", strength=0.62)
    boards = [
        curve((-0.02, 0.10 + k * 0.21), (0.5, 0.095 + k * 0.21), (1.02, 0.105 + k * 0.21))
        for k in range(6)
    ]
    art.pen(*boards, wide=0.0018, colour="#4c5a6c")
    note = [(0.13, 0.47), (0.56, 0.41), (0.61, 0.79), (0.18, 0.85)]
    art.wash(Outline().polygon(*[(x + 0.014, y + 0.018) for x, y in note]), "#3c4655", strength=0.5)
    art.clear(Outline().polygon(*note), "#fbf6e8", cover=0.97)
    art.pen([*note, note[0]])
    words: list[list[Point]] = []
    for k, long in enumerate((0.31, 0.27, 0.14)):
        line: list[Point] = []
        for step in range(int(long / 0.006)):
            x = 0.195 + k * 0.008 + step * 0.006
            line.append(
                (x, 0.555 + k * 0.062 - (x - 0.19) * 0.135 + float(rng.uniform(-0.011, 0.005)))
            )
        words.append(line)
    art.pen(*words, wide=0.0024, colour="#29406e")
    art.wash(Outline().oval(0.63, 0.93, 0.115, 0.035), "#3c4655", strength=0.35)
    for angle, colour, teeth in ((0.35, "#c99a3f", 3), (1.0, "#a9a69c", 4)):
        _key(art, 0.57, 0.76, angle, colour, teeth)
    ring = Outline().oval(0.555, 0.735, 0.062).oval(0.555, 0.735, 0.050, hole=True)
    art.clear(ring, "#e8e6df", cover=0.8)
    art.wash(ring, "#5f6570", strength=0.8)
    art.pen(_ring(0.555, 0.735, 0.063, 0.063), _ring(0.555, 0.735, 0.050, 0.050), wide=0.0026)
    tag = Outline().polygon(
        (0.50, 0.70), (0.455, 0.60), (0.525, 0.565), (0.575, 0.665), (0.545, 0.695)
    )
    art.clear(tag)
    art.wash(tag, "#c2503f", strength=0.9)
    art.pen(
        [(0.50, 0.70), (0.455, 0.60), (0.525, 0.565), (0.575, 0.665), (0.545, 0.695), (0.50, 0.70)],
        _ring(0.533, 0.667, 0.009, 0.009),
    )
    return art.printed(rng)


def _key(art: Wash, x: float, y: float, angle: float, colour: str, teeth: int) -> None:
    """A key whose bow hangs at (x, y)."""
    c, s = math.cos(angle), math.sin(angle)

    def at(u: float, v: float) -> Point:
        return x + u * c - v * s, y + u * s + v * c

    bow = [
        at(0.055 + 0.052 * math.cos(t), 0.052 * math.sin(t))
        for t in np.linspace(0, 2 * math.pi, 40)
    ]
    hole = [
        at(0.040 + 0.018 * math.cos(t), 0.018 * math.sin(t))
        for t in np.linspace(0, 2 * math.pi, 24)
    ]
    blade = [at(0.103, -0.014), at(0.30, -0.014), at(0.315, 0.0)]
    edge = [at(0.315, 0.0)]
    for k in range(teeth):
        u = 0.295 - k * 0.036
        edge += [
            at(u, 0.014 + 0.016 * (k % 2 + 1)),
            at(u - 0.018, 0.014 + 0.016 * (k % 2 + 1)),
            at(u - 0.020, 0.014),
        ]
    edge += [at(0.103, 0.014)]
    shape = Outline().polygon(*bow).polygon(*blade, *edge).polygon(*hole, hole=True)
    art.clear(shape)
    art.wash(shape, colour, strength=0.9)
    art.pen(bow, hole, [*blade, *edge], [at(0.11, -0.004), at(0.285, -0.004)], wide=0.0026)


@painting("two-chairs-outside", "friends love family solitude", seed=563)
def two_chairs_outside(rng: b.Random) -> Image.Image:
    art = Wash(rng)
    art.wash(Outline().box(-0.1, -0.1, 1.2, 0.95), "#f0c9a0", strength=0.6)
    art.wash(Outline().oval(0.28, 0.40, 0.11), "#e8875c", strength=0.55)
    for k, tint in enumerate(("#b9a2a8", "#8f86a0")):
        line = curve(
            *[(x / 6 - 0.02, 0.60 + k * 0.07 + float(rng.uniform(-0.035, 0.035))) for x in range(8)]
        )
        art.wash(Outline().polygon(*line, (1.2, 0.86), (-0.1, 0.86)), tint, strength=0.55)
    art.wash(Outline().box(-0.1, 0.84, 1.2, 0.5), "#c7a889", strength=0.75)
    rails = [[(-0.02, 0.60), (1.02, 0.598)], [(-0.02, 0.825), (1.02, 0.828)]]
    rails += [[(k * 0.052 + 0.01, 0.60), (k * 0.052 + 0.01, 0.826)] for k in range(20)]
    art.pen(*rails, wide=0.0042, colour="#4a4450")
    for x, side, colour in ((0.27, 1, "#3f7d78"), (0.73, -1, "#c2603f")):
        seat = [
            (x - 0.11, 0.885),
            (x + 0.11, 0.885),
            (x + 0.125 * side + 0.01, 0.925),
            (x - 0.115, 0.925),
        ]
        back = [
            (x - 0.105 * side - 0.02 * side, 0.60),
            (x - 0.085 * side, 0.59),
            (x - 0.075 * side, 0.885),
            (x - 0.115 * side, 0.885),
        ]
        slats = Outline().polygon(*back)
        art.clear(slats, "#f3ead9")
        art.wash(slats, colour, strength=0.9)
        art.clear(Outline().polygon(*seat), "#f3ead9")
        art.wash(Outline().polygon(*seat), colour, strength=0.9)
        art.pen([*seat, seat[0]], [*back, back[0]])
        art.pen(
            [(x - 0.10, 0.925), (x + 0.09, 1.10)],
            [(x + 0.10, 0.925), (x - 0.09, 1.10)],
            wide=0.008,
            colour="#3a3238",
        )
        art.pen(
            [(x - 0.095 * side, 0.76), (x + 0.10 * side, 0.765), (x + 0.10 * side, 0.885)],
            wide=0.007,
            colour="#3a3238",
        )
        art.wash(Outline().oval(x, 1.11, 0.14, 0.016), "#7c6350", strength=0.5)
    table = Outline().oval(0.5, 0.85, 0.085, 0.020)
    art.clear(table)
    art.wash(table, "#8b6a4e", strength=0.85)
    art.pen(
        _ring(0.5, 0.85, 0.085, 0.020),
        [(0.5, 0.87), (0.5, 1.06)],
        [(0.455, 1.085), (0.5, 1.055), (0.548, 1.085)],
        wide=0.005,
    )
    for x, tint in ((0.472, "#b3423f"), (0.53, "#b3423f")):
        glass = [(x - 0.020, 0.775), (x + 0.020, 0.775), (x + 0.013, 0.843), (x - 0.013, 0.843)]
        art.clear(Outline().polygon(*glass), "#f7f2e8", cover=0.7)
        art.wash(
            Outline().polygon(
                (x - 0.017, 0.80), (x + 0.017, 0.80), (x + 0.013, 0.843), (x - 0.013, 0.843)
            ),
            tint,
            strength=0.85,
        )
        art.pen([*glass, glass[0]], wide=0.0024)
    return art.printed(rng)
