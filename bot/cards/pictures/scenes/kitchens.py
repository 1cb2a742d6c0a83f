"""Cut paper: what stands on kitchen tables and floors."""

import math

import numpy as np
from PIL import Image

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b
from bot.cards.pictures.scenes.looks import Outline, Paper, curve


@painting("kitchen-table", "family food room memory", seed=501)
def kitchen_table(rng: b.Random) -> Image.Image:
    paper = Paper(rng, "#ead9b8")
    paper.sheet(Outline().box(0.30, 0.08, 0.40, 0.44, round=0.008), "#c98f62", lift=0.8)
    paper.sheet(Outline().box(0.325, 0.105, 0.35, 0.39), "#a8d0d8", lift=0)
    paper.sheet(Outline().oval(0.60, 0.20, 0.05), "#f7e2a4", lift=0.4)
    hill = curve((0.325, 0.40), (0.42, 0.36), (0.55, 0.41), (0.675, 0.37))
    paper.sheet(Outline().polygon(*hill, (0.675, 0.495), (0.325, 0.495)), "#86b08b", lift=0.3)
    paper.sheet(
        Outline().box(0.492, 0.105, 0.016, 0.39).box(0.325, 0.29, 0.35, 0.014), "#c98f62", lift=0.4
    )
    for side in (-1, 1):
        edge = curve(
            (0.5 + side * 0.23, 0.06),
            (0.5 + side * 0.115, 0.08),
            (0.5 + side * 0.15, 0.30),
            (0.5 + side * 0.215, 0.53),
        )
        paper.sheet(
            Outline().polygon(*edge, (0.5 + side * 0.265, 0.53), (0.5 + side * 0.265, 0.06)),
            "#d9604f",
            lift=0.9,
        )
    paper.sheet(Outline().line((0.20, 0.065), (0.80, 0.065), wide=0.016), "#6d4632", lift=0.6)
    for x, colour, dark in ((0.16, "#3f7d78", "#2f625f"), (0.84, "#3f7d78", "#2f625f")):
        back = Outline().box(x - 0.075, 0.62, 0.15, 0.34, round=0.03)
        for k in (-1, 1):
            back.box(x + k * 0.024 - 0.012, 0.66, 0.024, 0.20, round=0.01, hole=True)
        paper.sheet(back, colour, lift=0.9)
        paper.sheet(Outline().box(x - 0.085, 0.93, 0.17, 0.035, round=0.01), dark, lift=0.8)
        for k in (-1, 1):
            paper.sheet(Outline().box(x + k * 0.062 - 0.01, 0.955, 0.02, 0.4), dark, lift=0.6)
    paper.sheet(
        Outline().polygon((0.06, 0.80), (0.94, 0.80), (0.99, 0.875), (0.01, 0.875)),
        "#f3ede0",
        lift=1.2,
    )
    paper.sheet(
        Outline().polygon((0.01, 0.872), (0.99, 0.872), (0.985, 0.925), (0.015, 0.925)),
        "#e2d8c6",
        lift=0.6,
    )
    for x in (0.10, 0.86):
        paper.sheet(Outline().box(x, 0.92, 0.045, 0.45), "#9c6b45", lift=0.8)
    pot = Outline().polygon((0.40, 0.70), (0.58, 0.70), (0.61, 0.835), (0.37, 0.835))
    pot.line(*curve((0.375, 0.80), (0.315, 0.77), (0.30, 0.715)), wide=0.026)
    paper.sheet(pot, "#e3a23a", lift=1.0)
    handle = Outline().line(
        *curve((0.59, 0.735), (0.655, 0.73), (0.66, 0.80), (0.605, 0.815)), wide=0.018
    )
    paper.sheet(handle, "#c3822a", lift=0.7)
    paper.sheet(
        Outline().box(0.395, 0.685, 0.19, 0.022, round=0.008).oval(0.49, 0.672, 0.018),
        "#c3822a",
        lift=0.6,
    )
    for k, t in enumerate(np.linspace(-0.6, 0.6, 3)):
        stem = curve(
            (0.2375, 0.80), (0.2375 + t * 0.04, 0.72), (0.2375 + t * 0.12, 0.655 + abs(t) * 0.03)
        )
        paper.sheet(Outline().line(*stem, wide=0.006), "#4d7a52", lift=0.3)
        paper.sheet(
            Outline().oval(stem[-1][0], stem[-1][1], 0.022),
            ("#d9604f", "#f0c24f", "#e58f9f")[k],
            lift=0.5,
        )
    for x in (0.20, 0.745):
        paper.sheet(
            Outline().polygon(
                (x, 0.775), (x + 0.075, 0.775), (x + 0.063, 0.838), (x + 0.012, 0.838)
            ),
            "#f8f3e8",
            lift=0.9,
        )
        paper.sheet(Outline().box(x + 0.004, 0.792, 0.067, 0.012), "#3f6d95", lift=0)
    return paper.printed(rng)


