"""When replies come out: at fixed clock times, all that came since the last one in random order.

A reply hides among those of a quarter of an hour, which is less than a whisper hides in: a thread
dies where an answer takes half a day. An author's own answer would stand out by following what it
answers, so it takes one of three slots, by chance.
"""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

AUTHORS = 3
"""The number of slots among which an author's answer is drawn."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ReplySlots:
    """The slots of replies: whole multiples of ``every`` since 1970 in UTC, so a restart does not
    move them. ``every`` of zero: each reply comes out at once, for trying only."""

    every: timedelta

    @property
    def instant(self) -> bool:
        return self.every == timedelta(0)

    def next_slot(self, now: datetime) -> datetime:
        """Return the first slot after ``now``; where there are none, ``now``."""
        if self.instant:
            return now
        return _EPOCH + ((now - _EPOCH) // self.every + 1) * self.every

    def slot_for(self, now: datetime, rng: random.Random, *, author: bool) -> datetime:
        """Return the slot at which a reply is out that is taken in, or approved, at ``now``: the
        next one, and for the author's own answer one of the next three. What it answers was out
        before, so it is never in the same slot. ``rng`` is ``random.SystemRandom`` outside of
        tests."""
        first = self.next_slot(now)
        return first + rng.randrange(AUTHORS) * self.every if author else first
