"""Ways and weather: peaks, a path, prints in the snow, an umbrella, the view from a train."""

import math

import numpy as np
from PIL import Image, ImageDraw

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b

ONES = np.broadcast_to(b.F(1), (b.HEIGHT, b.WIDTH))  # a view: takes no memory
Line = tuple[list[tuple[float, float]], float]


@painting("sun-in-the-wood", "forest hope dawn road", seed=112)
def sun_in_the_wood(rng: b.Random) -> Image.Image:
    canvas = b.sky(
        [(0, "#5d7a3c"), (0.4, "#c9c070"), (0.62, "#f4e2a0"), (0.74, "#8a8a4a"), (1, "#232a16")]
    )
    canvas *= (0.7 + 0.6 * b.contrast(b.noise(rng, 8, 5), 0.25, 0.75))[..., None]
    b.add(canvas, "#fff6c8", b.glow(0.56, 0.50, 0.17), 1.3)
    ground = 0.735
    floor = b.ramp(
        np.clip((b.down() - b.F(ground)) * b.F(3.6), 0, 1) * ONES,
        [(0, "#c9b560"), (0.3, "#6a6a30"), (1, "#1a1d0f")],
    )
    leafage = b.contrast(b.noise(rng, 50, 4, stretch=2), 0.3, 0.72)
    b.over(
        canvas,
        (floor * (0.5 + 1.0 * leafage)[..., None]).astype(b.F),
        b.smooth(ground - 0.02, ground + 0.03, b.down()) * ONES,
    )
    centre = b.F(0.54) + b.F(0.10) * np.sin((b.down() - b.F(ground)) * b.F(9)) * np.clip(
        (b.down() - b.F(ground)) * b.F(4), 0, 1
    )
    width = b.F(0.012) + np.clip(b.down() - b.F(ground), 0, 1) * b.F(0.85)
    path = b.smooth(
        1.0, 0.72, np.abs(b.across() - centre) / width + (leafage - b.F(0.5)) * b.F(0.25)
    ) * b.smooth(ground, ground + 0.02, b.down())
    b.over(
        canvas,
        b.ramp(
            np.clip((b.down() - b.F(ground)) * b.F(3.2), 0, 1) * ONES,
            [(0, "#ffe9b0"), (0.5, "#a98a58"), (1, "#4a3a28")],
        ),
        path * b.F(0.9),
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
        mask = b.strokes(trunks, blur=1.0 + 3.0 * (1 - near))
        b.over(canvas, colour, mask * b.F(0.94))
        if near > 0.3:
            lit = np.clip(mask - np.roll(mask, 6 if near < 1 else 9, axis=1), 0, 1) * (
                b.across() < 0.56
            ) + np.clip(mask - np.roll(mask, -6 if near < 1 else -9, axis=1), 0, 1) * (
                b.across() >= 0.56
            )
            b.add(canvas, "#ffe08a", np.roll(lit, 0, axis=1), 0.35)
        crown = b.contrast(b.noise(rng, 14 - 6 * near, 5), 0.47, 0.62) * b.smooth(
            0.42 - 0.16 * near, 0.02, b.down() + (b.noise(rng, 4, 3) - 0.5) * b.F(0.3)
        )
        b.over(canvas, ("#b3b05a", "#6f7a38", "#20280f")[int(near * 2 + 0.4)], crown * b.F(0.85))
    turn = np.arctan2(b.across() - b.F(0.60), b.down() - b.F(0.10))
    index = np.clip((turn / b.F(math.pi) + b.F(0.5)) * (b.WIDTH - 1), 0, b.WIDTH - 1).astype(
        np.int32
    )
    rays = (
        b.smooth(-0.1, 0.6, b.profile(rng, 60, 3)[index])
        * b.smooth(0.05, 0.3, b.down())
        * b.smooth(0.95, 0.45, b.down())
    )
    b.add(canvas, "#fff0b0", b.blurred(rays.astype(b.F), 6) * b.glow(0.56, 0.42, 0.34), 0.32)
    return b.finished(canvas, rng, exposure=0.95, vignette=0.45)


@painting("red-umbrella", "rain love city solitude", seed=114)
def umbrella(rng: b.Random) -> Image.Image:
    canvas = b.sky(
        [(0, "#222c3a"), (0.4, "#3c4856"), (0.60, "#5a6570"), (0.64, "#39434e"), (1, "#141a22")]
    )
    for _ in range(46):
        colour = ("#ffb45a", "#ffd9a0", "#8fb8e0", "#ff7a5a")[int(rng.integers(4))]
        side = rng.choice([rng.uniform(0, 0.32), rng.uniform(0.68, 1)])
        b.disc(
            canvas,
            float(side),
            rng.uniform(0.12, 0.60),
            rng.uniform(0.012, 0.040),
            b.linear(colour) * b.F(rng.uniform(0.08, 0.40)),
            rim=0.3,
            soft=0.15,
        )
    for left, right, top in (
        (-0.02, 0.24, 0.05),
        (0.80, 1.02, 0.0),
        (0.20, 0.34, 0.24),
        (0.70, 0.82, 0.2),
    ):
        b.over(
            canvas,
            "#1e2834",
            b.smooth(left - 0.01, left + 0.01, b.across())
            * b.smooth(right + 0.01, right - 0.01, b.across())
            * b.smooth(top, top + 0.02, b.down())
            * b.smooth(0.63, 0.60, b.down())
            * b.F(0.55),
        )
    canvas = b.blurred(canvas, 7)
    cx, cy, radius, foot = 0.50, 0.535, 0.135, 0.775
    scene = canvas.copy()
    figure = b.drawn(lambda pen, w, h: _walker(pen, w, h, cx, foot), blur=1.2)
    dome_x, dome_y = (
        (b.across() - b.F(cx)) / b.F(radius),
        (b.down() - b.F(cy)) * b.F(b.HEIGHT / b.WIDTH) / b.F(radius),
    )
    scallop = b.F(0.07) * np.abs(np.sin(dome_x * b.F(math.pi * 2)))
    dome = b.smooth(1.0, 0.985, np.sqrt(dome_x**2 + (dome_y * b.F(1.30)) ** 2)) * b.smooth(
        0.02, -0.005, dome_y + scallop
    )
    panel = b.F(0.5) + b.F(0.35) * np.sin(
        np.arcsin(np.clip(dome_x / np.sqrt(np.clip(1 - (dome_y * 1.3) ** 2, 0.02, 1)), -1, 1))
        * b.F(4)
    )
    red = b.ramp(
        np.clip(b.F(0.25) + b.F(0.35) * panel - dome_y * b.F(0.45) - dome_x * b.F(0.15), 0, 1),
        [(0, "#3d0a10"), (0.4, "#9c1420"), (0.75, "#e0303a"), (1, "#ff8a7a")],
    )
    b.over(scene, "#0f141b", figure)
    b.over(
        scene,
        "#0f141b",
        b.strokes(
            [([(cx, cy - 0.13), (cx, cy - 0.09)], 0.004), ([(cx, cy), (cx, 0.64)], 0.0032)],
            blur=0.8,
        ),
    )
    b.over(scene, red, dome)
    line = 0.785
    mirror = np.clip((2 * line * b.HEIGHT - np.arange(b.HEIGHT)).astype(np.int32), 0, b.HEIGHT - 1)
    lower = scene[mirror]
    ripple = (b.noise(rng, 40, 4, stretch=5) - 0.5) * b.smooth(line, 1.0, b.down())
    lower = np.stack(
        [
            b.warped(b.blurred(lower[..., i], 5), ripple * b.F(0.05), ripple * b.F(0.12))
            for i in range(3)
        ],
        axis=-1,
    )
    wet = b.smooth(line - 0.02, line + 0.05, b.down()) * ONES
    b.over(
        scene,
        (lower * b.F(0.62)).astype(b.F),
        wet * (0.55 + 0.45 * b.contrast(b.noise(rng, 12, 4, stretch=3), 0.3, 0.7)),
    )
    b.over(scene, red, dome)
    b.over(scene, "#0f141b", figure * b.smooth(foot + 0.012, foot, b.down()))
    falling: list[Line] = []
    for _ in range(420):
        x, y, long = rng.random(), rng.random(), rng.uniform(0.012, 0.045)
        falling.append(([(x, y), (x - long * 0.10, y + long)], rng.uniform(0.0006, 0.0013)))
    b.add(scene, "#cfe0f2", b.strokes(falling, blur=0.8), 0.16)
    return b.finished(scene, rng, exposure=1.45, vignette=0.45)


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
