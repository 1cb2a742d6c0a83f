"""Make the sheets of docs/pictures.md: the library, and confessions on their first suggestion.

    python bench/sheets.py CACHE

Sixty of the labelled confessions from all seven languages, taken at even steps, not chosen.
"""

import io
import sys
from pathlib import Path

from PIL import Image
from suggest import Confession, confessions

from bot.cards import Imprint, propose_style, render
from bot.cards.pictures import LIBRARY, Shelf, open_shelf
from bot.domain.draft import check_of
from bot.domain.suggest import suggest

IMAGES = Path(__file__).parent.parent / "docs" / "images"
COUNTS = {"en": 18, "fr": 17, "es": 5, "ar": 5, "ru": 5, "hi": 5, "zh": 5}
IMPRINT = Imprint("sotto_voce", None)


def chosen() -> list[Confession]:
    everything = confessions()
    found: list[Confession] = []
    for language, count in COUNTS.items():
        some = [one for one in everything if one.language == language]
        found += [some[number * len(some) // count] for number in range(count)]
    return sorted(found, key=lambda one: check_of(one.words, False))


def card(one: Confession, shelf: Shelf) -> Image.Image:
    first = suggest(one.words, LIBRARY, seed=check_of(one.words, False) * 3)[0]
    style = propose_style(one.words)
    data = render(one.words, shelf.open(first), style, size="square", imprint=IMPRINT)
    return Image.open(io.BytesIO(data))


def save(images: list[Image.Image], name: str, columns: int, size: tuple[int, int]) -> None:
    rows = -(-len(images) // columns)
    sheet = Image.new("RGB", (columns * size[0], rows * size[1]), "#101014")
    for number, image in enumerate(images):
        small = image.resize(size, Image.Resampling.LANCZOS)
        sheet.paste(small, (number % columns * size[0], number // columns * size[1]))
    sheet.save(IMAGES / name, "JPEG", quality=70, optimize=True)


def main(cache: Path) -> None:
    shelf = open_shelf(cache, None)
    save([shelf.open(info.id) for info in LIBRARY], "pictures.jpg", 9, (160, 200))
    cards = [card(one, shelf) for one in chosen()]
    save(cards[:30], "confessions-1.jpg", 6, (260, 260))
    save(cards[30:], "confessions-2.jpg", 6, (260, 260))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
