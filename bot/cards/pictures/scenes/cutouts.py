"""Outline paper: what hangs, stands and waits about a house."""

import math

from PIL import Image

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b
from bot.cards.pictures.scenes.looks import Outline, Paper, curve


@painting("washing-line", "family memory room hope", seed=401)
def washing_line(rng: b.Random) -> Image.Image:
    paper = Paper(rng, "#a9d0d6")
    paper.sheet(Outline().oval(0.78, 0.30, 0.15), "#f6dfa6", lift=0.6)
    for top, colour in ((0.93, "#8dbb9d"), (1.03, "#5f9a83"), (1.13, "#3c7468")):
        line = curve(
            (-0.05, top),
            (0.22, top - 0.04 + float(rng.uniform(-0.02, 0.02))),
            (0.55, top + 0.025),
            (0.8, top - 0.03),
            (1.05, top + 0.01),
        )
        paper.sheet(Outline().polygon(*line, (1.05, 1.3), (-0.05, 1.3)), colour)
    rope = curve((-0.03, 0.40), (0.25, 0.462), (0.5, 0.48), (0.75, 0.462), (1.03, 0.40))
    paper.sheet(Outline().line(*rope, wide=0.006), "#4c3b33", lift=0.4)
    paper.sheet(_shirt(0.17, 0.45), "#f5f0e6")
    paper.sheet(_trousers(0.40, 0.472), "#35507f")
    towel = curve((0.53, 0.475), (0.525, 0.6), (0.535, 0.72))
    paper.sheet(Outline().polygon(*towel, (0.685, 0.712), (0.678, 0.6), (0.68, 0.47)), "#e2725b")
    for y in (0.655, 0.683):
        paper.sheet(Outline().box(0.535, y, 0.146, 0.012), "#f3c6b4", lift=0)
    for x, y in ((0.765, 0.462), (0.845, 0.450)):
        paper.sheet(_sock(x, y), "#e5b23f")
    for x, y in (
        *((0.115, 0.437), (0.225, 0.458), (0.358, 0.473), (0.442, 0.476)),
        *((0.545, 0.477), (0.665, 0.472), (0.775, 0.456), (0.855, 0.443)),
    ):
        paper.sheet(
            Outline().box(x - 0.006, y - 0.014, 0.012, 0.04, round=0.004), "#b98a5a", lift=0.4
        )
    return paper.printed(rng)


def _shirt(x: float, y: float) -> Outline:
    return (
        Outline()
        .polygon(
            *((x - 0.065, y - 0.01), (x - 0.125, y + 0.075), (x - 0.085, y + 0.108)),
            *((x - 0.067, y + 0.085), (x - 0.07, y + 0.26), (x + 0.075, y + 0.265)),
            *((x + 0.068, y + 0.09), (x + 0.088, y + 0.112), (x + 0.128, y + 0.08)),
            (x + 0.065, y + 0.005),
        )
        .oval(x, y - 0.006, 0.034, 0.026, hole=True)
    )


def _trousers(x: float, y: float) -> Outline:
    return Outline().polygon(
        *((x - 0.06, y), (x - 0.078, y + 0.34), (x - 0.016, y + 0.345), (x, y + 0.12)),
        *((x + 0.018, y + 0.345), (x + 0.08, y + 0.338), (x + 0.058, y)),
    )


def _sock(x: float, y: float) -> Outline:
    return (
        Outline()
        .line((x + 0.01, y + 0.012), (x + 0.008, y + 0.085), wide=0.034)
        .line((x + 0.008, y + 0.09), (x + 0.042, y + 0.108), wide=0.034)
    )


