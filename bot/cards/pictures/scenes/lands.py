"""Mountains, trees, dunes, fields."""

import numpy as np
from PIL import Image, ImageDraw

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b


def ridges(
    canvas: b.Field,
    rng: b.Random,
    colours: list[str],
    *,
    top: float,
    bottom: float,
    rough: float,
    mist: str | None = None,
    mist_strength: float = 0.5,
    cells: float = 2.5,
) -> None:
    """Layers of mountains from far to near; ``mist`` gathers at the foot of each layer."""
    for depth, colour in enumerate(colours):
        nearness = depth / max(1, len(colours) - 1)
        level = top + (bottom - top) * nearness**1.15
        line = level + b.profile(rng, cells * (0.8 + 0.5 * nearness), 7, gain=0.47) * rough * (
            0.7 + 0.6 * nearness
        )
        line += (b.profile(rng, 1.2, 2) * rough * 0.8).astype(b.F)
        mask = b.below(line, soft=0.0022 - 0.0010 * nearness)
        b.over(canvas, colour, mask)
        if mist:
            even = np.convolve(np.pad(line, 90, "edge"), np.hanning(181) / 90, "valid").astype(b.F)
            fall = np.clip((b.down() - even[None, :]) / b.F(0.16), 0, 1)
            patch = b.contrast(b.noise(rng, 2.5, 4, stretch=2.6), 0.25, 0.75)
            b.over(
                canvas,
                mist,
                mask * fall * b.F(mist_strength) * (0.45 + 0.55 * patch) * b.F(1 - 0.55 * nearness),
            )


def firs(
    canvas: b.Field,
    rng: b.Random,
    *,
    base: float,
    height: float,
    count: int,
    colour: str,
    soft: float,
    snow: float = 0.0,
) -> None:
    """A row of firs standing on ``base`` (y), branch by branch; ``soft``: blur in px."""
    trees = sorted(
        (
            rng.uniform(-0.03, 1.03),
            height * rng.uniform(0.55, 1.15),
            base + rng.uniform(-0.01, 0.03),
        )
        for _ in range(count)
    )
    shapes = [_fir(rng, x, foot, tall) for x, tall, foot in trees]

    def draw(pen: ImageDraw.ImageDraw, width: float, full: float) -> None:
        for shape in shapes:
            pen.polygon([(x * width, y * full) for x, y in shape], fill=255)

    mask = b.drawn(draw, blur=soft)
    b.over(canvas, colour, mask)
    if snow:
        lit = np.clip(mask - np.roll(mask, 3, axis=0), 0, 1)
        b.add(canvas, "#cfdcf2", b.blurred(lit, soft * 0.6), snow)


def _fir(rng: b.Random, x: float, foot: float, tall: float) -> list[tuple[float, float]]:
    tiers = max(7, int(tall * 60))
    half = tall * rng.uniform(0.17, 0.24)
    left: list[tuple[float, float]] = []
    right: list[tuple[float, float]] = []
    for tier in range(1, tiers + 1):
        share = tier / tiers
        y = foot - tall + tall * share * 0.97
        for side, points in ((-1, left), (1, right)):
            reach = half * share**0.9 * rng.uniform(0.72, 1.1)
            points.append((x + side * reach, y + tall * 0.012 * rng.uniform(0.4, 1.6)))
            points.append((x + side * reach * 0.70, y - tall * 0.003))
    trunk = tall * 0.012
    return [
        (x, foot - tall),
        *right,
        (x + trunk, foot + tall * 0.02),
        (x - trunk, foot + tall * 0.02),
        *left[::-1],
    ]


@painting("blue-ridges", "mountains solitude hope", seed=21)
def blue_ridges(rng: b.Random) -> Image.Image:
    canvas = b.sky(
        [(0, "#51709a"), (0.3, "#8fa9c4"), (0.5, "#d9d3cf"), (0.62, "#efd9c3"), (1, "#c9c2c4")]
    )
    b.add(canvas, "#ffe2bd", b.glow(0.68, 0.36, 0.16, power=2.2), 0.35)
    canvas *= (0.9 + 0.2 * b.noise(rng, 2, 5, stretch=3))[..., None]
    ridges(
        canvas,
        rng,
        ["#9fb2c8", "#86a0bd", "#6688aa", "#476c92", "#2b4d74", "#173253", "#0c1c33"],
        top=0.40,
        bottom=0.92,
        rough=0.10,
        mist="#c9d3dd",
        mist_strength=0.75,
    )
    return b.finished(canvas, rng, exposure=1.15, vignette=0.3)


