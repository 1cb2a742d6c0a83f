"""Days tell which local day's digest is due, once a day, on the days when the clocks change too;
and which week or year is meant by its best."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Span(StrEnum):
    """The time that a digest looks back on."""

    DAY = "day"
    WEEK = "week"  # from Monday
    YEAR = "year"

    def first(self, day: date) -> date:
        """Return the first day of the span that ``day`` is in."""
        match self:
            case Span.DAY:
                return day
            case Span.WEEK:
                return day - timedelta(days=day.weekday())
            case Span.YEAR:
                return day.replace(month=1, day=1)

    def after(self, first: date) -> date:
        """Return the first day of the next span."""
        match self:
            case Span.DAY:
                return first + timedelta(days=1)
            case Span.WEEK:
                return first + timedelta(days=7)
            case Span.YEAR:
                return first.replace(year=first.year + 1)

    def nearest(self, today: date) -> date:
        """Return the first day of the span whose end is nearest: on a Saturday this week is meant,
        on a Tuesday the last one."""
        first = self.first(today)
        before = self.first(first - timedelta(days=1))
        ago, ahead = today - first, self.after(first) - today
        return before if ago < ahead else first


CATCH_UP = timedelta(hours=12)
"""A digest missed while the bot was down is still posted within this time."""


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return that local time in UTC. A time that comes twice (autumn) means the first; one that is
    skipped (spring) means as long after midnight as it would have been, so an hour later."""
    return datetime.combine(day, at.replace(fold=0), tzinfo=zone).astimezone(UTC)


def local_day(now: datetime, zone: ZoneInfo) -> date:
    return now.astimezone(zone).date()


def day_due(now: datetime, at: time, zone: ZoneInfo) -> date | None:
    """Return the day whose digest is due now: today's, or yesterday's when less than 12 h late.
    None: no digest is due."""
    today = local_day(now, zone)
    for day in (today, today - timedelta(days=1)):
        if moment(day, at, zone) <= now < moment(day, at, zone) + CATCH_UP:
            return day
    return None


def next_moment(now: datetime, at: time, zone: ZoneInfo) -> datetime:
    """Return when the next digest is due."""
    today = local_day(now, zone)
    due = moment(today, at, zone)
    return due if due > now else moment(today + timedelta(days=1), at, zone)
