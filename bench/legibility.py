"""Measure the laws of a card: every style over every picture and over what no style likes.

    .venv/bin/python bench/legibility.py [--photos FOLDER] [--cache FOLDER]

Prints the worst first percentile of contrast for each style, and what is left of the contrast and
colour of a picture outside of the text's own area (of pictures alone: of hard grounds nobody asks
that); leaves with 1 when a law is broken (4.5:1; 7:1 under the ink of the high-contrast style; two
thirds of the picture).
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from bot.cards import STYLES
from bot.cards.draw import background
from bot.cards.draw.legibility import measure, picture_kept
from bot.cards.pictures import open_shelf
from bot.cards.samples import SAMPLES

_LEFT = 2 / 3
_FEW = "I never told her that I kept the letter."
"""Words that leave something of a card."""


def hard_grounds() -> Iterator[tuple[str, Image.Image]]:
    """White, black, noise in grey and colour, checkers, stripes and a bright gradient."""
    rng = np.random.default_rng(7)
    yield "white", Image.new("RGB", (1080, 1080), "white")
    yield "black", Image.new("RGB", (1080, 1080), "black")
    yield "yellow", Image.new("RGB", (1080, 1080), "#fff200")
    yield "cyan", Image.new("RGB", (1080, 1080), "#00f0ff")
    colours = rng.integers(0, 256, (1080, 1080, 3), dtype=np.uint8)
    yield "colour noise", Image.fromarray(colours)
    yield "grey noise", Image.fromarray(np.repeat(colours[:, :, :1], 3, axis=2))
    blocks = rng.integers(0, 256, (45, 45, 3), dtype=np.uint8)
    yield "blocks", Image.fromarray(blocks).resize((1080, 1080), Image.Resampling.NEAREST)
    for step in (3, 16, 97):
        odd = (np.indices((1080, 1080)) // step).sum(axis=0) % 2
        yield f"checker {step} px", Image.fromarray((odd * 255).astype(np.uint8)).convert("RGB")
    ramp = np.linspace(0, 255, 1080).astype(np.uint8)
    yield "gradient", Image.fromarray(np.tile(ramp, (1080, 1))).convert("RGB")


def pictures(cache: Path, photos: Path | None) -> Iterator[tuple[str, Image.Image]]:
    shelf = open_shelf(cache, None, lazy=True)
    for info in shelf.infos:
        yield info.name, shelf.open(info.id)
    for file in sorted(photos.iterdir()) if photos else ():
        with Image.open(file) as image:
            yield file.name, image.convert("RGB")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args()
    words = SAMPLES["english"]
    left = {style.name: [(9.0, ""), (9.0, "")] for style in STYLES}
    worst = {style.name: (99.0, "", 99.0, "") for style in STYLES}
    count, start = 0, time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch:
        real = pictures(options.cache or Path(scratch), options.photos)
        everything = [(True, each) for each in real] + [(False, each) for each in hard_grounds()]
        for is_real, (name, picture) in everything:
            ground = background.make(picture, (1080, 1080))
            for style in STYLES:
                found = measure(words, ground, style)
                under, under_at, ring, ring_at = worst[style.name]
                if found.under < under:
                    under, under_at = found.under, name
                if found.ring < ring:
                    ring, ring_at = found.ring, name
                worst[style.name] = (under, under_at, ring, ring_at)
                for at, share in enumerate(picture_kept(_FEW, ground, style) if is_real else ()):
                    left[style.name][at] = min(left[style.name][at], (share, name))
            count += 1
    print(f"{count} pictures x {len(STYLES)} styles, {time.perf_counter() - start:.0f} s")
    print(f"{'style':10} {'law':>4} {'under ink':>9}  {'on':18} {'ring, JPEG':>10}  on")
    lawful = True
    for style in STYLES:
        under, under_at, ring, ring_at = worst[style.name]
        lawful &= under >= style.contrast and ring >= 4.5
        row = f"{style.name:10} {style.contrast:4} {under:9.2f}  {under_at:18}"
        print(f"{row} {ring:10.2f}  {ring_at}")
    print(f"\n{'style':10} {'contrast left':>13}  {'of':18} {'colour left':>11}  of")
    for name, ((contrast, of), (colour, of_colour)) in left.items():
        lawful &= contrast >= _LEFT and colour >= _LEFT
        print(f"{name:10} {contrast:13.2f}  {of:18} {colour:11.2f}  {of_colour}")
    return 0 if lawful else 1


if __name__ == "__main__":
    sys.exit(main())
