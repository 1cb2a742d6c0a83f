"""Light out of focus, candles, lanterns, sparks."""

import numpy as np
from PIL import Image

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b
from bot.cards.pictures.scenes.lands import firs


def _discs(
    canvas: b.Field,
    rng: b.Random,
    count: int,
    colours: list[str],
    *,
    size: tuple[float, float],
    power: tuple[float, float],
    band: tuple[float, float] = (0.0, 1.0),
    spread: float = 0.0,
) -> None:
    """Points of light out of focus; ``spread`` > 0 crowds them around the middle of the band."""
    paints = [b.linear(colour) for colour in colours]
    for _ in range(count):
        x = rng.uniform(-0.05, 1.05)
        middle, half = (band[0] + band[1]) / 2, (band[1] - band[0]) / 2
        y = middle + half * (
            np.clip(rng.normal(0, spread), -1, 1) if spread else rng.uniform(-1, 1)
        )
        paint = paints[int(rng.integers(len(paints)))] * b.F(rng.uniform(*power))
        b.disc(canvas, x, float(y), rng.uniform(*size), paint, rim=rng.uniform(0.2, 0.55))


@painting("amber-evening", "party love hope", seed=11)
def amber(rng: b.Random) -> Image.Image:
    canvas = b.sky([(0, "#1b0e12"), (0.45, "#4a1f1c"), (0.8, "#7a3418"), (1, "#2a1010")])
    b.add(canvas, "#ff9a4a", b.glow(0.62, 0.6, 0.35), 0.35)
    _discs(
        canvas, rng, 26, ["#ff9e45", "#ff7a3c", "#ffc26b"], size=(0.08, 0.15), power=(0.04, 0.13)
    )
    canvas = b.blurred(canvas, 9)
    _discs(
        canvas,
        rng,
        46,
        ["#ffb054", "#ff8a4c", "#ffd9a0", "#ff6f5a"],
        size=(0.03, 0.075),
        power=(0.10, 0.42),
        band=(0.1, 1.0),
        spread=0.5,
    )
    _discs(
        canvas,
        rng,
        34,
        ["#ffe2b0", "#ffc060"],
        size=(0.008, 0.022),
        power=(0.3, 1.0),
        band=(0.25, 0.95),
        spread=0.5,
    )
    return b.finished(canvas, rng, exposure=1.35, vignette=0.5)


@painting("candle-alone", "loss faith hope solitude", seed=12)
def candle(rng: b.Random) -> Image.Image:
    canvas = b.sky([(0, "#07060a"), (0.5, "#120b0d"), (0.72, "#22120c"), (1, "#0a0605")])
    cx, tip = 0.5, 0.62
    flicker = b.contrast(b.noise(rng, 3, 4))
    b.add(canvas, "#ff8a3a", b.glow(cx, tip, 0.24, power=2.4) * (0.85 + 0.3 * flicker), 0.26)
    b.add(canvas, "#ffb066", b.glow(cx, tip, 0.085, power=2.4), 0.6)
    x = b.across() - b.F(cx)
    y = (b.down() - b.F(tip)) * b.F(1.25)
    body = b.smooth(0.0455, 0.0425, np.abs(x)) * b.smooth(0.068, 0.075, y + 0.012 * np.cos(x * 40))
    through = np.exp(-np.clip(y - 0.07, 0, 1) * 9, dtype=b.F) * (1 - 0.45 * (x / 0.043) ** 2)
    wax = (
        b.linear("#ffb877") * (0.02 + 1.5 * through)[..., None]
        + b.linear("#ff7a30") * (0.35 * np.clip(through, 0, 1) ** 0.4)[..., None]
    )
    b.over(canvas, wax.astype(b.F), body)
    wick = (
        b.smooth(0.0035, 0.0015, np.abs(x + 0.02 * (y - 0.05)))
        * b.smooth(0.03, 0.036, y)
        * b.smooth(0.078, 0.07, y)
    )
    b.over(canvas, "#120804", wick * 0.9)
    # the flame: a drop, narrow above, blue at its foot
    along = np.clip((y + 0.062) / 0.122, 0, 1)
    half = 0.019 * np.sqrt(np.sin(np.pi * along**1.7).clip(0, 1)) * b.smooth(0, 0.25, along)
    lean = 0.006 * (1 - along) ** 2
    inside = (
        b.smooth(1.25, 0.35, np.abs(x - lean) / np.maximum(half, 1e-4)) * (along > 0) * (along < 1)
    )
    inside = b.blurred(inside.astype(b.F), 2.5)
    b.add(canvas, "#ffd58a", inside * (0.35 + 0.65 * b.smooth(0.95, 0.45, along)), 5.0)
    b.add(canvas, "#3a5cff", b.glow(cx, tip + 0.036, 0.012, power=3), 0.35)
    return b.finished(canvas, rng, exposure=1.15, vignette=0.5, grain=0.014)


