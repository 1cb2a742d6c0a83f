"""Fire, embers, strings of lamps."""

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
    bloom,
    blurred,
    contrast,
    disc,
    down,
    finished,
    glow,
    linear,
    noise,
    over,
    ramp,
    shape,
    sky,
    smooth,
    stamp,
    stars,
    strokes,
    warped,
)
from bot.cards.pictures.scenes.lands import firs

ONES = np.broadcast_to(F(1), (HEIGHT, WIDTH))  # a view: takes no memory
Line = tuple[list[tuple[float, float]], float]


def _sparks(
    rng: Random, count: int, x: float, foot: float, spread: float, rise: float
) -> tuple[list[Line], list[tuple[float, float, float]]]:
    lines: list[Line] = []
    dots: list[tuple[float, float, float]] = []
    for _ in range(count):
        high = rng.random() ** 1.6
        sx = x + rng.normal(0, spread) * (0.35 + high)
        sy = foot - rise * high
        turn, length = rng.normal(-math.pi / 2, 0.7), rng.uniform(0.002, 0.018)
        bow = rng.normal(0, 0.10) * length
        lines.append(
            (
                [
                    (sx, sy),
                    (sx + math.cos(turn) * length / 2 + bow, sy + math.sin(turn) * length / 2),
                    (sx + math.cos(turn) * length, sy + math.sin(turn) * length),
                ],
                rng.uniform(0.0009, 0.0024),
            )
        )
        dots.append((sx, sy, float(rng.random())))
    return lines, dots


@painting("embers-rising", "anger night loss secrets", seed=101)
def embers(rng: Random) -> Image.Image:
    canvas = sky([(0, "#0b0709"), (0.5, "#1c0a0a"), (0.85, "#4a120a"), (1, "#8a240c")])
    bend = (noise(rng, 3, 4) - 0.5) * F(0.35)
    smoke = contrast(warped(noise(rng, 3, 6, stretch=0.6), bend, bend), 0.32, 0.75)
    add(canvas, "#d9381a", smoke * smooth(0.15, 1.05, down()) ** 2, 0.40)
    add(canvas, "#ff8a2a", smoke * smooth(0.62, 1.1, down()) ** 2, 0.70)
    canvas *= (0.45 + 0.9 * contrast(noise(rng, 5, 5, stretch=0.6), 0.25, 0.75))[..., None]
    lines, dots = _sparks(rng, 420, 0.5, 1.02, 0.30, 1.05)
    light = strokes(lines, blur=0.8)
    bloom(canvas, "#ff6a1e", light, core=1.0, halo=0.55)
    add(canvas, "#ffb04a", light, 1.6)
    for x, y, bright in dots[:46]:
        disc(
            canvas,
            x,
            y,
            0.004 + 0.016 * bright,
            linear("#ff7a2a") * F(0.06 + 0.22 * (1 - bright)),
            rim=0.05,
            soft=0.7,
        )
    return finished(canvas, rng, exposure=1.45, vignette=0.45)


@painting("round-the-campfire", "friends family night forest", seed=102)
def campfire(rng: Random) -> Image.Image:
    canvas = sky(
        [(0, "#070d20"), (0.5, "#12203c"), (0.75, "#22304a"), (0.8, "#0d0e12"), (1, "#060507")]
    )
    stars(canvas, rng, 420, lowest=0.6)
    firs(canvas, rng, base=0.80, height=0.34, count=18, colour="#0c1524", soft=2.2)
    firs(canvas, rng, base=0.83, height=0.46, count=7, colour="#060a12", soft=1.2)
    cx, foot = 0.5, 0.835
    ground = smooth(0.785, 0.82, down()) * ONES
    grass = noise(rng, 60, 4, stretch=1.6)
    over(canvas, "#0a0908", ground)
    warm = glow(cx, 0.845, 0.16, squash=2.0)
    add(canvas, "#ff8a3a", warm * ground * (0.25 + 1.1 * grass), 0.85)
    add(canvas, "#ff7a2c", glow(cx, 0.74, 0.20), 0.30)
    up = (F(foot) - down()) / F(0.215)
    lean = (noise(rng, 5, 4, stretch=0.6) - 0.5) * np.clip(up, 0, 1) * F(0.34)
    x = (across() - F(cx)) / F(0.115) + lean * F(2.2)
    tongues = noise(rng, 11, 4, stretch=0.42)
    width = F(1.02) * (1 - np.clip(up, 0, 1)) ** F(0.72) * smooth(-0.10, 0.10, up)
    body = smooth(
        0.0, 0.55, width - np.abs(x) + (tongues - F(0.55)) * F(1.7) * np.clip(up + F(0.15), 0, 1)
    ) * smooth(-0.06, 0.04, up)
    heat = np.clip(body * (F(1.05) - F(0.62) * up) - F(0.16) * np.abs(x), 0, 1)
    flame = ramp(
        heat,
        [
            (0, "#000000"),
            (0.12, "#5a1206"),
            (0.35, "#d9480f"),
            (0.6, "#ff9a2e"),
            (0.85, "#ffdf8a"),
            (1, "#fff8dc"),
        ],
    )
    canvas += blurred(flame, 2.0) * F(2.4)
    canvas += blurred(flame, 40) * F(0.8)
    logs: list[Line] = [
        ([(0.375, 0.862), (0.60, 0.812)], 0.024),
        ([(0.40, 0.812), (0.625, 0.866)], 0.024),
        ([(0.44, 0.878), (0.57, 0.818)], 0.020),
    ]
    wood = strokes(logs, blur=1.2)
    over(
        canvas,
        ramp(
            np.clip(F(0.3) + noise(rng, 40, 3) * F(0.7) - np.abs(across() - F(cx)) * F(3), 0, 1),
            [(0, "#0c0605"), (0.6, "#3d1609"), (1, "#ff7a2a")],
        ),
        wood,
    )
    lines, _ = _sparks(rng, 110, cx, 0.74, 0.055, 0.62)
    light = strokes(lines, blur=0.8)
    add(canvas, "#ffb45a", light, 2.4)
    add(canvas, "#ff6a1e", blurred(light, 7), 1.2)
    return finished(canvas, rng, exposure=1.35, vignette=0.45)