@painting("ember-ridges", "dawn mountains hope faith", seed=28)
def ember_ridges(rng: b.Random) -> Image.Image:
    canvas = b.sky(
        [
            (0, "#2b2348"),
            (0.22, "#6b3a63"),
            (0.4, "#c75f58"),
            (0.54, "#f5a05a"),
            (0.62, "#ffd48a"),
            (1, "#ffb870"),
        ]
    )
    b.add(canvas, "#fff1c4", b.glow(0.42, 0.565, 0.045, power=3.0), 1.1)
    b.add(canvas, "#ffab5e", b.glow(0.42, 0.565, 0.26), 0.45)
    streak = b.contrast(b.noise(rng, 2.2, 6, stretch=4.5), 0.46, 0.74) * b.smooth(
        0.58, 0.1, b.down()
    )
    b.over(canvas, "#3b2747", streak * 0.55)
    b.add(canvas, "#ff9a62", np.clip(-np.gradient(b.blurred(streak, 2))[0] * 9, 0, 1), 1.2)
    ridges(
        canvas,
        rng,
        ["#d98a63", "#b3605b", "#7d4055", "#4b2a49", "#281a36", "#120d20"],
        top=0.60,
        bottom=0.93,
        rough=0.075,
        mist="#f7b27a",
        mist_strength=0.6,
    )
    return b.finished(canvas, rng, exposure=1.15, vignette=0.35)


@painting("milky-way", "night solitude faith", seed=23)
def milky_way(rng: b.Random) -> Image.Image:
    canvas = b.sky(
        [(0, "#050a1a"), (0.5, "#0c1a36"), (0.75, "#22355a"), (0.9, "#4c5a78"), (1, "#6c6a7c")]
    )
    x, y = b.across(), b.down()
    offset = (x - b.F(0.56)) * b.F(0.82) + (y - b.F(0.42)) * b.F(0.46)
    wobble = (b.noise(rng, 3, 5) - 0.5) * b.F(0.22)
    band = np.exp(-(((offset + wobble) / b.F(0.17)) ** 2), dtype=b.F)
    core = np.exp(-(((offset + wobble * 0.7) / b.F(0.07)) ** 2), dtype=b.F)
    cloud = b.contrast(b.noise(rng, 5, 6), 0.25, 0.78)
    dust = b.contrast(b.noise(rng, 7, 6, stretch=0.7), 0.46, 0.75) * np.exp(
        -(((offset + 0.01 + wobble * 0.5) / b.F(0.07)) ** 2), dtype=b.F
    )
    fade = b.smooth(0.95, 0.55, y)
    b.add(canvas, "#7f8fc8", band * (0.3 + cloud) * fade, 0.24)
    b.add(canvas, "#e0b49a", core * cloud * fade, 0.34)
    canvas *= (1 - 0.42 * b.blurred(dust, 8) * fade)[..., None]
    speckle = rng.random(canvas.shape[:2], b.F)
    speckle = np.clip((speckle - b.F(0.9975)) / b.F(0.0025), 0, 1) ** 2
    b.add(canvas, "#dfe6ff", b.blurred(speckle, 0.9) * (0.4 + 2.4 * band) * fade, 1.8)
    b.stars(canvas, rng, 900, lowest=0.9)
    ridges(
        canvas,
        rng,
        ["#1d2740", "#111a2e", "#060b16"],
        top=0.82,
        bottom=0.93,
        rough=0.05,
        mist="#4a5670",
        mist_strength=0.4,
    )
    return b.finished(canvas, rng, exposure=1.6, vignette=0.35)


@painting("fog-in-the-firs", "forest solitude loss rain", seed=24)
def fog_forest(rng: b.Random) -> Image.Image:
    canvas = b.sky([(0, "#a9b5b4"), (0.4, "#c3cbc6"), (1, "#8d9a97")])
    canvas *= (0.85 + 0.3 * b.noise(rng, 2, 4))[..., None]
    layers = (
        ("#98a7a5", 0.52, 0.30, 34, 6.0),
        ("#76898a", 0.66, 0.36, 26, 3.6),
        ("#4d6467", 0.86, 0.48, 18, 2.0),
        ("#22363b", 1.30, 0.82, 12, 1.0),
    )
    for colour, base, height, count, soft in layers:
        firs(canvas, rng, base=base, height=height, count=count, colour=colour, soft=soft)
        b.over(
            canvas,
            colour,
            b.smooth(base - 0.07, base + 0.01, b.down()) * np.ones((1, b.WIDTH), b.F),
        )
        fog = b.contrast(b.noise(rng, 2.2, 5, stretch=2.4), 0.22, 0.75)
        b.over(
            canvas,
            "#b9c4c2",
            (0.25 + 0.75 * fog) * b.smooth(base - 0.24, base + 0.0, b.down()) * b.F(0.92),
        )
    return b.finished(canvas, rng, exposure=0.92, vignette=0.4, saturation=0.95)


