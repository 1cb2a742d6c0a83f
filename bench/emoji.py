"""Measure that emoji stand out: all of them in every style, over the lightest and darkest ground.

    .venv/bin/python -m bench.emoji [--every 1]

Prints the lowest contrast for each style and how many have a rim, and leaves with 1 when one is
under 3:1, or under 7:1 where it has one colour and the style is the high-contrast one.
"""

import argparse
import sys
import time

from PIL import Image

from bot.cards import PIXELS, STYLES, Style
from bot.cards.draw.background import Plate, make
from bot.cards.draw.legibility import measure_emoji
from bot.cards.text import emoji

GROUNDS = {"white": (255, 255, 255), "black": (0, 0, 0)}
AT_ONCE = 80
"""Emoji on one card: about as large as in a whisper of some lines."""


def spelled(name: str) -> str:
    """The emoji with this file name, so that it is taken for a picture."""
    sign = "".join(chr(int(code, 16)) for code in name.split("-"))
    return sign if len(sign) > 1 else sign + "\ufe0f"


def look(style: Style, plate: Plate, names: list[str]) -> dict[str, float]:
    """Emoji -> its contrast; those that no text can name (a lone keycap) are left out."""
    found: dict[str, float] = {}
    for start in range(0, len(names), AT_ONCE):
        some = map(spelled, names[start : start + AT_ONCE])
        found.update(measure_emoji(" ".join(some), plate, style))
    return found


def wanted(name: str, style: Style) -> float:
    return style.emoji_contrast if emoji.light_of(name, 72).one_colour else 3.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1)
    names = sorted(name for name in emoji.names() if emoji.name_of(spelled(name)))
    names = names[:: parser.parse_args().every]
    plates = {
        name: make(Image.new("RGB", (64, 64), paint), PIXELS["story"])
        for name, paint in GROUNDS.items()
    }
    start, lawful = time.perf_counter(), True
    print(f"{len(names)} emoji\n{'style':10} {'ground':8} {'lowest':>6}  of     under the law")
    for style in STYLES:
        for ground, plate in plates.items():
            found = look(style, plate, names)
            worst = min(found, key=lambda name: found[name])
            low = sorted(name for name, at in found.items() if at < wanted(name, style))
            lawful &= not low
            row = f"{style.name:10} {ground:8} {found[worst]:6.2f}  {worst:14} {len(low)}"
            print(row, *low[:8], flush=True)
    print(f"{time.perf_counter() - start:.0f} s")
    return 0 if lawful else 1


if __name__ == "__main__":
    sys.exit(main())
