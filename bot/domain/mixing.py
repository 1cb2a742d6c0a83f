"""Mixing: who watches a whisper come in and the channel go on must not match one to the other.

A timed pool mix (Serjantov, Dingledine, Syverson: "From a Trickle to a Flood", IH 2002): accepted
whispers wait in a pool; at fixed clock times all but ``keep`` of them, chosen at random, are
released in random order. ``keep`` is the floor. It gives way to ``max_age`` alone, so at low volume
many are released by age, in small company; ``bench/anonymity.py`` measures how many.

Of the moment at which a whisper came only its deadline is stored, and that is kept coarse: one of
two or three values for the whole pool (see ``Mixing.grain``), not one for each slot of arrival.
Whoever seizes the disk learns no more than the half of ``max_age`` in which it came.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

Key = TypeVar("Key")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_AT_ONCE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Mixing:
    """Slots are whole multiples of ``every`` since 1970 in UTC: a restart does not move them.

    ``every`` of zero means instant release, for trying only: no slots, no floor, no shuffle worth
    the name. Raises ValueError for negative figures."""

    every: timedelta
    keep: int
    max_age: timedelta

    def __post_init__(self) -> None:
        if self.every < _AT_ONCE or self.max_age < _AT_ONCE or self.keep < 0:
            raise ValueError(f"mixing needs figures that are not negative: {self}")

    @property
    def instant(self) -> bool:
        return self.every == _AT_ONCE

    @property
    def grain(self) -> timedelta:
        """Deadlines are multiples of this: half of ``max_age``, in whole slots, at least one."""
        return self.every * max(1, self.max_age // self.every // 2)

    def slot(self, now: datetime) -> datetime:
        """The latest fixed clock time that is not after ``now``. A draw belongs to one slot: the
        caller remembers the last slot drawn and draws again only when this has moved on."""
        return now if self.instant else _floor(now, self.every)

    def next_slot(self, now: datetime) -> datetime:
        """The first draw that a whisper accepted at ``now`` can be part of."""
        return self.slot(now) + self.every

    def deadline_for(self, now: datetime) -> datetime:
        """The slot at which a whisper accepted at ``now`` is released at the latest: at most
        ``max_age`` away, or one slot where ``max_age`` is shorter than a slot."""
        if self.instant:
            return now
        return max(self.next_slot(now), _floor(now + self.max_age, self.grain))

    def window(self, now: datetime) -> tuple[datetime, datetime]:
        """(earliest, latest) release of a whisper accepted at ``now``, to tell its author."""
        return self.next_slot(now), self.deadline_for(now)

    def draw(
        self, pool: Sequence[tuple[Key, datetime | None]], now: datetime, rng: random.Random
    ) -> tuple[Key, ...]:
        """Which of these (key, deadline) are released at this slot, in the order of release.

        Everything past its deadline goes (one without a deadline counts as past it); others are
        added at random until no more than ``keep`` stay. ``rng`` is ``random.SystemRandom``
        outside of tests."""
        overdue = [key for key, deadline in pool if deadline is None or deadline <= now]
        waiting = [key for key, deadline in pool if deadline is not None and deadline > now]
        if self.instant:
            overdue, waiting = overdue + waiting, []
        surplus = len(pool) - (0 if self.instant else self.keep) - len(overdue)
        released = overdue + rng.sample(waiting, max(0, surplus))
        rng.shuffle(released)
        return tuple(released)


INSTANT = Mixing(every=_AT_ONCE, keep=0, max_age=_AT_ONCE)
"""For ``demo --script`` and tests: every whisper is out at the next tick."""


def _floor(moment: datetime, step: timedelta) -> datetime:
    return _EPOCH + (moment - _EPOCH) // step * step