@painting("shoes-at-the-door", "family room memory friends", seed=402)
def shoes_at_the_door(rng: b.Random) -> Image.Image:
    paper = Paper(rng, "#dcc7a6")
    paper.sheet(Outline().box(0.20, -0.1, 0.60, 1.06), "#c7a87c", lift=0.8)
    paper.sheet(Outline().box(0.235, -0.1, 0.53, 1.06), "#28564f")
    for x in (0.285, 0.525):
        for y, high in ((0.02, 0.34), (0.44, 0.40)):
            paper.sheet(Outline().box(x, y, 0.19, high), "#1f463f", lift=0.5)
            paper.sheet(
                Outline().box(x + 0.022, y + 0.022, 0.146, high - 0.044), "#2f645b", lift=0.5
            )
    paper.sheet(Outline().oval(0.735, 0.45, 0.017), "#e3b756", lift=0.7)
    paper.sheet(Outline().box(-0.05, 0.955, 1.1, 0.4), "#8a5f43", lift=1.2)
    for x in (0.16, 0.43, 0.71):
        paper.sheet(
            Outline().line((x, 0.965), (x - (0.5 - x) * 0.4, 1.27), wide=0.004), "#6d4832", lift=0
        )
    paper.sheet(
        Outline().polygon((0.15, 0.985), (0.85, 0.985), (0.92, 1.15), (0.08, 1.15)), "#a9584a"
    )
    for y, inset in ((1.005, 0.015), (1.125, -0.03)):
        stripe = Outline().line((0.15 + inset, y), (0.85 - inset, y), wide=0.010)
        paper.sheet(stripe, "#e6c9a1", lift=0)
    paper.sheet(_boot(0.235, 1.075, 1.0), "#d99a2b")
    paper.sheet(_boot(0.335, 1.088, 1.0), "#e8ad3a")
    paper.sheet(_boot(0.545, 1.07, 0.80), "#3d5f8c")
    paper.sheet(_boot(0.625, 1.082, 0.80), "#4f74a6")
    paper.sheet(_boot(0.755, 1.066, 0.50), "#c2443c")
    paper.sheet(_boot(0.805, 1.075, 0.50), "#d65a4c")
    return paper.printed(rng)


def _boot(x: float, foot: float, size: float) -> Outline:
    """A rubber boot that looks to the right; ``foot``: the height of its sole."""
    points = curve(
        *((0.0, -0.27), (-0.005, -0.16), (-0.008, -0.03), (-0.006, -0.004), (0.03, 0.0)),
        *((0.10, 0.0), (0.145, -0.004), (0.15, -0.035), (0.12, -0.062), (0.085, -0.09)),
        *((0.08, -0.16), (0.085, -0.27)),
        steps=8,
    )
    placed = [(x + px * size, foot + py * size) for px, py in points]
    return Outline().polygon(*placed)


@painting("empty-hook", "family loss room secrets", seed=403)
def empty_hook(rng: b.Random) -> Image.Image:
    paper = Paper(rng, "#c9d2c2")
    for x in (0.14, 0.38, 0.62, 0.86):
        paper.sheet(Outline().box(x - 0.119, -0.1, 0.238, 1.5), "#c1ccba", lift=0.25)
    paper.sheet(Outline().box(-0.05, 1.10, 1.1, 0.3), "#7c5c48", lift=0.8)
    paper.sheet(Outline().box(0.05, 0.20, 0.90, 0.075, round=0.012), "#8d6b4f")
    hooks = (0.16, 0.375, 0.60, 0.83)
    for x in hooks:
        cut = Outline().line((x, 0.225), (x, 0.285), wide=0.018)
        cut.line(*curve((x, 0.285), (x + 0.012, 0.305), (x + 0.032, 0.292)), wide=0.016)
        paper.sheet(cut, "#2f3030", lift=0.7)
    paper.sheet(_coat(0.16, 0.30, 1.12), "#35465e")
    paper.sheet(Outline().line((0.165, 0.43), (0.168, 0.86), wide=0.005), "#243248", lift=0)
    for y in (0.52, 0.60, 0.68):
        paper.sheet(Outline().oval(0.187, y, 0.009), "#d8b36a", lift=0.3)
    paper.sheet(_coat(0.375, 0.30, 0.86), "#b5533f")
    paper.sheet(Outline().line((0.378, 0.41), (0.38, 0.73), wide=0.005), "#8f3d2d", lift=0)
    scarf = Outline().line(*curve((0.36, 0.33), (0.325, 0.45), (0.33, 0.62)), wide=0.05)
    scarf.line(*curve((0.38, 0.33), (0.43, 0.42), (0.425, 0.56)), wide=0.05)
    paper.sheet(scarf, "#e0b84f", lift=0.8)
    paper.sheet(_coat(0.60, 0.30, 0.52), "#5d8a83")
    for y in (0.40, 0.45):
        paper.sheet(Outline().oval(0.608, y, 0.008), "#f1e3bf", lift=0.3)
    return paper.printed(rng)


