"""Streets, lamps, neon, lit windows."""

import math

import numpy as np
from PIL import Image

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b
from bot.cards.pictures.scenes.lands import ridges

ONES = np.broadcast_to(b.F(1), (b.HEIGHT, b.WIDTH))  # a view: takes no memory


@painting("windows-after-dark", "work city solitude secrets", seed=81)
def windows(rng: b.Random) -> Image.Image:
    lean = b.F(1) + (b.down() - b.F(0.5)) * b.F(0.22)
    u = (b.across() - b.F(0.62)) / lean * b.F(8.4) + b.F(20)
    v = b.down() * b.F(15) * (b.F(0.85) + b.down() * b.F(0.18)) + (b.across() - b.F(0.5)) * b.F(0.9)
    column, row = np.floor(u).astype(np.int32), np.floor(v).astype(np.int32)
    inside, high = u - column, v - row
    kinds = rng.random((60, 60)).astype(b.F)
    kind = kinds[np.clip(row, 0, 59), column % 60]
    tints = np.stack(
        [
            b.linear(code)
            for code in (
                "#0b1220",
                "#0b1220",
                "#16243a",
                "#ffb45c",
                "#ffd08a",
                "#9cc4ff",
                "#ff9a4a",
            )
        ]
    )
    steps = np.array([0.52, 0.62, 0.74, 0.87, 0.93, 0.97, 1.01], b.F)
    paint = tints[np.searchsorted(steps, kind)]
    lit = (kind > 0.74).astype(b.F)
    pane = (
        b.smooth(0.12, 0.15, inside)
        * b.smooth(0.88, 0.85, inside)
        * b.smooth(0.16, 0.19, high)
        * b.smooth(0.86, 0.83, high)
    )
    bar = b.smooth(0.018, 0.010, np.abs(inside - b.F(0.5)))
    blind = b.smooth(0.16, 0.2, high) * (
        high < 0.16 + 0.7 * kinds[(row + 7) % 60, (column + 3) % 60] * 0.6
    )
    room = (
        0.55
        + 0.6 * np.exp(-((inside - 0.5) ** 2 + (high - 0.25) ** 2) * b.F(5), dtype=b.F)
        - 0.28 * blind
    )
    wall = (
        b.linear("#151a28")
        * (0.6 + 0.5 * b.noise(rng, 60, 3) + 0.35 * b.smooth(0.9, 0.0, b.down()))[..., None]
    )
    canvas: b.Field = wall.astype(b.F)
    inner = (
        paint
        * (np.where(lit > 0, room * b.F(0.95), b.F(0.8) + (b.F(1) - b.down()) * b.F(1.1)))[
            ..., None
        ]
    )
    b.over(canvas, inner.astype(b.F), pane * (1 - 0.8 * bar))
    sill = (
        b.smooth(0.86, 0.87, high)
        * b.smooth(0.91, 0.89, high)
        * b.smooth(0.1, 0.12, inside)
        * b.smooth(0.9, 0.88, inside)
    )
    b.add(canvas, "#8a93ad", sill, 0.10)
    light = pane * lit
    canvas = canvas * b.F(0.7) + b.blurred(canvas, 1.6) * b.F(0.3)
    b.add(canvas, "#ffb060", b.blurred(light, 14), 0.12)
    b.add(canvas, "#ff9a50", b.blurred(light, 70), 0.14)
    haze = b.contrast(b.noise(rng, 2, 4, stretch=2), 0.3, 0.8)
    b.add(canvas, "#34466e", haze * (1 - b.down()), 0.14)
    return b.finished(canvas, rng, exposure=1.6, vignette=0.5)


