"""Reports of replies by readers: how many, for which reason. Who reported is never here."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.rows import RowMapper
from storage.schema import reply_reports
from storage.scope import Scope
from storage.upsert import insert_into


@dataclass(frozen=True, slots=True)
class ReplyReport:
    number: int
    ordinal: int
    reason: str
    times: int
    immune: bool  # moderators looked and let it stand: this reason no longer hides it
    light: int = 0  # those of them by people whose word weighs less


_REPORTS = RowMapper(ReplyReport, reply_reports)


class ReplyReports:
    """The rows of a reply go with its words: ``Replies`` sees to that."""

    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._db = connection
        self._channel = scope.channel
        self._here = reply_reports.c.channel == scope.channel

    async def add(
        self, number: int, ordinal: int, reason: str, *, light: bool = False
    ) -> ReplyReport:
        """Count one more; returns where it stands now. ``light``: it weighs less."""
        table = reply_reports.c
        first = insert_into(self._db, reply_reports).values(
            channel=self._channel,
            number=number,
            ordinal=ordinal,
            reason=reason,
            times=1,
            immune=False,
            light=int(light),
        )
        counted = first.on_conflict_do_update(
            index_elements=[table.channel, table.number, table.ordinal, table.reason],
            set_={"times": table.times + 1, "light": table.light + int(light)},
        )
        row = (await self._db.execute(counted.returning(reply_reports))).one()
        return _REPORTS.value(row)

    async def of(self, number: int, ordinal: int) -> tuple[ReplyReport, ...]:
        rows = await self._db.execute(
            select(reply_reports).where(self._of(number, ordinal)).order_by(reply_reports.c.reason)
        )
        return tuple(map(_REPORTS.value, rows))

    async def undecided(self) -> tuple[tuple[int, int], ...]:
        """Return (number, ordinal) of what was reported for a reason which moderators have not
        looked at."""
        rows = await self._db.execute(
            select(reply_reports.c.number, reply_reports.c.ordinal)
            .where(self._here, reply_reports.c.immune.is_(False))
            .distinct()
            .order_by(reply_reports.c.number, reply_reports.c.ordinal)
        )
        return tuple((row.number, row.ordinal) for row in rows)

    async def make_immune(self, number: int, ordinal: int) -> None:
        """Let the reasons so far no longer count: it stands again after a look."""
        await self._db.execute(
            update(reply_reports).where(self._of(number, ordinal)).values(immune=True)
        )

    def _of(self, number: int, ordinal: int) -> ColumnElement[bool]:
        return (
            self._here & (reply_reports.c.number == number) & (reply_reports.c.ordinal == ordinal)
        )
