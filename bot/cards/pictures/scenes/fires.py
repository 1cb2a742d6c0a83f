"""Fire, embers, strings of lamps."""

import math

import numpy as np
from PIL import Image

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b
from bot.cards.pictures.scenes.lands import firs

ONES = np.broadcast_to(b.F(1), (b.HEIGHT, b.WIDTH))  # a view: takes no memory
Line = tuple[list[tuple[float, float]], float]


def _sparks(
    rng: b.Random, count: int, x: float, foot: float, spread: float, rise: float
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
def embers(rng: b.Random) -> Image.Image:
    canvas = b.sky([(0, "#0b0709"), (0.5, "#1c0a0a"), (0.85, "#4a120a"), (1, "#8a240c")])
    bend = (b.noise(rng, 3, 4) - 0.5) * b.F(0.35)
    smoke = b.contrast(b.warped(b.noise(rng, 3, 6, stretch=0.6), bend, bend), 0.32, 0.75)
    b.add(canvas, "#d9381a", smoke * b.smooth(0.15, 1.05, b.down()) ** 2, 0.40)
    b.add(canvas, "#ff8a2a", smoke * b.smooth(0.62, 1.1, b.down()) ** 2, 0.70)
    canvas *= (0.45 + 0.9 * b.contrast(b.noise(rng, 5, 5, stretch=0.6), 0.25, 0.75))[..., None]
    lines, dots = _sparks(rng, 420, 0.5, 1.02, 0.30, 1.05)
    light = b.strokes(lines, blur=0.8)
    b.bloom(canvas, "#ff6a1e", light, core=1.0, halo=0.55)
    b.add(canvas, "#ffb04a", light, 1.6)
    for x, y, bright in dots[:46]:
        b.disc(
            canvas,
            x,
            y,
            0.004 + 0.016 * bright,
            b.linear("#ff7a2a") * b.F(0.06 + 0.22 * (1 - bright)),
            rim=0.05,
            soft=0.7,
        )
    return b.finished(canvas, rng, exposure=1.45, vignette=0.45)


@painting("round-the-campfire", "friends family night forest", seed=102)
def campfire(rng: b.Random) -> Image.Image:
    canvas = b.sky(
        [(0, "#070d20"), (0.5, "#12203c"), (0.75, "#22304a"), (0.8, "#0d0e12"), (1, "#060507")]
    )
    b.stars(canvas, rng, 420, lowest=0.6)
    firs(canvas, rng, base=0.80, height=0.34, count=18, colour="#0c1524", soft=2.2)
    firs(canvas, rng, base=0.83, height=0.46, count=7, colour="#060a12", soft=1.2)
    cx, foot = 0.5, 0.835
    ground = b.smooth(0.785, 0.82, b.down()) * ONES
    grass = b.noise(rng, 60, 4, stretch=1.6)
    b.over(canvas, "#0a0908", ground)
    warm = b.glow(cx, 0.845, 0.16, squash=2.0)
    b.add(canvas, "#ff8a3a", warm * ground * (0.25 + 1.1 * grass), 0.85)
    b.add(canvas, "#ff7a2c", b.glow(cx, 0.74, 0.20), 0.30)
    up = (b.F(foot) - b.down()) / b.F(0.215)
    lean = (b.noise(rng, 5, 4, stretch=0.6) - 0.5) * np.clip(up, 0, 1) * b.F(0.34)
    x = (b.across() - b.F(cx)) / b.F(0.115) + lean * b.F(2.2)
    tongues = b.noise(rng, 11, 4, stretch=0.42)
    width = b.F(1.02) * (1 - np.clip(up, 0, 1)) ** b.F(0.72) * b.smooth(-0.10, 0.10, up)
    body = b.smooth(
        0.0,
        0.55,
        width - np.abs(x) + (tongues - b.F(0.55)) * b.F(1.7) * np.clip(up + b.F(0.15), 0, 1),
    ) * b.smooth(-0.06, 0.04, up)
    heat = np.clip(body * (b.F(1.05) - b.F(0.62) * up) - b.F(0.16) * np.abs(x), 0, 1)
    flame = b.ramp(
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
    canvas += b.blurred(flame, 2.0) * b.F(2.4)
    canvas += b.blurred(flame, 40) * b.F(0.8)
    logs: list[Line] = [
        ([(0.375, 0.862), (0.60, 0.812)], 0.024),
        ([(0.40, 0.812), (0.625, 0.866)], 0.024),
        ([(0.44, 0.878), (0.57, 0.818)], 0.020),
    ]
    wood = b.strokes(logs, blur=1.2)
    b.over(
        canvas,
        b.ramp(
            np.clip(
                b.F(0.3) + b.noise(rng, 40, 3) * b.F(0.7) - np.abs(b.across() - b.F(cx)) * b.F(3),
                0,
                1,
            ),
            [(0, "#0c0605"), (0.6, "#3d1609"), (1, "#ff7a2a")],
        ),
        wood,
    )
    lines, _ = _sparks(rng, 110, cx, 0.74, 0.055, 0.62)
    light = b.strokes(lines, blur=0.8)
    b.add(canvas, "#ffb45a", light, 2.4)
    b.add(canvas, "#ff6a1e", b.blurred(light, 7), 1.2)
    return b.finished(canvas, rng, exposure=1.35, vignette=0.45)


@painting("garden-party", "party friends family music", seed=103)
def garden_party(rng: b.Random) -> Image.Image:
    canvas = b.sky(
        [(0, "#16233f"), (0.45, "#34406a"), (0.7, "#7a5a72"), (0.85, "#4a3a44"), (1, "#1a1418")]
    )
    leaves = b.contrast(b.noise(rng, 9, 5), 0.42, 0.66)
    b.over(
        canvas,
        "#0f1a22",
        leaves
        * b.smooth(
            0.15, 0.0, np.minimum(b.across(), 1 - b.across()) * b.F(1.0) + b.down() * b.F(0.08)
        )
        * b.F(0.9),
    )
    for _ in range(60):
        colour = ("#ffb45a", "#ff8a5a", "#ffd9a0", "#c86a8a")[int(rng.integers(4))]
        b.disc(
            canvas,
            rng.random(),
            float(rng.normal(0.76, 0.10)),
            rng.uniform(0.014, 0.05),
            b.linear(colour) * b.F(rng.uniform(0.05, 0.35)),
            rim=0.3,
            soft=0.12,
        )
    canvas = b.blurred(canvas, 7)
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
        b.over(
            canvas,
            "#0b0d14",
            b.strokes([(cord, 0.0018 + 0.0016 * near)], blur=1.0 + 2.5 * (1 - near)),
        )
        count = int(13 - 5 * near)
        for k in range(count):
            x = (k + 0.5) / count + rng.normal(0, 0.008)
            y = left + (right - left) * x + sag * (1 - (2 * x - 1) ** 2)
            size = 0.008 + 0.011 * near
            y += size * 1.5
            blur = 1.0 + 3.0 * (1 - near)
            b.stamp(
                canvas,
                b.shape(
                    [(-0.5, -1), (0.5, -1), (0.5, 0.2), (-0.5, 0.2)],
                    size * b.WIDTH * 0.7,
                    blur=blur,
                ),
                x,
                y - size * 1.1,
                b.linear("#15131a"),
            )
            bulb = b.shape(
                [
                    (0.75 * math.sin(t) * (1 - 0.25 * math.cos(t)), -math.cos(t))
                    for t in np.linspace(0, 6.28, 36)
                ],
                size * b.WIDTH,
                blur=blur,
            )
            b.stamp(canvas, bulb, x, y + size * 0.35, b.linear("#ffe2a0") * b.F(2.6))
            b.disc(
                canvas,
                x,
                y + size * 0.35,
                size * 4.5,
                b.linear("#ffab4a") * b.F(0.16),
                rim=0,
                soft=0.98,
            )
            b.disc(
                canvas,
                x,
                y + size * 0.35,
                size * 11,
                b.linear("#ff9a3a") * b.F(0.045),
                rim=0,
                soft=0.98,
            )
    return b.finished(canvas, rng, exposure=1.35, vignette=0.4)