@painting("city-across-the-river", "city work money night", seed=82)
def skyline(rng: b.Random) -> Image.Image:
    canvas = b.sky(
        [
            (0, "#1f2a56"),
            (0.25, "#4b4a86"),
            (0.45, "#a8648a"),
            (0.56, "#f09a78"),
            (0.62, "#ffc48a"),
            (1, "#ffc48a"),
        ]
    )
    streak = b.contrast(b.noise(rng, 1.8, 6, stretch=4), 0.46, 0.8)
    b.over(canvas, "#e58a86", streak * b.smooth(0.6, 0.2, b.down()) * b.F(0.55))
    shore = 0.655
    for depth, (colour, tall, count) in enumerate(
        (("#b3707f", 0.16, 34), ("#6d4a70", 0.23, 26), ("#2a2342", 0.27, 18))
    ):
        heights = rng.beta(1.6, 3.0, count) * tall + 0.02
        edges = np.sort(rng.uniform(-0.05, 1.05, count))
        line = np.full(b.WIDTH, shore, b.F)
        for left, high in zip(edges, heights, strict=True):
            wide = rng.uniform(0.022, 0.062)
            first, last = int(max(0, left) * b.WIDTH), int(min(1, max(0, left + wide)) * b.WIDTH)
            line[first:last] = np.minimum(line[first:last], b.F(shore - high))
            if rng.random() < 0.3 and last > first + 8:
                middle = (first + last) // 2
                line[middle - 1 : middle + 2] = np.minimum(
                    line[middle - 1 : middle + 2], b.F(shore - high - 0.03)
                )
        mask = b.smooth(-0.0008, 0.0008, b.down() - line[None, :]) * b.smooth(
            shore + 0.004, shore, b.down()
        )
        b.over(canvas, colour, b.blurred(mask, 1.6 - 0.5 * depth))
        if depth:
            cells = rng.random((190, 240)) < (0.10, 0.16, 0.23)[depth]
            rows, columns = (
                (b.down() * b.F(190)).astype(np.int32),
                (b.across() * b.F(240)).astype(np.int32),
            )
            dots = (
                cells[np.clip(rows, 0, 189), np.clip(columns, 0, 239)]
                * (np.mod(b.across() * b.F(240), 1) < 0.55)
                * (np.mod(b.down() * b.F(190), 1) < 0.5)
            )
            b.add(canvas, "#ffce86", b.blurred((dots * mask).astype(b.F), 0.8), 0.9)
    mirror = np.clip((2 * shore * b.HEIGHT - np.arange(b.HEIGHT)).astype(np.int32), 0, b.HEIGHT - 1)
    lower = canvas[mirror]
    stretched = np.stack([_smeared(lower[..., i]) for i in range(3)], axis=-1)
    ripple = (b.noise(rng, 50, 3, stretch=8) - 0.5) * b.smooth(shore, 1.0, b.down())
    lower = (
        np.stack(
            [b.warped(stretched[..., i], ripple * b.F(0.05), ripple * b.F(0.03)) for i in range(3)],
            axis=-1,
        )
        * (0.82 + 0.9 * ripple)[..., None]
    )
    b.over(lower, "#20244a", b.smooth(shore, 1.05, b.down()) * ONES * b.F(0.55))
    b.over(canvas, lower.astype(b.F), b.smooth(shore, shore + 0.003, b.down()) * ONES)
    b.add(
        canvas,
        "#ffb070",
        np.exp(-(((b.down() - b.F(shore)) / b.F(0.006)) ** 2), dtype=b.F) * ONES,
        0.12,
    )
    return b.finished(canvas, rng, exposure=1.15, vignette=0.4)


def _smeared(values: b.Field) -> b.Field:
    """Drawn out downwards, as water does with lights."""
    total = values.copy()
    for step in range(1, 14):
        total += np.roll(values, step * 3, axis=0) * b.F(0.9**step)
    return total / b.F(sum(0.9**step for step in range(14)))


