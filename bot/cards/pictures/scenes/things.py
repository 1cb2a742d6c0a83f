"""Things seen close: a record, keys of a piano, a cup, books, a blackboard, gold."""

import numpy as np
from PIL import Image

from bot.cards.pictures.registry import painting
from bot.cards.pictures.scenes import brushes as b

ONES = np.broadcast_to(b.F(1), (b.HEIGHT, b.WIDTH))  # a view: takes no memory


@painting("record-turning", "music memory party night", seed=71)
def record(rng: b.Random) -> Image.Image:
    cx, cy = 0.56, 0.60
    reach = b.distance(cx, cy, squash=1.12)
    turn = np.arctan2((b.down() - b.F(cy)) * b.F(b.HEIGHT / b.WIDTH * 1.12), b.across() - b.F(cx))
    canvas = b.sky([(0, "#2a1714"), (0.5, "#3d2018"), (1, "#150b0a")])
    canvas *= (0.7 + 0.6 * b.noise(rng, 4, 5, stretch=6))[..., None]
    groove = b.resized(rng.random((1, 520), b.F), 2400, 1)[0]
    depth = groove[np.clip(reach * 3000, 0, 2399).astype(np.int32)]
    track = b.profile(rng, 9, 2)[np.clip(reach * 1500, 0, b.WIDTH - 1).astype(np.int32)]
    shine = (
        np.abs(np.cos(turn - b.F(0.75), dtype=b.F)) ** 14
        + b.F(0.55) * np.abs(np.cos(turn - b.F(2.05), dtype=b.F)) ** 26
    )
    black = b.linear("#0d0c10") * (0.75 + 0.5 * depth)[..., None]
    light = shine * (0.35 + 0.65 * depth) * (0.8 + 0.35 * track) * b.smooth(0.02, 0.3, reach)
    vinyl = black + b.linear("#ffb98a") * (light * b.F(0.27))[..., None]
    mask = b.smooth(0.652, 0.648, reach)
    b.over(
        canvas,
        "#080506",
        b.blurred(b.smooth(0.70, 0.62, b.distance(cx + 0.015, cy + 0.03, squash=1.12)), 12)
        * b.F(0.8),
    )
    b.over(canvas, vinyl.astype(b.F), mask)
    label = b.smooth(0.205, 0.202, reach)
    paper = b.ramp(
        np.clip(reach / b.F(0.205), 0, 1),
        [
            (0, "#c8553d"),
            (0.55, "#b5442f"),
            (0.56, "#e8b25a"),
            (0.62, "#e8b25a"),
            (0.63, "#9c3626"),
            (1, "#8a2d22"),
        ],
    )
    paper = paper * (0.8 + 0.3 * b.noise(rng, 40, 2) + 0.25 * shine)[..., None]
    b.over(canvas, paper.astype(b.F), label)
    b.over(canvas, "#0a0808", b.smooth(0.0135, 0.0125, reach))
    for ring in (0.235, 0.64):
        b.over(
            canvas,
            "#060608",
            np.exp(-(((reach - b.F(ring)) / b.F(0.004)) ** 2), dtype=b.F) * b.F(0.6),
        )
    b.add(canvas, "#ff9a5a", b.glow(0.15, 0.1, 0.5), 0.10)
    far = b.blurred(canvas, 7)
    b.over(canvas, far, b.smooth(0.34, 0.06, b.down()) * ONES)
    return b.finished(canvas, rng, exposure=1.75, vignette=0.5)


