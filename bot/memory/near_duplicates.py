"""Words that were published before, or nearly, as fingerprints in memory
(``bot/memory/fingerprints.py``)."""

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

from bot.memory.fingerprints import Fingerprint, author_mark, is_near, letters_of, mark_of

REMEMBERED = 2000
"""The most fingerprints that are remembered."""
WITHIN = timedelta(hours=48)


class Similarity(Enum):
    """The answer of the memory about some words."""

    NEW = "new"
    NEAR = "near"  # anybody published nearly the same
    AGAIN = "again"  # this author published exactly these


class DuplicateBook(Protocol):
    """The book of fingerprints of published words. Raises MemoryAway where it is a server's and
    cannot be reached."""

    async def look(self, words: str, author: bytes, now: datetime) -> Similarity:
        """Compare with what was noted; remembers nothing. Short words are near only when they come
        for the third time within an hour, and speak of nobody's self."""

    async def note(self, words: str, author: bytes, now: datetime) -> None:
        """Remember the words' fingerprint, not the words."""


@dataclass(slots=True)
class NearDuplicates:
    """The last fingerprints of this process, oldest forgotten first."""

    key: bytes = field(repr=False)  # at most 64 bytes
    remember: int = REMEMBERED
    within: timedelta = WITHIN
    _noted: deque[Fingerprint] = field(default_factory=deque, repr=False)
    _authors: OrderedDict[bytes, datetime] = field(default_factory=OrderedDict, repr=False)

    @property
    def remembered(self) -> int:
        """The number of fingerprints in memory."""
        return len(self._noted)

    async def look(self, words: str, author: bytes, now: datetime) -> Similarity:
        self._forget(now)
        letters = letters_of(words)
        if author_mark(self.key, letters, author) in self._authors:
            return Similarity.AGAIN
        near = is_near(self._noted, mark_of(self.key, letters), len(letters), words, now)
        return Similarity.NEAR if near else Similarity.NEW

    async def note(self, words: str, author: bytes, now: datetime) -> None:
        letters = letters_of(words)
        mine = author_mark(self.key, letters, author)
        self._authors[mine] = now
        self._authors.move_to_end(mine)
        self._noted.append(Fingerprint(mark_of(self.key, letters), len(letters), now))
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
