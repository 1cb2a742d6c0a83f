"""Counters by tag tell how often somebody did something lately, in memory only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.memory.expiring import ExpiringDict


class TallyBook(Protocol):
    """Counts per tag in a sliding window. Raises MemoryAway where it is a server's and cannot be
    reached."""

    async def room(self, tag: bytes, now: datetime) -> bool:
        """Whether one more is allowed. Counts nothing."""

    async def free_at(self, tag: bytes, now: datetime) -> datetime:
        """Return when the next one is allowed (``now`` when it is already)."""

    async def count(self, tag: bytes, now: datetime) -> None:
        """Count one more, whether it is allowed or not."""

    async def take(self, tag: bytes, now: datetime) -> datetime | None:
        """Count one more and return None, or return when the next one is allowed. Of several at
        once no more are granted than are allowed."""

    async def give_back(self, tag: bytes, now: datetime) -> None:
        """Undo what was taken at this time, since it came to nothing."""


class Tally:
    """The counts of this process."""

    def __init__(self, *, most: int, within: timedelta) -> None:
        self._most = most
        self._within = within
        self._times: ExpiringDict[bytes, list[datetime]] = ExpiringDict(within)

    def room(self, tag: bytes, now: datetime) -> bool:
        """Whether one more is allowed. Counts nothing."""
        return len(self._recent(tag, now)) < self._most

    def free_at(self, tag: bytes, now: datetime) -> datetime:
        """Return when the next one is allowed (``now`` when it is already)."""
        return next_free(self._recent(tag, now), self._most, self._within, now)

    def count(self, tag: bytes, now: datetime) -> None:
        self._times.put(tag, [*self._recent(tag, now), now], now)

    def give_back(self, tag: bytes, now: datetime) -> None:
        """Undo what was counted at this time, since it came to nothing."""
        times = self._recent(tag, now)
        if now in times:
            times.remove(now)
            self._times.put(tag, times, now)

    def _recent(self, tag: bytes, now: datetime) -> list[datetime]:
        """Return the times that count. A clock that was set back blocks nobody: what it dates later
        than now counts no more."""
        return [at for at in self._times.get(tag) or () if now - self._within < at <= now]


class LocalTally:
    """A tally of this process, as one may be shared."""

    def __init__(self, *, most: int, within: timedelta) -> None:
        self.tally = Tally(most=most, within=within)

    async def room(self, tag: bytes, now: datetime) -> bool:
        return self.tally.room(tag, now)

    async def free_at(self, tag: bytes, now: datetime) -> datetime:
        return self.tally.free_at(tag, now)

    async def count(self, tag: bytes, now: datetime) -> None:
        self.tally.count(tag, now)

    async def take(self, tag: bytes, now: datetime) -> datetime | None:
        if not self.tally.room(tag, now):
            return self.tally.free_at(tag, now)
        self.tally.count(tag, now)
        return None

    async def give_back(self, tag: bytes, now: datetime) -> None:
        self.tally.give_back(tag, now)


def next_free(recent: Sequence[datetime], most: int, within: timedelta, now: datetime) -> datetime:
    """Return when one more is allowed, after these within the window, oldest first."""
    return now if len(recent) < most else recent[-most] + within


@dataclass(frozen=True, slots=True)
class Tallies:
    """Counters in memory, by tag: how often somebody did something lately."""

    published: TallyBook
    receipts: TallyBook  # looked up in vain
    reports: TallyBook  # of one person
    reported: TallyBook  # those of one person about one whisper