@painting("garden-party", "party friends family music", seed=103)
def garden_party(rng: Random) -> Image.Image:
    canvas = sky(
        [(0, "#16233f"), (0.45, "#34406a"), (0.7, "#7a5a72"), (0.85, "#4a3a44"), (1, "#1a1418")]
    )
    leaves = contrast(noise(rng, 9, 5), 0.42, 0.66)
    over(
        canvas,
        "#0f1a22",
        leaves
        * smooth(0.15, 0.0, np.minimum(across(), 1 - across()) * F(1.0) + down() * F(0.08))
        * F(0.9),
    )
    for _ in range(60):
        colour = ("#ffb45a", "#ff8a5a", "#ffd9a0", "#c86a8a")[int(rng.integers(4))]
        disc(
            canvas,
            rng.random(),
            float(rng.normal(0.76, 0.10)),
            rng.uniform(0.014, 0.05),
            linear(colour) * F(rng.uniform(0.05, 0.35)),
            rim=0.3,
            soft=0.12,
        )
    canvas = blurred(canvas, 7)
    for left, right, sag, near in (
        (0.10, 0.20, 0.10, 0.35),
        (0.34, 0.12, 0.13, 0.6),
        (0.14, 0.46, 0.12, 1.0),
    ):
        xs = np.linspace(-0.05, 1.05, 80)
        cord = [
            (float(x), left + (right - left) * float(x) + sag * (1 - (2 * float(x) - 1) ** 2))
            for x in xs
        ]
        over(
            canvas,
            "#0b0d14",
            strokes([(cord, 0.0018 + 0.0016 * near)], blur=1.0 + 2.5 * (1 - near)),
        )
        count = int(13 - 5 * near)
        for k in range(count):
            x = (k + 0.5) / count + rng.normal(0, 0.008)
            y = left + (right - left) * x + sag * (1 - (2 * x - 1) ** 2)
            size = 0.008 + 0.011 * near
            y += size * 1.5
            blur = 1.0 + 3.0 * (1 - near)
            stamp(
                canvas,
                shape(
                    [(-0.5, -1), (0.5, -1), (0.5, 0.2), (-0.5, 0.2)], size * WIDTH * 0.7, blur=blur
                ),
                x,
                y - size * 1.1,
                linear("#15131a"),
            )
            bulb = shape(
                [
                    (0.75 * math.sin(t) * (1 - 0.25 * math.cos(t)), -math.cos(t))
                    for t in np.linspace(0, 6.28, 36)
                ],
                size * WIDTH,
                blur=blur,
            )
            stamp(canvas, bulb, x, y + size * 0.35, linear("#ffe2a0") * F(2.6))
            disc(
                canvas,
                x,
                y + size * 0.35,
                size * 4.5,
                linear("#ffab4a") * F(0.16),
                rim=0,
                soft=0.98,
            )
            disc(
                canvas,
                x,
                y + size * 0.35,
                size * 11,
                linear("#ff9a3a") * F(0.045),
                rim=0,
                soft=0.98,
            )
    return finished(canvas, rng, exposure=1.35, vignette=0.4)
