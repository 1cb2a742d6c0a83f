"""How often the first three pictures show what a confession is about, and what that costs.

    python bench/suggest.py            the two thirds that lexicons may be tuned on
    python bench/suggest.py --final    the third that was kept apart, for the figures we publish
    python bench/suggest.py --misses   what failed (never together with --final)

The confessions were written and labelled by hand before anything was measured on them; a label is
every theme whose picture would fit. Texts and lexicons have the same author, so the held-out third
guards against tuning, not against the author's own taste.
"""

import statistics
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.cards.pictures import LIBRARY
from bot.domain.keywords import prepare, read
from bot.domain.picture_choice import suggest
from bot.domain.whisper import PictureId

Shown = Mapping[PictureId, set[str]]
HERE = Path(__file__).parent / "confessions"
SEEDS = tuple(bytes([number]) * 12 for number in range(8))
THEMES_OF = {info.id: set(info.themes) for info in LIBRARY}
MAIN_OF = {info.id: set(info.themes[:2]) for info in LIBRARY}


@dataclass(frozen=True)
class Confession:
    language: str
    words: str
    themes: frozenset[str]
    held_out: bool


def confessions() -> list[Confession]:
    """Every third line of each file is held out."""
    found: list[Confession] = []
    for file in sorted(HERE.glob("??.txt")):
        lines = [line for line in file.read_text("utf-8").splitlines() if line and line[0] != "#"]
        for number, line in enumerate(lines):
            labels, words = line.split(" | ", 1)
            held_out = number % 3 == 2
            found.append(Confession(file.stem, words, frozenset(labels.split()), held_out))
    return found


def fits(one: Confession, seed: bytes, first: int, shown: Shown = THEMES_OF) -> bool:
    walk = suggest(one.words, LIBRARY, seed=seed)[:first]
    return any(one.themes & shown[picture] for picture in walk)


def share(ones: list[Confession], first: int, shown: Shown = THEMES_OF) -> float:
    """Over several drafts each, because the seed shuffles pictures that fit alike."""
    return statistics.mean(fits(one, seed, first, shown) for one in ones for seed in SEEDS)


def by_chance(ones: list[Confession], shown: Shown = THEMES_OF) -> float:
    """The same for a walk that knows nothing of the words."""
    walks = [suggest("", LIBRARY, seed=seed)[:3] for seed in SEEDS]
    return statistics.mean(
        any(one.themes & shown[picture] for picture in walk) for one in ones for walk in walks
    )


def cost(ones: list[Confession]) -> tuple[float, float]:
    """Median and 99th percentile of processor time, in ms, to read a new text and walk."""
    prepare()
    spent: list[float] = []
    for number, one in enumerate(ones * 3):
        read.cache_clear()
        started = time.thread_time()
        suggest(one.words, LIBRARY, seed=bytes([number % 256]) * 12)
        spent.append((time.thread_time() - started) * 1000)
    return statistics.median(spent), statistics.quantiles(spent, n=100)[98]


def main(arguments: list[str]) -> None:
    everything = confessions()
    final = "--final" in arguments
    ones = [one for one in everything if one.held_out == final]
    groups = {"en+fr": ["en", "fr"], **{code: [code] for code in ("es", "ar", "ru", "hi", "zh")}}
    print(f"{'held out' if final else 'tuned on'}: {len(ones)} of {len(everything)} confessions,")
    print(f"{len(LIBRARY)} pictures, {len(SEEDS)} drafts of each text")
    print("first: the first picture shows a fitting theme; first 3: one of the first three does;")
    print("strictly: as its first or second theme; chance: the same for a walk without the words")
    print("         texts  first  first 3  chance  strictly  chance")
    for name, codes in groups.items():
        some = [one for one in ones if one.language in codes]
        print(
            f"{name:8} {len(some):5}  {share(some, 1):5.2f}  {share(some, 3):7.2f}"
            f"  {by_chance(some):6.2f}  {share(some, 3, MAIN_OF):8.2f}"
            f"  {by_chance(some, MAIN_OF):6.2f}"
        )
    median, slow = cost(ones)
    print(f"a text costs {median:.2f} ms (median), {slow:.2f} ms (99th percentile)")
    if "--misses" in arguments and not final:
        for one in ones:
            if not fits(one, SEEDS[0], 3):
                print(one.language, sorted(one.themes), one.words, read(one.words).themes[:4])


if __name__ == "__main__":
    main(sys.argv[1:])
