"""Riso prints: where people go, and what they carry."""

import math

import numpy as np
from PIL import Image

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b
from bot.cards.pictures.scenes.looks import Outline, Riso, along, curve, toward
from bot.cards.pictures.scenes.prints import BLUE, NAVY, PAPER, PINK, TEAL, YELLOW


@painting("back-row", "love friends night solitude", seed=521)
def back_row(rng: b.Random) -> Image.Image:
    riso = Riso(rng, PAPER)
    beam = (
        Outline()
        .polygon((0.5, -0.2), (0.86, 0.16), (0.86, 0.52), (0.14, 0.52), (0.14, 0.16))
        .mask(blur=8)
    )
    riso.ink(b.F(0.95) - b.F(0.42) * toward(0.5, 0.35, 0.8) - b.F(0.1) * beam, NAVY)
    screen = Outline().box(0.15, 0.17, 0.70, 0.36, round=0.01).mask()
    b.over(riso.canvas, "#fbf3dc", screen)
    riso.ink(screen * (b.F(0.55) - b.F(0.4) * toward(0.5, 0.35, 0.5)), YELLOW, shift=(2, 2))
    for row, (y, size) in enumerate(((0.72, 0.075), (0.84, 0.105), (1.00, 0.15))):
        count = int(1.3 / (size * 1.15))
        seats, taken = Outline(), Outline()
        for k in range(count):
            x = 0.5 + (k - (count - 1) / 2) * size * 1.18
            seats.box(x - size * 0.5, y, size, size * 2.4, round=size * 0.22)
            if (row, k) in ((1, count // 2), (1, count // 2 + 1)):
                taken.oval(x, y - size * 0.20, size * 0.25, size * 0.29)
                taken.box(
                    x - size * 0.36, y + size * 0.02, size * 0.72, size * 0.5, round=size * 0.2
                )
        people = row == 1
        if people:
            riso.ink(taken, NAVY, shift=(1, 1))
            riso.ink(taken.mask() * b.F(0.8), NAVY)
        riso.ink(seats, PINK, shift=(row, 2))
        riso.ink(
            seats.mask() * (b.F(0.35) + b.F(0.25) * row * along(0, y, 0, y + 0.3)),
            BLUE,
            shift=(-2, -1),
        )
    return riso.printed(rng)


@painting("umbrella-left-behind", "rain loss memory secrets", seed=523)
def umbrella_left_behind(rng: b.Random) -> Image.Image:
    riso = Riso(rng, PAPER)
    riso.ink(along(0, 1.1, 0, -0.2) * b.F(0.45) + b.F(0.15), BLUE)
    riso.ink(Outline().box(-0.1, 0.93, 1.2, 0.5).mask() * b.F(0.7), BLUE)
    drops = Outline()
    for _ in range(150):
        x, y, long = (
            float(rng.uniform(-0.02, 1.05)),
            float(rng.uniform(-0.05, 0.93)),
            float(rng.uniform(0.025, 0.055)),
        )
        drops.line((x, y), (x - long * 0.28, y + long), wide=0.0035)
    riso.ink(drops.mask() * b.F(0.9), NAVY)
    puddle = Outline().oval(0.5, 1.035, 0.36, 0.05).oval(0.72, 1.06, 0.17, 0.035)
    b.over(riso.canvas, "#dbe6f2", puddle.mask(blur=1.5) * b.F(0.85))
    rings = Outline()
    for x, y in ((0.24, 1.03), (0.80, 1.06), (0.62, 1.02)):
        rings.oval(x, y, 0.04, 0.010).oval(x, y, 0.034, 0.007, hole=True)
    riso.ink(rings.mask() * b.F(0.7), BLUE)
    c, s = math.cos(2.55), math.sin(2.55)

    def at(x: float, y: float) -> tuple[float, float]:
        """Return a point on the umbrella, whose rim's middle is at nought, before it fell over."""
        return 0.50 + x * c - y * s, 0.745 + x * s + y * c

    dome = [at(0.29 * math.cos(t), -0.25 * math.sin(t)) for t in np.linspace(0, math.pi, 40)]
    scallops = []
    for k in range(6):
        x0 = -0.29 + k * 0.58 / 6
        scallops += [
            at(x0 + 0.58 / 6 * u, -0.045 * math.sin(math.pi * u)) for u in np.linspace(0, 1, 10)
        ]
    shape = Outline().polygon(*dome, *scallops)
    riso.ink(shape, PINK, shift=(3, 3))
    riso.ink(shape.mask() * b.F(0.30), YELLOW, shift=(-2, 0))
    ribs = Outline()
    for k in range(1, 6):
        x0 = -0.29 + k * 0.58 / 6
        ribs.line(*curve(at(0, -0.25), at(x0 * 0.75, -0.16), at(x0, -0.0)), wide=0.004)
    riso.ink(ribs, NAVY, shift=(1, 1))
    stick = Outline().line(at(0, -0.28), at(0, 0.235), wide=0.012)
    stick.line(*curve(at(0, 0.235), at(0.012, 0.285), at(0.05, 0.29), at(0.062, 0.25)), wide=0.016)
    riso.ink(stick, NAVY)
    return riso.printed(rng)


@painting("headphones", "music secrets solitude night", seed=524)
def headphones(rng: b.Random) -> Image.Image:
    riso = Riso(rng, PAPER)
    riso.ink(np.full((b.HEIGHT, b.WIDTH), 0.72, b.F), TEAL)
    for k in range(6):
        wave = curve(
            *[
                (x / 10 - 0.05, 0.30 + k * 0.135 + 0.045 * math.sin(x * 1.25 + k * 1.1))
                for x in range(12)
            ]
        )
        riso.ink(Outline().line(*wave, wide=0.012).mask() * b.F(0.55), BLUE, shift=(k, 2))
    riso.ink(Outline().oval(0.5, 0.66, 0.30), YELLOW, shift=(3, 2))
    band = [
        (0.5 + 0.225 * math.cos(t), 0.66 - 0.265 * math.sin(t))
        for t in np.linspace(0.05, math.pi - 0.05, 40)
    ]
    cut = Outline().line(*band, wide=0.040)
    riso.ink(cut, PINK, shift=(2, 3))
    riso.ink(cut, NAVY, shift=(-2, -2))
    cups = (
        Outline()
        .box(0.215, 0.615, 0.095, 0.215, round=0.045)
        .box(0.69, 0.615, 0.095, 0.215, round=0.045)
    )
    cups.box(0.245, 0.57, 0.03, 0.08).box(0.725, 0.57, 0.03, 0.08)
    riso.ink(cups, NAVY)
    pads = (
        Outline()
        .box(0.298, 0.625, 0.045, 0.195, round=0.022)
        .box(0.657, 0.625, 0.045, 0.195, round=0.022)
    )
    riso.ink(pads, PINK, shift=(2, 2))
    cord = curve(
        (0.262, 0.825),
        (0.265, 0.92),
        (0.34, 0.975),
        (0.45, 0.95),
        (0.53, 1.0),
        (0.50, 1.10),
        (0.56, 1.30),
    )
    riso.ink(Outline().line(*cord, wide=0.009), NAVY, shift=(1, 1))
    return riso.printed(rng)


@painting("empty-lanes", "body sea hope solitude", seed=522)
def empty_lanes(rng: b.Random) -> Image.Image:
    riso = Riso(rng, PAPER)
    ripple = b.noise(rng, 7, 4, stretch=2.2)
    riso.ink(
        b.F(0.52) + b.F(0.30) * b.contrast(ripple, 0.3, 0.7) + b.F(0.12) * along(0, 0, 0, 1.2), TEAL
    )
    sway = (b.noise(rng, 4, 3) - b.F(0.5)) * b.F(0.018)
    floats, red, lines = Outline(), Outline(), Outline()
    for x in (0.0, 0.333, 0.667, 1.0):
        for k in range(36):
            (red if k % 4 < 2 else floats).oval(x, k * 0.036 - 0.01, 0.014, 0.013)
    for x in (0.167, 0.50, 0.833):
        lines.box(x - 0.016, -0.1, 0.032, 1.15).box(x - 0.055, 1.035, 0.11, 0.03)
    riso.ink(b.warped(lines.mask(), sway * b.F(1.6), sway) * b.F(0.8), NAVY, shift=(2, 0))
    b.over(riso.canvas, PAPER, b.warped(floats.mask(), sway, sway))
    mask = b.warped(red.mask(), sway, sway)
    b.over(riso.canvas, PAPER, mask)
    riso.ink(mask, PINK, shift=(1, 2))
    shine = Outline()
    for _ in range(26):
        x, y, long = (
            float(rng.random()),
            float(rng.uniform(0.05, 1.2)),
            float(rng.uniform(0.03, 0.08)),
        )
        shine.line(
            *curve((x, y), (x + long * 0.3, y - 0.008), (x + long * 0.7, y + 0.006), (x + long, y)),
            wide=0.005,
        )
    b.over(riso.canvas, "#f3f7ee", shine.mask() * b.F(0.75))
    return riso.printed(rng)
