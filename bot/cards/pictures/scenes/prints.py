"""Riso prints: a few inks, a little out of place."""

import math

import numpy as np
from PIL import Image

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b
from bot.cards.pictures.scenes.looks import TALL, Outline, Riso, along, curve, toward

PINK, BLUE, YELLOW, TEAL, NAVY = "#ff6f7d", "#2f5fb3", "#ffd64a", "#2a9d94", "#27336b"
PAPER = "#f6f1e5"


@painting("two-hands", "love friends hope family", seed=421)
def two_hands(rng: b.Random) -> Image.Image:
    riso = Riso(rng, PAPER)
    riso.ink(Outline().oval(0.5, 0.60, 0.37).mask() * b.F(0.85), YELLOW)
    riso.ink(_hand(0.315, 0.66, 1), PINK, shift=(3, 4))
    riso.ink(_hand(0.685, 0.56, -1), BLUE, shift=(-3, -3))
    return riso.printed(rng)


def _hand(x: float, y: float, side: int) -> Outline:
    """A hand that reaches to the other side, its arm out of the picture."""

    def at(px: float, py: float) -> tuple[float, float]:
        return x + side * px, y + side * py

    cut = Outline().line(at(-0.5, 0.135), at(-0.17, 0.03), wide=0.125)
    cut.line(at(-0.13, 0.0), at(0.0, -0.005), wide=0.125).line(
        at(-0.13, 0.05), at(-0.01, 0.045), wide=0.09
    )
    cut.line(
        *curve(at(-0.01, -0.045), at(0.09, -0.045), at(0.17, -0.03), at(0.235, 0.0)), wide=0.045
    )
    cut.line(
        *curve(at(0.0, -0.012), at(0.11, -0.005), at(0.19, 0.02), at(0.235, 0.045)), wide=0.046
    )
    cut.line(
        *curve(at(-0.01, 0.024), at(0.09, 0.035), at(0.16, 0.062), at(0.20, 0.085)), wide=0.044
    )
    cut.line(
        *curve(at(-0.02, 0.056), at(0.05, 0.07), at(0.10, 0.092), at(0.135, 0.113)), wide=0.039
    )
    cut.line(
        *curve(at(-0.13, -0.03), at(-0.05, -0.088), at(0.02, -0.105), at(0.075, -0.098)), wide=0.046
    )
    return cut


@painting("three-in-the-morning", "night solitude work room", seed=422)
def three_in_the_morning(rng: b.Random) -> Image.Image:
    riso = Riso(rng, PAPER)
    ground = b.F(0.93) - b.F(0.55) * toward(0.5, 0.66, 0.62)
    riso.ink(ground, NAVY)
    riso.ink(toward(0.5, 0.62, 0.60) * b.F(0.55), PINK)
    body = Outline().oval(0.5, 0.66, 0.225)
    for side in (-1, 1):
        bell = [
            (0.5 + side * (0.155 + 0.075 * math.cos(t)), 0.445 + 0.075 * math.sin(t))
            for t in np.linspace(math.pi, 2 * math.pi, 24)
        ]
        turned = [_turned(point, (0.5 + side * 0.155, 0.445), side * 0.55) for point in bell]
        body.polygon(*turned)
        body.line((0.5 + side * 0.14, 0.84), (0.5 + side * 0.175, 0.90), wide=0.03)
    body.line((0.5, 0.44), (0.5, 0.39), wide=0.022)
    riso.ink(body, PINK, shift=(2, 3))
    riso.ink(body, BLUE, shift=(-2, -3))
    face = Outline().oval(0.5, 0.66, 0.185)
    shown = face.mask()
    b.over(riso.canvas, "#fff3cf", shown)
    marks = Outline()
    for hour in range(12):
        t = hour * math.pi / 6
        long = 0.022 if hour % 3 == 0 else 0.010
        marks.line(
            (0.5 + 0.163 * math.sin(t), 0.66 - 0.163 * math.cos(t)),
            (0.5 + (0.163 - long) * math.sin(t), 0.66 - (0.163 - long) * math.cos(t)),
            wide=0.009,
        )
    marks.line((0.5, 0.66), (0.596, 0.663), wide=0.017).line((0.5, 0.66), (0.495, 0.53), wide=0.011)
    marks.oval(0.5, 0.66, 0.015)
    riso.ink(marks, NAVY, shift=(1, 1))
    riso.ink(Outline().box(-0.1, 0.905, 1.2, 0.5), NAVY)
    return riso.printed(rng)


