"""The figures that moderators can ask for, as they stood at the last batch.

A live count would tell a moderator with a clock the second of each tap on Publish: so between two
batches every figure stands still, and what has no card yet is not told at all. In memory only: on
the disk they would tell which of the waiting whispers came after the last batch. A restart forgets
them until the next batch.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.domain.days import local_day
from bot.domain.mixing import Mixing
from bot.domain.tallies import Counted, Figures
from bot.flows.moderation.stats import stats
from storage import Storage
from storage.reports import Report

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Snapshot:
    at: datetime
    stats: Figures
    bans: int = 0  # the number of the last seven days
    reports: Mapping[int, tuple[Report, ...]] = field(default_factory=dict)
    """Number -> what readers said about it, by reason."""


@dataclass(slots=True)
class ModeratorsFigures:
    storage: Storage
    review: Mixing
    zone: ZoneInfo
    _last: Snapshot | None = None

    @property
    def taken_at(self) -> datetime | None:
        return None if self._last is None else self._last.at

    async def take(self, now: datetime) -> None:
        """Take the figures as they stand now; called at each batch."""
        today = local_day(now, self.zone)
        figures = await stats(storage=self.storage, today=today)
        async with self.storage.reading() as tables:
            reports = await tables.reports.all()
            counts = await tables.daily_counts.since(today - _WEEK + timedelta(days=1))
        by_number = {
            number: tuple(each) for number, each in groupby(reports, lambda report: report.number)
        }
        bans = sum(row.times for row in counts if row.what == Counted.BANNED)
        self._last = Snapshot(now, figures, bans, by_number)

    async def read(self, now: datetime) -> Snapshot | None:
        """Return the figures of the last batch. None: the bot was restarted, and the next batch has
        not come. Where cards come at once, which is for trying only, figures are those of the
        moment."""
        if self.review.instant:
            await self.take(now)
        return self._last
