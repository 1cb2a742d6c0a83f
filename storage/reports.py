"""Reports by readers: how many, for which reason. Who reported is never here."""

from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.rows import RowMapper
from storage.schema import reports
from storage.scope import Scope
from storage.upsert import insert_into


@dataclass(frozen=True, slots=True)
class Report:
    number: int
    reason: str
    times: int
    immune: bool  # moderators looked and restored: this reason no longer hides it
    light: int = 0  # those of them by people whose word weighs less


_REPORTS = RowMapper(Report, reports)


class Reports:
    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._db = connection
        self._channel = scope.channel
        self._here = reports.c.channel == scope.channel

    async def add(self, number: int, reason: str, *, light: bool = False) -> Report:
        """Count one more; returns where it stands now. ``light``: it weighs less."""
        first = insert_into(self._db, reports).values(
            channel=self._channel,
            number=number,
            reason=reason,
            times=1,
            immune=False,
            light=int(light),
        )
        counted = first.on_conflict_do_update(
            index_elements=[reports.c.channel, reports.c.number, reports.c.reason],
            set_={"times": reports.c.times + 1, "light": reports.c.light + int(light)},
        )
        row = (await self._db.execute(counted.returning(reports))).one()
        return _REPORTS.value(row)

    async def of(self, number: int) -> tuple[Report, ...]:
        rows = await self._db.execute(
            select(reports).where(self._here, reports.c.number == number).order_by(reports.c.reason)
        )
        return tuple(map(_REPORTS.value, rows))

    async def undecided(self) -> tuple[int, ...]:
        """Return the numbers that were reported for a reason which moderators have not looked
        at."""
        rows = await self._db.execute(
            select(reports.c.number)
            .where(self._here, reports.c.immune.is_(False))
            .distinct()
            .order_by(reports.c.number)
        )
        return tuple(row.number for row in rows)

    async def all(self) -> tuple[Report, ...]:
        """Return the reports of every number, by number and reason."""
        rows = await self._db.execute(
            select(reports).where(self._here).order_by(reports.c.number, reports.c.reason)
        )
        return tuple(map(_REPORTS.value, rows))

    async def make_immune(self, number: int) -> None:
        """Let the reasons so far no longer count: it was restored after a look."""
        await self._db.execute(
            update(reports).where(self._here, reports.c.number == number).values(immune=True)
        )

    async def clear(self, number: int) -> None:
        await self._db.execute(delete(reports).where(self._here, reports.c.number == number))
