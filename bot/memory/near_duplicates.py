"""Words that were published before, or nearly: SimHash in memory, under the key made at each start.

Nothing here can be written to disk and read later: without the key a fingerprint says nothing, and
the key dies with the process (anonymity rule 12). An author's mark is one digest of who and what
together, so it answers "the same words by the same author?" and no other question.
"""

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from hashlib import blake2b

import regex

from bot.domain.checks.normal import normalise

BITS = 256
"""Of a fingerprint: it tells how alike two texts are to within .06 or so. With 64 a changed word
hid one repetition in five, a changed word and a greeting a third to a half of them."""
_SHINGLE = 4  # letters; long enough to keep word order, short enough for a change of a word
_LANE = 16  # bits a vote may grow into: more shingles than a whisper has letters
_SPREAD = tuple(sum((byte >> bit & 1) << (_LANE * bit) for bit in range(8)) for byte in range(256))
"""A byte's bits, each in a lane of its own, so that adding numbers counts votes bit by bit."""
_NEAR = 80
"""How many bits may differ for two texts to be near: about half of their letters stand in both."""
_LONG = 28
"""Letters from which on two people hardly write alike by chance: of 4,237 texts by strangers one
pair of that length shared more than three tenths."""
_OFTEN, _HOUR = 2, timedelta(hours=1)
_ONESELF = regex.compile(
    r"\b(?:i|im|ive|ill|id|my|me|mine|je|j|jme|jai|mon|ma|mes|moi|yo|mi|mis|ich|mich|mir|mein\w*|eu|"
    r"meu|minha|io|mio|mia|ik|mijn|ben|benim|aku|saya|toi|men|я|мне|меня|мой|моя|انا|لي|مین|من|मैं|"
    r"मुझे|मेर\w|main|mujhe|mer[aie])\b|[我俺私僕]|나는|내가|저는|제가"
)
"""Who speaks of themselves confesses; short confessions are much alike ("i miss him")."""


class Similarity(Enum):
    """What the memory says of some words."""

    NEW = "new"
    NEAR = "near"  # anybody published nearly the same
    AGAIN = "again"  # this author published exactly these


@dataclass(frozen=True, slots=True)
class _Noted:
    mark: int = field(repr=False)
    letters: int
    at: datetime


@dataclass(slots=True)
class NearDuplicates:
    """The last fingerprints, oldest forgotten first. Not shared between processes."""

    key: bytes = field(repr=False)  # at most 64 bytes
    remember: int = 2000
    within: timedelta = timedelta(hours=48)
    _noted: deque[_Noted] = field(default_factory=deque, repr=False)
    _authors: OrderedDict[bytes, datetime] = field(default_factory=OrderedDict, repr=False)

    @property
    def remembered(self) -> int:
        """Fingerprints in memory."""
        return len(self._noted)

    def look(self, words: str, author: bytes, now: datetime) -> Similarity:
        """Compare with what was noted; remembers nothing. Short words are near only when they come
        for the third time within an hour, and speak of nobody's self."""
        self._forget(now)
        letters = _letters(words)
        if self._mine(letters, author) in self._authors:
            return Similarity.AGAIN
        mark = self._fingerprint(letters)
        alike = [each for each in self._noted if (mark ^ each.mark).bit_count() <= _NEAR]
        if any(min(each.letters, len(letters)) >= _LONG for each in alike):
            return Similarity.NEAR
        often = sum(each.at > now - _HOUR for each in alike) >= _OFTEN
        if often and not _ONESELF.search(normalise(words).text):
            return Similarity.NEAR
        return Similarity.NEW

    def note(self, words: str, author: bytes, now: datetime) -> None:
        """Remember the words' fingerprint, not the words."""
        letters = _letters(words)
        mine = self._mine(letters, author)
        self._authors[mine] = now
        self._authors.move_to_end(mine)
        self._noted.append(_Noted(self._fingerprint(letters), len(letters), now))
        self._forget(now)

    def _forget(self, now: datetime) -> None:
        oldest = now - self.within
        while self._noted and (self._noted[0].at <= oldest or len(self._noted) > self.remember):
            self._noted.popleft()
        while self._authors:
            mark, at = next(iter(self._authors.items()))
            if at > oldest and len(self._authors) <= self.remember:
                return
            del self._authors[mark]

    def _mine(self, letters: str, author: bytes) -> bytes:
        return blake2b(author + b"\0" + letters.encode(), key=self.key, digest_size=16).digest()

    def _fingerprint(self, letters: str) -> int:
        last = max(1, len(letters) - _SHINGLE + 1)
        shingles = {letters[i : i + _SHINGLE] for i in range(last)}
        votes = [0] * (BITS // 8)
        for shingle in shingles:
            digest = blake2b(shingle.encode(), key=self.key, digest_size=BITS // 8).digest()
            for place, byte in enumerate(digest):
                votes[place] += _SPREAD[byte]
        mark = 0
        for bit in range(BITS):
            count = votes[bit // 8] >> (_LANE * (bit % 8)) & ((1 << _LANE) - 1)
            mark |= (2 * count > len(shingles)) << bit
        return mark


def _letters(words: str) -> str:
    """The normal form without its gaps; the plain words where nothing but signs is left."""
    return "".join(filter(str.isalnum, normalise(words).text)) or " ".join(words.split())
