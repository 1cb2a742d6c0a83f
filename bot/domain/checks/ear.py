"""A learned ear beside the lists: how much words sound like those of a family.

Letters in a row, words in a row and their stems are hashed into a table of learned weights
(logistic regression, trained by ``bench/train_ear.py`` on the project's own lines). It hears
wordings that no list has. Its score orders queues and points; it never refuses.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
import numpy.typing as npt

from bot.domain.checks.spelling import Spelt

FAMILIES = ("care", "cruel", "spam", "plan")
"""The rows of the table. "plan" tells means and a day from other despair; it only counts beside
means that a list knows."""
GROUPS = ("en", "fr")
"""The languages with limits of their own; all others share one."""
BITS = 18
"""The bits of a place in the table: 262 144 places, one byte for each family. With a quarter of
them, words share places so often that six in a hundred fewer of strangers' incitement, mockery and
calls to join in were heard (English and French, voices that were not trained on)."""

_FEW = 20
"""The places of two or three short words: too few to go by."""
_SHORT, _DOUBT = 160, 5.5
"""Below so many places, up to so much is taken off a score above 0: of few words the table knows
too little. Without it an alarm met 30 of 134 short plain sentences, with it 4; of strangers' lines
that ask for care it costs two in a hundred."""
_LETTERS = (1, 2, 3, 4, 5)
_STEM = 5
"""The number of first letters that stand for a word whatever its ending."""
_PERSONS = tuple(
    frozenset(words.split())
    for words in (
        "i im ive id me my myself mine je j me m moi mon ma mes yo mi mis ich mich mir mein meine "
        "eu meu minha io mio mia я меня мне мой моя انا main mera meri mujhe",
        "you u ur your youre yourself tu te t toi ton ta tes vous votre eres ti tus du dich dir "
        "dein deine voce vc seu sua sei tuo tua ты тебя тебе твой твоя انت tera teri",
        "he she they his her him them their hes shes il elle ils elles lui leur son sa ses el ella "
        "su sus er sie ihr ihre ihn ele ela dele dela suo он она его ее ей ему هو هي wo uska uski",
    )
)
"""The person who is spoken of: oneself, somebody spoken to, others. "Smells" is one thing beside
"i" and another beside "she"."""
_SPREAD = np.uint32(2654435761)  # Knuth's multiplier: neighbours end up far apart
_STEP = np.uint32(1000003)
_SPACE = np.uint32(32)
_LETTER = 0x2E7F  # the last sign that is no word of its own: one or two of these mean nothing

Places = npt.NDArray[np.int64]
Signs = npt.NDArray[np.uint32]


def features(text: str) -> Places:
    """Return places in the table for a text with single gaps, each once. Empty for no words."""
    signs = np.frombuffer(f" {text} ".encode("utf-32-le"), dtype=np.uint32)
    if len(signs) < 3:
        return np.empty(0, dtype=np.int64)
    gaps = signs == _SPACE
    found = [(row, 1) for row in _in_words(signs, gaps)]
    words, stems = _words(signs, gaps)
    found += [(words, 11), (words, 15), (stems, 16), (stems, 20 + _persons(text))]
    if len(words) > 1:
        pairs = words[:-1] * _STEP + words[1:]
        found += [(stems[:-1] * _STEP + stems[1:], 17), (pairs, 12)]
    if len(words) > 2:
        found.append((pairs[:-1] * _STEP + words[2:], 13))
        found.append((words[:-2] * _STEP + words[2:], 14))
        found.append((stems[:-2] * _STEP + stems[2:], 18))
    places = np.sort(_hashed(found))
    once = places[np.concatenate(([True], places[1:] != places[:-1]))]  # np.unique is slower
    return once.astype(np.int64)


def _in_words(signs: Signs, gaps: npt.NDArray[np.bool_]) -> list[Signs]:
    """Return letters in a row, of which only the first and the last may be a gap."""
    rows = []
    row = signs * _SPREAD
    inner = np.zeros(len(signs), dtype=bool)
    spelt = signs.max() <= _LETTER
    for length in _LETTERS:
        if length > 1:
            inner = inner[:-1] | (gaps[length - 2 : -1] if length > 2 else False)
            row = row[:-1] * _STEP + signs[length - 1 :]
        count = len(row)
        if count < 1:
            break
        if length < 3 and spelt:
            continue
        keep = ~inner[:count]
        if length < 3:
            keep &= signs[:count] > _LETTER
        rows.append((row[keep] ^ np.uint32(length * 0x9E3779B1 & 0xFFFFFFFF)).astype(np.uint32))
    return rows


def _persons(text: str) -> int:
    words = frozenset(text.split())
    return sum(1 << n for n, each in enumerate(_PERSONS) if not each.isdisjoint(words))


def _words(signs: Signs, gaps: npt.NDArray[np.bool_]) -> tuple[Signs, Signs]:
    """Return a number for each word, and one for its first letters."""
    starts = np.flatnonzero(gaps[:-1] & ~gaps[1:]) + 1
    places = np.arange(len(signs), dtype=np.uint32)
    mixed = np.where(gaps, np.uint32(0), (signs + np.uint32(7)) * _SPREAD)
    since = places - np.repeat(
        np.r_[np.uint32(0), places[starts]], np.diff(np.r_[0, starts, len(signs)])
    )
    mixed = (mixed ^ (mixed >> np.uint32(13))) * (since * np.uint32(2) + np.uint32(1)) * _STEP
    if not len(starts):
        return mixed[:0], mixed[:0]
    both = np.stack((mixed, np.where(since < _STEM, mixed, np.uint32(0))))
    words, stems = np.add.reduceat(both, starts, axis=1).astype(np.uint32)
    return words, stems


def _hashed(found: list[tuple[Signs, int]]) -> Signs:
    """Return the places of rows, each with a salt of its own; all at once, since rows are short."""
    salts = np.array([salt * 0x85EBCA6B & 0xFFFFFFFF for _, salt in found], dtype=np.uint32)
    mixed = np.concatenate([row for row, _ in found])
    mixed = (mixed + np.repeat(salts, [len(row) for row, _ in found])) * _SPREAD
    mixed ^= mixed >> np.uint32(15)
    return (mixed * np.uint32(0x2C1B3C6D)) >> np.uint32(32 - BITS)


def as_heard(spelt: Spelt) -> str:
    """Return what the ear reads of a normal form: chat spelling undone, signs as gaps."""
    return spelt.heard.text.strip()


def group_of(language: str | None) -> int:
    return GROUPS.index(language) if language in GROUPS else len(GROUPS)


def hear(spelt: Spelt) -> dict[str, float]:
    """Return a score for each family; above 0 the words sound more like it than nearly all ordinary
    confessions do."""
    places = features(as_heard(spelt))
    if len(places) < _FEW:
        return dict.fromkeys(FAMILIES, -1.0)
    table = _table()
    # Whole numbers so small that their sum is exact.
    said = np.ones(len(places), np.float32) @ table.weights.take(places, axis=0).astype(np.float32)
    sums = said.astype(np.int64) * table.steps
    scores = sums / np.sqrt(len(places)) - table.limits[:, group_of(spelt.language)]
    doubt = _DOUBT * max(0.0, 1 - len(places) / _SHORT)
    scores = np.where(scores > 0, np.maximum(scores - doubt, -0.05), scores)  # lists may add to it
    return dict(zip(FAMILIES, map(float, scores), strict=True))


@dataclass(frozen=True)
class Table:
    weights: npt.NDArray[np.int8]  # place x family, as small whole numbers
    steps: npt.NDArray[np.float32]  # what one of them is worth, by family
    limits: npt.NDArray[np.float32]  # family x group of languages


@cache
def _table() -> Table:
    with np.load(BytesIO((files(__package__) / "ear.npz").read_bytes())) as kept:
        rows = np.ascontiguousarray(kept["weights"].T)  # the families of a place side by side
        return Table(rows, kept["steps"], kept["limits"])