@painting("lamp-in-the-fog", "solitude rain night city loss", seed=83)
def lamp(rng: b.Random) -> Image.Image:
    canvas = b.sky(
        [(0, "#1b2431"), (0.45, "#3a4654"), (0.72, "#55606a"), (0.76, "#39424c"), (1, "#151b23")]
    )
    canvas *= (0.75 + 0.5 * b.noise(rng, 2.5, 5))[..., None]
    lx, ly = 0.66, 0.30
    fog = b.contrast(b.noise(rng, 3, 5, stretch=1.8), 0.25, 0.78)
    b.add(canvas, "#ffc074", b.glow(lx, ly, 0.17, power=1.9) * (0.65 + 0.6 * fog), 0.85)
    for base_x, side, near in (
        (-0.02, 1, 0.45),
        (0.22, 1, 0.15),
        (1.03, -1, 0.55),
        (0.86, -1, 0.1),
        (0.40, 1, 0.0),
    ):
        lines: list[tuple[list[tuple[float, float]], float]] = []
        _branch(
            rng,
            lines,
            (base_x, 0.80 + 0.10 * near),
            -math.pi / 2 + 0.05 * side,
            0.16 + 0.12 * near,
            0.016 + 0.022 * near,
            6,
        )
        tree = b.strokes(lines, blur=1.2 + 2.0 * (0.5 - near))
        b.over(
            canvas,
            ("#232c36" if near > 0.3 else "#414c58"),
            tree * b.F(0.92 if near > 0.3 else 0.75),
        )
    path = b.smooth(0.77, 0.83, b.down()) * ONES
    wet = b.contrast(b.noise(rng, 30, 4, stretch=5), 0.3, 0.7)
    spread = 0.03 + 0.16 * np.clip((b.down() - 0.78) / 0.22, 0, 1)
    shine = np.exp(-(((b.across() - b.F(lx)) / spread) ** 2), dtype=b.F) * path
    b.add(canvas, "#ffb868", shine * (0.15 + 0.85 * wet), 0.55)
    dark = "#0c1016"
    b.over(
        canvas,
        dark,
        b.strokes(
            [
                ([(lx, 0.325), (lx, 0.84)], 0.0085),
                ([(lx, 0.70), (lx, 0.845)], 0.015),
                ([(lx - 0.024, 0.328), (lx + 0.024, 0.328)], 0.006),
            ],
            blur=0.9,
        ),
    )
    b.over(
        canvas,
        dark,
        b.drawn(
            lambda pen, w, h: pen.polygon(
                [((lx - 0.032) * w, 0.278 * h), ((lx + 0.032) * w, 0.278 * h), (lx * w, 0.252 * h)],
                fill=255,
            ),
            blur=0.9,
        ),
    )
    bulb = b.drawn(
        lambda pen, w, h: pen.polygon(
            [
                ((lx - 0.026) * w, 0.28 * h),
                ((lx + 0.026) * w, 0.28 * h),
                ((lx + 0.018) * w, 0.326 * h),
                ((lx - 0.018) * w, 0.326 * h),
            ],
            fill=255,
        ),
        blur=1.2,
    )
    b.over(
        canvas,
        (b.linear("#ffe6b0") * b.F(3.0) * np.ones((b.HEIGHT, b.WIDTH, 1), b.F)).astype(b.F),
        bulb,
    )
    bench = [
        ([(0.27, 0.795), (0.50, 0.795)], 0.010),
        ([(0.275, 0.765), (0.495, 0.765)], 0.008),
        ([(0.275, 0.747), (0.495, 0.747)], 0.008),
    ]
    bench += [([(x, 0.74), (x, 0.842)], 0.0075) for x in (0.295, 0.475)]
    b.over(canvas, dark, b.strokes(bench, blur=1.0))
    b.over(
        canvas,
        "#05070a",
        b.blurred(b.strokes([([(0.24, 0.846), (0.48, 0.846)], 0.014)], blur=3), 4) * b.F(0.6),
    )
    b.add(canvas, "#8a97a6", fog * b.smooth(0.5, 0.85, b.down()), 0.05)
    return b.finished(canvas, rng, exposure=1.25, vignette=0.45)


def _branch(
    rng: b.Random,
    lines: list[tuple[list[tuple[float, float]], float]],
    start: tuple[float, float],
    turn: float,
    length: float,
    thick: float,
    depth: int,
) -> None:
    end = (
        start[0] + math.cos(turn) * length,
        start[1] + math.sin(turn) * length * b.WIDTH / b.HEIGHT,
    )
    lines.append(([start, end], max(0.0007, thick)))
    if depth:
        for _ in range(2 if depth > 4 else 3):
            _branch(
                rng,
                lines,
                end,
                turn + rng.normal(0, 0.42),
                length * rng.uniform(0.62, 0.82),
                thick * 0.60,
                depth - 1,
            )