@painting("dunes-at-evening", "desert solitude road", seed=25)
def dunes(rng: b.Random) -> Image.Image:
    canvas = b.sky(
        [(0, "#38517e"), (0.2, "#8287a2"), (0.34, "#dda88c"), (0.44, "#f7cf9c"), (1, "#f7cf9c")]
    )
    b.add(canvas, "#ffe9b8", b.glow(0.14, 0.40, 0.10), 0.5)
    fine = b.noise(rng, 70, 3, stretch=5)
    peaks = [
        (0.72, 0.455, 0.020),
        (0.25, 0.48, 0.035),
        (0.80, 0.53, 0.06),
        (0.34, 0.63, 0.10),
        (0.90, 0.76, 0.13),
        (0.2, 0.97, 0.13),
    ]
    for depth, (peak, level, tall) in enumerate(peaks):
        _dune(canvas, rng, peak, level, tall, near=depth / (len(peaks) - 1), fine=fine)
    return b.finished(canvas, rng, exposure=1.05, vignette=0.35)


def _dune(
    canvas: b.Field,
    rng: b.Random,
    peak: float,
    level: float,
    tall: float,
    *,
    near: float,
    fine: b.Field,
) -> None:
    """Paint a dune: sunlit left of its crest, which winds down towards us, in shade on the
    right."""
    x = b.across()[0]
    left = np.exp(-(((x - b.F(peak)) / b.F(0.55)) ** 2) * 1.2, dtype=b.F)
    right = np.exp(-np.abs(x - b.F(peak)) / b.F(0.30), dtype=b.F) * 0.55 + left * b.F(0.45)
    rise = np.where(x < peak, left, right)
    line = (level - tall * rise + b.profile(rng, 1.5, 2) * 0.012).astype(b.F)
    mask = b.below(line, soft=0.0012 + 0.0006 * near)
    drift = (b.down() - line[None, :]) / b.F(0.55 * tall + 0.10)
    t = np.clip((b.down() - b.F(level - tall)) / b.F(0.42 * tall + 0.20), 0, 1.5)
    bend, sway = rng.uniform(0.8, 1.2), rng.uniform(0.10, 0.16) * (0.4 + near)
    crest = (
        b.F(peak)
        + b.F(sway) * np.sin(t * b.F(4.2 * bend), dtype=b.F) * t**0.5
        - b.F(0.30 * (0.3 + near)) * t * t
    )
    shade = b.smooth(-0.002, 0.010 + 0.03 * near, b.across() - crest - t * 0.0)
    shade = (
        shade * b.smooth(1.35, 0.25, t) * (0.55 + 0.45 * b.smooth(0.75, 0.0, b.across() - crest))
    )
    light = np.clip(1 - 0.35 * np.clip(drift, 0, 1.4) + 0.12 * (fine - 0.5) * near, 0, 1)
    lit = b.ramp(light, [(0, "#7d4638"), (0.45, "#b9694a"), (0.75, "#e39a62"), (1, "#ffcd8b")])
    dark = b.ramp(
        np.clip(drift + 0.25 * (fine - 0.5) * near, 0, 1),
        [(0, "#5d3540"), (0.6, "#7a4743"), (1, "#99593f")],
    )
    sand = lit + (dark - lit) * shade[..., None]
    haze = b.F(0.66 * (1 - near) ** 1.6)
    sand = sand * (1 - haze) + b.linear("#f0b78c") * haze
    b.over(canvas, sand.astype(b.F), mask)


@painting("northern-lights", "night snow hope faith", seed=26)
def aurora(rng: b.Random) -> Image.Image:
    canvas = b.sky([(0, "#040a1c"), (0.5, "#0a2036"), (0.8, "#123a4a"), (1, "#1b4a52")])
    b.stars(canvas, rng, 500, lowest=0.75)
    y = b.down()
    for colour, high, level, strength in (
        ("#31f0a4", 0.26, 0.58, 1.0),
        ("#3ad8c0", 0.34, 0.44, 0.6),
        ("#a25cff", 0.44, 0.40, 0.42),
    ):
        line = level + b.profile(rng, 2.0, 3) * 0.13
        rays = 0.45 + 0.55 * b.contrast(b.profile(rng, 30, 4) * 0.5 + b.F(0.5), 0.25, 0.8)
        rise = (line[None, :] - y) / b.F(high)
        curtain = np.exp(-np.clip(rise, 0, 9) * b.F(2.3), dtype=b.F) * b.smooth(-0.10, 0.05, rise)
        body = b.contrast(b.noise(rng, 2.2, 3), 0.22, 0.62)
        b.add(canvas, colour, b.blurred(curtain * rays[None, :], 5) * body, 0.75 * strength)
    b.add(canvas, "#2fd69a", b.glow(0.5, 0.66, 0.5, squash=1.8), 0.08)
    ridges(
        canvas,
        rng,
        ["#16323e", "#0b1f2a"],
        top=0.80,
        bottom=0.86,
        rough=0.04,
        mist="#2b6b6c",
        mist_strength=0.5,
    )
    firs(canvas, rng, base=0.95, height=0.17, count=40, colour="#03090f", soft=1.0)
    bank = 0.948 + b.profile(rng, 3, 4) * b.F(0.012)
    b.over(canvas, "#03090f", b.smooth(-0.004, 0.004, b.down() - bank[None, :]))
    return b.finished(canvas, rng, exposure=1.5, vignette=0.35)
