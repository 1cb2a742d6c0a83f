"""Pen and wash: small things on a table, drawn as if in passing."""

import math

import numpy as np
from PIL import Image

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b
from bot.cards.pictures.scenes.looks import Outline, Point, Wash, curve


def _ring(
    x: float, y: float, rx: float, ry: float, *, start: float = 0.0, end: float = 2 * math.pi
) -> list[Point]:
    return [(x + rx * math.cos(t), y + ry * math.sin(t)) for t in np.linspace(start, end, 48)]


@painting("cup-by-the-window", "food solitude room hope", seed=441)
def cup_by_the_window(rng: b.Random) -> Image.Image:
    art = Wash(rng)
    art.wash(Outline().box(-0.1, -0.1, 1.2, 1.03), "#c9d9e2", strength=0.55)
    art.wash(
        Outline().box(0.12, 0.06, 0.34, 0.66).box(0.54, 0.06, 0.34, 0.66), "#8fb6cf", strength=0.6
    )
    art.wash(Outline().box(-0.1, 0.92, 1.2, 0.5), "#c79a63", strength=0.75)
    art.pen(
        [(0.10, -0.02), (0.10, 0.75)],
        [(0.90, -0.02), (0.90, 0.75)],
        [(0.07, 0.75), (0.93, 0.75)],
        [(0.485, -0.02), (0.485, 0.75)],
        [(0.515, -0.02), (0.515, 0.75)],
        [(0.10, 0.38), (0.485, 0.38)],
        [(0.515, 0.38), (0.90, 0.38)],
    )
    art.pen([(-0.02, 0.922), (1.02, 0.918)], wide=0.004)
    body = (
        Outline()
        .polygon(
            *curve((0.39, 0.80), (0.395, 0.93), (0.43, 1.035), (0.47, 1.06)),
            *curve((0.60, 1.06), (0.64, 1.035), (0.675, 0.93), (0.68, 0.80)),
        )
        .oval(0.535, 0.80, 0.145, 0.032)
    )
    art.clear(body, "#f7f2e8", cover=0.92)
    art.wash(
        Outline().polygon((0.57, 0.83), (0.68, 0.82), (0.67, 0.94), (0.63, 1.04), (0.58, 1.06)),
        "#9fb0c4",
        strength=0.45,
    )
    art.wash(Outline().oval(0.535, 0.80, 0.125, 0.024), "#6b3f24", strength=0.9)
    art.wash(
        Outline().polygon((0.40, 0.90), (0.677, 0.90), (0.67, 0.945), (0.408, 0.945)),
        "#3c6aa0",
        strength=0.7,
    )
    art.pen(
        _ring(0.535, 0.80, 0.145, 0.032),
        _ring(0.535, 0.80, 0.125, 0.024),
        curve((0.39, 0.80), (0.395, 0.93), (0.43, 1.035), (0.47, 1.06)),
        curve((0.68, 0.80), (0.675, 0.93), (0.64, 1.035), (0.60, 1.06)),
        [(0.47, 1.06), (0.60, 1.06)],
        curve((0.677, 0.84), (0.745, 0.83), (0.765, 0.89), (0.735, 0.955), (0.668, 0.965)),
        curve((0.675, 0.865), (0.72, 0.86), (0.735, 0.895), (0.715, 0.935), (0.672, 0.94)),
    )
    art.wash(Outline().oval(0.53, 1.075, 0.19, 0.022), "#7c5a3c", strength=0.5)
    for x in (0.50, 0.57):
        steam = Outline().line(
            *curve((x, 0.745), (x - 0.02, 0.69), (x + 0.015, 0.64), (x - 0.005, 0.57)), wide=0.016
        )
        b.over(art.canvas, "#fbfaf5", steam.mask(blur=5) * b.F(0.75))
    return art.printed(rng)