@painting("one-candle", "party family hope memory", seed=502)
def one_candle(rng: b.Random) -> Image.Image:
    paper = Paper(rng, "#2f3d5c")
    for radius, colour in (
        (0.56, "#37476a"),
        (0.44, "#42537a"),
        (0.33, "#56668a"),
        (0.22, "#7a7f94"),
        (0.13, "#b7a68f"),
    ):
        paper.sheet(Outline().oval(0.5, 0.47, radius), colour, lift=0.15)
    paper.sheet(Outline().box(-0.05, 0.99, 1.1, 0.4), "#8a4f45", lift=1.2)
    paper.sheet(Outline().oval(0.5, 0.995, 0.30, 0.040), "#f4ede0", lift=1.0)
    paper.sheet(Outline().oval(0.5, 0.985, 0.25, 0.028), "#e3d8c8", lift=0.2)
    paper.sheet(Outline().box(0.31, 0.76, 0.38, 0.22, round=0.02), "#e8b7a3", lift=1.0)
    paper.sheet(Outline().box(0.31, 0.86, 0.38, 0.030), "#c9705f", lift=0.3)
    icing = Outline().box(0.30, 0.735, 0.40, 0.055, round=0.025)
    for k, long in enumerate((0.05, 0.085, 0.045, 0.075, 0.055, 0.09, 0.05)):
        icing.line((0.330 + k * 0.057, 0.76), (0.330 + k * 0.057, 0.775 + long), wide=0.042)
    paper.sheet(icing, "#fbf4ea", lift=0.7)
    for _ in range(16):
        x, y, t = (
            float(rng.uniform(0.32, 0.68)),
            float(rng.uniform(0.745, 0.785)),
            float(rng.uniform(0, 3.1)),
        )
        dash = Outline().line(
            (x, y), (x + 0.014 * math.cos(t), y + 0.014 * math.sin(t)), wide=0.006
        )
        paper.sheet(
            dash, ("#d9604f", "#3f7d95", "#e3a23a", "#6aa17c")[int(rng.integers(4))], lift=0.2
        )
    paper.sheet(Outline().box(0.488, 0.575, 0.024, 0.17, round=0.004), "#6fa3b5", lift=0.6)
    for y in (0.605, 0.650, 0.695):
        paper.sheet(
            Outline().polygon(
                (0.488, y + 0.018), (0.512, y), (0.512, y + 0.012), (0.488, y + 0.030)
            ),
            "#f4ede0",
            lift=0,
        )
    flame = curve(
        (0.5, 0.555),
        (0.474, 0.525),
        (0.482, 0.485),
        (0.503, 0.435),
        (0.522, 0.487),
        (0.526, 0.525),
        (0.5, 0.555),
    )
    paper.sheet(Outline().polygon(*flame), "#f2a33c", lift=0.3)
    paper.sheet(Outline().oval(0.501, 0.522, 0.012, 0.025), "#fdeeb4", lift=0)
    return paper.printed(rng)


