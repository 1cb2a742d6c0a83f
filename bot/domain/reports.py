"""Reports by readers: for which reasons, and when they hide a post until somebody has looked.

Reports are a weapon too: whoever reports what they dislike must not empty a channel. So hiding has
a brake, comes at fixed times, and weighs who was wrong today less.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

RECENT = timedelta(hours=48)
_FEW = 3
_SHARE = 10
LOVED = 10
"""The reactions of love from which on a post takes two people to hide."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Reason(StrEnum):
    """The reason why a reader reports a whisper. The values stand in buttons and in the
    database."""

    CRUEL = "cruel"
    PRIVATE = "private"
    SEXUAL = "sexual"
    SELF_HARM = "harm"
    VIOLENCE = "violence"
    SPAM = "spam"
    OTHER = "other"

    @property
    def severe(self) -> bool:
        """Whether it hurts more with every minute that it stands."""
        return self in _SEVERE


_SEVERE = frozenset({Reason.PRIVATE, Reason.SEXUAL, Reason.SELF_HARM, Reason.VIOLENCE})


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers of people that it takes to hide a post."""

    severe: int = 1  # for one severe reason
    other: int = 3  # for all other reasons together

    def for_post(self, *, restored: bool, love: float) -> "Thresholds":
        """Return the thresholds of a post: double for what moderators have let stand before; two
        people for what many love."""
        times = 2 if restored else 1
        severe = max(self.severe * times, 2 if love >= LOVED else 1)
        return replace(self, severe=severe, other=self.other * times)


@dataclass(frozen=True, slots=True)
class Count:
    """The number of people who gave one reason; ``light``: of these, so many whose word weighs less
    today."""

    people: int
    light: int = 0


def hides(counts: Mapping[Reason, Count], thresholds: Thresholds) -> bool:
    """Whether a post with these reports is hidden. Reasons for which it was looked at and
    restored are left out by the caller. A severe reason given lightly counts as any other."""
    heavy = {reason: each.people - each.light for reason, each in counts.items() if reason.severe}
    if any(people >= thresholds.severe for people in heavy.values()):
        return True
    others = sum(each.people for reason, each in counts.items() if not reason.severe)
    light = sum(each.light for reason, each in counts.items() if reason.severe)
    return others + light >= thresholds.other


def most_hidden(posted: int) -> int:
    """Return how many posts may be hidden at once by reports alone, when ``posted`` came out in the
    last 48 hours: three, or a tenth of them."""
    return max(_FEW, posted // _SHARE)


def slot(now: datetime, every: timedelta) -> datetime:
    """Return the latest time for hiding that is not after ``now``: whole multiples of ``every``, so
    that no report tells by its effect that it was the one that did it. Zero: at once."""
    return now - (now - _EPOCH) % every if every else now
