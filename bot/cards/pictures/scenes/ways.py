"""Ways and weather: peaks, a path, prints in the snow, an umbrella, the view from a train."""

import math

import numpy as np
from PIL import Image, ImageDraw

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
    disc,
    down,
    drawn,
    finished,
    glow,
    linear,
    noise,
    over,
    profile,
    ramp,
    sky,
    smooth,
    strokes,
    warped,
)

ONES = np.broadcast_to(F(1), (HEIGHT, WIDTH))  # a view: takes no memory
Line = tuple[list[tuple[float, float]], float]


@painting("sun-in-the-wood", "forest hope dawn road", seed=112)
def sun_in_the_wood(rng: Random) -> Image.Image:
    canvas = sky(
        [(0, "#5d7a3c"), (0.4, "#c9c070"), (0.62, "#f4e2a0"), (0.74, "#8a8a4a"), (1, "#232a16")]
    )
    canvas *= (0.7 + 0.6 * contrast(noise(rng, 8, 5), 0.25, 0.75))[..., None]
    add(canvas, "#fff6c8", glow(0.56, 0.50, 0.17), 1.3)
    ground = 0.735
    floor = ramp(
        np.clip((down() - F(ground)) * F(3.6), 0, 1) * ONES,
        [(0, "#c9b560"), (0.3, "#6a6a30"), (1, "#1a1d0f")],
    )
    leafage = contrast(noise(rng, 50, 4, stretch=2), 0.3, 0.72)
    over(
        canvas,
        (floor * (0.5 + 1.0 * leafage)[..., None]).astype(F),
        smooth(ground - 0.02, ground + 0.03, down()) * ONES,
    )
    centre = F(0.54) + F(0.10) * np.sin((down() - F(ground)) * F(9)) * np.clip(
        (down() - F(ground)) * F(4), 0, 1
    )
    width = F(0.012) + np.clip(down() - F(ground), 0, 1) * F(0.85)
    path = smooth(
        1.0, 0.72, np.abs(across() - centre) / width + (leafage - F(0.5)) * F(0.25)
    ) * smooth(ground, ground + 0.02, down())
    over(
        canvas,
        ramp(
            np.clip((down() - F(ground)) * F(3.2), 0, 1) * ONES,
            [(0, "#ffe9b0"), (0.5, "#a98a58"), (1, "#4a3a28")],
        ),
        path * F(0.9),
    )
    for near, count, colour in ((0.0, 26, "#a8a45c"), (0.35, 16, "#5f6438"), (1.0, 7, "#1d2113")):
        trunks: list[Line] = []
        for _ in range(count):
            x = rng.random()
            if near and abs(x - 0.55) < 0.13 + 0.12 * near:
                x = x - 0.34 if x < 0.55 else x + 0.34
            wide = (0.006 + 0.042 * near**1.4) * rng.uniform(0.7, 1.2)
            foot = ground + 0.01 + 0.17 * near * rng.uniform(0.7, 1.0) + (0.2 if near == 1 else 0)
            lean = rng.normal(0, 0.014)
            trunks.append(([(x + lean, -0.02), (x + lean * 0.4, foot * 0.5), (x, foot)], wide))
            trunks += [
                (
                    [
                        (x + lean * 0.6, y),
                        (
                            x + rng.choice([-1, 1]) * rng.uniform(0.04, 0.12),
                            y - rng.uniform(0.02, 0.10),
                        ),
                    ],
                    wide * 0.22,
                )
                for y in rng.uniform(0.05, 0.5, 3)
            ]
        mask = strokes(trunks, blur=1.0 + 3.0 * (1 - near))
        over(canvas, colour, mask * F(0.94))
        if near > 0.3:
            lit = np.clip(mask - np.roll(mask, 6 if near < 1 else 9, axis=1), 0, 1) * (
                across() < 0.56
            ) + np.clip(mask - np.roll(mask, -6 if near < 1 else -9, axis=1), 0, 1) * (
                across() >= 0.56
            )
            add(canvas, "#ffe08a", np.roll(lit, 0, axis=1), 0.35)
        crown = contrast(noise(rng, 14 - 6 * near, 5), 0.47, 0.62) * smooth(
            0.42 - 0.16 * near, 0.02, down() + (noise(rng, 4, 3) - 0.5) * F(0.3)
        )
        over(canvas, ("#b3b05a", "#6f7a38", "#20280f")[int(near * 2 + 0.4)], crown * F(0.85))
    turn = np.arctan2(across() - F(0.60), down() - F(0.10))
    index = np.clip((turn / F(math.pi) + F(0.5)) * (WIDTH - 1), 0, WIDTH - 1).astype(np.int32)
    rays = (
        smooth(-0.1, 0.6, profile(rng, 60, 3)[index])
        * smooth(0.05, 0.3, down())
        * smooth(0.95, 0.45, down())
    )
    add(canvas, "#fff0b0", blurred(rays.astype(F), 6) * glow(0.56, 0.42, 0.34), 0.32)
    return finished(canvas, rng, exposure=0.95, vignette=0.45)


