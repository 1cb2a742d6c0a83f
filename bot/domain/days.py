"""Which local day's digest is due: once a day, on the days when the clocks change too."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CATCH_UP = timedelta(hours=12)
"""A digest missed while the bot was down is still posted within this time."""


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """That local time in UTC. A time that comes twice (autumn) means the first; one that is
    skipped (spring) means as long after midnight as it would have been, so an hour later."""
    return datetime.combine(day, at.replace(fold=0), tzinfo=zone).astimezone(UTC)


def local_day(now: datetime, zone: ZoneInfo) -> date:
    return now.astimezone(zone).date()


def day_due(now: datetime, at: time, zone: ZoneInfo) -> date | None:
    """The day whose digest is due now: today's, or yesterday's when less than 12 h late."""
    today = local_day(now, zone)
    for day in (today, today - timedelta(days=1)):
        if moment(day, at, zone) <= now < moment(day, at, zone) + CATCH_UP:
            return day
    return None


def next_moment(now: datetime, at: time, zone: ZoneInfo) -> datetime:
    """When the next digest is due."""
    today = local_day(now, zone)
    due = moment(today, at, zone)
    return due if due > now else moment(today + timedelta(days=1), at, zone)
