"""Contact sheets of what strangers see, and figures of how it varies: before and after a change.

    python -m bench.sheets OUT [--cache FOLDER] [--photos FOLDER] [--figures] [--docs]

Writes into OUT: the library; sixty confessions in eleven languages on what is proposed first;
thirty posts of one day as they follow one another; the eight styles; each over dark, bright,
uneven and photographed grounds; 24 scripts; the README's three cards; a digest's designs.
``--figures``: draws nothing. ``--docs``: writes the sheets that docs/ shows instead.

The confessions are the labelled ones (bench/confessions) and, for the languages that have none
there, texts of bench/data/hashtags.tsv; taken at even steps, not chosen.

A channel is played in two ways: *one by one*, each draft proposed after the one before it was
posted; and *in batches* of six, as a pool releases them, whose drafts know nothing of each other.
"""

import argparse
import csv
import io
import random
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from bench.suggest import confessions
from bot.cards import PIXELS, STYLES, Imprint, Style, propose_style, render, style_of
from bot.cards.draw import background
from bot.cards.draw.background import Plate
from bot.cards.draw.poster import DESIGNS, poster
from bot.cards.order import PosterEntry
from bot.cards.pictures import LIBRARY, Shelf, open_shelf
from bot.cards.samples import SAMPLES
from bot.domain.draft import check_of
from bot.domain.picture_choice import first_picture, suggest
from bot.domain.pictures import PictureInfo
from bot.domain.tact import is_festive
from bot.domain.whisper import OWN_PHOTO, Look, PictureId
from bot.flows.authors.propose import LATELY

DOCS = Path(__file__).parent.parent / "docs"
COUNTS = {"en": 12, "fr": 12, "es": 6, "ar": 5, "ru": 5, "hi": 4, "zh": 4}
OTHERS = {"de": 3, "pt": 3, "ja": 3, "ko": 3}
IMPRINT = "@sotto_voce"
BATCH = 6
_DAYS = 20
TACT = Path(__file__).parent.parent / "tests" / "domain" / "data" / "tact.tsv"
_INFOS = {info.id: info for info in LIBRARY}
_NAMES = {info.id: info.name for info in LIBRARY}
_LIGHT = {info.id: info.light for info in LIBRARY}
_SHOWN = ("milky-way", "blossom", "light-on-the-wall")
"""A dark, a bright and an uneven ground."""
_WORDS = "I still set two cups on the table every morning. Old habit, I tell the cat."
_EIGHT = (
    (
        "blue-ridges",
        "My father calls every Sunday and asks the same three questions. I used to hurry him. Now "
        "he forgets the second one, and I answer it anyway. 🌿",
    ),
    (
        "amber-evening",
        "I told everyone I left my job to travel. I was let go. For five weeks now I have been "
        "sitting in the same café from nine to five, learning the names of the waiters.",
    ),
    ("rain-on-the-window", "I still set two cups on the table every morning."),
    (
        "fog-in-the-firs",
        "To whoever leaves flowers on the bench by the river: I moved here because of you. I have "
        "never once seen your face.",
    ),
    ("moonlit-sea", "I still water her plants"),
    ("ember-ridges", "He thinks I forgot his birthday. I have been learning the song for a year."),
    ("snow-at-dusk", "What if she had turned around?"),
    (
        "northern-lights",
        "I can read lips. I have known for years what they say about me at the far table.",
    ),
)
"""A picture and words for each style, in the order of ``STYLES``."""

_SCRIPTS = (
    "english french vietnamese russian ukrainian greek arabic persian urdu hebrew hindi bengali "
    "tamil telugu thai lao khmer burmese amharic georgian armenian simplified traditional japanese"
)
"""The samples that are shown of what can be set."""

_FIRST_LOVED, _LOVED_STEP = 4, 11
"""Which of the sixty stand in the digest that is shown."""