def _turned(
    point: tuple[float, float], about: tuple[float, float], angle: float
) -> tuple[float, float]:
    x, y = point[0] - about[0], point[1] - about[1]
    c, s = math.cos(angle), math.sin(angle)
    return about[0] + x * c - y * s, about[1] + x * s + y * c


@painting("last-bus", "road night city solitude", seed=423)
def last_bus(rng: b.Random) -> Image.Image:
    riso = Riso(rng, PAPER)
    riso.ink(along(0, 1.25, 0, 0.1) * b.F(0.30) + b.F(0.42), BLUE)
    town = Outline()
    x = -0.03
    while x < 1.03:
        w, high = float(rng.uniform(0.07, 0.13)), float(rng.uniform(0.18, 0.46))
        town.box(x, 0.86 - high, w + 0.004, high + 0.05)
        x += w
    riso.ink(town.mask() * b.F(0.55), NAVY, shift=(2, 2))
    riso.ink(Outline().box(-0.1, 0.86, 1.2, 0.5), NAVY)
    bus = Outline().box(0.10, 0.53, 0.80, 0.36, round=0.035)
    shown = bus.mask()
    b.over(riso.canvas, PAPER, shown)
    riso.ink(shown * (1 - Outline().box(0.10, 0.575, 0.80, 0.155).mask()), PINK, shift=(2, 2))
    riso.ink(shown * b.F(0.28), YELLOW)
    panes = Outline()
    for k in range(5):
        panes.box(0.135 + k * 0.122, 0.585, 0.108, 0.135, round=0.012)
    panes.box(0.77, 0.585, 0.105, 0.20, round=0.012)
    riso.ink(panes, YELLOW, shift=(-2, 2))
    seats = Outline()
    for k in range(5):
        seats.box(0.155 + k * 0.122, 0.665, 0.045, 0.055, round=0.012)
    seats.oval(0.442, 0.634, 0.021).box(0.412, 0.655, 0.062, 0.065, round=0.022)
    riso.ink(seats, NAVY, shift=(-2, 2))
    wheels = Outline()
    for x in (0.25, 0.72):
        wheels.oval(x, 0.895, 0.062)
    riso.ink(wheels, NAVY)
    for x in (0.25, 0.72):
        b.over(riso.canvas, PAPER, Outline().oval(x, 0.895, 0.024).mask())
    lamp = Outline().oval(0.888, 0.83, 0.014).mask()
    b.over(riso.canvas, "#fff6d0", lamp)
    beam = Outline().polygon((0.89, 0.825), (1.1, 0.86), (1.1, 0.98), (0.89, 0.84)).mask(blur=6)
    b.over(riso.canvas, "#ffe9a0", beam * b.F(0.6))
    return riso.printed(rng)


