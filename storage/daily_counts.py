"""DailyCounts: how much of what happened on a day, for the moderators' picture. Never when, never
who.

A day is the finest time here, and only what is no secret by then is counted: whispers at their
release, decisions at the decision.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.rows import RowMapper
from storage.schema import daily_counts
from storage.scope import Scope
from storage.upsert import insert_into


@dataclass(frozen=True, slots=True)
class TallyRow:
    day: date
    what: str
    times: int


_COUNTS = RowMapper(TallyRow, daily_counts)


class DailyCounts:
    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._db = connection
        self._channel = scope.channel

    async def count(self, day: date, what: str, times: int = 1) -> None:
        """Count so many more of this on that day."""
        row = insert_into(self._db, daily_counts).values(
            channel=self._channel, day=day, what=what, times=times
        )
        await self._db.execute(
            row.on_conflict_do_update(
                index_elements=[daily_counts.c.channel, daily_counts.c.day, daily_counts.c.what],
                set_={"times": daily_counts.c.times + times},
            )
        )

    async def since(self, day: date) -> tuple[TallyRow, ...]:
        """Return everything from that day on."""
        rows = await self._db.execute(
            select(daily_counts)
            .where(daily_counts.c.channel == self._channel, daily_counts.c.day >= day)
            .order_by(daily_counts.c.day, daily_counts.c.what)
        )
        return tuple(_COUNTS.value(row) for row in rows)

    async def began(self) -> date | None:
        """Return the first day on which anything happened in this channel, of those that are
        kept."""
        first: date | None = await self._db.scalar(
            select(func.min(daily_counts.c.day)).where(daily_counts.c.channel == self._channel)
        )
        return first

    async def forget_before(self, day: date) -> None:
        """Forget older days, of every channel."""
        await self._db.execute(delete(daily_counts).where(daily_counts.c.day < day))