@painting("snow-at-dusk", "snow night solitude", seed=13)
def snow(rng: b.Random) -> Image.Image:
    canvas = b.sky([(0, "#131a2e"), (0.5, "#2b3a5c"), (0.78, "#5c6a8c"), (1, "#8d93ab")])
    canvas *= (0.8 + 0.4 * b.noise(rng, 2.2, 4))[..., None]
    for depth, colour in enumerate(("#4a5878", "#2c3956", "#131b2e")):
        firs(
            canvas,
            rng,
            base=0.80 + 0.075 * depth,
            height=0.12 + 0.11 * depth,
            count=44 - 14 * depth,
            colour=colour,
            soft=4.5 - 1.7 * depth,
            snow=0.4 - 0.1 * depth,
        )
        drift = 0.80 + 0.075 * depth + b.profile(rng, 2, 3) * 0.012
        bank = b.smooth(-0.035, 0.012, b.down() - drift[None, :]) * b.F(0.92)
        b.over(canvas, ("#7381a4", "#69789d", "#8090b4")[depth], bank)
    for size, count, power in (
        (0.0016, 700, 0.5),
        (0.0035, 260, 0.42),
        (0.009, 70, 0.22),
        (0.022, 22, 0.10),
    ):
        for _ in range(count):
            b.disc(
                canvas,
                rng.random(),
                rng.random(),
                size * rng.uniform(0.6, 1.5),
                b.linear("#dfe8ff") * b.F(power * rng.uniform(0.4, 1.2)),
                rim=0.1,
                soft=0.7,
            )
    return b.finished(canvas, rng, exposure=1.3, vignette=0.35)


@painting("city-behind-glass", "city night party", seed=14)
def city_lights(rng: b.Random) -> Image.Image:
    canvas = b.sky([(0, "#0a1020"), (0.45, "#14203c"), (0.62, "#2a2746"), (1, "#0b0c18")])
    b.add(canvas, "#e0694a", b.glow(0.5, 0.62, 0.5, squash=2.6), 0.12)
    _discs(
        canvas,
        rng,
        60,
        ["#3f6cc0", "#c04a5c", "#e0903c", "#3b8f9e"],
        size=(0.04, 0.09),
        power=(0.05, 0.18),
        band=(0.28, 0.95),
        spread=0.42,
    )
    canvas = b.blurred(canvas, 6)
    _discs(
        canvas,
        rng,
        90,
        ["#ffb050", "#ff5a4a", "#6fb4ff", "#ffe0b0", "#54d0c4"],
        size=(0.018, 0.048),
        power=(0.10, 0.55),
        band=(0.30, 0.92),
        spread=0.36,
    )
    _discs(
        canvas,
        rng,
        40,
        ["#fff0d0", "#ff9a80"],
        size=(0.006, 0.016),
        power=(0.4, 1.2),
        band=(0.38, 0.84),
        spread=0.35,
    )
    return b.finished(canvas, rng, exposure=1.5, vignette=0.45)
