"""Things seen close: a record, keys of a piano, a cup, books, a blackboard, gold."""

import math

import numpy as np
from PIL import Image

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes.brushes import (
    HEIGHT,
    WIDTH,
    F,
    Field,
    Random,
    across,
    add,
    blurred,
    contrast,
    disc,
    distance,
    down,
    finished,
    glow,
    linear,
    noise,
    over,
    profile,
    ramp,
    resized,
    sky,
    smooth,
    warped,
)

ONES = np.broadcast_to(F(1), (HEIGHT, WIDTH))  # a view: takes no memory


@painting("record-turning", "music memory party night", seed=71)
def record(rng: Random) -> Image.Image:
    cx, cy = 0.56, 0.60
    reach = distance(cx, cy, squash=1.12)
    turn = np.arctan2((down() - F(cy)) * F(HEIGHT / WIDTH * 1.12), across() - F(cx))
    canvas = sky([(0, "#2a1714"), (0.5, "#3d2018"), (1, "#150b0a")])
    canvas *= (0.7 + 0.6 * noise(rng, 4, 5, stretch=6))[..., None]
    groove = resized(rng.random((1, 520), F), 2400, 1)[0]
    depth = groove[np.clip(reach * 3000, 0, 2399).astype(np.int32)]
    track = profile(rng, 9, 2)[np.clip(reach * 1500, 0, WIDTH - 1).astype(np.int32)]
    shine = (
        np.abs(np.cos(turn - F(0.75), dtype=F)) ** 14
        + F(0.55) * np.abs(np.cos(turn - F(2.05), dtype=F)) ** 26
    )
    black = linear("#0d0c10") * (0.75 + 0.5 * depth)[..., None]
    light = shine * (0.35 + 0.65 * depth) * (0.8 + 0.35 * track) * smooth(0.02, 0.3, reach)
    vinyl = black + linear("#ffb98a") * (light * F(0.27))[..., None]
    mask = smooth(0.652, 0.648, reach)
    over(
        canvas,
        "#080506",
        blurred(smooth(0.70, 0.62, distance(cx + 0.015, cy + 0.03, squash=1.12)), 12) * F(0.8),
    )
    over(canvas, vinyl.astype(F), mask)
    label = smooth(0.205, 0.202, reach)
    paper = ramp(
        np.clip(reach / F(0.205), 0, 1),
        [
            (0, "#c8553d"),
            (0.55, "#b5442f"),
            (0.56, "#e8b25a"),
            (0.62, "#e8b25a"),
            (0.63, "#9c3626"),
            (1, "#8a2d22"),
        ],
    )
    paper = paper * (0.8 + 0.3 * noise(rng, 40, 2) + 0.25 * shine)[..., None]
    over(canvas, paper.astype(F), label)
    over(canvas, "#0a0808", smooth(0.0135, 0.0125, reach))
    for ring in (0.235, 0.64):
        over(canvas, "#060608", np.exp(-(((reach - F(ring)) / F(0.004)) ** 2), dtype=F) * F(0.6))
    add(canvas, "#ff9a5a", glow(0.15, 0.1, 0.5), 0.10)
    far = blurred(canvas, 7)
    over(canvas, far, smooth(0.34, 0.06, down()) * ONES)
    return finished(canvas, rng, exposure=1.75, vignette=0.5)