@painting("bicycle-at-the-wall", "road friends memory hope", seed=442)
def bicycle(rng: b.Random) -> Image.Image:
    art = Wash(rng)
    art.wash(Outline().box(-0.1, -0.1, 1.2, 1.10), "#e0b08a", strength=0.62)
    art.wash(Outline().box(-0.1, 1.0, 1.2, 0.4), "#a9a6a0", strength=0.7)
    bricks: list[list[Point]] = []
    for _ in range(42):
        x, y = float(rng.uniform(0.0, 0.98)), float(rng.integers(0, 17)) * 0.058 + 0.02
        bricks.append([(x, y), (x + 0.075, y), (x + 0.075, y + 0.05)])
    art.pen(*bricks, wide=0.0018, colour="#a5785c")
    rear, front, crank, seat, head = (
        (0.26, 0.90),
        (0.74, 0.90),
        (0.445, 0.90),
        (0.39, 0.655),
        (0.66, 0.655),
    )
    for x, y in (rear, front):
        art.wash(Outline().oval(x, y, 0.162).oval(x, y, 0.140, hole=True), "#3b3a40", strength=0.75)
        art.pen(_ring(x, y, 0.163, 0.163), _ring(x, y, 0.145, 0.145), _ring(x, y, 0.014, 0.014))
        art.pen(
            *[
                [(x, y), (x + 0.145 * math.cos(t), y + 0.145 * math.sin(t))]
                for t in np.linspace(0.1, 2 * math.pi, 15)
            ],
            wide=0.0014,
        )
    frame = Outline()
    for start, end in (
        (seat, head),
        (crank, head),
        (crank, seat),
        (rear, crank),
        (rear, seat),
        ((0.675, 0.69), front),
    ):
        frame.line(start, end, wide=0.022)
    art.clear(frame, "#f2eadb", cover=0.9)
    art.wash(frame, "#2f8f7f", strength=0.95)
    art.pen([seat, head], [crank, head], [crank, seat], [rear, crank], [rear, seat], [head, front])
    art.pen(
        [seat, (0.375, 0.60)],
        [(0.33, 0.60), (0.43, 0.595)],
        [head, (0.648, 0.585)],
        curve((0.57, 0.575), (0.648, 0.58), (0.70, 0.60), (0.705, 0.64)),
        wide=0.007,
    )
    art.wash(
        Outline().polygon((0.325, 0.585), (0.435, 0.58), (0.425, 0.612), (0.335, 0.612)),
        "#7a4a2e",
        strength=0.95,
    )
    basket = Outline().polygon((0.70, 0.60), (0.87, 0.60), (0.845, 0.735), (0.72, 0.735))
    art.clear(basket, "#f2eadb", cover=0.85)
    art.wash(basket, "#c99a55", strength=0.85)
    art.pen(
        [(0.70, 0.60), (0.87, 0.60), (0.845, 0.735), (0.72, 0.735), (0.70, 0.60)],
        [(0.705, 0.645), (0.862, 0.645)],
        [(0.712, 0.69), (0.853, 0.69)],
        *[[(0.70 + k * 0.034, 0.60), (0.72 + k * 0.025, 0.735)] for k in range(1, 5)],
        wide=0.0026,
    )
    for x, y, colour in (
        (0.745, 0.572, "#d9534a"),
        (0.79, 0.555, "#f0c24b"),
        (0.83, 0.575, "#c46a9a"),
    ):
        art.wash(Outline().oval(x, y, 0.028), colour, strength=0.95)
    art.wash(Outline().oval(0.5, 1.068, 0.42, 0.022), "#6d6a66", strength=0.55)
    art.pen(
        _ring(crank[0], crank[1], 0.03, 0.03),
        [(0.445, 0.90), (0.475, 0.955)],
        [(0.46, 0.957), (0.495, 0.955)],
        [(-0.02, 1.065), (1.02, 1.062)],
        wide=0.003,
    )
    return art.printed(rng)


