"""Where one learns: books, a blackboard."""

import math

import numpy as np
from PIL import Image

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes.brushes import (
    HEIGHT,
    WIDTH,
    F,
    Random,
    across,
    add,
    blurred,
    contrast,
    distance,
    down,
    finished,
    glow,
    linear,
    noise,
    over,
    ramp,
    smooth,
    strokes,
)

ONES = np.broadcast_to(F(1), (HEIGHT, WIDTH))  # a view: takes no memory


@painting("old-books", "school memory secrets room", seed=74)
def books(rng: Random) -> Image.Image:
    canvas = np.zeros((HEIGHT, WIDTH, 3), F) + linear("#0d0806")
    cloth = [
        "#5a1f1c",
        "#24384a",
        "#2f4634",
        "#6b4a22",
        "#3b2a4a",
        "#7a2f24",
        "#1f2c2b",
        "#8a6a3a",
        "#4a3a30",
        "#9c8a6a",
    ]
    weave = noise(rng, 160, 2)
    for _shelf, (top, foot) in enumerate(((-0.02, 0.30), (0.34, 0.66), (0.70, 1.02))):
        x = -0.02
        while x < 1.02:
            wide = float(rng.uniform(0.030, 0.075))
            high = (foot - top) * float(rng.uniform(0.72, 0.97))
            left, right = int(x * WIDTH), int((x + wide) * WIDTH)
            low, up = int(foot * HEIGHT), int((foot - high) * HEIGHT)
            x += wide + 0.0015
            a, b = max(0, left), min(WIDTH, right)
            c, d = max(0, up), min(HEIGHT, low)
            if a >= b or c >= d:
                continue
            across_spine = np.linspace(-1, 1, b - a, dtype=F)
            rounded = np.sqrt(np.clip(1 - across_spine**2 * 0.96, 0, 1)) * (1 - 0.28 * across_spine)
            colour = linear(cloth[int(rng.integers(len(cloth)))]) * F(rng.uniform(0.7, 1.25))
            spine = colour * (rounded[None, :] * (0.75 + 0.5 * weave[c:d, a:b]))[..., None]
            rows = (np.arange(c, d) - up) / max(1, low - up)
            for band in rng.choice([0.10, 0.14, 0.24, 0.30, 0.62, 0.80, 0.88], 3, replace=False):
                gold = np.exp(-(((rows - band) / 0.006) ** 2)).astype(F)[:, None] * rounded[None, :]
                spine += linear("#d9a750") * (gold * F(0.8))[..., None]
            canvas[c:d, a:b] = spine
        plank = (
            smooth(foot - 0.002, foot + 0.002, down())
            * smooth(foot + 0.042, foot + 0.036, down())
            * ONES
        )
        wood = ramp(
            contrast(noise(rng, 4, 5, stretch=14), 0.3, 0.7), [(0, "#2b1710"), (1, "#5d3620")]
        )
        over(
            canvas,
            (
                wood
                * (0.8 + 1.2 * np.exp(-(((down() - F(foot)) / F(0.004)) ** 2), dtype=F))[..., None]
            ).astype(F),
            plank,
        )
        canvas *= (
            1
            - 0.7
            * np.exp(-np.clip(down() - F(foot + 0.04), 0, 1) * F(14), dtype=F)
            * (down() > foot + 0.04)
        )[..., None]
    canvas *= (0.35 + 1.5 * glow(0.24, 0.36, 0.42))[..., None]
    canvas *= linear("#ffd9a8") * F(1.5)
    off = smooth(0.25, 0.85, distance(0.30, 0.48))
    over(canvas, blurred(canvas, 4), np.clip(off * 2, 0, 1))
    over(canvas, blurred(canvas, 10), np.clip(off * 2 - 1, 0, 1))
    add(canvas, "#ffb060", glow(0.2, 0.34, 0.4), 0.05)
    return finished(canvas, rng, exposure=1.7, vignette=0.4)


@painting("blackboard-after-class", "school work love memory", seed=75)
def blackboard(rng: Random) -> Image.Image:
    canvas = np.zeros((HEIGHT, WIDTH, 3), F) + linear("#1f2f2a")
    canvas *= (0.75 + 0.5 * noise(rng, 3, 5))[..., None]
    smear = np.zeros((HEIGHT, WIDTH), F)
    for _ in range(8):
        x, y, turn = rng.uniform(-0.1, 1.0), rng.uniform(0.05, 0.85), rng.normal(-0.25, 0.35)
        run = [
            (x + math.cos(turn) * t * 0.55, y + math.sin(turn) * t * 0.30 + 0.10 * math.sin(t * 4))
            for t in np.linspace(0, 1, 24)
        ]
        smear += strokes([(run, rng.uniform(0.05, 0.12))], blur=16) * F(rng.uniform(0.25, 0.6))
    fibres = contrast(noise(rng, 34, 4, stretch=4), 0.3, 0.75)
    add(canvas, "#c9d6cc", blurred(np.clip(smear, 0, 1.4), 5) * (0.35 + 0.65 * fibres), 0.075)
    heart = [
        (
            0.70 + 0.105 * math.sin(t) ** 3 + rng.normal(0, 0.0008),
            0.715
            - 0.0055
            * (13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)),
        )
        for t in np.linspace(0.05, 2 * math.pi - 0.02, 90)
    ]
    arrow = [
        [(0.535, 0.765), (0.62, 0.731)],
        [(0.775, 0.669), (0.875, 0.629)],
        [(0.85, 0.626), (0.875, 0.629), (0.862, 0.650)],
    ]
    drawing = [heart, [(x + 0.002, y + 0.001) for x, y in heart[4:60]], *arrow]
    chalk = strokes([(line, 0.0042) for line in drawing], blur=0.7) * contrast(
        noise(rng, 300, 2), 0.36, 0.60
    )
    over(canvas, "#e6ebe0", chalk * F(0.8))
    add(canvas, "#dfe8de", blurred(chalk, 5), 0.06)
    ledge = smooth(0.905, 0.909, down()) * ONES
    wood = ramp(contrast(noise(rng, 4, 5, stretch=12), 0.3, 0.7), [(0, "#3d2416"), (1, "#7d5232")])
    over(
        canvas,
        (wood * (1.3 - 3.0 * np.clip(down() - F(0.905), 0, 0.3))[..., None]).astype(F),
        ledge,
    )
    for x, wide, colour in (
        (0.22, 0.075, "#f4f1e6"),
        (0.33, 0.05, "#f0d9a0"),
        (0.70, 0.09, "#f4f1e6"),
    ):
        over(
            canvas,
            "#0c0806",
            blurred(
                smooth(x - 0.004, x, across())
                * smooth(x + wide + 0.008, x + wide, across())
                * smooth(0.898, 0.902, down())
                * smooth(0.922, 0.915, down()),
                4,
            )
            * F(0.7),
        )
        stick = (
            smooth(x, x + 0.003, across())
            * smooth(x + wide, x + wide - 0.003, across())
            * smooth(0.892, 0.894, down())
            * smooth(0.9115, 0.9095, down())
        )
        over(
            canvas,
            (
                linear(colour)
                * (1.1 - 26 * np.clip(down() - F(0.893), 0, 0.03))[..., None]
                * np.ones((HEIGHT, WIDTH, 1), F)
            ).astype(F),
            stick,
        )
    canvas *= (0.45 + 0.95 * glow(0.30, 0.22, 0.6))[..., None]
    add(canvas, "#ffe2b0", glow(0.1, 0.05, 0.5), 0.05)
    return finished(canvas, rng, exposure=1.7, vignette=0.35)