@painting("piano-at-dusk", "music memory room love", seed=72)
def piano(rng: Random) -> Image.Image:
    u = (across() - F(1.15)) / (down() + F(0.95)) * F(1.75)  # the keys meet far above on the right
    v = down() * F(1.0) + across() * F(0.16)
    key = u * F(11)
    inside = key - np.floor(key)
    tone = np.floor(key).astype(np.int32) % 7
    ivory = 0.80 + 0.16 * noise(rng, 4, 3)
    light = ivory * (0.55 + 0.6 * smooth(0.0, 1.0, v)) * (1 - 0.12 * inside)
    gap = smooth(0.035, 0.0, np.minimum(inside, 1 - inside))
    canvas = ramp(
        np.clip(light, 0, 1), [(0, "#1a1216"), (0.4, "#6d4b3c"), (0.7, "#d49f6c"), (1, "#fff0d2")]
    )
    canvas *= F(0.82)
    canvas *= (1 - 0.85 * gap)[..., None]
    front = smooth(0.62, 0.64, v)  # black keys end here
    has_black = np.isin(tone, (0, 1, 3, 4, 5)).astype(F)
    before = np.isin((tone - 1) % 7, (0, 1, 3, 4, 5)).astype(F)
    to_left, to_right = inside, 1 - inside
    black = np.maximum(
        has_black * smooth(0.30, 0.28, to_right), before * smooth(0.30, 0.28, to_left)
    ) * (1 - front)
    lip = np.maximum(
        has_black * smooth(0.25, 0.22, to_right), before * smooth(0.25, 0.22, to_left)
    ) * (1 - smooth(0.585, 0.60, v))
    shade = blurred(np.roll(np.roll(black, 26, axis=1), 16, axis=0), 9)
    canvas *= (1 - 0.6 * shade * (1 - black))[..., None]
    over(canvas, "#0a0809", black)
    over(
        canvas,
        ramp(
            np.clip(v, 0, 1) * ONES,
            [(0, "#070506"), (0.45, "#151012"), (0.57, "#33251f"), (0.6, "#8a6345")],
        ),
        lip,
    )
    wood = smooth(0.115, 0.10, v)
    over(canvas, "#1a0c09", blurred(wood, 2))
    over(canvas, "#7a1f1b", np.exp(-(((v - F(0.125)) / F(0.012)) ** 2), dtype=F) * F(0.9))
    sharp = np.exp(-(((v - F(0.70)) / F(0.26)) ** 2), dtype=F)
    over(canvas, blurred(canvas, 10), 1 - sharp)
    add(canvas, "#ff9d5a", glow(0.85, 0.75, 0.5), 0.14)
    return finished(canvas, rng, exposure=1.0, vignette=0.55)


@painting("coffee-for-one", "food work friends room", seed=73)
def coffee(rng: Random) -> Image.Image:
    grain_ = noise(rng, 5, 6, stretch=0.08)
    planks = across() * F(3.4)
    canvas = ramp(
        contrast(grain_ * 0.7 + noise(rng, 60, 3, stretch=0.05) * 0.3, 0.3, 0.7),
        [(0, "#2a1710"), (0.5, "#53301f"), (1, "#7d4c30")],
    )
    canvas *= (
        1
        - 0.75
        * smooth(0.012, 0.0, np.minimum(planks - np.floor(planks), 1 - (planks - np.floor(planks))))
    )[..., None]
    canvas *= (0.55 + 0.75 * glow(0.18, 0.12, 0.62))[..., None]
    cx, cy = 0.52, 0.60
    reach = distance(cx, cy)
    lean = ((across() - F(cx)) + (down() - F(cy)) * F(1.25)) / F(1.4)
    over(
        canvas, "#0c0605", blurred(smooth(0.40, 0.30, distance(cx + 0.05, cy + 0.05)), 16) * F(0.75)
    )
    plate = ramp(
        np.clip(F(0.62) - lean * F(0.75) + F(0.10) * np.sin(reach * 60), 0, 1),
        [(0, "#7d6a5d"), (0.5, "#c9b6a3"), (1, "#fbeedd")],
    )
    over(canvas, plate, smooth(0.345, 0.341, reach))
    over(
        canvas,
        "#3a2a22",
        blurred(smooth(0.27, 0.20, distance(cx + 0.025, cy + 0.025)), 8)
        * smooth(0.345, 0.341, reach)
        * F(0.7),
    )
    handle = smooth(0.034, 0.028, np.abs(distance(cx + 0.255, cy - 0.045) - F(0.055)))
    cup = np.maximum(smooth(0.236, 0.232, reach), handle)
    over(
        canvas,
        ramp(
            np.clip(F(0.7) - lean * F(1.3), 0, 1),
            [(0, "#8d7a6c"), (0.5, "#dccabb"), (1, "#fff6ea")],
        ),
        cup,
    )
    wall = smooth(0.212, 0.208, reach)
    over(
        canvas, ramp(np.clip(F(0.45) + lean * F(1.8), 0, 1), [(0, "#5c4638"), (1, "#e8d5c2")]), wall
    )
    inner = smooth(0.196, 0.191, distance(cx + 0.004, cy + 0.006))
    turn = np.arctan2(down() - F(cy), across() - F(cx))
    swirl = np.sin(turn * 2 + reach * 34 + (noise(rng, 6, 4) - 0.5) * 7, dtype=F)
    milk = smooth(0.15, 0.75, swirl) * smooth(0.185, 0.09, reach)
    crema = ramp(
        np.clip(
            F(0.35) + noise(rng, 9, 5) * F(0.45) + F(1.6) * np.clip(reach - F(0.12), 0, 1), 0, 1
        ),
        [(0, "#3a1c0e"), (0.5, "#7a431f"), (1, "#b97c43")],
    )
    over(canvas, crema, inner)
    over(canvas, "#f0d2a8", blurred(milk, 2.5) * inner * F(0.82))
    over(
        canvas, "#241008", smooth(0.178, 0.196, distance(cx - 0.012, cy - 0.014)) * inner * F(0.55)
    )
    add(
        canvas,
        "#fff2dc",
        np.exp(-(((reach - F(0.223)) / F(0.0035)) ** 2), dtype=F) * smooth(0.05, -0.2, lean),
        0.6,
    )
    steam = contrast(
        warped(
            noise(rng, 3.5, 5, stretch=0.35),
            (noise(rng, 3, 3) - 0.5) * F(0.25),
            (noise(rng, 3, 3) - 0.5) * F(0.1),
        ),
        0.48,
        0.8,
    )
    add(canvas, "#ffe9d0", blurred(steam, 9) * glow(cx, 0.45, 0.20, squash=0.6), 0.16)
    return finished(canvas, rng, exposure=1.15, vignette=0.5)