@painting("coat-on-a-bench", "solitude loss secrets friends", seed=443)
def coat_on_a_bench(rng: b.Random) -> Image.Image:
    art = Wash(rng)
    art.wash(Outline().box(-0.1, -0.1, 1.2, 1.0), "#c8d3d8", strength=0.6)
    for _ in range(5):
        x = float(rng.uniform(0, 1))
        art.wash(
            Outline().oval(
                x,
                float(rng.uniform(0.15, 0.5)),
                float(rng.uniform(0.12, 0.22)),
                float(rng.uniform(0.10, 0.18)),
            ),
            "#b7a96e",
            strength=0.30,
        )
    art.wash(Outline().box(-0.1, 0.88, 1.2, 0.5), "#a8a27c", strength=0.7)
    for x, lean in ((0.14, -0.02), (0.90, 0.03)):
        trunk = curve((x, 0.90), (x + lean, 0.55), (x + lean * 2, 0.2), (x + lean * 3, -0.05))
        art.wash(Outline().line(*trunk, wide=0.05), "#6a5a4f", strength=0.6)
        art.pen(
            [(px - 0.025, py) for px, py in trunk],
            [(px + 0.025, py) for px, py in trunk],
            wide=0.0026,
        )
    slats = ((0.64, 0.665), (0.70, 0.725), (0.76, 0.785))
    for y0, y1 in slats:
        art.wash(Outline().box(0.17, y0, 0.68, y1 - y0 + 0.012), "#8c5f3f", strength=0.9)
        art.pen(
            [(0.17, y0), (0.85, y0 - 0.002), (0.85, y1 + 0.012), (0.17, y1 + 0.012), (0.17, y0)]
        )
    seat = Outline().polygon((0.15, 0.855), (0.87, 0.855), (0.91, 0.915), (0.11, 0.915))
    art.wash(seat, "#9c6b46", strength=0.9)
    art.pen(
        [(0.15, 0.855), (0.87, 0.855), (0.91, 0.915), (0.11, 0.915), (0.15, 0.855)],
        [(0.13, 0.885), (0.89, 0.885)],
    )
    for x in (0.21, 0.81):
        art.pen(
            [(x, 0.62), (x, 0.86)],
            [(x - 0.03, 0.915), (x - 0.035, 1.07)],
            [(x + 0.03, 0.86), (x + 0.03, 1.03)],
            wide=0.010,
        )
    coat = curve(
        (0.50, 0.635),
        (0.55, 0.60),
        (0.62, 0.615),
        (0.69, 0.60),
        (0.745, 0.64),
        (0.755, 0.78),
        (0.77, 0.90),
        (0.80, 1.02),
        (0.66, 1.05),
        (0.545, 1.01),
        (0.515, 0.86),
        (0.505, 0.74),
        (0.50, 0.635),
    )
    sleeve = curve((0.515, 0.64), (0.47, 0.72), (0.455, 0.83), (0.46, 0.90))
    shape = Outline().polygon(*coat).line(*sleeve, wide=0.062)
    art.clear(shape, "#f0eadf")
    art.wash(shape, "#3f5f8a", strength=0.95)
    art.wash(
        Outline().polygon((0.66, 0.62), (0.745, 0.65), (0.79, 1.0), (0.72, 1.03), (0.68, 0.90)),
        "#22365a",
        strength=0.45,
    )
    art.wash(
        Outline().polygon(
            (0.55, 0.603), (0.62, 0.665), (0.69, 0.603), (0.665, 0.72), (0.62, 0.69), (0.575, 0.72)
        ),
        "#8c5a3a",
        strength=0.8,
    )
    art.pen(
        coat,
        curve((0.485, 0.66), (0.436, 0.75), (0.425, 0.83), (0.43, 0.905)),
        curve((0.52, 0.74), (0.488, 0.83), (0.49, 0.905)),
        [(0.43, 0.905), (0.49, 0.905)],
        [(0.55, 0.603), (0.575, 0.72), (0.62, 0.69), (0.665, 0.72), (0.69, 0.603)],
        curve((0.62, 0.69), (0.625, 0.82), (0.615, 0.93), (0.625, 1.045)),
        [(0.67, 0.86), (0.735, 0.865)],
    )
    art.pen(*[_ring(0.645, y, 0.008, 0.008) for y in (0.76, 0.84, 0.92)], wide=0.003)
    for _ in range(16):
        x, y = float(rng.uniform(0.03, 0.97)), float(rng.uniform(0.96, 1.2))
        art.wash(Outline().oval(x, y, 0.016, 0.008), "#b5762f", strength=0.8)
    return art.printed(rng)


