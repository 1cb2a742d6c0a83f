"""Mixing: who watches a whisper come in and the channel go on must not match one to the other.

A pool mix (Serjantov, Dingledine, Syverson: "From a Trickle to a Flood", IH 2002): accepted
whispers wait in a pool; at fixed clock times each of them, by chance, is released or waits on, and
those released come in random order. The chance is ``share``: whoever writes along to push the
others out (the n-1 attack) pushes nobody, since how many wait does not change it. ``keep`` is the
floor, counted in authors: so many different people's whispers stay. It gives way to ``max_age``
alone, so at low volume many are released by age, in small company; ``bench/anonymity.py`` measures
how many.

Two pools are mixed so: what goes to the channel, and before it what goes to the moderators, whose
batches are fixed clock times as well.

Of the moment at which a whisper came only its deadline is stored, and that is kept coarse: one of
two or three values for the whole pool (see ``Mixing.grain``), not one for each slot of arrival.
Whoever seizes the disk learns no more than the half of ``max_age`` in which it came.

A slot draws at most one whisper of an author, as far as authors are known: two confessions of one
evening side by side would shrink the crowd that each hides in. Only a deadline overrules that.
"""

import random
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

Key = TypeVar("Key")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_AT_ONCE = timedelta(0)


def _nobody_known(_key: object) -> None:
    """Return None: no author is known, so nothing is held back."""


@dataclass(frozen=True, slots=True)
class Mixing:
    """The rule of a pool. Slots are whole multiples of ``every`` since 1970 in UTC: a restart does
    not move them.

    ``every`` of zero means instant release, for trying only: no slots, no floor, no shuffle worth
    the name. ``share`` is the chance of each whisper at each slot, 0 to 1: with 1 everything above
    the floor goes, with 0 nothing before its time is up. Raises ValueError for figures that cannot
    be."""

    every: timedelta
    keep: int
    max_age: timedelta
    share: float = 1.0

    def __post_init__(self) -> None:
        if self.every < _AT_ONCE or self.max_age < _AT_ONCE or self.keep < 0:
            raise ValueError(f"mixing needs figures that are not negative: {self}")
        if not 0 <= self.share <= 1:
            raise ValueError(f"a share lies between 0 and 1: {self}")

    @property
    def instant(self) -> bool:
        return self.every == _AT_ONCE

    @property
    def grain(self) -> timedelta:
        """The time of which deadlines are multiples: half of ``max_age``, in whole slots, at least
        one."""
        return self.every * max(1, self.max_age // self.every // 2)

    def slot(self, now: datetime) -> datetime:
        """Return the latest fixed clock time that is not after ``now``. A draw belongs to one slot:
        the caller remembers the last slot drawn and draws again only when this has moved on."""
        return now if self.instant else _floor(now, self.every)

    def next_slot(self, now: datetime) -> datetime:
        """Return the first draw that a whisper accepted at ``now`` can be part of."""
        return self.slot(now) + self.every

    def deadline_for(self, now: datetime) -> datetime:
        """Return the slot at which a whisper accepted at ``now`` is released at the latest: at most
        ``max_age`` away, or one slot where ``max_age`` is shorter than a slot."""
        if self.instant:
            return now
        return max(self.next_slot(now), _floor(now + self.max_age, self.grain))

    def window(self, now: datetime) -> tuple[datetime, datetime]:
        """Return (earliest, latest) release of a whisper accepted at ``now``, to tell its
        author."""
        return self.next_slot(now), self.deadline_for(now)

    def draw(
        self,
        pool: Sequence[tuple[Key, datetime | None]],
        now: datetime,
        rng: random.Random,
        author_of: Callable[[Key], Hashable | None] = _nobody_known,
        *,
        hurry: bool = False,
    ) -> tuple[Key, ...]:
        """Return which of these (key, deadline) are released at this slot, in the order of release.

        Everything past its deadline goes (one without a deadline counts as past it). Of the others
        each goes by chance, none of an author who has one in this slot already, and only while
        whispers of ``keep`` authors stay. ``author_of`` gives None for an unknown author: all of
        those count as one person for the floor, and as different ones within the slot. In a
        ``hurry`` whatever the floor allows goes. ``rng`` is ``random.SystemRandom`` outside of
        tests."""
        released = [key for key, deadline in pool if deadline is None or deadline <= now]
        waiting = [key for key, deadline in pool if deadline is not None and deadline > now]
        rng.shuffle(waiting)
        share = 1.0 if hurry or self.instant else self.share
        staying = Counter(author_of(key) for key in waiting)
        present = {author_of(key) for key in released} - {None}
        for key in waiting:
            author = author_of(key)
            stay = len(staying) - (staying[author] == 1)
            if not self.instant and (author in present or stay < self.keep):
                continue
            if share < 1 and rng.random() >= share:
                continue
            released.append(key)
            present |= {author} - {None}
            staying[author] -= 1
            if staying[author] == 0:
                del staying[author]
        rng.shuffle(released)
        return tuple(released)


INSTANT = Mixing(every=_AT_ONCE, keep=0, max_age=_AT_ONCE)
"""The rule for ``demo --script`` and tests: every whisper is out at the next tick."""


@dataclass(frozen=True, slots=True)
class Preset:
    """The rules of both pools for one strength."""

    readers: Mixing
    moderators: Mixing


def _preset(
    share: float,
    readers: tuple[timedelta, int, timedelta],
    moderators: tuple[timedelta, int, timedelta],
) -> Preset:
    return Preset(Mixing(*readers, share), Mixing(*moderators, share))


_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)

PRESETS: Mapping[str, Preset] = {
    "quick": _preset(0.5, (10 * _MINUTE, 1, _HOUR), (10 * _MINUTE, 1, _HOUR)),
    "balanced": _preset(0.25, (_HOUR, 2, 12 * _HOUR), (30 * _MINUTE, 2, 3 * _HOUR)),
    "strong": _preset(0.25, (6 * _HOUR, 3, 72 * _HOUR), (_HOUR, 3, 8 * _HOUR)),
}
"""The presets, tuned by ``bench/anonymity.py`` against somebody who watches, and somebody who
writes along."""


def _floor(moment: datetime, step: timedelta) -> datetime:
    return _EPOCH + (moment - _EPOCH) // step * step