@painting("prints-in-the-snow", "pets snow road solitude", seed=113)
def prints(rng: Random) -> Image.Image:
    drift = noise(rng, 2.2, 6) * F(0.7) + noise(rng, 12, 4) * F(0.12)
    dents = np.zeros((HEIGHT, WIDTH), F)
    pads: list[tuple[float, float, float, float]] = []
    x, y, step = 0.30, 1.02, 0
    while y > 0.05:
        far = 0.45 + 0.55 * y
        side = 0.030 * far * (1 if step % 2 else -1)
        cx = x + side
        size = 0.018 * far
        pads.append((cx, y, size * 1.05, size * 0.85))
        for toe in (-1.15, -0.42, 0.42, 1.15):
            pads.append(
                (
                    cx + toe * size * 0.85,
                    y - size * (1.75 - 0.38 * abs(toe)) * WIDTH / HEIGHT * 1.05,
                    size * 0.40,
                    size * 0.52,
                )
            )
        x += 0.026 * far + 0.012 * math.sin(y * 7)
        y -= 0.075 * far
        step += 1

    def draw(pen: ImageDraw.ImageDraw, w: float, h: float) -> None:
        for px, py, rx, ry in pads:
            pen.ellipse(((px - rx) * w, py * h - ry * w, (px + rx) * w, py * h + ry * w), fill=255)

    dents = drawn(draw, blur=3.0)
    surface = drift - dents * F(0.035) + blurred(dents, 9) * F(0.012)
    steps = np.gradient(blurred(surface.astype(F), 2.2))
    light = np.clip(F(0.52) - steps[1] * F(70) - steps[0] * F(42), 0, 1)
    canvas = ramp(
        light,
        [(0, "#3a4f86"), (0.35, "#7d90be"), (0.55, "#b9c4de"), (0.75, "#f2dccb"), (1, "#fff4e2")],
    )
    over(canvas, "#54699f", blurred(dents, 2) * F(0.45))
    sparkle = np.clip((rng.random((HEIGHT, WIDTH), F) - F(0.9988)) / F(0.0012), 0, 1)
    add(canvas, "#ffffff", blurred(sparkle, 0.8), 2.2)
    far_off = smooth(0.42, 0.0, down()) * ONES
    over(canvas, blurred(canvas, 6), far_off)
    add(canvas, "#ffd0a0", glow(0.95, 0.0, 0.5), 0.25)
    return finished(canvas, rng, exposure=0.92, vignette=0.4)


