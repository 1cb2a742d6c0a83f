"""Pictures of learning: books, a blackboard."""

import math

import numpy as np
from PIL import Image

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b

ONES = np.broadcast_to(b.F(1), (b.HEIGHT, b.WIDTH))  # a view: takes no memory


@painting("old-books", "school memory secrets room", seed=74)
def books(rng: b.Random) -> Image.Image:
    canvas = np.zeros((b.HEIGHT, b.WIDTH, 3), b.F) + b.linear("#0d0806")
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
    weave = b.noise(rng, 160, 2)
    for _shelf, (top, foot) in enumerate(((-0.02, 0.30), (0.34, 0.66), (0.70, 1.02))):
        x = -0.02
        while x < 1.02:
            wide = float(rng.uniform(0.030, 0.075))
            high = (foot - top) * float(rng.uniform(0.72, 0.97))
            left, right = int(x * b.WIDTH), int((x + wide) * b.WIDTH)
            low, up = int(foot * b.HEIGHT), int((foot - high) * b.HEIGHT)
            x += wide + 0.0015
            first, last = max(0, left), min(b.WIDTH, right)
            upper, lower = max(0, up), min(b.HEIGHT, low)
            if first >= last or upper >= lower:
                continue
            across_spine = np.linspace(-1, 1, last - first, dtype=b.F)
            rounded = np.sqrt(np.clip(1 - across_spine**2 * 0.96, 0, 1)) * (1 - 0.28 * across_spine)
            colour = b.linear(cloth[int(rng.integers(len(cloth)))]) * b.F(rng.uniform(0.7, 1.25))
            spine = (
                colour
                * (rounded[None, :] * (0.75 + 0.5 * weave[upper:lower, first:last]))[..., None]
            )
            rows = (np.arange(upper, lower) - up) / max(1, low - up)
            for band in rng.choice([0.10, 0.14, 0.24, 0.30, 0.62, 0.80, 0.88], 3, replace=False):
                gold = (
                    np.exp(-(((rows - band) / 0.006) ** 2)).astype(b.F)[:, None] * rounded[None, :]
                )
                spine += b.linear("#d9a750") * (gold * b.F(0.8))[..., None]
            canvas[upper:lower, first:last] = spine
        plank = (
            b.smooth(foot - 0.002, foot + 0.002, b.down())
            * b.smooth(foot + 0.042, foot + 0.036, b.down())
            * ONES
        )
        wood = b.ramp(
            b.contrast(b.noise(rng, 4, 5, stretch=14), 0.3, 0.7), [(0, "#2b1710"), (1, "#5d3620")]
        )
        b.over(
            canvas,
            (
                wood
                * (0.8 + 1.2 * np.exp(-(((b.down() - b.F(foot)) / b.F(0.004)) ** 2), dtype=b.F))[
                    ..., None
                ]
            ).astype(b.F),
            plank,
        )
        canvas *= (
            1
            - 0.7
            * np.exp(-np.clip(b.down() - b.F(foot + 0.04), 0, 1) * b.F(14), dtype=b.F)
            * (b.down() > foot + 0.04)
        )[..., None]
    canvas *= (0.35 + 1.5 * b.glow(0.24, 0.36, 0.42))[..., None]
    canvas *= b.linear("#ffd9a8") * b.F(1.5)
    off = b.smooth(0.25, 0.85, b.distance(0.30, 0.48))
    b.over(canvas, b.blurred(canvas, 4), np.clip(off * 2, 0, 1))
    b.over(canvas, b.blurred(canvas, 10), np.clip(off * 2 - 1, 0, 1))
    b.add(canvas, "#ffb060", b.glow(0.2, 0.34, 0.4), 0.05)
    return b.finished(canvas, rng, exposure=1.7, vignette=0.4)


@painting("blackboard-after-class", "school work love memory", seed=75)
def blackboard(rng: b.Random) -> Image.Image:
    canvas = np.zeros((b.HEIGHT, b.WIDTH, 3), b.F) + b.linear("#1f2f2a")
    canvas *= (0.75 + 0.5 * b.noise(rng, 3, 5))[..., None]
    smear = np.zeros((b.HEIGHT, b.WIDTH), b.F)
    for _ in range(8):
        x, y, turn = rng.uniform(-0.1, 1.0), rng.uniform(0.05, 0.85), rng.normal(-0.25, 0.35)
        run = [
            (x + math.cos(turn) * t * 0.55, y + math.sin(turn) * t * 0.30 + 0.10 * math.sin(t * 4))
            for t in np.linspace(0, 1, 24)
        ]
        smear += b.strokes([(run, rng.uniform(0.05, 0.12))], blur=16) * b.F(rng.uniform(0.25, 0.6))
    fibres = b.contrast(b.noise(rng, 34, 4, stretch=4), 0.3, 0.75)
    b.add(canvas, "#c9d6cc", b.blurred(np.clip(smear, 0, 1.4), 5) * (0.35 + 0.65 * fibres), 0.075)
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
    chalk = b.strokes([(line, 0.0042) for line in drawing], blur=0.7) * b.contrast(
        b.noise(rng, 300, 2), 0.36, 0.60
    )
    b.over(canvas, "#e6ebe0", chalk * b.F(0.8))
    b.add(canvas, "#dfe8de", b.blurred(chalk, 5), 0.06)
    ledge = b.smooth(0.905, 0.909, b.down()) * ONES
    wood = b.ramp(
        b.contrast(b.noise(rng, 4, 5, stretch=12), 0.3, 0.7), [(0, "#3d2416"), (1, "#7d5232")]
    )
    b.over(
        canvas,
        (wood * (1.3 - 3.0 * np.clip(b.down() - b.F(0.905), 0, 0.3))[..., None]).astype(b.F),
        ledge,
    )
    for x, wide, colour in (
        (0.22, 0.075, "#f4f1e6"),
        (0.33, 0.05, "#f0d9a0"),
        (0.70, 0.09, "#f4f1e6"),
    ):
        b.over(
            canvas,
            "#0c0806",
            b.blurred(
                b.smooth(x - 0.004, x, b.across())
                * b.smooth(x + wide + 0.008, x + wide, b.across())
                * b.smooth(0.898, 0.902, b.down())
                * b.smooth(0.922, 0.915, b.down()),
                4,
            )
            * b.F(0.7),
        )
        stick = (
            b.smooth(x, x + 0.003, b.across())
            * b.smooth(x + wide, x + wide - 0.003, b.across())
            * b.smooth(0.892, 0.894, b.down())
            * b.smooth(0.9115, 0.9095, b.down())
        )
        b.over(
            canvas,
            (
                b.linear(colour)
                * (1.1 - 26 * np.clip(b.down() - b.F(0.893), 0, 0.03))[..., None]
                * np.ones((b.HEIGHT, b.WIDTH, 1), b.F)
            ).astype(b.F),
            stick,
        )
    canvas *= (0.45 + 0.95 * b.glow(0.30, 0.22, 0.6))[..., None]
    b.add(canvas, "#ffe2b0", b.glow(0.1, 0.05, 0.5), 0.05)
    return b.finished(canvas, rng, exposure=1.7, vignette=0.35)
