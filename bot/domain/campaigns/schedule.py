"""When a campaign is posted: its turns by the clock, and whether there is room for it just now.

Whispers never wait for a campaign. It goes in between two of them that are about to stand side by
side anyway, so that both of its neighbours are known before it is sent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from zoneinfo import ZoneInfo

from bot.domain.days import local_day, moment

ONE_IN = 10
"""The number of posts in a row of which one at most is a campaign."""
A_DAY = 2
"""The most campaigns a day: on one local day, and in any 24 hours."""
LONGEST = timedelta(days=90)
"""The longest time from its first turn to its end."""
_DAY = timedelta(hours=24)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Plan:
    """The times of a campaign: from when until when, and whether it comes again each week at the
    same local time."""

    starts_at: datetime
    until: datetime
    weekly: bool
    zone: ZoneInfo

    def begin_of(self, turn: int) -> datetime:
        """Return when this turn begins; the first is 1."""
        if turn == 1:
            return self.starts_at
        first = self.starts_at.astimezone(self.zone)
        return moment(first.date() + (turn - 1) * _WEEK, first.time(), self.zone)

    def end_of(self, turn: int) -> datetime:
        """Return until when this turn can be made up for."""
        return min(self.begin_of(turn + 1), self.until) if self.weekly else self.until

    def turn_at(self, now: datetime) -> int | None:
        """Return the turn whose time it is. None: not begun yet, or over."""
        if not self.starts_at <= now < self.until:
            return None
        if not self.weekly:
            return 1
        turn = 1
        while self.begin_of(turn + 1) <= now:
            turn += 1
        return turn

    def due(self, now: datetime, done: int) -> int | None:
        """Return the turn to be made now. A turn missed is made up for while its time lasts;
        ``done``, the last that was made, is never made again, wherever the clock has gone since."""
        turn = self.turn_at(now)
        return turn if turn is not None and turn > done else None

    def next_begin(self, now: datetime, done: int) -> datetime | None:
        """Return when there may be something to do: a turn begins, or all is over. None: it is
        over."""
        if now >= self.until:
            return None
        if now < self.starts_at:
            return self.starts_at
        turn = max(self.turn_at(now) or 1, done)
        return min(self.begin_of(turn + 1), self.until) if self.weekly else self.until


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A post of the channel, or a card that is about to be one."""

    campaign: bool = False
    tender: bool = False  # covered, or a helpline stands under it
    counts: bool = True  # a card or a campaign, which stands; not a digest


def has_room(before: Sequence[Neighbour], after: Neighbour | None) -> bool:
    """Whether a campaign may stand here. ``before``: what stands, newest first, ``ONE_IN`` and
    more of it where there is; ``after``: the card that will be posted next. None: nothing waits,
    and nobody knows what will come."""
    if after is None or after.tender or after.campaign:
        return False
    if before and (before[0].tender or before[0].campaign):
        return False
    counted = [each for each in before if each.counts][: ONE_IN - 1]
    return len(counted) == ONE_IN - 1 and not any(each.campaign for each in counted)


def has_day(
    posted: Iterable[datetime], now: datetime, zone: ZoneInfo, *, most: int = A_DAY
) -> bool:
    """Whether today can have another, where there are ``most`` a day. ``posted``: when campaigns
    were, of two days at least. One that lies in the future was posted before the clock was set
    back: it counts until then."""
    times = list(posted)
    lately = sum(each > now - _DAY for each in times)
    today = sum(local_day(each, zone) >= local_day(now, zone) for each in times)
    return max(lately, today) < min(most, A_DAY)


class Give(Enum):
    """The next step where it is no card."""

    CAMPAIGN = auto()
    WAY = auto()  # the campaign that stands last is deleted: only tender cards wait behind it
    NOTHING = auto()


def next_post(
    before: Sequence[Neighbour],
    waiting: Sequence[Neighbour],
    *,
    campaign: bool,
    posted: Iterable[datetime],
    now: datetime,
    zone: ZoneInfo,
    most: int = A_DAY,
) -> Give | int:
    """Return what is posted next: the campaign that waits (if ``campaign``), or which of the cards
    in ``waiting`` (its index). Behind a campaign comes the first that is not tender; if none is
    left, since its author took it back, no whisper waits: the campaign gives way."""
    following = waiting[0] if waiting else None
    if campaign and has_room(before, following) and has_day(posted, now, zone, most=most):
        return Give.CAMPAIGN
    if following is None:
        return Give.NOTHING
    if not before or not before[0].campaign:
        return 0
    plain = next((at for at, each in enumerate(waiting) if not each.tender), None)
    return Give.WAY if plain is None else plain