@painting("gold-in-the-cracks", "body money hope secrets", seed=76)
def kintsugi(rng: Random) -> Image.Image:
    bend = (noise(rng, 2.5, 5) - 0.5) * F(0.22) + (noise(rng, 14, 4) - 0.5) * F(0.03)
    near, next_near, which = ONES * F(9), ONES * F(9), ONES * F(0)
    for shard in range(15):
        here = np.sqrt(
            (across() + bend - F(rng.uniform(-0.1, 1.1))) ** 2
            + ((down() - bend - F(rng.uniform(-0.1, 1.1))) * F(1.25)) ** 2,
            dtype=F,
        )
        closer = here < near
        next_near = np.where(closer, near, np.minimum(next_near, here))
        which = np.where(closer, F(shard), which)
        near = np.where(closer, here, near)
    wide = F(0.004) + F(0.016) * contrast(noise(rng, 3, 3), 0.35, 0.75)
    vein = smooth(1.0, 0.5, (next_near - near) / wide)
    tone = rng.uniform(0.2, 0.9, 15).astype(F)[which.astype(np.int32)]
    stone = contrast(noise(rng, 2, 6), 0.28, 0.72) * F(0.6) + contrast(
        noise(rng, 14, 5), 0.3, 0.7
    ) * F(0.4)
    canvas = ramp(
        stone * F(0.6) + tone * F(0.4), [(0, "#0b1518"), (0.5, "#17282c"), (1, "#2c4144")]
    )
    shade = blurred(np.roll(vein, 7, axis=0), 5)
    canvas *= (1 - 0.65 * shade)[..., None]
    steps = np.gradient(blurred(vein, 2.5))
    relief = np.clip(F(0.5) - (steps[0] + steps[1]) * F(2.6), 0, 1)
    flake = contrast(noise(rng, 60, 4), 0.25, 0.75)
    gold = ramp(
        np.clip(relief * F(0.7) + flake * F(0.35), 0, 1),
        [(0, "#4a2c0c"), (0.35, "#a06a22"), (0.65, "#e0a845"), (0.88, "#ffe09a"), (1, "#fff6d8")],
    )
    over(canvas, gold, vein)
    add(canvas, "#ffb84d", blurred(vein, 24), 0.09)
    for _ in range(260):
        disc(
            canvas,
            rng.random(),
            rng.random(),
            rng.uniform(0.0006, 0.0022),
            linear("#ffc96a") * F(rng.uniform(0.1, 0.8)),
            rim=0,
            soft=0.6,
        )
    canvas *= (0.6 + 0.8 * glow(0.35, 0.3, 0.6))[..., None]
    return finished(canvas, rng, exposure=1.35, vignette=0.4)


