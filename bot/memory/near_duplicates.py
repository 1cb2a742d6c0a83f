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

from bot.domain.checks.normal import normalise

BITS = 64
_SHINGLE = 4  # letters; long enough to keep word order, short enough for a change of a word
_LANE = 16  # bits a vote may grow into: more shingles than a whisper has letters
_SPREAD = tuple(sum((byte >> bit & 1) << (_LANE * bit) for bit in range(8)) for byte in range(256))
"""A byte's bits, each in a lane of its own, so that adding numbers counts votes bit by bit."""


class Similarity(Enum):
    """What the memory says of some words."""

    NEW = "new"
    NEAR = "near"  # anybody published nearly the same
    AGAIN = "again"  # this author published exactly these


@dataclass(slots=True)
class NearDuplicates:
    """The last fingerprints, oldest forgotten first. Not shared between processes."""

    key: bytes = field(repr=False)  # at most 64 bytes
    remember: int = 2000
    within: timedelta = timedelta(hours=48)
    distance: int = 13
    """How many of the 64 bits may differ for two texts to be near."""
    _marks: deque[tuple[int, datetime]] = field(default_factory=deque, repr=False)
    _authors: OrderedDict[bytes, datetime] = field(default_factory=OrderedDict, repr=False)

    @property
    def remembered(self) -> int:
        """Fingerprints in memory."""
        return len(self._marks)

    def look(self, words: str, author: bytes, now: datetime) -> Similarity:
        """Compare with what was noted; remembers nothing. Words too short to compare are new
        unless the same author published exactly them."""
        self._forget(now)
        letters = _letters(words)
        if self._mine(letters, author) in self._authors:
            return Similarity.AGAIN
        mark = self._fingerprint(letters)
        near = mark is not None and any(
            (mark ^ other).bit_count() <= self.distance for other, _ in self._marks
        )
        return Similarity.NEAR if near else Similarity.NEW

    def note(self, words: str, author: bytes, now: datetime) -> None:
        """Remember the words' fingerprint, not the words."""
        letters = _letters(words)
        mine = self._mine(letters, author)
        self._authors[mine] = now
        self._authors.move_to_end(mine)
        mark = self._fingerprint(letters)
        if mark is not None:
            self._marks.append((mark, now))
        self._forget(now)

    def _forget(self, now: datetime) -> None:
        oldest = now - self.within
        while self._marks and (self._marks[0][1] <= oldest or len(self._marks) > self.remember):
            self._marks.popleft()
        while self._authors:
            mark, at = next(iter(self._authors.items()))
            if at > oldest and len(self._authors) <= self.remember:
                return
            del self._authors[mark]

    def _mine(self, letters: str, author: bytes) -> bytes:
        return blake2b(author + b"\0" + letters.encode(), key=self.key, digest_size=16).digest()

    def _fingerprint(self, letters: str) -> int | None:
        if len(letters) < 3 * _SHINGLE:
            return None
        shingles = {letters[i : i + _SHINGLE] for i in range(len(letters) - _SHINGLE + 1)}
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