@painting("lead-on-the-hook", "pets memory family solitude", seed=503)
def lead_on_the_hook(rng: b.Random) -> Image.Image:
    paper = Paper(rng, "#d8c3a0")
    for board in range(8):
        paper.sheet(Outline().box(board * 0.14 - 0.04, -0.1, 0.134, 1.08), "#d2bb95", lift=0.15)
    paper.sheet(Outline().box(-0.05, 0.93, 1.1, 0.05), "#f2e8d5", lift=0.7)
    paper.sheet(Outline().box(-0.05, 0.98, 1.1, 0.4), "#7a5a45", lift=0.6)
    paper.sheet(Outline().box(0.20, 0.235, 0.13, 0.17, round=0.015), "#8d5f3f", lift=0.9)
    hook = Outline().line((0.265, 0.29), (0.265, 0.35), wide=0.016)
    hook.line(*curve((0.265, 0.35), (0.28, 0.372), (0.302, 0.358)), wide=0.014)
    loop = curve(
        (0.275, 0.345),
        (0.205, 0.45),
        (0.225, 0.60),
        (0.285, 0.64),
        (0.335, 0.57),
        (0.325, 0.44),
        (0.283, 0.35),
    )
    paper.sheet(Outline().line(*loop, wide=0.020), "#b8433a", lift=0.8)
    tail = curve((0.283, 0.36), (0.36, 0.52), (0.335, 0.70), (0.375, 0.84), (0.345, 0.89))
    paper.sheet(Outline().line(*tail, wide=0.018), "#c9524a", lift=0.8)
    paper.sheet(
        Outline().line((0.345, 0.885), (0.335, 0.925), wide=0.013).oval(0.332, 0.93, 0.014),
        "#d8b25c",
        lift=0.6,
    )
    paper.sheet(hook, "#2d2b2b", lift=0.5)
    paper.sheet(Outline().oval(0.70, 0.335, 0.115, 0.145), "#f4ecdd", lift=0.9)
    frame = Outline().oval(0.70, 0.335, 0.115, 0.145).oval(0.70, 0.335, 0.094, 0.124, hole=True)
    paper.sheet(frame, "#8d5f3f", lift=0.7)
    dog = Outline().oval(0.70, 0.335, 0.044, 0.048).oval(0.70, 0.41, 0.052, 0.050)
    for side in (-1, 1):
        dog.polygon(
            (0.70 + side * 0.020, 0.296), (0.70 + side * 0.068, 0.318), (0.70 + side * 0.050, 0.368)
        )
    paper.sheet(dog.mask() * Outline().oval(0.70, 0.335, 0.092, 0.122).mask(), "#9a6b47", lift=0.3)
    paper.sheet(Outline().oval(0.70, 0.352, 0.020, 0.017), "#e7cda8", lift=0.1)
    for x, y, r in ((0.684, 0.326, 0.006), (0.716, 0.326, 0.006), (0.70, 0.346, 0.007)):
        paper.sheet(Outline().oval(x, y, r), "#2b211c", lift=0)
    bowl = Outline().polygon((0.53, 1.02), (0.81, 1.02), (0.85, 1.115), (0.49, 1.115))
    paper.sheet(bowl, "#3f7d95", lift=1.2)
    paper.sheet(Outline().oval(0.67, 1.02, 0.14, 0.024), "#2c5d72", lift=0.3)
    bone = Outline().line((0.64, 1.07), (0.70, 1.07), wide=0.018)
    for x in (0.637, 0.703):
        bone.oval(x, 1.062, 0.012).oval(x, 1.078, 0.012)
    paper.sheet(bone, "#f4ecdd", lift=0.3)
    paper.sheet(Outline().oval(0.235, 1.09, 0.045), "#c8cf58", lift=1.0)
    seam = Outline().line(*curve((0.20, 1.065), (0.235, 1.085), (0.262, 1.128)), wide=0.006)
    paper.sheet(seam, "#f4f2dc", lift=0)
    return paper.printed(rng)