_THREE = (
    (
        "cup-by-the-window",
        "strips",
        "I still set two cups on the table every morning. He left in March.",
    ),
    ("off-the-hook", "letter", "J’ai gardé son numéro."),
    (
        "window-seat-by-train",
        "quiet",
        "夜の電車で、知らない人が私の肩で眠っていた。起こさないように、三駅乗り過ごした。",
    ),
)
"""A picture, a style and words: what the README begins with."""

_LOVED = (
    ("❤️", 1203, "😢", 412),
    ("❤️", 903, "🥰", 51),
    ("😢", 612, "❤️", 300),
    ("🙏", 300, "❤️", 12),
    ("👏", 120, "🤯", 33),
)


@dataclass(frozen=True)
class Post:
    words: str
    look: Look
    number: int | None


def sixty() -> list[str]:
    """Confessions in eleven languages, in an order that mixes them."""
    found: list[str] = []
    for language, count in COUNTS.items():
        found += evenly([c.words for c in confessions() if c.language == language], count)
    file = Path(__file__).parent / "data" / "hashtags.tsv"
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for language, count in OTHERS.items():
        found += evenly([row["text"] for row in rows if row["lang"] == language], count)
    return sorted(found, key=lambda words: check_of(words, False))


def evenly(texts: Sequence[str], count: int) -> list[str]:
    return [texts[place * len(texts) // count] for place in range(count)]


def propose(words: str, lately: Sequence[Look], handle: bytes) -> Look:
    """As ``bot.flows.authors.propose`` does it. ``lately``: the newest first."""
    walk = suggest(words, LIBRARY, seed=handle)
    picture = first_picture(walk, [look.picture for look in lately[:LATELY]])
    worn = [look.style for look in lately[:LATELY]]
    return Look(picture, propose_style(words, light=_LIGHT[picture], seed=handle, worn=worn).code)


def channel(texts: Sequence[str], seed: int, batch: int = 1) -> list[Post]:
    """What a channel shows: drafts of a batch see only what was posted before it."""
    rng = random.Random(seed)
    posts: list[Post] = []
    for at in range(0, len(texts), batch):
        lately = [post.look for post in posts[::-1]]
        drawn = [(words, propose(words, lately, rng.randbytes(12))) for words in texts[at:][:batch]]
        rng.shuffle(drawn)
        posts += [Post(words, look, 1200 + at + place) for place, (words, look) in enumerate(drawn)]
    return posts


def days() -> Iterator[list[str]]:
    """Texts of a day, sixty at a time, drawn from all that there are."""
    everything = [one.words for one in confessions()]
    rng = random.Random(11)
    for _ in range(_DAYS):
        yield rng.sample(everything, 60)


def neighbours(posts: Sequence[Post]) -> Iterator[Sequence[Post]]:
    return (posts[at : at + 10] for at in range(len(posts) - 9))


def figures() -> None:
    for name, batch in (("one by one", 1), (f"in batches of {BATCH}", BATCH)):
        shown = [channel(texts, seed, batch) for seed, texts in enumerate(days())]
        tens = [ten for posts in shown for ten in neighbours(posts)]
        repeats = statistics.mean(len({post.look.picture for post in ten}) < 10 for ten in tens)
        most = Counter(max(Counter(post.look.style for post in ten).values()) for ten in tens)
        styles = Counter(style_of(post.look.style).name for posts in shown for post in posts)
        pictures = Counter(post.look.picture for posts in shown for post in posts)
        count = sum(styles.values())
        print(f"{name}: {count} posts of {_DAYS} days")
        print("  share of styles: " + shares(styles, count))
        print(f"  two of ten neighbours share a picture: {repeats:.2f}")
        above = sum(often for times, often in most.items() if times > 3) / len(tens)
        print(f"  a style stands more than three times among ten: {above:.2f}; at most {max(most)}")
        commonest = [f"{_NAMES[which]} {often / count:.2f}" for which, often in top(pictures)]
        print(f"  pictures shown: {len(pictures)} of {len(LIBRARY)}; most: {', '.join(commonest)}")


def tactless() -> None:
    """How often the first picture, or one of the first three, would hurt: by labels that were
    written before any list of tones was (tests/domain/data/tact.tsv)."""
    with TACT.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    hurts: list[list[bool]] = []
    for row in rows:
        unwanted = frozenset(row["tactless"].split())
        for seed in range(8):
            walk = suggest(row["text"], LIBRARY, seed=bytes([seed]) * 12)[:3]
            hurts.append([bool(shown_by(_INFOS[picture]) & unwanted) for picture in walk])
    first = statistics.mean(each[0] for each in hurts)
    three = statistics.mean(any(each) for each in hurts)
    print(
        f"tactless, of {len(rows)} texts: the first picture {first:.3f}, one of three {three:.3f}"
    )


def shown_by(info: PictureInfo) -> frozenset[str]:
    """What a picture shows at a glance."""
    return frozenset(info.themes[:2]) | ({"party"} if is_festive(info) else set())


def top(pictures: Counter[PictureId]) -> list[tuple[PictureId, int]]:
    return pictures.most_common(4)


def shares(counted: Counter[str], count: int) -> str:
    return ", ".join(f"{style.name} {counted[style.name] / count:.2f}" for style in STYLES)


class Drawing:
    """Draws cards over plates that are prepared once. ``photos``: a folder of photographs."""

    def __init__(self, shelf: Shelf, photos: Path | None) -> None:
        self._shelf = shelf
        self._photos = photos
        self._plates: dict[PictureId, Plate] = {}

    def plate(self, picture: PictureId) -> Plate:
        if picture not in self._plates:
            self._plates[picture] = background.make(self._shelf.open(picture), PIXELS["square"])
        return self._plates[picture]

    def named(self, name: str) -> Plate:
        return self.plate(next(info.id for info in LIBRARY if info.name == name))

    def photographs(self) -> Iterator[Plate]:
        for file in sorted(self._photos.iterdir()) if self._photos else ():
            with Image.open(file) as image:
                yield background.make(image.convert("RGB"), PIXELS["square"])

    def card(self, post: Post) -> Image.Image:
        return self.styled(
            post.words, self.plate(post.look.picture), style_of(post.look.style), post
        )

    def styled(self, words: str, plate: Plate, style: Style, post: Post | None) -> Image.Image:
        imprint = Imprint(IMPRINT, post.number if post else None)
        data = render(words, plate, style, size="square", imprint=imprint)
        return Image.open(io.BytesIO(data)).convert("RGB")


def sheet(images: Sequence[Image.Image], columns: int, size: tuple[int, int]) -> Image.Image:
    rows = -(-len(images) // columns)
    page = Image.new("RGB", (columns * size[0], rows * size[1]), "#101014")
    for number, image in enumerate(images):
        small = image.resize(size, Image.Resampling.LANCZOS)
        page.paste(small, (number % columns * size[0], number // columns * size[1]))
    return page


def library(drawing: Drawing, shelf: Shelf) -> Image.Image:
    return sheet([shelf.open(info.id) for info in LIBRARY], 9, (160, 200))


def first_half(drawing: Drawing, shelf: Shelf) -> Image.Image:
    posts = channel(sixty(), 7)
    return sheet([drawing.card(post) for post in posts[:30]], 6, (260, 260))


def second_half(drawing: Drawing, shelf: Shelf) -> Image.Image:
    posts = channel(sixty(), 7)
    return sheet([drawing.card(post) for post in posts[30:]], 6, (260, 260))


def day(drawing: Drawing, shelf: Shelf) -> Image.Image:
    """The first thirty posts of a day, released in batches."""
    posts = channel(next(days()), 1, BATCH)[:30]
    return sheet([drawing.card(post) for post in posts], 6, (260, 260))


def eight(drawing: Drawing, shelf: Shelf) -> Image.Image:
    """Each style as it likes to be."""
    cards = [
        drawing.styled(
            words, drawing.named(name), style, Post(words, Look(OWN_PHOTO, 0), 1200 + place)
        )
        for place, (style, (name, words)) in enumerate(zip(STYLES, _EIGHT, strict=True))
    ]
    return sheet(cards, 4, (300, 300))


def grounds(drawing: Drawing, shelf: Shelf) -> Image.Image:
    plates = [*map(drawing.named, _SHOWN), *drawing.photographs()]
    cards = [drawing.styled(_WORDS, plate, style, None) for plate in plates for style in STYLES]
    return sheet(cards, len(STYLES), (220, 220))


def scripts(drawing: Drawing, shelf: Shelf) -> Image.Image:
    """Samples as a channel would show them."""
    posts = channel([SAMPLES[name] for name in _SCRIPTS.split()], 2)
    return sheet([drawing.card(post) for post in posts], 6, (200, 200))


def three(drawing: Drawing, shelf: Shelf) -> Image.Image:
    cards = [
        drawing.styled(
            words,
            drawing.named(name),
            next(style for style in STYLES if style.name == worn),
            Post(words, Look(OWN_PHOTO, 0), 12 + place),
        )
        for place, (name, worn, words) in enumerate(_THREE)
    ]
    return sheet(cards, 3, (480, 480))


def digests(drawing: Drawing, shelf: Shelf) -> Image.Image:
    """The three designs of one day's digest."""
    posts = channel(sixty(), 7)
    entries = [
        PosterEntry(
            at + 1,
            post.number or 0,
            post.words,
            post.look.picture,
            post.look.style,
            ((first, many), (second, few)),
        )
        for at, (post, (first, many, second, few)) in enumerate(
            zip(posts[_FIRST_LOVED::_LOVED_STEP], _LOVED, strict=False)
        )
    ]

    def grounds(picture: PictureId, photo: bytes | None, size: tuple[int, int]) -> Plate:
        return background.make(shelf.open(picture), size)

    pages = [
        poster(
            "Most loved",
            "Tuesday 24 November",
            entries,
            size="square",
            channel=IMPRINT,
            grounds=grounds,
            design=design,
        )
        for design in range(DESIGNS)
    ]
    return sheet([Image.open(io.BytesIO(page)).convert("RGB") for page in pages], 3, (600, 600))


SHEETS: dict[str, tuple[str, Callable[[Drawing, Shelf], Image.Image]]] = {
    "pictures": ("images/pictures.jpg", library),
    "confessions-1": ("images/confessions-1.jpg", first_half),
    "confessions-2": ("images/confessions-2.jpg", second_half),
    "day": ("images/day.jpg", day),
    "styles": ("cards/styles.jpg", eight),
    "grounds": ("images/grounds.jpg", grounds),
    "scripts": ("cards/scripts.jpg", scripts),
    "three": ("images/cards.jpg", three),
    "digests": ("cards/poster.jpg", digests),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, nargs="?", default=Path("sheets"))
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--photos", type=Path, help="photographs to set words on")
    parser.add_argument("--figures", action="store_true")
    parser.add_argument("--docs", action="store_true")
    parser.add_argument("--only", nargs="*", choices=SHEETS, help="sheets to draw, no figures")
    options = parser.parse_args()
    if not options.only:
        figures()
        tactless()
    if options.figures:
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        shelf = open_shelf(options.cache or Path(scratch), None)
        drawing = Drawing(shelf, options.photos)
        for name, (place, make) in SHEETS.items():
            if options.only and name not in options.only:
                continue
            file = DOCS / place if options.docs else options.out / f"{name}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            page = make(drawing, shelf)
            if options.docs:
                page.save(file, "JPEG", quality=70, optimize=True)
            else:
                page.save(file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