@painting("aisle-seven", "food money city solitude", seed=424)
def aisle_seven(rng: b.Random) -> Image.Image:
    riso = Riso(rng, PAPER)
    vx, vy = 0.5, 0.52
    near = 0.62

    def at(side: int, u: float, v: float) -> tuple[float, float]:
        """Return a point on the shelves' front: ``u`` 0 near .. 1 far, ``v`` -1 floor .. 1 top."""
        depth = 1 / (1 + 3.4 * u)
        return vx + side * near * depth, vy - v * 0.62 * depth + 0.05 * depth

    floor = Outline().polygon(
        at(-1, 0, -1.02), at(-1, 1, -1), at(1, 1, -1), at(1, 0, -1.02), (1.2, 1.3), (-0.2, 1.3)
    )
    riso.ink(floor.mask() * (b.F(0.20) + b.F(0.25) * along(0, 0.7, 0, 1.25)), TEAL)
    for side in (-1, 1):
        wall = Outline().polygon(
            at(side, 0, 1.35),
            at(side, 1, 1.05),
            at(side, 1, -1),
            at(side, 0, -1.0),
            (vx + side * 0.9, 1.25),
            (vx + side * 0.9, -0.2),
        )
        riso.ink(wall.mask() * b.F(0.42), BLUE, shift=(2, 2))
    inks = (PINK, YELLOW, TEAL)
    goods: dict[str, Outline] = {}
    boards = Outline()
    for side in (-1, 1):
        for shelf in range(5):
            low = -0.86 + shelf * 0.40
            u = 0.0
            while u < 0.97:
                step = float(rng.uniform(0.035, 0.075))
                high = low + float(rng.uniform(0.18, 0.33))
                ink = inks[int(rng.integers(3))]
                goods.setdefault(ink, Outline()).polygon(
                    at(side, u, low),
                    at(side, u, high),
                    at(side, u + step * 0.88, high),
                    at(side, u + step * 0.88, low),
                )
                u += step
            boards.polygon(
                at(side, 0, low),
                at(side, 1, low),
                at(side, 1, low - 0.045),
                at(side, 0, low - 0.045),
            )
    for number, (ink, cut) in enumerate(goods.items()):
        riso.ink(cut.mask() * b.F(0.95), ink, shift=(number - 1, 2 - number))
    riso.ink(boards, NAVY, shift=(2, 1))
    lights = Outline()
    for u in (0.02, 0.2, 0.5, 0.95):
        d0, d1 = 1 / (1 + 3.4 * u), 1 / (1 + 3.4 * (u + 0.10))
        lights.polygon(
            *((vx - 0.10 * d0, vy - 0.92 * d0 + 0.05), (vx + 0.10 * d0, vy - 0.92 * d0 + 0.05)),
            *((vx + 0.10 * d1, vy - 0.92 * d1 + 0.05), (vx - 0.10 * d1, vy - 0.92 * d1 + 0.05)),
        )
    top = Outline().polygon(
        (-0.2, -0.2), (1.2, -0.2), at(1, 0, 1.35), at(1, 1, 1.05), at(-1, 1, 1.05), at(-1, 0, 1.35)
    )
    riso.ink(top.mask() * (1 - lights.mask()) * b.F(0.30), TEAL)
    riso.ink(Outline().box(vx - 0.14, vy - 0.13, 0.28, 0.27).mask() * b.F(0.35), PINK)
    trolley = Outline().line((0.455, 0.80), (0.435, 0.70), (0.405, 0.69), wide=0.010)
    trolley.polygon((0.44, 0.715), (0.575, 0.715), (0.56, 0.80), (0.455, 0.80))
    trolley.line((0.46, 0.815), (0.565, 0.815), wide=0.010).oval(0.47, 0.845, 0.014).oval(
        0.555, 0.845, 0.014
    )
    riso.ink(trolley, NAVY)
    return riso.printed(rng)


