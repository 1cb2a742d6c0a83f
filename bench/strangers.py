"""Labelled lines by people who had seen neither the lists nor the code: ``data/strangers``.

Every fifth voice of a language is kept apart (``kept``): the ear does not train on it, and nobody
mended a list with it. The first lines of each file were read before the split was made, so they
are never kept.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "strangers"
CORE = frozenset({"direct", "indirect", "plan", "selfharm"})
"""Kinds of the care files that ask for a helpline themselves."""
_READ_BEFORE = 45
_PARTS = 5


@dataclass(frozen=True, slots=True)
class Line:
    family: str  # care, cruel, spam or ordinary: the file it stands in
    hand: str  # who wrote the file: its name's second part
    language: str
    positive: bool
    kind: str
    voice: str
    words: str
    kept: bool


@cache
def lines() -> tuple[Line, ...]:
    return tuple(line for path in sorted(FOLDER.glob("*.tsv")) for line in read(path))


def read(path: Path) -> Iterator[Line]:
    """Columns: lang, positive, kind, voice, text."""
    family, hand = path.name.split(".")[0], path.stem.rpartition(".")[2]
    with path.open(encoding="utf-8", newline="") as file:
        for n, row in enumerate(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)):
            voice = f"{row['lang']} {row['voice']}"
            yield Line(
                family,
                hand,
                row["lang"],
                row["positive"] == "1",
                row["kind"],
                row["voice"],
                row["text"],
                kept=path.parent == FOLDER and n >= _READ_BEFORE and part_of(voice) == 0,
            )


def part_of(voice: str) -> int:
    return blake2b(voice.encode(), digest_size=2).digest()[0] % _PARTS
