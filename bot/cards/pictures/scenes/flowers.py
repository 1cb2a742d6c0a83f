"""Blossom and a rose."""

import math

import numpy as np
from PIL import Image

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b
from bot.cards.pictures.scenes.outlines import OVAL, PETAL

Line = tuple[list[tuple[float, float]], float]


@painting("blossom", "flowers love hope dawn", seed=91)
def blossom(rng: b.Random) -> Image.Image:
    canvas = b.sky([(0, "#8fb3cf"), (0.5, "#c6d3da"), (1, "#e9cfd0")])
    for _ in range(60):
        b.disc(
            canvas,
            rng.random(),
            rng.random(),
            rng.uniform(0.03, 0.10),
            b.linear("#ffc4d2") * b.F(rng.uniform(0.03, 0.14)),
            rim=0.2,
            soft=0.25,
        )
    canvas = b.blurred(canvas, 14)
    lines: list[Line] = []
    tips: list[tuple[float, float]] = []
    _twig(rng, lines, tips, (1.05, 0.30), math.pi * 0.93, 0.26, 0.016, 5)
    _twig(rng, lines, tips, (1.05, 0.92), math.pi * 1.10, 0.22, 0.013, 4)
    wood = b.strokes(lines, blur=1.0)
    b.over(canvas, "#4a3233", wood)
    b.add(canvas, "#c79a90", np.clip(wood - np.roll(wood, 4, axis=0), 0, 1), 0.3)
    for x, y in tips:
        for _ in range(int(rng.integers(3, 7))):
            _flower(
                canvas, rng, x + rng.normal(0, 0.035), y + rng.normal(0, 0.03), rng.uniform(15, 27)
            )
    for _ in range(34):
        near = rng.random() ** 2
        size = 5 + 30 * near
        mask = b.shape(PETAL, size, angle=rng.uniform(0, 6.3), blur=0.9 + 7 * near)
        b.stamp(
            canvas,
            mask * b.F(0.9 - 0.35 * near),
            rng.random(),
            rng.random(),
            b.linear("#ffdbe2") * b.F(0.98),
        )
    return b.finished(canvas, rng, exposure=0.98, vignette=0.35)


def _twig(
    rng: b.Random,
    lines: list[Line],
    tips: list[tuple[float, float]],
    start: tuple[float, float],
    turn: float,
    length: float,
    thick: float,
    depth: int,
) -> None:
    points = [start]
    for _ in range(6):
        turn += rng.normal(0, 0.10)
        x, y = points[-1]
        points.append(
            (x + math.cos(turn) * length / 6, y + math.sin(turn) * length / 6 * b.WIDTH / b.HEIGHT)
        )
    lines.append((points, max(0.0018, thick)))
    tips += [points[3], points[-1]]
    if depth:
        _twig(
            rng,
            lines,
            tips,
            points[-1],
            turn + rng.normal(0, 0.18),
            length * 0.80,
            thick * 0.72,
            depth - 1,
        )
        _twig(
            rng,
            lines,
            tips,
            points[int(rng.integers(2, 5))],
            turn + rng.choice([-0.7, 0.7]) + rng.normal(0, 0.1),
            length * 0.55,
            thick * 0.5,
            max(0, depth - 3),
        )


def _flower(canvas: b.Field, rng: b.Random, x: float, y: float, size: float) -> None:
    turn = rng.uniform(0, 6.3)
    tone = rng.uniform(0.82, 1.08)
    for petal in range(5):
        angle = turn + petal * 2 * math.pi / 5 + rng.normal(0, 0.08)
        mask = b.shape([(px * 1.25, py) for px, py in PETAL], size, angle=angle + math.pi, blur=1.1)
        far = size * 0.80
        px, py = x + math.sin(angle) * far / b.WIDTH * -1, y + math.cos(angle) * far / b.HEIGHT
        rows = np.linspace(-1, 1, mask.shape[0], dtype=b.F)[:, None]
        columns = np.linspace(-1, 1, mask.shape[1], dtype=b.F)[None, :]
        out = np.clip(
            b.F(0.5) + (-math.sin(angle) * columns + math.cos(angle) * rows) * b.F(0.62), 0, 1
        )
        paint = b.ramp(out, [(0, "#e58aa2"), (0.4, "#f7c3cd"), (1, "#fff3f2")]) * b.F(tone)
        b.stamp(canvas, mask * b.F(0.96), px, py, paint)
    b.disc(canvas, x, y, size / b.WIDTH * 0.20, b.linear("#c43f62") * b.F(0.25), rim=0, soft=0.8)
    for _ in range(7):
        angle, reach = rng.uniform(0, 6.3), size * rng.uniform(0.2, 0.45)
        b.stamp(
            canvas,
            b.shape(OVAL, 1.6, blur=0.7),
            x + math.cos(angle) * reach / b.WIDTH,
            y + math.sin(angle) * reach / b.HEIGHT,
            b.linear("#e9a13c"),
        )
