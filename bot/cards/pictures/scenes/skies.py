"""Clouds, storms, fireworks, and what floats in the air."""

import itertools
import math

import numpy as np
from PIL import Image

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b
from bot.cards.pictures.scenes.lands import ridges

Line = tuple[list[tuple[float, float]], float]


@painting("paper-lanterns", "hope faith loss party", seed=41)
def paper_lanterns(rng: b.Random) -> Image.Image:
    canvas = b.sky(
        [(0, "#0b1230"), (0.45, "#1f2350"), (0.75, "#4a2f5c"), (0.92, "#7a4258"), (1, "#3a2038")]
    )
    b.stars(canvas, rng, 180, lowest=0.6)
    b.add(canvas, "#ff8a4a", b.glow(0.5, 1.02, 0.35, squash=2.2), 0.45)
    body = [
        (-0.62, 0.9),
        (-0.86, -0.55),
        (-0.6, -0.9),
        (0, -1),
        (0.6, -0.9),
        (0.86, -0.55),
        (0.62, 0.9),
    ]
    for near in np.sort(rng.random(64) ** 2.6):
        size = 7 + 62 * near
        x, y = rng.uniform(0, 1), rng.uniform(0.04, 0.93) if near < 0.5 else rng.uniform(0.12, 0.86)
        blur = 1.2 + 5.5 * max(0.0, near - 0.45) * 2 + (0.35 - near if near < 0.35 else 0) * 3
        mask = b.shape(body, size, angle=rng.normal(0, 0.10), blur=blur)
        rows = np.linspace(-1, 1, mask.shape[0], dtype=b.F)[:, None]
        inner = np.exp(-((rows - 0.62) ** 2) * b.F(1.7), dtype=b.F) * np.ones_like(mask)
        paint = b.ramp(inner, [(0, "#a8391f"), (0.45, "#ef7a2e"), (0.8, "#ffc069"), (1, "#fff0bd")])
        strength = b.F(0.55 + 0.75 * near)
        b.stamp(canvas, mask, x, y, paint * (strength * b.F(1.5)))
        b.disc(
            canvas,
            x,
            y,
            size / b.WIDTH * 3.6,
            b.linear("#ff8a3c") * b.F(0.05 + 0.07 * near),
            rim=0,
            soft=0.95,
        )
    return b.finished(canvas, rng, exposure=1.35, vignette=0.4)


