"""A learned ear beside the lists: how much words sound like those of a family.

Letters in a row and words in a row are hashed into a table of learned weights (logistic
regression, trained by ``bench/train_ear.py`` on the project's own lines). It hears wordings that
no list has. Its score orders queues and points; it never refuses.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
import numpy.typing as npt

from bot.domain.checks import plain, spelling

FAMILIES = ("care", "cruel", "spam")
"""Rows of the table."""
BITS = 16
"""Of a place in the table: 65 536 places, one byte for each family."""

_FEW = 20
"""Places of two or three short words: too few to go by."""
_SHORT, _DOUBT = 160, 5.5
"""Below so many places, up to so much is taken off a score above 0: of few words the table knows
too little. Without it an alarm met 30 of 134 short plain sentences, with it 4; of strangers' lines
that ask for care it costs two in a hundred."""
_LETTERS = (1, 2, 3, 4, 5)
_SPREAD = np.uint32(2654435761)  # Knuth's multiplier: neighbours end up far apart
_STEP = np.uint32(1000003)
_SPACE = np.uint32(32)

Places = npt.NDArray[np.int64]
Signs = npt.NDArray[np.uint32]


def features(text: str) -> Places:
    """Places in the table for a text with single gaps, each once. Empty for no words."""
    signs = np.frombuffer(f" {text} ".encode("utf-32-le"), dtype=np.uint32)
    if len(signs) < 3:
        return np.empty(0, dtype=np.int64)
    gaps = signs == _SPACE
    found = [_hashed(row, 1) for row in _in_words(signs, gaps)]
    words = _words(signs, gaps)
    found.append(_hashed(words, 11))
    if len(words) > 1:
        found.append(_hashed(words[:-1] * _STEP + words[1:], 12))
    if len(words) > 2:
        found.append(_hashed((words[:-2] * _STEP + words[1:-1]) * _STEP + words[2:], 13))
        found.append(_hashed(words[:-2] * _STEP + words[2:], 14))
    return np.unique(np.concatenate(found))


def _in_words(signs: Signs, gaps: npt.NDArray[np.bool_]) -> list[Signs]:
    """Letters in a row, of which only the first and the last may be a gap."""
    rows = []
    row = signs * _SPREAD
    inner = np.zeros(len(signs), dtype=bool)
    for length in _LETTERS:
        if length > 1:
            inner = inner[:-1] | (gaps[length - 2 : -1] if length > 2 else False)
            row = row[:-1] * _STEP + signs[length - 1 :]
        count = len(row)
        if count < 1:
            break
        keep = ~inner[:count]
        if length == 1:
            keep &= signs > 0x2E7F  # letters alone mean something where each is a word
        rows.append((row[keep] ^ np.uint32(length * 0x9E3779B1 & 0xFFFFFFFF)).astype(np.uint32))
    return rows


def _words(signs: Signs, gaps: npt.NDArray[np.bool_]) -> Signs:
    """A number for each word."""
    starts = np.flatnonzero(gaps[:-1] & ~gaps[1:]) + 1
    places = np.arange(len(signs), dtype=np.uint32)
    mixed = np.where(gaps, np.uint32(0), (signs + np.uint32(7)) * _SPREAD)
    since = places - np.repeat(
        np.r_[np.uint32(0), places[starts]], np.diff(np.r_[0, starts, len(signs)])
    )
    mixed = (mixed ^ (mixed >> np.uint32(13))) * (since * np.uint32(2) + np.uint32(1)) * _STEP
    return np.add.reduceat(mixed, starts).astype(np.uint32) if len(starts) else mixed[:0]


def _hashed(row: Signs, salt: int) -> Places:
    mixed = (row + np.uint32(salt * 0x85EBCA6B & 0xFFFFFFFF)) * _SPREAD
    mixed ^= mixed >> np.uint32(15)
    return ((mixed * np.uint32(0x2C1B3C6D)) >> np.uint32(32 - BITS)).astype(np.int64)


def as_heard(normal: str) -> tuple[str, str | None]:
    """What the ear reads of a normal form: chat spelling undone, signs as gaps; and its language,
    of those whose chat spelling we know."""
    language = spelling.language_of(normal)
    return plain.gapped(spelling.undo(normal, language)).text.strip(), language


def hear(normal: str) -> dict[str, float]:
    """A score for each family; above 0 the words sound more like it than nearly all ordinary
    confessions do."""
    text, language = as_heard(normal)
    places = features(text)
    if len(places) < _FEW:
        return dict.fromkeys(FAMILIES, -1.0)
    table = _table()
    sums = table.weights[:, places].sum(axis=1, dtype=np.int64) * table.steps
    scores = sums / np.sqrt(len(places)) - table.limits[0 if language else 1]
    doubt = _DOUBT * max(0.0, 1 - len(places) / _SHORT)
    scores = np.where(scores > 0, np.maximum(scores - doubt, -0.05), scores)  # lists may add to it
    return dict(zip(FAMILIES, map(float, scores), strict=True))


@dataclass(frozen=True)
class Table:
    weights: npt.NDArray[np.int8]  # family x place, as small whole numbers
    steps: npt.NDArray[np.float32]  # what one of them is worth, by family
    limits: npt.NDArray[np.float32]  # [chat spelling known, or not] x family


@cache
def _table() -> Table:
    with np.load(BytesIO((files(__package__) / "ear.npz").read_bytes())) as kept:
        return Table(kept["weights"], kept["steps"], kept["limits"])
