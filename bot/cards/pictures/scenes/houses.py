"""A house in the snow, a church window."""

import numpy as np
from PIL import Image, ImageDraw

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b
from bot.cards.pictures.scenes.lands import firs, ridges


@painting("house-in-the-snow", "family snow room hope", seed=86)
def snow_house(rng: b.Random) -> Image.Image:
    canvas = b.sky(
        [(0, "#0e1736"), (0.4, "#25376a"), (0.65, "#5d6ea0"), (0.75, "#8f97bb"), (1, "#8f97bb")]
    )
    b.stars(canvas, rng, 160, lowest=0.5)
    ridges(
        canvas,
        rng,
        ["#5f70a0", "#465789"],
        top=0.60,
        bottom=0.68,
        rough=0.05,
        mist="#8793bd",
        mist_strength=0.5,
    )
    firs(canvas, rng, base=0.715, height=0.15, count=40, colour="#1f2c54", soft=2.0, snow=0.35)
    hill = (
        0.735
        - 0.035 * np.exp(-(((b.across()[0] - b.F(0.58)) / b.F(0.25)) ** 2))
        + b.profile(rng, 2, 3) * b.F(0.012)
    )
    slope = np.clip((b.down() - hill[None, :]) * b.F(3), 0, 1)
    snow_ = (
        b.ramp(slope, [(0, "#b9c4e6"), (0.3, "#8d9cca"), (1, "#3c4a7c")])
        * (0.9 + 0.2 * b.noise(rng, 6, 4, stretch=2))[..., None]
    )
    b.over(canvas, snow_.astype(b.F), b.smooth(-0.002, 0.003, b.down() - hill[None, :]))
    hx, foot = 0.56, 0.722

    def wall(pen: ImageDraw.ImageDraw, w: float, h: float) -> None:
        pen.polygon(
            [
                ((hx - 0.105) * w, (foot + 0.01) * h),
                ((hx - 0.105) * w, 0.645 * h),
                (hx * w, 0.578 * h),
                ((hx + 0.105) * w, 0.645 * h),
                ((hx + 0.105) * w, (foot + 0.01) * h),
            ],
            fill=255,
        )
        pen.rectangle(((hx + 0.045) * w, 0.575 * h, (hx + 0.075) * w, 0.63 * h), fill=255)

    def roof(pen: ImageDraw.ImageDraw, w: float, h: float) -> None:
        pen.polygon(
            [
                ((hx - 0.135) * w, 0.660 * h),
                (hx * w, 0.566 * h),
                ((hx + 0.135) * w, 0.660 * h),
                ((hx + 0.128) * w, 0.644 * h),
                (hx * w, 0.548 * h),
                ((hx - 0.128) * w, 0.644 * h),
            ],
            fill=255,
        )
        pen.rectangle(((hx + 0.042) * w, 0.569 * h, (hx + 0.078) * w, 0.578 * h), fill=255)

    b.over(canvas, "#1a1830", b.drawn(wall, blur=1.0))
    b.over(canvas, "#c6d0ee", b.drawn(roof, blur=1.4))
    lights = [
        (hx - 0.068, 0.664, 0.040, 0.034),
        (hx + 0.030, 0.664, 0.040, 0.034),
        (hx - 0.014, 0.608, 0.028, 0.026),
    ]

    def panes(pen: ImageDraw.ImageDraw, w: float, h: float) -> None:
        for x, y, wide, high in lights:
            for col in range(2):
                for r in range(2):
                    pen.rectangle(
                        (
                            (x + col * wide / 2 + 0.0015) * w,
                            (y + r * high / 2 + 0.001) * h,
                            (x + (col + 1) * wide / 2 - 0.0015) * w,
                            (y + (r + 1) * high / 2 - 0.001) * h,
                        ),
                        fill=255,
                    )

    window = b.drawn(panes, blur=0.9)
    b.bloom(canvas, "#ffab4a", window, core=0.5, halo=0.5)
    b.add(canvas, "#ffb65c", window, 2.2)
    pool = b.glow(hx, 0.775, 0.11, squash=2.4) * b.smooth(0.72, 0.75, b.down())
    b.add(canvas, "#ffb468", pool, 0.5)
    rise = np.clip((b.F(0.57) - b.down()) / b.F(0.4), 0, 1)
    centre = b.F(hx + 0.06) + rise * b.F(0.16) + (b.noise(rng, 4, 3) - 0.5) * b.F(0.16) * rise
    smoke = (
        np.exp(-(((b.across() - centre) / (b.F(0.008) + rise * b.F(0.05))) ** 2), dtype=b.F)
        * b.smooth(0.0, 0.03, rise)
        * (1 - rise) ** 1.5
    )
    b.over(canvas, "#a9b3d2", smoke * b.F(0.38))
    firs(canvas, rng, base=0.80, height=0.26, count=5, colour="#111a36", soft=1.2, snow=0.5)
    bank = 0.805 + b.profile(rng, 3, 4) * b.F(0.010)
    b.over(canvas, snow_.astype(b.F), b.smooth(-0.012, 0.016, b.down() - bank[None, :]))
    for size, count, power in ((0.0013, 500, 0.5), (0.003, 160, 0.42), (0.008, 34, 0.22)):
        for _ in range(count):
            b.disc(
                canvas,
                rng.random(),
                rng.random(),
                size * rng.uniform(0.6, 1.5),
                b.linear("#e6ecff") * b.F(power * rng.uniform(0.4, 1.2)),
                rim=0.1,
                soft=0.7,
            )
    return b.finished(canvas, rng, exposure=1.2, vignette=0.4)