def _coat(x: float, y: float, size: float) -> Outline:
    half = [
        *((0.0, 0.0), (0.04, 0.015), (0.085, 0.06), (0.115, 0.16), (0.125, 0.34)),
        *((0.118, 0.42), (0.088, 0.42), (0.080, 0.30), (0.10, 0.52), (0.0, 0.53)),
    ]
    right = [(x + px * size, y + py * size) for px, py in half]
    left = [(x - px * size, y + py * size) for px, py in half]
    return Outline().polygon(*right, *reversed(left))


@painting("letter-box", "secrets memory hope road", seed=404)
def letter_box(rng: b.Random) -> Image.Image:
    paper = Paper(rng, "#f0d9b5")
    paper.sheet(Outline().oval(0.27, 0.42, 0.17), "#f4b672", lift=0.5)
    for top, colour in ((0.80, "#d98f6c"), (0.88, "#b8685a"), (0.98, "#7d4652"), (1.09, "#4a2f45")):
        line = curve(
            (-0.05, top + 0.02),
            (0.2, top - 0.03 + float(rng.uniform(-0.02, 0.02))),
            (0.5, top + 0.03),
            (0.78, top - 0.01 + float(rng.uniform(-0.02, 0.02))),
            (1.05, top + 0.02),
        )
        paper.sheet(Outline().polygon(*line, (1.05, 1.3), (-0.05, 1.3)), colour)
    paper.sheet(Outline().box(0.635, 0.80, 0.05, 0.5), "#5b3f37", lift=1.0)
    body = Outline().box(0.50, 0.66, 0.36, 0.155, round=0.01)
    body.oval(0.575, 0.66, 0.075, 0.085).oval(0.785, 0.66, 0.075, 0.085)
    body.box(0.575, 0.575, 0.21, 0.12)
    paper.sheet(body, "#2f6f73", lift=1.4)
    front = Outline().box(0.50, 0.66, 0.15, 0.155, round=0.01).oval(0.575, 0.66, 0.075, 0.085)
    paper.sheet(front, "#245a5f", lift=0.7)
    letter = Outline().polygon((0.515, 0.655), (0.40, 0.625), (0.385, 0.70), (0.515, 0.735))
    paper.sheet(letter, "#fbf3e2", lift=1.1)
    for tip in ((0.455, 0.675),):
        fold = Outline().line((0.40, 0.63), tip, wide=0.003).line(tip, (0.515, 0.66), wide=0.003)
        paper.sheet(fold, "#c8b999", lift=0)
    paper.sheet(Outline().box(0.755, 0.50, 0.016, 0.15), "#b23b35", lift=0.8)
    paper.sheet(Outline().box(0.755, 0.495, 0.075, 0.045), "#cc4a41", lift=0.8)
    return paper.printed(rng)


@painting("two-toothbrushes", "love room loss body", seed=405)
def two_toothbrushes(rng: b.Random) -> Image.Image:
    paper = Paper(rng, "#e9efe9")
    for row in range(9):
        for column in range(7):
            x, y = column * 0.16 - 0.06, row * 0.16 - 0.06
            tint = ("#a8cdc9", "#a2c7c4", "#aed2cd", "#9cc3c1")[int(rng.integers(4))]
            paper.sheet(Outline().box(x, y, 0.151, 0.151, round=0.006), tint, lift=0.18)
    paper.sheet(Outline().box(-0.05, 1.02, 1.1, 0.3), "#f6f1e7", lift=1.3)
    for x0, y0, x1, y1, colour, side in (
        (0.55, 0.98, 0.425, 0.42, "#d8604f", -1),
        (0.50, 0.98, 0.66, 0.44, "#2f6690", 1),
    ):
        paper.sheet(Outline().line((x0, y0), (x1, y1), wide=0.026), colour, lift=1.1)
        angle = math.atan2(y1 - y0, x1 - x0)
        along, out = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
        corners = []
        for a, o in ((-0.095, 0.012), (-0.005, 0.012), (-0.005, 0.052), (-0.095, 0.052)):
            corners.append(
                (x1 + a * along[0] + o * side * out[0], y1 + a * along[1] + o * side * out[1])
            )
        paper.sheet(Outline().polygon(*corners), "#fdfaf2", lift=0.7)
    glass = Outline().polygon((0.41, 0.72), (0.655, 0.72), (0.625, 1.075), (0.44, 1.075)).mask()
    b.over(paper.canvas, "#dff0ef", glass * b.F(0.42))
    paper.sheet(Outline().line((0.41, 0.722), (0.655, 0.722), wide=0.010), "#f7fcfa", lift=0.4)
    b.over(
        paper.canvas,
        "#ffffff",
        Outline().polygon((0.45, 0.75), (0.475, 0.75), (0.485, 1.05), (0.47, 1.05)).mask(blur=2)
        * b.F(0.55),
    )
    paper.sheet(
        Outline().polygon((0.437, 1.05), (0.628, 1.05), (0.625, 1.078), (0.44, 1.078)),
        "#cfe6e4",
        lift=0.6,
    )
    return paper.printed(rng)