@painting("glass-and-pills", "body loss night room", seed=444)
def glass_and_pills(rng: b.Random) -> Image.Image:
    art = Wash(rng)
    art.wash(Outline().box(-0.1, -0.1, 1.2, 0.95), "#d5d9c9", strength=0.6)
    art.wash(Outline().box(-0.1, 0.84, 1.2, 0.5), "#b9a07a", strength=0.65)
    art.pen([(-0.02, 0.842), (1.02, 0.838)], wide=0.004)
    glass = Outline().polygon((0.26, 0.48), (0.50, 0.48), (0.475, 0.96), (0.285, 0.96))
    art.clear(glass, "#eef4f3", cover=0.75)
    art.wash(
        Outline().polygon((0.272, 0.63), (0.490, 0.63), (0.475, 0.955), (0.285, 0.955)),
        "#9cc4cf",
        strength=0.6,
    )
    art.wash(Outline().oval(0.381, 0.63, 0.109, 0.024), "#7fb0c0", strength=0.6)
    art.pen(
        _ring(0.38, 0.48, 0.12, 0.026),
        _ring(0.381, 0.63, 0.109, 0.024),
        [(0.26, 0.48), (0.285, 0.955)],
        [(0.50, 0.48), (0.475, 0.955)],
        _ring(0.38, 0.955, 0.095, 0.021, start=0.0, end=math.pi),
        wide=0.003,
    )
    art.wash(Outline().oval(0.47, 0.985, 0.19, 0.020), "#7f6f56", strength=0.45)
    strip = [(0.545, 0.94), (0.80, 0.845), (0.90, 0.965), (0.64, 1.075)]
    art.clear(Outline().polygon(*strip), "#f4f3ef", cover=0.9)
    art.wash(Outline().polygon(*strip), "#b8bdc6", strength=0.55)
    art.pen([*strip, strip[0]])
    rings: list[list[Point]] = []
    for row in range(2):
        for k in range(5):
            u, v = 0.12 + k * 0.19, 0.28 + row * 0.44
            x = strip[0][0] + (strip[1][0] - strip[0][0]) * u + (strip[3][0] - strip[0][0]) * v
            y = strip[0][1] + (strip[1][1] - strip[0][1]) * u + (strip[3][1] - strip[0][1]) * v
            if (row, k) not in ((0, 3), (0, 4), (1, 4)):
                art.wash(Outline().oval(x, y, 0.017, 0.013), "#cf5b4b", strength=0.9)
            rings.append(_ring(x, y, 0.019, 0.015))
    art.pen(*rings, wide=0.0022)
    for x, y in ((0.56, 1.10), (0.515, 1.075)):
        art.wash(Outline().oval(x, y, 0.018, 0.013), "#cf5b4b", strength=0.95)
        art.pen(_ring(x, y, 0.018, 0.013), wide=0.0026)
    return art.printed(rng)


@painting("open-notebook", "school secrets memory work", seed=445)
def open_notebook(rng: b.Random) -> Image.Image:
    art = Wash(rng)
    art.wash(Outline().box(-0.1, -0.1, 1.2, 1.5), "#7c9a8c", strength=0.75)
    left = [(0.10, 0.42), (0.49, 0.46), (0.49, 1.06), (0.07, 1.01)]
    right = [(0.51, 0.46), (0.90, 0.42), (0.93, 1.01), (0.51, 1.06)]
    art.wash(
        Outline().polygon((0.06, 0.45), (0.94, 0.45), (0.97, 1.07), (0.03, 1.07)),
        "#4a3a30",
        strength=0.55,
    )
    for page in (left, right):
        art.clear(Outline().polygon(*page), "#faf5e8", cover=0.96)
        art.pen([*page, page[0]])
    art.wash(
        Outline().polygon((0.44, 0.455), (0.56, 0.455), (0.56, 1.055), (0.44, 1.055)),
        "#b9b1a2",
        strength=0.30,
    )
    lines: list[list[Point]] = []
    for k in range(11):
        y = 0.52 + k * 0.046
        lines += [
            [(0.125 - k * 0.002, y - 0.027), (0.465, y)],
            [(0.535, y), (0.875 + k * 0.002, y - 0.027)],
        ]
    art.pen(*lines, wide=0.0014, colour="#8fa9c4")
    words: list[list[Point]] = []
    for k in range(7):
        y = 0.515 + k * 0.046
        long = float(rng.uniform(0.20, 0.31)) if k < 6 else 0.11
        word: list[Point] = []
        for step in range(int(long / 0.006)):
            x = 0.145 + step * 0.006
            word.append((x, y - 0.028 + (x - 0.125) * 0.078 + float(rng.uniform(-0.010, 0.004))))
        words.append(word)
    art.pen(*words, wide=0.0022, colour="#29406e")
    art.wash(Outline().line((0.605, 0.895), (0.815, 0.668), wide=0.026), "#d9a441", strength=0.95)
    art.pen(
        [
            (0.593, 0.888),
            (0.812, 0.649),
            (0.832, 0.668),
            (0.612, 0.908),
            (0.582, 0.922),
            (0.593, 0.888),
        ],
        [(0.80, 0.662), (0.82, 0.681)],
    )
    return art.printed(rng)