@painting("fireworks-far-away", "party city memory", seed=42)
def fireworks(rng: b.Random) -> Image.Image:
    canvas = b.sky([(0, "#060a1c"), (0.6, "#141a3a"), (0.85, "#2a2444"), (1, "#0d0c18")])
    smoke = b.contrast(b.noise(rng, 2.5, 5), 0.35, 0.75)
    for x, y, size, colour, count in (
        (0.36, 0.27, 0.25, "#ff5f6a", 70),
        (0.70, 0.20, 0.17, "#ffc46a", 56),
        (0.62, 0.46, 0.20, "#6fb8ff", 60),
        (0.20, 0.50, 0.12, "#c58bff", 44),
        (0.86, 0.52, 0.10, "#7af0c8", 36),
    ):
        lines: list[Line] = []
        tips: list[tuple[float, float]] = []
        for turn in rng.uniform(0, 2 * math.pi, count):
            reach = size * float(rng.beta(5, 1.4))
            points = [
                (
                    x + math.cos(turn) * reach * t,
                    y
                    + (math.sin(turn) * reach * t + 0.10 * size * t * t * 2.2) * b.WIDTH / b.HEIGHT,
                )
                for t in np.linspace(0.12, 1, 14)
            ]
            lines += [(points[k : k + 2], 0.0007 + 0.0016 * k / 14) for k in range(13)]
            tips.append(points[-1])
        light = b.strokes(lines, blur=0.9)
        reach_field = np.sqrt(
            (b.across() - b.F(x)) ** 2 + ((b.down() - b.F(y)) * b.F(b.HEIGHT / b.WIDTH)) ** 2
        ) / b.F(size)
        light = light * b.smooth(0.0, 0.9, reach_field)
        b.add(canvas, "#ffffff", light, 0.8)
        b.add(canvas, colour, light, 1.8)
        for radius, share in ((4, 1.0), (18, 1.2), (60, 1.6)):
            b.add(canvas, colour, b.blurred(light, radius), share)
        b.add(canvas, colour, b.glow(x, y, size * 0.8) * smoke, 0.10)
        for tx, ty in tips:
            b.disc(canvas, tx, ty, 0.0022, b.linear("#fff2d8") * b.F(1.2), rim=0, soft=0.8)
    horizon = 0.87 + b.profile(rng, 26, 3) * 0.008
    steps = np.repeat(rng.uniform(-0.035, 0.015, 60), b.WIDTH // 60).astype(b.F)
    mask = b.smooth(-0.001, 0.001, b.down() - (horizon + steps)[None, :])
    b.over(canvas, "#05060d", b.blurred(mask, 1.2))
    for _ in range(240):
        px = rng.random()
        b.disc(
            canvas,
            px,
            rng.uniform(0.885, 0.97),
            0.0012,
            b.linear("#ffca85") * b.F(rng.uniform(0.2, 0.9)),
            rim=0,
            soft=0.8,
        )
    return b.finished(canvas, rng, exposure=1.4, vignette=0.35)


@painting("light-through-clouds", "faith hope loss dawn", seed=43)
def light_through_clouds(rng: b.Random) -> Image.Image:
    canvas = b.sky(
        [(0, "#3f5678"), (0.4, "#8296ac"), (0.62, "#d8c6a8"), (0.8, "#e8cfa0"), (1, "#93887c")]
    )
    sx, sy = 0.58, 0.30
    turn = np.arctan2(b.across() - b.F(sx), (b.down() - b.F(sy)) * b.F(b.HEIGHT / b.WIDTH))
    beams = b.profile(rng, 34, 3)
    index = np.clip((turn / b.F(math.pi) * 0.5 + 0.5) * (b.WIDTH - 1), 0, b.WIDTH - 1).astype(
        np.int32
    )
    ray = b.smooth(-0.25, 0.55, beams[index])
    dense, lit = b.cumulus(rng, 2.2, cover=0.66, stretch=1.7, sun=(0.15, -0.9))
    dense = dense * b.smooth(0.74, 0.30, b.down())
    cloud = b.ramp(
        np.clip(lit * 0.9 + 0.35 * b.glow(sx, sy, 0.22), 0, 1),
        [(0, "#36404f"), (0.45, "#6d7884"), (0.75, "#cbbfa8"), (1, "#fff0cf")],
    )
    b.over(canvas, cloud, dense * b.F(0.97))
    b.add(canvas, "#fff0c4", b.glow(sx, sy, 0.10) * (1 - 0.5 * dense), 0.9)
    fall = b.smooth(-0.05, 0.2, b.down() - b.F(sy)) * b.smooth(1.1, 0.35, b.down())
    b.add(canvas, "#ffe6b0", b.blurred(ray, 7) * fall * b.glow(sx, sy + 0.1, 0.5), 0.62)
    ridges(
        canvas,
        rng,
        ["#8b8578", "#5e6066", "#33404a", "#18242e"],
        top=0.80,
        bottom=0.94,
        rough=0.03,
        mist="#e0c9a0",
        mist_strength=0.5,
    )
    return b.finished(canvas, rng, exposure=1.0, vignette=0.35)


@painting("storm-breaking", "anger rain night", seed=45)
def storm(rng: b.Random) -> Image.Image:
    canvas = b.sky([(0, "#10141f"), (0.5, "#27303f"), (0.8, "#4a5260"), (1, "#1c2026")])
    dense, lit = b.cumulus(rng, 2.0, cover=0.75, stretch=1.8, sun=(0.2, 0.9))
    cloud = b.ramp(lit, [(0, "#0b0e16"), (0.5, "#252c3b"), (1, "#5b6678")])
    b.over(canvas, cloud, dense * b.smooth(0.85, 0.5, b.down()))
    lines: list[Line] = []
    _bolt(rng, lines, (0.60, 0.20), (0.47, 0.83), 0.0034, 7)
    light = b.strokes(lines, blur=0.8)
    b.add(canvas, "#a9b8ff", b.glow(0.58, 0.24, 0.20) * (0.3 + lit), 0.6)
    b.bloom(canvas, "#8a9cff", light, core=3.2, halo=1.3)
    ridges(
        canvas,
        rng,
        ["#2b323e", "#141a22", "#080b10"],
        top=0.83,
        bottom=0.94,
        rough=0.035,
        mist="#56617a",
        mist_strength=0.5,
    )
    rain = b.noise(rng, 160, 2, stretch=0.05)
    b.add(canvas, "#8fa0c0", b.contrast(rain, 0.55, 0.8) * b.smooth(0.45, 0.9, b.down()), 0.035)
    return b.finished(canvas, rng, exposure=1.5, vignette=0.4)


def _bolt(
    rng: b.Random,
    lines: list[Line],
    start: tuple[float, float],
    end: tuple[float, float],
    thick: float,
    depth: int,
) -> None:
    points = [start, end]
    sway = 0.10 * abs(end[1] - start[1])
    for _ in range(depth):
        split: list[tuple[float, float]] = []
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            middle = (
                (x0 + x1) / 2 + rng.normal(0, sway),
                (y0 + y1) / 2 + rng.normal(0, sway * 0.3),
            )
            split += [(x0, y0), middle]
        points = [*split, points[-1]]
        sway *= 0.55
    lines.append((points, thick))
    if thick > 0.0012:
        for start_at in rng.choice(points[len(points) // 6 : -len(points) // 6], 4):
            x, y = float(start_at[0]), float(start_at[1])
            tip = (x + rng.normal(0, 0.13), y + rng.uniform(0.08, 0.24))
            _bolt(rng, lines, (x, y), tip, thick * 0.42, depth - 2)


@painting("balloons-let-go", "memory family party hope", seed=46)
def balloons(rng: b.Random) -> Image.Image:
    canvas = b.sky([(0, "#6d93c4"), (0.5, "#b7c9dc"), (0.85, "#f3dccb"), (1, "#f7e3c8")])
    dense, lit = b.cumulus(rng, 2.0, cover=0.42, stretch=2.0, sun=(-0.5, -0.8))
    b.over(
        canvas,
        b.ramp(lit, [(0, "#a9b9cf"), (0.6, "#e9e6e6"), (1, "#fffaf0")]),
        dense * b.F(0.7) * b.smooth(0.2, 0.8, b.down()),
    )
    colours = ["#d9483b", "#e8a13a", "#3f7fb5", "#d77a97", "#5a9a86", "#f0d9a8"]
    egg = [
        (
            math.sin(t) * (0.80 + 0.05 * math.cos(t)),
            -math.cos(t) * (0.92 + 0.12 * (math.cos(t) < 0)),
        )
        for t in np.linspace(0, 2 * math.pi, 60)
    ]
    strings: list[Line] = []
    held: list[tuple[float, float, float, float, float]] = []
    for near in np.sort(rng.random(17) ** 1.7):
        size = 22 + 120 * near
        x, y = rng.uniform(0.08, 0.92), rng.uniform(0.1, 0.85)
        blur = 1.2 + abs(near - 0.45) * 12
        sway = [
            (x + 0.004 * math.sin(k * 0.7 + x * 9), y + (size * 1.05 + k * size * 0.17) / b.HEIGHT)
            for k in range(14)
        ]
        strings.append((sway, 0.0010 + 0.0008 * near))
        held.append((near, size, x, y, blur))
    b.over(canvas, "#4c4a54", b.strokes(strings, blur=1.3) * b.F(0.6))
    for near, size, x, y, blur in held:
        mask = b.shape(egg, size, angle=rng.normal(0, 0.12), blur=blur)
        high, wide = mask.shape
        ys = np.linspace(-1, 1, high, dtype=b.F)[:, None] * b.F(high / 2 / size)
        xs = np.linspace(-1, 1, wide, dtype=b.F)[None, :] * b.F(wide / 2 / size)
        base = b.linear(colours[int(rng.integers(len(colours)))])
        shade = 0.50 + 0.55 * np.clip(1 - np.sqrt((xs + 0.28) ** 2 + (ys + 0.35) ** 2) * 0.75, 0, 1)
        rimlight = b.smooth(0.62, 1.0, np.sqrt(xs**2 + ys**2)) * b.F(0.30)
        shine = np.exp(-(((xs + 0.34) / 0.16) ** 2 + ((ys + 0.42) / 0.24) ** 2), dtype=b.F)
        paint = (
            base * shade[..., None] * b.F(1.25)
            + rimlight[..., None] * (base + b.F(0.2))
            + shine[..., None] * b.F(0.55)
        )
        haze = b.F(0.5 * (1 - near) ** 2)
        b.stamp(
            canvas,
            mask * b.F(0.96),
            x,
            y,
            (paint * (1 - haze) + b.linear("#c9d4e0") * haze).astype(b.F),
        )
    return b.finished(canvas, rng, exposure=0.92, vignette=0.3)


@painting("birds-on-a-wire", "friends pets solitude dawn", seed=47)
def birds(rng: b.Random) -> Image.Image:
    canvas = b.sky(
        [(0, "#2f4a78"), (0.35, "#7c86b0"), (0.62, "#e0a49a"), (0.82, "#f7c58e"), (1, "#fbd9a0")]
    )
    streak = b.contrast(b.noise(rng, 2.0, 6, stretch=4), 0.48, 0.78)
    b.over(canvas, "#f3b49c", streak * b.smooth(0.05, 0.6, b.down()) * b.F(0.6))
    xs = np.linspace(-0.02, 1.02, 60)
    wires = []
    for level, sag in ((0.30, 0.030), (0.46, 0.036), (0.615, 0.045)):
        wires.append((level, sag))
        line = [
            (float(x), level + sag * (1 - (2 * float(x) - 1) ** 2) + 0.03 * float(x)) for x in xs
        ]
        b.over(canvas, "#1b1c2c", b.strokes([(line, 0.0018)], blur=0.9))
    body = [
        (-0.95, 0.50),
        (-0.50, 0.12),
        (-0.25, -0.30),
        (0.05, -0.62),
        (0.30, -0.80),
        (0.52, -0.76),
        (0.62, -0.62),
        (0.86, -0.54),
        (0.62, -0.46),
        (0.60, -0.15),
        (0.45, 0.30),
        (0.12, 0.62),
        (-0.22, 0.60),
        (-0.60, 0.62),
    ]
    spots = [
        (0, 0.16),
        (0, 0.21),
        (0, 0.62),
        (1, 0.34),
        (1, 0.385),
        (1, 0.43),
        (1, 0.80),
        (2, 0.57),
        (2, 0.625),
        (0, 0.27),
    ]
    for wire, x in spots:
        level, sag = wires[wire]
        y = level + sag * (1 - (2 * x - 1) ** 2) + 0.03 * x
        size = rng.uniform(25, 30)
        side = -1 if rng.random() < 0.5 else 1
        mask = b.shape(
            [(px * side, py) for px, py in body], size, angle=rng.normal(0, 0.08), blur=1.0
        )
        b.stamp(canvas, mask, x, y - size * 0.52 / b.HEIGHT, b.linear("#14141f"))
    return b.finished(canvas, rng, exposure=0.95, vignette=0.35)


@painting("seeds-in-the-wind", "hope memory flowers solitude", seed=48)
def seeds(rng: b.Random) -> Image.Image:
    canvas = b.sky([(0, "#3d5a52"), (0.45, "#8c9660"), (0.75, "#d9b765"), (1, "#7a6a36")])
    b.add(canvas, "#ffe9a8", b.glow(0.74, 0.32, 0.24), 0.7)
    for _ in range(40):
        b.disc(
            canvas,
            rng.random(),
            rng.uniform(0.3, 1),
            rng.uniform(0.02, 0.08),
            b.linear("#f0d27a") * b.F(rng.uniform(0.03, 0.12)),
            rim=0.3,
            soft=0.2,
        )
    canvas = b.blurred(canvas, 5)
    planes: list[list[Line]] = [[], [], [], []]
    for near in np.sort(rng.random(30) ** 2.2):
        size = 0.018 + 0.11 * near
        x, y = rng.uniform(0.02, 0.98), rng.uniform(0.06, 0.94)
        lean = rng.normal(0.35, 0.3)
        planes[min(3, int(near * 4))] += _seed(rng, x, y, size, lean)
    for lines, blur in zip(planes, (1.2, 0.8, 2.4, 4.5), strict=True):
        light = b.strokes(lines, blur=blur)
        b.over(canvas, "#fff6dc", np.clip(light * 1.2, 0, 1) * b.F(0.80))
        b.add(canvas, "#fff0c0", b.blurred(light, 9), 0.35)
    return b.finished(canvas, rng, exposure=1.05, vignette=0.4)


def _seed(rng: b.Random, x: float, y: float, size: float, lean: float) -> list[Line]:
    def at(right: float, up: float) -> tuple[float, float]:
        turned = (
            right * math.cos(lean) + up * math.sin(lean),
            right * math.sin(lean) - up * math.cos(lean),
        )
        return x + turned[0] * size, y + turned[1] * size * b.WIDTH / b.HEIGHT

    thin = max(0.0006, size * 0.011)
    lines: list[Line] = [
        ([at(0, 0), at(0.03, -0.5), at(0.0, -1.0)], thin),
        ([at(0, -0.98), at(0, -1.22)], thin * 4),
    ]
    for spread in np.linspace(-1.25, 1.25, 17):
        turn = spread + rng.normal(0, 0.05)
        reach = rng.uniform(0.72, 0.95)
        tip = (math.sin(turn) * reach, math.cos(turn) * reach * 0.75)
        lines.append(([at(0, 0), at(tip[0] * 0.6, tip[1] * 0.72), at(*tip)], thin * 0.7))
        for hair in (-0.25, 0.25):
            lines.append(
                (
                    [at(tip[0] * 0.9, tip[1] * 0.94), at(tip[0] * 1.08 + hair * 0.5, tip[1] * 1.1)],
                    thin * 0.5,
                )
            )
    return lines
