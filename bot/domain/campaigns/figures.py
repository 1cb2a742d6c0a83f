"""Figures of a campaign for its managers: counts of each day, and "<5" for few.

Only days that are over are told, and which these are follows from the campaign's own times: whoever
asks again and again learns no moment, and the first row tells of nobody.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

FEWEST = 5
"""The least number that is named."""
AFTERWARDS = timedelta(days=7)
"""The time after a campaign's end of which figures still tell."""
_WEEK = 7
_MOST_HIDDEN = FEWEST - 1  # of a day that is not told


class Told(StrEnum):
    """The kinds of counts in a day's row. The values stand in the database."""

    POSTS = "posts"
    OPENS = "opens"  # of the link under it
    TAKEN = "taken"  # answers, when moderators were shown them
    APPROVED = "approved"
    REJECTED = "rejected"
    REACTIONS = "reactions"  # more than the day before; fewer count against it


@dataclass(frozen=True, slots=True)
class CampaignFigures:
    """The figures of every day from a campaign's beginning to a week after its end, as far as these
    days are over. No count is less than 0."""

    days: tuple[date, ...]
    counts: Mapping[tuple[date, Told], int] = field(default_factory=dict)

    def on(self, day: date, what: Told) -> int:
        return self.counts.get((day, what), 0)

    def each(self, what: Told) -> list[int]:
        """Return the count of each day, in their order."""
        return [self.on(day, what) for day in self.days]


def figures_of(
    rows: Iterable[tuple[date, str, int]], *, begins: date, ends: date, today: date
) -> CampaignFigures:
    """Turn rows of (day, what, how many) into what may be told: the days before ``today``. What is
    taken back counts against the days before, so that the days add up to what is left."""
    last = min(today - timedelta(days=1), ends + AFTERWARDS)
    days = tuple(begins + timedelta(days=step) for step in range((last - begins).days + 1))
    found = {(day, what): times for day, what, times in rows}
    counts: dict[tuple[date, Told], int] = {}
    for what in Told:
        owed = 0
        for day in reversed(days):
            left = found.get((day, what.value), 0) + owed
            owed = min(0, left)
            counts[day, what] = max(0, left)
    return CampaignFigures(days, counts)


def said(count: int) -> str:
    """Return ``12``, or ``<5`` for whatever is less: nobody can tell one from none."""
    return str(count) if count >= FEWEST else f"<{FEWEST}"


def said_over(figures: CampaignFigures, what: Told) -> str:
    """Return the sum of all days: ``12`` where each day is told; else ``10+``, or that there are
    few."""
    counts = figures.each(what)
    hidden = sum(count < FEWEST for count in counts)
    if not hidden or what is Told.POSTS:  # which everybody can count in the channel
        return said(sum(counts))
    least = least_over(figures, what)
    if least:
        return f"{least}+"
    return f"<{FEWEST * hidden}" if hidden <= 2 else f"<{FEWEST}"


def least_over(figures: CampaignFigures, what: Told) -> int:
    """Return how many there were at least, as far as it may be told: what the days say, and of
    those that say nothing, week by week, whole fives. No more than leaves each of these days open:
    what the others add up to would give it away. 0: nothing may be told."""
    counts = figures.each(what)
    told = sum(count for count in counts if count >= FEWEST)
    whole = len(counts) - len(counts) % _WEEK
    weeks = (counts[at : at + _WEEK] for at in range(0, whole, _WEEK))
    least = told + sum(map(_fives_hidden_in, weeks))
    if least or sum(counts) < FEWEST:
        return least
    return _fives_hidden_in(counts) and FEWEST


def _fives_hidden_in(counts: list[int]) -> int:
    """Return how many whole fives the days that are not told have together; so few that any one of
    these days may have had none."""
    hidden = [count for count in counts if count < FEWEST]
    others = _MOST_HIDDEN * (len(hidden) - 1)
    return max(0, min(sum(hidden), others)) // FEWEST * FEWEST


def as_csv(figures: CampaignFigures) -> bytes:
    """Return a line a day and one for all of them; UTF-8, commas, a heading."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["day", *(what.value for what in Told)])
    for day in figures.days:
        writer.writerow([day.isoformat(), *(said(figures.on(day, what)) for what in Told)])
    writer.writerow(["total", *(said_over(figures, what) for what in Told)])
    return out.getvalue().encode("utf-8")