@painting("red-umbrella", "rain love city solitude", seed=114)
def umbrella(rng: Random) -> Image.Image:
    canvas = sky(
        [(0, "#222c3a"), (0.4, "#3c4856"), (0.60, "#5a6570"), (0.64, "#39434e"), (1, "#141a22")]
    )
    for _ in range(46):
        colour = ("#ffb45a", "#ffd9a0", "#8fb8e0", "#ff7a5a")[int(rng.integers(4))]
        side = rng.choice([rng.uniform(0, 0.32), rng.uniform(0.68, 1)])
        disc(
            canvas,
            float(side),
            rng.uniform(0.12, 0.60),
            rng.uniform(0.012, 0.040),
            linear(colour) * F(rng.uniform(0.08, 0.40)),
            rim=0.3,
            soft=0.15,
        )
    for left, right, top in (
        (-0.02, 0.24, 0.05),
        (0.80, 1.02, 0.0),
        (0.20, 0.34, 0.24),
        (0.70, 0.82, 0.2),
    ):
        over(
            canvas,
            "#1e2834",
            smooth(left - 0.01, left + 0.01, across())
            * smooth(right + 0.01, right - 0.01, across())
            * smooth(top, top + 0.02, down())
            * smooth(0.63, 0.60, down())
            * F(0.55),
        )
    canvas = blurred(canvas, 7)
    cx, cy, radius, foot = 0.50, 0.535, 0.135, 0.775
    scene = canvas.copy()
    figure = drawn(lambda pen, w, h: _walker(pen, w, h, cx, foot), blur=1.2)
    dome_x, dome_y = (
        (across() - F(cx)) / F(radius),
        (down() - F(cy)) * F(HEIGHT / WIDTH) / F(radius),
    )
    scallop = F(0.07) * np.abs(np.sin(dome_x * F(math.pi * 2)))
    dome = smooth(1.0, 0.985, np.sqrt(dome_x**2 + (dome_y * F(1.30)) ** 2)) * smooth(
        0.02, -0.005, dome_y + scallop
    )
    panel = F(0.5) + F(0.35) * np.sin(
        np.arcsin(np.clip(dome_x / np.sqrt(np.clip(1 - (dome_y * 1.3) ** 2, 0.02, 1)), -1, 1))
        * F(4)
    )
    red = ramp(
        np.clip(F(0.25) + F(0.35) * panel - dome_y * F(0.45) - dome_x * F(0.15), 0, 1),
        [(0, "#3d0a10"), (0.4, "#9c1420"), (0.75, "#e0303a"), (1, "#ff8a7a")],
    )
    over(scene, "#0f141b", figure)
    over(
        scene,
        "#0f141b",
        strokes(
            [([(cx, cy - 0.13), (cx, cy - 0.09)], 0.004), ([(cx, cy), (cx, 0.64)], 0.0032)],
            blur=0.8,
        ),
    )
    over(scene, red, dome)
    line = 0.785
    mirror = np.clip((2 * line * HEIGHT - np.arange(HEIGHT)).astype(np.int32), 0, HEIGHT - 1)
    lower = scene[mirror]
    ripple = (noise(rng, 40, 4, stretch=5) - 0.5) * smooth(line, 1.0, down())
    lower = np.stack(
        [warped(blurred(lower[..., i], 5), ripple * F(0.05), ripple * F(0.12)) for i in range(3)],
        axis=-1,
    )
    wet = smooth(line - 0.02, line + 0.05, down()) * ONES
    over(
        scene,
        (lower * F(0.62)).astype(F),
        wet * (0.55 + 0.45 * contrast(noise(rng, 12, 4, stretch=3), 0.3, 0.7)),
    )
    over(scene, red, dome)
    over(scene, "#0f141b", figure * smooth(foot + 0.012, foot, down()))
    falling: list[Line] = []
    for _ in range(420):
        x, y, long = rng.random(), rng.random(), rng.uniform(0.012, 0.045)
        falling.append(([(x, y), (x - long * 0.10, y + long)], rng.uniform(0.0006, 0.0013)))
    add(scene, "#cfe0f2", strokes(falling, blur=0.8), 0.16)
    return finished(scene, rng, exposure=1.45, vignette=0.45)


def _walker(pen: ImageDraw.ImageDraw, w: float, h: float, cx: float, foot: float) -> None:
    """Somebody in a long coat, seen from behind."""

    def at(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [((cx + x) * w, (foot - y) * h) for x, y in points]

    pen.ellipse(
        ((cx - 0.020) * w, (foot - 0.232) * h, (cx + 0.020) * w, (foot - 0.232) * h + 0.050 * w),
        fill=255,
    )
    pen.polygon(
        at(
            [
                (-0.012, 0.200),
                (0.012, 0.200),
                (0.040, 0.185),
                (0.048, 0.150),
                (0.044, 0.105),
                (0.050, 0.048),
                (-0.050, 0.048),
                (-0.044, 0.105),
                (-0.048, 0.150),
                (-0.040, 0.185),
            ]
        ),
        fill=255,
    )
    pen.polygon(
        at([(-0.026, 0.052), (-0.006, 0.052), (-0.010, 0.004), (-0.026, 0.0), (-0.030, 0.004)]),
        fill=255,
    )
    pen.polygon(
        at([(0.006, 0.052), (0.026, 0.052), (0.034, 0.012), (0.030, 0.007), (0.016, 0.010)]),
        fill=255,
    )