@painting("row-of-houses", "city night room secrets", seed=406)
def row_of_houses(rng: b.Random) -> Image.Image:
    paper = Paper(rng, "#26365a")
    paper.sheet(Outline().oval(0.22, 0.27, 0.085), "#f3e7c4", lift=0.7)
    paper.sheet(Outline().oval(0.255, 0.25, 0.075), "#26365a", lift=0.0)
    for _ in range(26):
        x, y = float(rng.random()), float(rng.uniform(0.03, 0.55))
        paper.sheet(Outline().oval(x, y, float(rng.uniform(0.002, 0.0045))), "#f3e7c4", lift=0)
    _houses(paper, rng, 0.70, ("#314a6e", "#3a5276", "#2d4566"), 0.13, lit=0.25)
    _houses(
        paper, rng, 0.84, ("#8e4f4a", "#5b4a66", "#a3674d", "#47607a", "#7b5a52"), 0.19, lit=0.4
    )
    paper.sheet(Outline().box(-0.05, 1.17, 1.1, 0.2), "#171d33", lift=1.3)
    return paper.printed(rng)


def _houses(
    paper: Paper, rng: b.Random, top: float, tints: tuple[str, ...], wide: float, *, lit: float
) -> None:
    x, number = -0.05, 0
    while x < 1.02:
        w, y = wide * float(rng.uniform(0.85, 1.2)), top + float(rng.uniform(-0.05, 0.05))
        peak = wide * float(rng.uniform(0.3, 0.55))
        colour = tints[number % len(tints)]
        chimney = Outline().box(x + w * 0.68, y - peak * 0.9, w * 0.13, peak)
        paper.sheet(chimney, colour, lift=0.6)
        house = Outline().polygon((x, 1.3), (x, y), (x + w / 2, y - peak), (x + w, y), (x + w, 1.3))
        paper.sheet(house, colour, lift=0.9)
        panes, dark = Outline(), Outline()
        some = [False, False]
        for row in range(4):
            for side in (0.22, 0.60):
                shines = bool(rng.random() < lit)
                some[shines] = True
                where = panes if shines else dark
                where.box(x + w * side, y + 0.02 + row * wide * 0.46, w * 0.18, wide * 0.26)
        if some[1]:
            paper.sheet(panes, "#f5cf7a", lift=0)
        if some[0]:
            paper.sheet(dark, "#1f2942", lift=0)
        x, number = x + w, number + 1