@painting("bills-on-the-table", "money work family anger", seed=446)
def bills_on_the_table(rng: b.Random) -> Image.Image:
    art = Wash(rng)
    art.wash(Outline().box(-0.1, -0.1, 1.2, 1.5), "#c8a274", strength=0.72)
    boards = [
        curve(
            (-0.02, 0.07 + k * 0.15),
            (0.4, 0.075 + k * 0.15 + float(rng.uniform(-0.02, 0.02))),
            (1.02, 0.07 + k * 0.15),
        )
        for k in range(9)
    ]
    art.pen(*boards, wide=0.0018, colour="#96704a")
    for x, y, angle, red in (
        (0.17, 0.40, -0.14, False),
        (0.42, 0.52, 0.16, True),
        (0.26, 0.62, -0.04, False),
    ):
        _bill(art, rng, x, y, angle, red=red)
    for x, y, r, colour in (
        (0.79, 0.94, 0.045, "#d5a642"),
        (0.86, 0.99, 0.038, "#b98a55"),
        (0.765, 1.02, 0.032, "#c9c4ba"),
        (0.88, 0.90, 0.028, "#d5a642"),
    ):
        art.clear(Outline().oval(x, y, r), "#efe4cd", cover=0.85)
        art.wash(Outline().oval(x, y, r), colour, strength=0.85)
        art.pen(_ring(x, y, r, r), _ring(x, y, r * 0.76, r * 0.76), wide=0.0026)
    return art.printed(rng)


def _bill(art: Wash, rng: b.Random, x: float, y: float, angle: float, *, red: bool) -> None:
    c, s = math.cos(angle), math.sin(angle)

    def at(u: float, v: float) -> Point:
        return x + u * c - v * s, y + u * s + v * c

    sheet = [at(0, 0), at(0.40, 0), at(0.40, 0.50), at(0, 0.50)]
    art.wash(
        Outline().polygon(*[(px + 0.012, py + 0.016) for px, py in sheet]), "#6d5033", strength=0.5
    )
    art.clear(Outline().polygon(*sheet), "#faf6ec", cover=0.97)
    art.pen([*sheet, sheet[0]])
    art.wash(
        Outline().polygon(at(0.03, 0.035), at(0.16, 0.035), at(0.16, 0.075), at(0.03, 0.075)),
        "#c0392f" if red else "#3f6aa3",
        strength=0.85,
    )
    rows: list[list[Point]] = []
    for k in range(8):
        v = 0.13 + k * 0.036
        long = float(rng.uniform(0.12, 0.24))
        rows += [[at(0.035, v), at(0.035 + long, v)], [at(0.315, v), at(0.362, v)]]
    art.pen(*rows, wide=0.0032, colour="#8b8a90")
    art.pen([at(0.035, 0.425), at(0.362, 0.425)], [at(0.27, 0.455), at(0.362, 0.455)], wide=0.0045)
    if red:
        art.pen(_ring(*at(0.315, 0.455), 0.07, 0.030), wide=0.005, colour="#c0392f")