@painting("swing-after-school", "memory school solitude family", seed=425)
def swing_after_school(rng: b.Random) -> Image.Image:
    riso = Riso(rng, PAPER)
    riso.ink(along(0, 1.0, 0, -0.1) * b.F(0.55), TEAL)
    riso.ink(Outline().oval(0.76, 0.30, 0.12), YELLOW, shift=(1, 3))
    hill = curve((-0.05, 0.96), (0.3, 0.92), (0.65, 0.955), (1.05, 0.91))
    riso.ink(Outline().polygon(*hill, (1.05, 1.3), (-0.05, 1.3)).mask() * b.F(0.9), TEAL)
    frame = Outline()
    for x0, x1 in ((0.13, 0.22), (0.31, 0.22), (0.69, 0.78), (0.87, 0.78)):
        frame.line((x0, 0.985), (x1, 0.36), wide=0.022)
    frame.line((0.21, 0.36), (0.79, 0.36), wide=0.024)
    riso.ink(frame, PINK, shift=(3, 2))
    riso.ink(frame, BLUE, shift=(-2, -2))
    chains = (
        Outline()
        .line((0.36, 0.36), (0.36, 0.82), wide=0.006)
        .line((0.44, 0.36), (0.44, 0.82), wide=0.006)
    )
    chains.line((0.56, 0.36), (0.635, 0.78), wide=0.006).line(
        (0.64, 0.36), (0.705, 0.745), wide=0.006
    )
    riso.ink(chains, NAVY)
    riso.ink(Outline().box(0.345, 0.815, 0.11, 0.022, round=0.008), PINK, shift=(2, 2))
    riso.ink(Outline().line((0.63, 0.79), (0.71, 0.752), wide=0.022), PINK, shift=(2, 2))
    shadow = Outline().oval(0.40, 1.03, 0.075, 0.012).oval(0.70, 1.05, 0.06, 0.010)
    riso.ink(shadow.mask(blur=3) * b.F(0.6), NAVY)
    return riso.printed(rng)


@painting("bare-bulb", "room money solitude secrets", seed=426)
def bare_bulb(rng: b.Random) -> Image.Image:
    riso = Riso(rng, PAPER)
    light = toward(0.5, 0.47, 0.95)
    riso.ink(b.F(0.97) - b.F(1.1) * light, NAVY)
    riso.ink(b.smooth(0.0, 0.85, light) * b.F(0.75), YELLOW)
    riso.ink((1 - light) * b.F(0.35), PINK, shift=(2, 2))
    riso.ink(Outline().line((0.5, -0.1), (0.5, 0.30), wide=0.010), NAVY)
    socket = Outline().box(0.468, 0.285, 0.064, 0.085, round=0.014)
    riso.ink(socket, NAVY, shift=(1, 1))
    bulb = (
        Outline()
        .oval(0.5, 0.475, 0.088)
        .polygon((0.468, 0.36), (0.532, 0.36), (0.572, 0.43), (0.428, 0.43))
    )
    b.over(riso.canvas, "#fffbe2", bulb.mask())
    wire = Outline().line(
        (0.486, 0.37),
        (0.478, 0.46),
        (0.49, 0.475),
        (0.5, 0.455),
        (0.51, 0.475),
        (0.522, 0.46),
        (0.514, 0.37),
        wide=0.004,
    )
    riso.ink(wire, "#e88b2e")
    return riso.printed(rng)


