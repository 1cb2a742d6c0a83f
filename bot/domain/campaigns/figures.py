"""Figures of a campaign for its managers: counts of each day, and "<5" for few.

Only days that are over are told: whoever asks again and again learns no moment.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

FEWEST = 5
"""The least number that is named."""
LONGEST = 120
"""The most days that figures go back."""


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
    """The figures of every day from the first on which something happened to the last that is
    over."""

    days: tuple[date, ...]
    counts: Mapping[tuple[date, Told], int] = field(default_factory=dict)

    def on(self, day: date, what: Told) -> int:
        """Return the count of a day, never less than 0: reactions that were taken back show as
        none."""
        return max(0, self.counts.get((day, what), 0))

    def over(self, what: Told) -> int:
        return max(0, sum(self.counts.get((day, what), 0) for day in self.days))


def figures_of(rows: Iterable[tuple[date, str, int]], today: date) -> CampaignFigures:
    """Turn rows of (day, what, how many) into what may be told: days before ``today``."""
    known = set(Told)
    over = [(day, Told(what), times) for day, what, times in rows if day < today and what in known]
    if not over:
        return CampaignFigures(())
    first = max(min(day for day, _, _ in over), today - timedelta(days=LONGEST))
    days = tuple(first + timedelta(days=step) for step in range((today - first).days))
    return CampaignFigures(days, {(day, what): times for day, what, times in over})


def said(count: int) -> str:
    """Return ``12``, or ``<5`` for whatever is less: nobody can tell one from none."""
    return str(count) if count >= FEWEST else f"<{FEWEST}"


def said_over(figures: CampaignFigures, what: Told) -> str:
    """Return the sum of all days. Where a day is not told, the sum is no exact number either
    (``10+``): what the others add up to would give the day away."""
    total = figures.over(what)
    hidden = any(figures.on(day, what) < FEWEST for day in figures.days)
    if not hidden or total < FEWEST:
        return said(total)
    return f"{total // FEWEST * FEWEST}+"


def as_csv(figures: CampaignFigures) -> bytes:
    """Return a line a day and one for all of them; UTF-8, commas, a heading."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["day", *(what.value for what in Told)])
    for day in figures.days:
        writer.writerow([day.isoformat(), *(said(figures.on(day, what)) for what in Told)])
    writer.writerow(["total", *(said_over(figures, what) for what in Told)])
    return out.getvalue().encode("utf-8")
