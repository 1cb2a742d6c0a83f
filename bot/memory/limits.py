"""Counters by tag tell how often somebody did something lately, in memory only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.memory.expiring import ExpiringDict

if TYPE_CHECKING:
    pass


class Tally:
    """Counts per tag in a sliding window: how often somebody did something lately."""

    def __init__(self, *, most: int, within: timedelta) -> None:
        self._most = most
        self._within = within
        self._times: ExpiringDict[bytes, list[datetime]] = ExpiringDict(within)

    def room(self, tag: bytes, now: datetime) -> bool:
        """Whether one more is allowed. Counts nothing."""
        return len(self._recent(tag, now)) < self._most

    def free_at(self, tag: bytes, now: datetime) -> datetime:
        """When the next one is allowed (``now`` when it is already)."""
        recent = self._recent(tag, now)
        return now if len(recent) < self._most else recent[-self._most] + self._within

    def count(self, tag: bytes, now: datetime) -> None:
        self._times.put(tag, [*self._recent(tag, now), now], now)

    def _recent(self, tag: bytes, now: datetime) -> list[datetime]:
        """A clock that was set back blocks nobody: what it dates later than now counts no more."""
        return [at for at in self._times.get(tag) or () if now - self._within < at <= now]


@dataclass(frozen=True, slots=True)
class Tallies:
    """Counters in memory, by tag: how often somebody did something lately."""

    published: Tally
    receipts: Tally  # looked up in vain
    reports: Tally  # of one person
    reported: Tally  # of one person about one whisper
