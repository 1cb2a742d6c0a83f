"""Tallies count things per day for the moderators and for the picture of their figures. They know
nothing finer than a day, and a wait only in coarse steps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

DAYS = 30
"""The days that the picture looks back."""

KEPT_DAYS = 90
"""The days that /log looks back; older counts are forgotten."""


class Counted(StrEnum):
    """The kinds of counts in a day's row. The values stand in the database."""

    RELEASED = "released"  # at the release, which is public
    REPORTS = "reports"
    RESTORED = "restored"
    REMOVED = "removed"
    APPROVED = "approved"
    COVERED = "covered"
    REJECTED = "rejected"
    REPLIES_APPROVED = "replies_approved"
    REPLIES_REJECTED = "replies_rejected"
    BANNED = "banned"  # acts, not people; told in coarse steps only


DECISIONS = (
    Counted.APPROVED,
    Counted.COVERED,
    Counted.REJECTED,
    Counted.RESTORED,
    Counted.REMOVED,
    Counted.REPLIES_APPROVED,
    Counted.REPLIES_REJECTED,
)


class Wait(StrEnum):
    """The time that a card stood in the moderators' chat before it was decided."""

    MINUTES = "wait_10m"  # up to 10 minutes
    HOUR = "wait_1h"
    HOURS = "wait_6h"
    DAY = "wait_1d"
    LONGER = "wait_more"


_UP_TO = (
    (timedelta(minutes=10), Wait.MINUTES),
    (timedelta(hours=1), Wait.HOUR),
    (timedelta(hours=6), Wait.HOURS),
    (timedelta(days=1), Wait.DAY),
)


def step_of(waited: timedelta) -> Wait:
    """Return the coarse step that a wait falls into."""
    return next((step for most, step in _UP_TO if waited <= most), Wait.LONGER)


@dataclass(frozen=True, slots=True)
class WaitingFigures:
    """Counts of what waits just now."""

    review: int = 0
    held: int = 0
    pool: int = 0
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures that the moderators' picture shows."""

    days: tuple[date, ...]  # every one of them, oldest first
    released: tuple[int, ...]  # per day
    reports: tuple[int, ...]  # per day
    decisions: Mapping[Counted, int] = field(default_factory=dict)  # over all these days
    waits: Mapping[Wait, int] = field(default_factory=dict)
    waiting: WaitingFigures = WaitingFigures()


def figures(rows: Iterable[tuple[date, str, int]], today: date, waiting: WaitingFigures) -> Figures:
    """Turn rows of (day, what, how many) into the last ``DAYS`` days, today included."""
    days = tuple(today - timedelta(days=back) for back in range(DAYS - 1, -1, -1))
    known = {(day, what): times for day, what, times in rows}

    def over(what: str) -> int:
        return sum(known.get((day, what), 0) for day in days)

    return Figures(
        days=days,
        released=tuple(known.get((day, Counted.RELEASED), 0) for day in days),
        reports=tuple(known.get((day, Counted.REPORTS), 0) for day in days),
        decisions={what: over(what) for what in DECISIONS},
        waits={step: over(step) for step in Wait},
        waiting=waiting,
    )