@painting("neon-heart", "love night city party", seed=84)
def neon(rng: b.Random) -> Image.Image:
    row = b.down() * b.F(34)
    line = np.floor(row)
    brick = b.across() * b.F(12) + np.mod(line, 2) * b.F(0.5)
    joint = np.minimum(
        np.minimum(row - line, 1 - (row - line)) * b.F(1.0),
        np.minimum(np.mod(brick, 1), 1 - np.mod(brick, 1)) * b.F(2.4),
    )
    tone = rng.random((40, 40)).astype(b.F)[
        line.astype(np.int32) % 40, np.floor(brick).astype(np.int32) % 40
    ]
    rough = b.noise(rng, 90, 4)
    flat = b.smooth(0.04, 0.16, joint + (rough - 0.5) * b.F(0.10))
    relief = np.gradient(b.blurred(flat * (0.8 + 0.4 * rough), 1.5))
    skin = (0.25 + 0.75 * flat) * (0.55 + 0.55 * tone + 0.5 * (rough - 0.5)) + (
        relief[0] * b.F(1.6)
    )
    canvas = b.linear("#2a2133") * skin[..., None] * b.F(0.55)
    cx, cy, size = 0.5, 0.50, 0.0165
    heart = [
        (
            cx + size * 16 * math.sin(t) ** 3,
            cy
            - size
            * 0.8
            * (13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)),
        )
        for t in np.linspace(0.10, 2 * math.pi - 0.10, 160)
    ]
    small = [(cx + (x - cx) * 0.72, cy + (y - cy) * 0.72 - 0.004) for x, y in heart]
    for points, colour, wide in ((heart, "#ff2f78", 0.0085), (small, "#ff7ab0", 0.005)):
        tube = b.strokes([(points, wide)], blur=1.2)
        b.over(
            canvas,
            "#08060c",
            b.blurred(np.roll(np.roll(tube, 12, axis=0), 7, axis=1), 5) * b.F(0.6),
        )
        light = b.blurred(tube, 45) * b.F(1.1) + b.blurred(tube, 140) * b.F(1.5)
        canvas += (
            b.linear(colour) * (light * (0.3 + 1.9 * np.clip(skin, 0, 1.2)) * b.F(0.95))[..., None]
        )
        b.bloom(canvas, colour, tube, core=1.3, halo=0.42)
        b.add(canvas, colour, tube, 2.4)
    return b.finished(canvas, rng, exposure=1.35, vignette=0.4)


@painting("road-at-nightfall", "road work city solitude", seed=85)
def light_trails(rng: b.Random) -> Image.Image:
    vx, _vy = 0.50, 0.50
    canvas = b.sky(
        [
            (0, "#131a3a"),
            (0.28, "#3a3a70"),
            (0.42, "#b0607e"),
            (0.5, "#f5a06a"),
            (0.505, "#1a1720"),
            (1, "#0b0a10"),
        ]
    )
    b.stars(canvas, rng, 160, lowest=0.3)
    ridges(canvas, rng, ["#5d3c5f", "#2f2440", "#171424"], top=0.465, bottom=0.515, rough=0.03)
    ground = b.smooth(0.512, 0.53, b.down()) * ONES
    b.over(
        canvas,
        b.ramp(
            np.clip((b.down() - b.F(0.5)) * b.F(2), 0, 1) * ONES,
            [(0, "#2a2230"), (0.3, "#16131b"), (1, "#0d0b11")],
        ),
        ground,
    )

    def run(foot: float, bow: float) -> list[tuple[float, float]]:
        points = []
        for t in np.linspace(0.0, 1, 50):
            near = t**2.2
            x = (
                vx
                + (foot - vx) * near
                + bow * math.sin(math.pi * t) * (1 - t) * 0.9
                + 0.05 * math.sin(t * 3.0) * (1 - t)
            )
            points.append((x, 0.512 + (1.04 - 0.512) * near))
        return points

    def trail(feet: list[float], colour: str, strength: float) -> None:
        lines: list[tuple[list[tuple[float, float]], float]] = []
        for foot in feet:
            points = run(foot, 0.10)
            lines += [(points[k : k + 2], 0.0008 + 0.0058 * (k / 49) ** 2.0) for k in range(49)]
        tube = b.strokes(lines, blur=1.1)
        b.add(canvas, "#fff4e4", tube, 0.5 * strength)
        b.add(canvas, colour, tube, 1.5 * strength)
        for radius, share in ((7, 0.7), (26, 0.8), (90, 0.8)):
            b.add(canvas, colour, b.blurred(tube, radius), share * strength)

    trail([1.02, 1.10, 0.86, 0.80, 0.93], "#ff2a1c", 0.9)
    trail([0.10, 0.16, -0.04, 0.22, -0.12], "#ffd9a0", 0.8)
    dashes: list[tuple[list[tuple[float, float]], float]] = []
    middle = run(0.50, 0.10)
    dashes += [(middle[k : k + 2], 0.0006 + 0.008 * (k / 49) ** 2) for k in range(4, 49, 3)]
    b.over(canvas, "#b9a58c", b.strokes(dashes, blur=1.3) * b.F(0.5))
    return b.finished(canvas, rng, exposure=1.25, vignette=0.4)
