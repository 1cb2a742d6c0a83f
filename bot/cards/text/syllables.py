"""Lao, Khmer and Burmese syllables are found from their letters alone.

These scripts put no spaces between words and no dictionary is at hand. A line that breaks between
syllables reads well enough; one that tears a last consonant off its vowel does not. In doubt a
letter stays with what stands before it.
"""

from collections.abc import Sequence
from enum import Enum, auto

import regex

from bot.cards.text.clusters import Cluster

_LEADING = set("ເແໂໃໄ")  # Lao vowels written before their consonant
_TRAILING = set("ະາຳ")
_VOWEL_LETTERS = set("ອວຽ")  # Lao consonants that stand for a vowel after another consonant
_CODA_SIGN = "\u17cb"  # Khmer bantoc, only on last consonants
_BARE = regex.compile(r"[\u0e81-\u0eae\u1780-\u17a2][\u0ec8-\u0ecb\u17c9\u17ca]?")
_BURMESE_CODA = regex.compile(r"[\u1000-\u102a\u103f][\u1037\u1038]*[\u103a\u1039]")


class _Part(Enum):
    LEADING = auto()
    ONSET = auto()  # a consonant whose vowel is still to come
    VOICED = auto()  # something with its vowel
    CODA = auto()


def starts(line: Sequence[Cluster]) -> frozenset[int]:
    """Return the indexes of the clusters that begin a syllable of Lao, Khmer or Burmese."""
    found: set[int] = set()
    part: _Part | None = None
    for at, cluster in enumerate(line):
        if cluster.script == "Myanmar":
            if "\u1000" <= cluster.text[0] <= "\u102a" and not _BURMESE_CODA.match(cluster.text):
                found.add(at)
            part = None
        elif cluster.script in ("Lao", "Khmer"):
            after = line[at + 1] if at + 1 < len(line) else None
            begins, part = _next(cluster.text, after.text if after else "", part)
            if begins:
                found.add(at)
        else:
            part = None
    return frozenset(found)


def _next(text: str, after: str, before: _Part | None) -> tuple[bool, _Part | None]:
    """Return (whether a syllable begins with ``text``, what part of one it is)."""
    if text[0] in _LEADING:
        return True, _Part.LEADING
    if text[0] in _TRAILING or before is _Part.LEADING:
        return False, _Part.VOICED
    if _CODA_SIGN in text:
        return False, _Part.CODA
    if before is _Part.ONSET:  # its vowel, or the syllable that it leads into
        return False, _Part.VOICED
    if _BARE.fullmatch(text) is None:
        return True, _Part.VOICED
    opens = after[:1] in _TRAILING or after in _VOWEL_LETTERS or _CODA_SIGN in after
    if opens or before in (None, _Part.CODA):
        return True, _Part.ONSET
    return False, _Part.CODA
