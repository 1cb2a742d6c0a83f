"""A date and a time as somebody types them: the year first, or the day with dots or slashes."""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.days import moment

_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})")
_DAY_FIRST = re.compile(r"(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})")
_CLOCK = re.compile(r"(?P<h>[01]?\d|2[0-3])[:h](?P<min>[0-5]\d)")
_LAST = time(23, 59)


def read_time(text: str, zone: ZoneInfo, *, last: bool = False) -> datetime | None:
    """Read ``2026-12-01 18:00``, ``1.12.2026 18:00`` or ``1/12/2026 18h00`` into UTC. ``last``: a
    day alone means its end; else a time is needed. None: it cannot be read."""
    parts = text.strip().replace(",", " ").replace("T", " ").split()
    if not parts or len(parts) > 2:
        return None
    named = _ISO.fullmatch(parts[0]) or _DAY_FIRST.fullmatch(parts[0])
    clock = _CLOCK.fullmatch(parts[1]) if len(parts) == 2 else None
    if named is None or (len(parts) == 2 and clock is None) or (clock is None and not last):
        return None
    try:
        day = date(int(named["y"]), int(named["m"]), int(named["d"]))
    except ValueError:
        return None
    at = _LAST if clock is None else time(int(clock["h"]), int(clock["min"]))
    return moment(day, at, zone).astimezone(UTC)


def written(when: datetime, zone: ZoneInfo) -> str:
    """Write a time as ``read_time`` reads it: ``2026-12-01 18:00``."""
    return f"{when.astimezone(zone):%Y-%m-%d %H:%M}"
