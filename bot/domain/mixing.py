"""Mixing: who watches a whisper come in and the channel go on must not match one to the other.

A timed pool mix (Serjantov, Dingledine, Syverson: "From a Trickle to a Flood", IH 2002): accepted
whispers wait in a pool; at fixed clock times all but ``keep`` of them, chosen at random, are
released in random order. ``keep`` is the floor. It gives way to ``max_age`` alone, so at low volume
many are released by age, in small company; ``bench/anonymity.py`` measures how many.

Of the moment at which a whisper came only its deadline is stored, and that is kept coarse: one of
two or three values for the whole pool (see ``Mixing.grain``), not one for each slot of arrival.
Whoever seizes the disk learns no more than the half of ``max_age`` in which it came.

A slot draws at most one whisper of an author, as far as authors are known: two confessions of one
evening side by side would shrink the crowd that each hides in. Only a deadline overrules that.
"""

import random
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

Key = TypeVar("Key")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_AT_ONCE = timedelta(0)


def _nobody_known(_key: object) -> None:
    """No author is known: nothing is held back."""


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
        self,
        pool: Sequence[tuple[Key, datetime | None]],
        now: datetime,
        rng: random.Random,
        author_of: Callable[[Key], Hashable | None] = _nobody_known,
    ) -> tuple[Key, ...]:
        """Which of these (key, deadline) are released at this slot, in the order of release.

        Everything past its deadline goes (one without a deadline counts as past it); others are
        added at random until no more than ``keep`` stay, none of an author who has one in this
        slot already. ``author_of`` gives None for an unknown author, who is taken for somebody
        else each time. ``rng`` is ``random.SystemRandom`` outside of tests."""
        released = [key for key, deadline in pool if deadline is None or deadline <= now]
        waiting = [key for key, deadline in pool if deadline is not None and deadline > now]
        rng.shuffle(waiting)
        surplus = len(pool) - self.keep - len(released)
        present = {author_of(key) for key in released} - {None}
        for key in waiting:
            author = author_of(key)
            if self.instant or (surplus > 0 and author not in present):
                released.append(key)
                surplus -= 1
                present |= {author} - {None}
        rng.shuffle(released)
        return tuple(released)


INSTANT = Mixing(every=_AT_ONCE, keep=0, max_age=_AT_ONCE)
"""For ``demo --script`` and tests: every whisper is out at the next tick."""


def _floor(moment: datetime, step: timedelta) -> datetime:
    return _EPOCH + (moment - _EPOCH) // step * step
