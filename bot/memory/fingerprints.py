"""How alike words are: SimHash under a key that nobody keeps.

Nothing of it can be written to disk and read later: without the key a fingerprint says nothing, and
the key dies with the memory that made it (anonymity rule 12). An author's mark is one digest of who
and what together, so it answers "the same words by the same author?" and no other question.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b

import regex

from bot.domain.checks.normal import normalise

BITS = 256
"""The bits of a fingerprint: it tells how alike two texts are to within .06 or so. With 64 a
changed word hid one repetition in five, a changed word and a greeting a third to a half of them."""
_SHINGLE = 4  # letters; long enough to keep word order, short enough for a change of a word
_NEAR = 80
"""The number of bits that may differ for two texts to be near: about half of their letters stand in
both."""
_LONG = 28
"""The number of letters from which on two people hardly write alike by chance: of 4,237 texts by
strangers one pair of that length shared more than three tenths."""
_OFTEN, _HOUR = 2, timedelta(hours=1)
_ONESELF = regex.compile(
    r"\b(?:i|im|ive|ill|id|my|me|mine|je|j|jme|jai|mon|ma|mes|moi|yo|mi|mis|ich|mich|mir|mein\w*|eu|"
    r"meu|minha|io|mio|mia|ik|mijn|ben|benim|aku|saya|toi|men|я|мне|меня|мой|моя|انا|لي|مین|من|मैं|"
    r"मुझे|मेर\w|main|mujhe|mer[aie])\b|[我俺私僕]|나는|내가|저는|제가"
)
"""Who speaks of themselves confesses; short confessions are much alike ("i miss him")."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The fingerprint of some words that were published. ``mark`` has ``BITS`` bits."""

    mark: int = field(repr=False)
    letters: int
    at: datetime


def letters_of(words: str) -> str:
    """Return the normal form without its gaps; the plain words where nothing but signs is left."""
    return "".join(filter(str.isalnum, normalise(words).text)) or " ".join(words.split())


def author_mark(key: bytes, letters: str, author: bytes) -> bytes:
    """Return the mark of this author with these words. ``key`` has at most 64 bytes."""
    return blake2b(author + b"\0" + letters.encode(), key=key, digest_size=16).digest()


def mark_of(key: bytes, letters: str) -> int:
    """Return the SimHash of these letters: the bits for which more than half of the shingles vote.

    All bits are counted at once: the first of ``counts`` holds each bit's ones, the next its twos,
    then its fours, as somebody adds on paper."""
    last = max(1, len(letters) - _SHINGLE + 1)
    shingles = {letters[i : i + _SHINGLE] for i in range(last)}
    counts = [0] * len(shingles).bit_length()
    for shingle in shingles:
        digest = blake2b(shingle.encode(), key=key, digest_size=BITS // 8).digest()
        carried = int.from_bytes(digest, "little")
        for place, count in enumerate(counts):
            counts[place], carried = count ^ carried, count & carried
    more, same = 0, (1 << BITS) - 1
    for place, count in reversed([*enumerate(counts)]):
        if len(shingles) // 2 >> place & 1:
            same &= count
        else:
            more |= same & count
            same &= ~count
    return more


def is_near(
    noted: Iterable[Fingerprint], mark: int, letters: int, words: str, now: datetime
) -> bool:
    """Whether nearly the same as these words, of so many letters, was published. Short words are
    near only when they come for the third time within an hour, and speak of nobody's self."""
    alike = [each for each in noted if (mark ^ each.mark).bit_count() <= _NEAR]
    if any(min(each.letters, letters) >= _LONG for each in alike):
        return True
    often = sum(each.at > now - _HOUR for each in alike) >= _OFTEN
    return often and not _ONESELF.search(normalise(words).text)