@painting("gold-rain", "money party music hope", seed=77)
def gold_rain(rng: Random) -> Image.Image:
    canvas = sky([(0, "#14100c"), (0.5, "#1c150d"), (1, "#0a0806")])
    add(canvas, "#c9822a", glow(0.5, 0.95, 0.5, squash=1.3), 0.20)
    for near in np.sort(rng.random(900) ** 3):
        x, y = rng.random(), 1 - rng.random() ** 1.7 * 1.05
        size = 0.0014 + 0.020 * near
        paint = linear(("#ffcf6a", "#ffb03a", "#fff0bd")[int(rng.integers(3))]) * F(
            (0.9 - 0.78 * near) * rng.uniform(0.15, 1.0) * (0.25 + y)
        )
        disc(canvas, x, y, size, paint, rim=0.25, soft=0.12 + 0.5 * (near < 0.1))
    for _ in range(26):
        disc(
            canvas,
            rng.random(),
            rng.uniform(0.45, 1.05),
            rng.uniform(0.03, 0.07),
            linear("#ffb64a") * F(rng.uniform(0.03, 0.11)),
            rim=0.4,
            soft=0.08,
        )
    add(canvas, "#ff9d2e", blurred(canvas.mean(axis=2), 30), 0.5)
    return finished(canvas, rng, exposure=1.5, vignette=0.5)


@painting("oranges-in-slices", "food family body hope", seed=78)
def oranges(rng: Random) -> Image.Image:
    weave = noise(rng, 150, 2, stretch=6) + noise(rng, 150, 2, stretch=0.17)
    canvas: Field = (linear("#1f4a50") * (0.25 + 0.75 * weave)[..., None]).astype(F)
    canvas *= (0.45 + 0.95 * glow(0.25, 0.2, 0.65))[..., None]
    places = [(0.20, 0.15, 0.17), (0.66, 0.10, 0.20), (0.97, 0.36, 0.18), (0.42, 0.40, 0.20)]
    places += [(0.06, 0.55, 0.19), (0.74, 0.63, 0.21), (0.33, 0.76, 0.18), (0.93, 0.95, 0.19)]
    places += [(0.58, 0.98, 0.16), (0.06, 0.95, 0.17)]
    pulp = noise(rng, 70, 4)
    for x, y, size in places:
        _slice(canvas, rng, x, y, size, pulp)
    return finished(canvas, rng, exposure=1.2, vignette=0.45)


def _slice(canvas: Field, rng: Random, x: float, y: float, size: float, pulp: Field) -> None:
    peel, flesh, deep = (("#f28a1c", "#ffb13d", "#e8731a"), ("#e8482c", "#ff7d5c", "#c22c22"))[
        int(rng.integers(2))
    ]
    shadow = distance(x + 0.018, y + 0.020) / F(size)
    over(canvas, "#06181b", smooth(1.22, 0.86, shadow) * F(0.7))
    reach = distance(x, y) / F(size)
    turn = np.arctan2((down() - F(y)) * F(HEIGHT / WIDTH), across() - F(x)) + F(rng.uniform(0, 6))
    parts = F(rng.integers(9, 12))
    place = np.mod(turn / F(2 * math.pi) * parts, 1)
    aside = np.minimum(place, 1 - place) * reach * F(2 * math.pi) / parts
    skin = smooth(0.030, 0.052, aside) * smooth(0.10, 0.15, reach) * smooth(0.895, 0.865, reach)
    fibres = np.abs(np.sin(turn * F(70) + pulp * F(16), dtype=F)) * F(0.35) + pulp * F(0.75)
    juice = ramp(
        np.clip(fibres * F(0.8) + reach * F(0.25), 0, 1), [(0, deep), (0.6, flesh), (1, "#ffe2a0")]
    )
    over(canvas, peel, smooth(1.0, 0.985, reach))
    over(canvas, "#fff0cf", smooth(0.955, 0.925, reach))
    over(canvas, juice, skin)
    wet = np.exp(-(((reach - F(0.70)) / F(0.10)) ** 2), dtype=F) * contrast(pulp, 0.55, 0.8)
    add(canvas, "#fff6dc", wet * skin * smooth(0.2, -0.6, np.cos(turn)), 0.5)