@painting("piano-at-dusk", "music memory room love", seed=72)
def piano(rng: b.Random) -> Image.Image:
    u = (
        (b.across() - b.F(1.15)) / (b.down() + b.F(0.95)) * b.F(1.75)
    )  # the keys meet far above on the right
    v = b.down() * b.F(1.0) + b.across() * b.F(0.16)
    key = u * b.F(11)
    inside = key - np.floor(key)
    tone = np.floor(key).astype(np.int32) % 7
    ivory = 0.80 + 0.16 * b.noise(rng, 4, 3)
    light = ivory * (0.55 + 0.6 * b.smooth(0.0, 1.0, v)) * (1 - 0.12 * inside)
    gap = b.smooth(0.035, 0.0, np.minimum(inside, 1 - inside))
    canvas = b.ramp(
        np.clip(light, 0, 1), [(0, "#1a1216"), (0.4, "#6d4b3c"), (0.7, "#d49f6c"), (1, "#fff0d2")]
    )
    canvas *= b.F(0.82)
    canvas *= (1 - 0.85 * gap)[..., None]
    front = b.smooth(0.62, 0.64, v)  # black keys end here
    has_black = np.isin(tone, (0, 1, 3, 4, 5)).astype(b.F)
    before = np.isin((tone - 1) % 7, (0, 1, 3, 4, 5)).astype(b.F)
    to_left, to_right = inside, 1 - inside
    black = np.maximum(
        has_black * b.smooth(0.30, 0.28, to_right), before * b.smooth(0.30, 0.28, to_left)
    ) * (1 - front)
    lip = np.maximum(
        has_black * b.smooth(0.25, 0.22, to_right), before * b.smooth(0.25, 0.22, to_left)
    ) * (1 - b.smooth(0.585, 0.60, v))
    shade = b.blurred(np.roll(np.roll(black, 26, axis=1), 16, axis=0), 9)
    canvas *= (1 - 0.6 * shade * (1 - black))[..., None]
    b.over(canvas, "#0a0809", black)
    b.over(
        canvas,
        b.ramp(
            np.clip(v, 0, 1) * ONES,
            [(0, "#070506"), (0.45, "#151012"), (0.57, "#33251f"), (0.6, "#8a6345")],
        ),
        lip,
    )
    wood = b.smooth(0.115, 0.10, v)
    b.over(canvas, "#1a0c09", b.blurred(wood, 2))
    b.over(canvas, "#7a1f1b", np.exp(-(((v - b.F(0.125)) / b.F(0.012)) ** 2), dtype=b.F) * b.F(0.9))
    sharp = np.exp(-(((v - b.F(0.70)) / b.F(0.26)) ** 2), dtype=b.F)
    b.over(canvas, b.blurred(canvas, 10), 1 - sharp)
    b.add(canvas, "#ff9d5a", b.glow(0.85, 0.75, 0.5), 0.14)
    return b.finished(canvas, rng, exposure=1.0, vignette=0.55)


@painting("coffee-for-one", "food work friends room", seed=73)
def coffee(rng: b.Random) -> Image.Image:
    grain_ = b.noise(rng, 5, 6, stretch=0.08)
    planks = b.across() * b.F(3.4)
    canvas = b.ramp(
        b.contrast(grain_ * 0.7 + b.noise(rng, 60, 3, stretch=0.05) * 0.3, 0.3, 0.7),
        [(0, "#2a1710"), (0.5, "#53301f"), (1, "#7d4c30")],
    )
    canvas *= (
        1
        - 0.75
        * b.smooth(
            0.012, 0.0, np.minimum(planks - np.floor(planks), 1 - (planks - np.floor(planks)))
        )
    )[..., None]
    canvas *= (0.55 + 0.75 * b.glow(0.18, 0.12, 0.62))[..., None]
    cx, cy = 0.52, 0.60
    reach = b.distance(cx, cy)
    lean = ((b.across() - b.F(cx)) + (b.down() - b.F(cy)) * b.F(1.25)) / b.F(1.4)
    b.over(
        canvas,
        "#0c0605",
        b.blurred(b.smooth(0.40, 0.30, b.distance(cx + 0.05, cy + 0.05)), 16) * b.F(0.75),
    )
    plate = b.ramp(
        np.clip(b.F(0.62) - lean * b.F(0.75) + b.F(0.10) * np.sin(reach * 60), 0, 1),
        [(0, "#7d6a5d"), (0.5, "#c9b6a3"), (1, "#fbeedd")],
    )
    b.over(canvas, plate, b.smooth(0.345, 0.341, reach))
    b.over(
        canvas,
        "#3a2a22",
        b.blurred(b.smooth(0.27, 0.20, b.distance(cx + 0.025, cy + 0.025)), 8)
        * b.smooth(0.345, 0.341, reach)
        * b.F(0.7),
    )
    handle = b.smooth(0.034, 0.028, np.abs(b.distance(cx + 0.255, cy - 0.045) - b.F(0.055)))
    cup = np.maximum(b.smooth(0.236, 0.232, reach), handle)
    b.over(
        canvas,
        b.ramp(
            np.clip(b.F(0.7) - lean * b.F(1.3), 0, 1),
            [(0, "#8d7a6c"), (0.5, "#dccabb"), (1, "#fff6ea")],
        ),
        cup,
    )
    wall = b.smooth(0.212, 0.208, reach)
    b.over(
        canvas,
        b.ramp(np.clip(b.F(0.45) + lean * b.F(1.8), 0, 1), [(0, "#5c4638"), (1, "#e8d5c2")]),
        wall,
    )
    inner = b.smooth(0.196, 0.191, b.distance(cx + 0.004, cy + 0.006))
    turn = np.arctan2(b.down() - b.F(cy), b.across() - b.F(cx))
    swirl = np.sin(turn * 2 + reach * 34 + (b.noise(rng, 6, 4) - 0.5) * 7, dtype=b.F)
    milk = b.smooth(0.15, 0.75, swirl) * b.smooth(0.185, 0.09, reach)
    crema = b.ramp(
        np.clip(
            b.F(0.35)
            + b.noise(rng, 9, 5) * b.F(0.45)
            + b.F(1.6) * np.clip(reach - b.F(0.12), 0, 1),
            0,
            1,
        ),
        [(0, "#3a1c0e"), (0.5, "#7a431f"), (1, "#b97c43")],
    )
    b.over(canvas, crema, inner)
    b.over(canvas, "#f0d2a8", b.blurred(milk, 2.5) * inner * b.F(0.82))
    b.over(
        canvas,
        "#241008",
        b.smooth(0.178, 0.196, b.distance(cx - 0.012, cy - 0.014)) * inner * b.F(0.55),
    )
    b.add(
        canvas,
        "#fff2dc",
        np.exp(-(((reach - b.F(0.223)) / b.F(0.0035)) ** 2), dtype=b.F)
        * b.smooth(0.05, -0.2, lean),
        0.6,
    )
    steam = b.contrast(
        b.warped(
            b.noise(rng, 3.5, 5, stretch=0.35),
            (b.noise(rng, 3, 3) - 0.5) * b.F(0.25),
            (b.noise(rng, 3, 3) - 0.5) * b.F(0.1),
        ),
        0.48,
        0.8,
    )
    b.add(canvas, "#ffe9d0", b.blurred(steam, 9) * b.glow(cx, 0.45, 0.20, squash=0.6), 0.16)
    return b.finished(canvas, rng, exposure=1.15, vignette=0.5)