@painting("goldfish", "pets solitude room secrets", seed=427)
def goldfish(rng: b.Random) -> Image.Image:
    riso = Riso(rng, PAPER)
    riso.ink(np.full((b.HEIGHT, b.WIDTH), 0.34, b.F), PINK)
    riso.ink(Outline().box(-0.1, 0.99, 1.2, 0.4).mask() * b.F(0.85), NAVY)
    bowl = Outline().oval(0.5, 0.73, 0.295, 0.275).box(0.0, 0.40, 1.0, 0.105, hole=True).mask()
    b.over(riso.canvas, "#fbfaf2", bowl * b.F(0.85))
    water = bowl * b.smooth(0.590, 0.594, b.down() * b.F(TALL))
    riso.ink(water * (b.F(0.30) + b.F(0.35) * along(0, 0.6, 0, 1.0)), TEAL, shift=(1, 1))
    stones = Outline()
    for _ in range(60):
        stones.oval(
            float(rng.uniform(0.33, 0.67)),
            float(rng.uniform(0.955, 0.992)),
            float(rng.uniform(0.010, 0.018)),
        )
    riso.ink(stones.mask() * bowl, BLUE, shift=(2, 1))
    fish = Outline().polygon(
        *curve(
            (0.40, 0.76),
            (0.46, 0.705),
            (0.54, 0.705),
            (0.60, 0.755),
            (0.54, 0.805),
            (0.46, 0.81),
            (0.40, 0.76),
        )
    )
    fish.polygon((0.415, 0.76), (0.325, 0.70), (0.345, 0.765), (0.32, 0.83)).polygon(
        (0.47, 0.715), (0.50, 0.665), (0.545, 0.71)
    )
    riso.ink(fish, YELLOW, shift=(2, -2))
    riso.ink(fish, PINK, shift=(-1, 2))
    eye = Outline().oval(0.562, 0.745, 0.0085)
    riso.ink(eye, NAVY)
    rim = Outline().line((0.325, 0.512), (0.675, 0.512), wide=0.012)
    riso.ink(rim, NAVY, shift=(1, 1))
    shine = (
        Outline()
        .line(*curve((0.268, 0.62), (0.245, 0.72), (0.262, 0.82)), wide=0.014)
        .mask(blur=1.5)
    )
    b.over(riso.canvas, "#ffffff", shine * b.F(0.8))
    bubbles = Outline().oval(0.63, 0.685, 0.010).oval(0.645, 0.645, 0.007).oval(0.637, 0.612, 0.005)
    b.over(riso.canvas, "#ffffff", bubbles.mask() * b.F(0.8))
    return riso.printed(rng)


@painting("off-the-hook", "secrets loss anger love", seed=428)
def off_the_hook(rng: b.Random) -> Image.Image:
    riso = Riso(rng, PAPER)
    riso.ink(np.full((b.HEIGHT, b.WIDTH), 0.80, b.F), YELLOW)
    riso.ink((1 - toward(0.38, 0.35, 1.25)) * b.F(0.55), PINK)
    box = Outline().box(0.20, 0.16, 0.34, 0.50, round=0.04)
    riso.ink(box, BLUE, shift=(3, 3))
    riso.ink(box.mask() * b.F(0.75), TEAL, shift=(-2, -2))
    cradle = (
        Outline()
        .box(0.235, 0.115, 0.06, 0.075, round=0.02)
        .box(0.445, 0.115, 0.06, 0.075, round=0.02)
    )
    riso.ink(cradle, NAVY)
    dial = Outline().oval(0.37, 0.41, 0.125).mask()
    b.over(riso.canvas, PAPER, dial)
    holes = Outline()
    for k in range(10):
        t = math.pi * (0.30 + k * 0.155)
        holes.oval(0.37 + 0.092 * math.sin(t), 0.41 - 0.092 * math.cos(t), 0.019)
    holes.oval(0.37, 0.41, 0.032)
    riso.ink(holes, NAVY, shift=(1, 1))
    cord = [(0.52, 0.62)]
    for k in range(90):
        t = k / 89
        y = 0.63 + 0.27 * t
        cord.append(
            (
                0.60 + 0.10 * math.sin(t * 2.4) + 0.016 * math.sin(k * 1.15),
                y + 0.010 * math.cos(k * 1.15),
            )
        )
    riso.ink(Outline().line(*cord, wide=0.008), NAVY)
    x, y = cord[-1]
    receiver = Outline().line(
        *curve((x + 0.01, y + 0.03), (x + 0.055, y + 0.125), (x + 0.02, y + 0.235)), wide=0.042
    )
    receiver.line((x - 0.035, y + 0.045), (x + 0.025, y + 0.02), wide=0.062)
    receiver.line((x - 0.025, y + 0.225), (x + 0.035, y + 0.25), wide=0.062)
    riso.ink(receiver, NAVY, shift=(1, -1))
    riso.ink(receiver, PINK, shift=(4, 4))
    return riso.printed(rng)