@painting("bear-on-the-shelf", "memory family loss room", seed=407)
def bear_on_the_shelf(rng: b.Random) -> Image.Image:
    paper = Paper(rng, "#6f8f8a")
    for stripe in range(-1, 14):
        paper.sheet(Outline().box(stripe * 0.08, -0.1, 0.028, 1.5), "#688882", lift=0)
    paper.sheet(Outline().box(-0.05, 0.93, 1.1, 0.05), "#a9774e", lift=1.6)
    paper.sheet(Outline().box(-0.05, 0.975, 1.1, 0.022), "#84583a", lift=0.6)
    for x, high, colour in (
        (0.06, 0.30, "#c44f45"),
        (0.115, 0.26, "#e4c27a"),
        (0.165, 0.33, "#2d4f63"),
        (0.225, 0.28, "#d98d57"),
    ):
        paper.sheet(Outline().box(x, 0.93 - high, 0.05, high, round=0.004), colour, lift=0.8)
    fur, light = "#b9814f", "#e0b98a"
    for x in (0.555, 0.745):
        paper.sheet(Outline().oval(x, 0.455, 0.048), fur, lift=0.8)
        paper.sheet(Outline().oval(x, 0.458, 0.026), light, lift=0.3)
    paper.sheet(Outline().oval(0.65, 0.765, 0.135, 0.17), fur, lift=1.0)
    paper.sheet(Outline().oval(0.65, 0.79, 0.082, 0.11), light, lift=0.4)
    for x, lean in ((0.515, -1), (0.785, 1)):
        arm = curve((x + lean * -0.03, 0.665), (x + lean * 0.02, 0.74), (x + lean * 0.0, 0.825))
        paper.sheet(Outline().line(*arm, wide=0.075), fur, lift=0.8)
    for x in (0.555, 0.745):
        paper.sheet(Outline().oval(x, 0.895, 0.072, 0.058), fur, lift=0.9)
        paper.sheet(Outline().oval(x, 0.900, 0.042, 0.034), light, lift=0.3)
    paper.sheet(Outline().oval(0.65, 0.54, 0.125, 0.112), fur, lift=1.1)
    paper.sheet(Outline().oval(0.65, 0.585, 0.058, 0.046), light, lift=0.4)
    for x in (0.603, 0.697):
        paper.sheet(Outline().oval(x, 0.528, 0.012), "#2b211c", lift=0.2)
    paper.sheet(Outline().oval(0.65, 0.566, 0.021, 0.014), "#2b211c", lift=0.2)
    bow = (
        Outline()
        .polygon((0.65, 0.655), (0.585, 0.625), (0.585, 0.69))
        .polygon((0.65, 0.655), (0.715, 0.625), (0.715, 0.69))
        .oval(0.65, 0.656, 0.017)
    )
    paper.sheet(bow, "#b93a3a", lift=0.7)
    return paper.printed(rng)


@painting("suitcase-by-the-door", "road loss hope family", seed=408)
def suitcase(rng: b.Random) -> Image.Image:
    paper = Paper(rng, "#e7d3b8")
    paper.sheet(Outline().box(-0.1, 0.97, 1.2, 0.4), "#a77f5f", lift=0.8)
    paper.sheet(Outline().box(0.42, 0.10, 0.48, 0.875), "#c9a98a", lift=0.9)
    paper.sheet(Outline().box(0.45, 0.13, 0.42, 0.845), "#f6e3b0", lift=0)
    glow = Outline().polygon((0.45, 0.975), (0.87, 0.975), (1.05, 1.3), (0.20, 1.3)).mask(blur=5)
    b.over(paper.canvas, "#f3d9a0", glow * b.F(0.55))
    paper.sheet(
        Outline().polygon((0.45, 0.55), (0.87, 0.50), (0.87, 0.66), (0.45, 0.70)),
        "#b7c7a4",
        lift=0.3,
    )
    paper.sheet(
        Outline().polygon((0.45, 0.63), (0.87, 0.60), (0.87, 0.975), (0.45, 0.975)),
        "#8fae8b",
        lift=0.3,
    )
    path = Outline().polygon((0.63, 0.64), (0.66, 0.64), (0.79, 0.975), (0.53, 0.975))
    paper.sheet(path, "#f0dcb4", lift=0.2)
    paper.sheet(
        Outline().polygon((0.87, 0.13), (0.985, 0.07), (0.985, 1.06), (0.87, 0.975)),
        "#3f6c66",
        lift=1.1,
    )
    paper.sheet(Outline().oval(0.965, 0.58, 0.013), "#dcb35a", lift=0.4)
    handle = (
        Outline()
        .box(0.225, 0.70, 0.13, 0.12, round=0.02)
        .box(0.245, 0.72, 0.09, 0.12, round=0.01, hole=True)
    )
    paper.sheet(handle, "#3b2a26", lift=0.8)
    paper.sheet(Outline().box(0.11, 0.785, 0.36, 0.27, round=0.025), "#9c4a3c", lift=1.4)
    for x in (0.165, 0.385):
        paper.sheet(Outline().box(x, 0.785, 0.03, 0.27), "#6f3129", lift=0.4)
        paper.sheet(Outline().box(x + 0.003, 0.90, 0.024, 0.03, round=0.004), "#e0bb68", lift=0.4)
    paper.sheet(Outline().box(0.225, 0.83, 0.075, 0.05, round=0.004), "#f2e6cd", lift=0.4)
    return paper.printed(rng)
