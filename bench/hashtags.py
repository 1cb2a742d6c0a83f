"""What a stranger's confession gets for hashtags, and whether a reader would take them.

    python -m bench.hashtags              the figures of each language
    python -m bench.hashtags --show       every text with its hashtags, the refused ones marked
    python -m bench.hashtags FILE.tsv     other texts: columns lang, text, tags

``data/hashtags.tsv``: texts by people who never saw our lists (all but twelve in Hindi, which are
ours), taken by a hash of their letters. ``tags`` holds the nouns of the text that a reader would
accept, written down before anything was measured; ``=`` stands between words of which one is
enough. Languages that we have no list for are there to see that they get nothing.
"""

import csv
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.domain.hashtags import hashtags, written_as_tag
from bot.domain.hashtags.tongue import language_for_sure

TEXTS = Path(__file__).parent / "data" / "hashtags.tsv"
_ROOT, _ENDING = 4, 3  # letters alike, and how many more one may have: noun and its plural


@dataclass(frozen=True, slots=True)
class Text:
    language: str
    words: str
    accepted: tuple[tuple[str, ...], ...]  # each: words of which one is enough

    def place(self, tag: str) -> int | None:
        """Which of the accepted nouns ``tag`` is; None: a reader would not take it."""
        return next(
            (n for n, same in enumerate(self.accepted) if any(_alike(tag, one) for one in same)),
            None,
        )


def texts(path: Path = TEXTS) -> Iterator[Text]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            nouns = [part.strip() for part in row["tags"].split(",") if part.strip()]
            same = tuple(tuple(map(written_as_tag, noun.split("="))) for noun in nouns)
            yield Text(row["lang"], row["text"], same)


def _alike(tag: str, other: str) -> bool:
    short, long = sorted((tag.casefold(), other.casefold()), key=len)
    begins = long.startswith(short[:-1]) and len(short) > _ROOT
    return short == long or (begins and len(long) - len(short) <= _ENDING)


def redundant(text: Text, tags: tuple[str, ...]) -> int:
    """Pairs of tags that say one thing."""
    places = [place for tag in tags if (place := text.place(tag)) is not None]
    return len(places) - len(set(places))


def other_tongue(text: Text, tags: tuple[str, ...]) -> int:
    """Tags of a text whose nouns the list of its language cannot have given."""
    return len(tags) if language_for_sure(text.words) != text.language else 0


def report(ones: list[Text]) -> None:
    print("lang     texts  with a tag  tags  accepted  wrong language  redundant pairs")
    for language in sorted({one.language for one in ones}):
        some = [one for one in ones if one.language == language]
        _row(language, some)
    _row("all", ones)


def _row(name: str, ones: list[Text]) -> None:
    tagged = [(one, hashtags(one.words)) for one in ones]
    judged = [one.place(tag) is not None for one, tags in tagged for tag in tags]
    accepted = f"{statistics.mean(judged):.2f}" if judged else "-"
    print(
        f"{name:8} {len(ones):5}  {sum(bool(tags) for _, tags in tagged):10}  {len(judged):4}"
        f"  {accepted:>8}  {sum(other_tongue(one, tags) for one, tags in tagged):14}"
        f"  {sum(redundant(one, tags) for one, tags in tagged):15}"
    )


def cost(ones: list[Text]) -> tuple[float, float]:
    """Median and 99th percentile of processor time for a text, in ms, once the lists are read."""
    spent: list[float] = []
    for one in ones * 3:
        started = time.thread_time()
        hashtags(one.words)
        spent.append((time.thread_time() - started) * 1000)
    return statistics.median(spent), statistics.quantiles(spent, n=100)[98]


def main(arguments: list[str]) -> None:
    files = [Path(name) for name in arguments if not name.startswith("-")]
    ones = [one for path in files or [TEXTS] for one in texts(path)]
    report(ones)
    median, slow = cost(ones)
    print(f"a text costs {median:.2f} ms (median), {slow:.2f} ms (99th percentile)")
    if "--show" in arguments:
        for one in ones:
            marked = [
                tag if one.place(tag) is not None else f"!{tag}" for tag in hashtags(one.words)
            ]
            print(one.language, *marked, "|", one.words)


if __name__ == "__main__":
    main(sys.argv[1:])
