"""The ladder of bans: a day, a week, a season. Whole local days, from the next midnight on: a ban
that began at once could be seen over somebody's shoulder."""

from dataclasses import dataclass
from datetime import date, timedelta

LADDER = (1, 7, 90)
"""The days of the first ban, the second, and every one after."""

REMEMBERED = timedelta(days=90)
"""The time after its end in which a ban still counts for the next step."""


def next_step(before: int | None) -> int:
    """Return the step after this one. None: never banned, or not for a long time."""
    return 0 if before is None else min(before + 1, len(LADDER) - 1)


def end_of(step: int, today: date) -> date:
    """Return the first day on which the person may write again: today counts for nothing."""
    return today + timedelta(days=LADDER[step] + 1)


def begin_of(step: int, until: date) -> date:
    """Return the first day on which they may not write."""
    return until - timedelta(days=LADDER[step])


@dataclass(frozen=True, slots=True)
class Ban:
    until: date  # the first day on which the person may write again
    step: int  # of the ladder, 0 first