@painting("gold-in-the-cracks", "body money hope secrets", seed=76)
def kintsugi(rng: b.Random) -> Image.Image:
    bend = (b.noise(rng, 2.5, 5) - 0.5) * b.F(0.22) + (b.noise(rng, 14, 4) - 0.5) * b.F(0.03)
    near, next_near, which = ONES * b.F(9), ONES * b.F(9), ONES * b.F(0)
    for shard in range(15):
        here = np.sqrt(
            (b.across() + bend - b.F(rng.uniform(-0.1, 1.1))) ** 2
            + ((b.down() - bend - b.F(rng.uniform(-0.1, 1.1))) * b.F(1.25)) ** 2,
            dtype=b.F,
        )
        closer = here < near
        next_near = np.where(closer, near, np.minimum(next_near, here))
        which = np.where(closer, b.F(shard), which)
        near = np.where(closer, here, near)
    wide = b.F(0.004) + b.F(0.016) * b.contrast(b.noise(rng, 3, 3), 0.35, 0.75)
    vein = b.smooth(1.0, 0.5, (next_near - near) / wide)
    tone = rng.uniform(0.2, 0.9, 15).astype(b.F)[which.astype(np.int32)]
    stone = b.contrast(b.noise(rng, 2, 6), 0.28, 0.72) * b.F(0.6) + b.contrast(
        b.noise(rng, 14, 5), 0.3, 0.7
    ) * b.F(0.4)
    canvas = b.ramp(
        stone * b.F(0.6) + tone * b.F(0.4), [(0, "#0b1518"), (0.5, "#17282c"), (1, "#2c4144")]
    )
    shade = b.blurred(np.roll(vein, 7, axis=0), 5)
    canvas *= (1 - 0.65 * shade)[..., None]
    steps = np.gradient(b.blurred(vein, 2.5))
    relief = np.clip(b.F(0.5) - (steps[0] + steps[1]) * b.F(2.6), 0, 1)
    flake = b.contrast(b.noise(rng, 60, 4), 0.25, 0.75)
    gold = b.ramp(
        np.clip(relief * b.F(0.7) + flake * b.F(0.35), 0, 1),
        [(0, "#4a2c0c"), (0.35, "#a06a22"), (0.65, "#e0a845"), (0.88, "#ffe09a"), (1, "#fff6d8")],
    )
    b.over(canvas, gold, vein)
    b.add(canvas, "#ffb84d", b.blurred(vein, 24), 0.09)
    for _ in range(260):
        b.disc(
            canvas,
            rng.random(),
            rng.random(),
            rng.uniform(0.0006, 0.0022),
            b.linear("#ffc96a") * b.F(rng.uniform(0.1, 0.8)),
            rim=0,
            soft=0.6,
        )
    canvas *= (0.6 + 0.8 * b.glow(0.35, 0.3, 0.6))[..., None]
    return b.finished(canvas, rng, exposure=1.35, vignette=0.4)
