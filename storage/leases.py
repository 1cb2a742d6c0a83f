"""Leases: a name that one process holds for a while, and loses when it does not renew it in time.

Each statement goes by the database's own clock: processes need not agree about the time. With each
new holder the epoch grows, so what a holder of before still tries to write is told apart."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from sqlalchemy import Select, case, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ColumnElement

from storage.errors import StorageBusy
from storage.rows import RowMapper
from storage.schema_leases import leases
from storage.upsert import insert_into


class LeaseLost(StorageBusy):
    """The lease is lost, and somebody else may hold it by now: nothing was changed."""


class Fence(Protocol):
    """The claim that a transaction must still hold to change anything."""

    def held(self) -> "Claim | None":
        """Return the claim that is held. None: it is not held any more."""

    async def surely(self) -> None:
        """Make sure before a call that it holds for long enough yet. Raises LeaseLost."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The time of one holder with a name: from its taking until another takes it."""

    name: str
    holder: str
    epoch: int


@dataclass(frozen=True, slots=True)
class LeaseRow:
    name: str
    holder: str
    version: str
    epoch: int
    since: float  # seconds since 1970
    until: float


@dataclass(frozen=True, slots=True)
class LeasesNow:
    """All leases, and what the database's clock shows."""

    rows: tuple[LeaseRow, ...]
    now: float

    @property
    def alive(self) -> tuple[LeaseRow, ...]:
        return tuple(row for row in self.rows if row.until > self.now)


_LEASES = RowMapper(LeaseRow, leases)


class Leases:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def take(
        self, names: Collection[str], holder: str, version: str, life: timedelta
    ) -> Mapping[str, int]:
        """Name -> epoch, of those that are this holder's from now on for ``life``: they were its
        own, free, or not renewed in time. The others are somebody else's. One statement."""
        if not names:
            return {}
        now = self._now
        end = now + life.total_seconds()
        given = {"holder": holder, "version": version, "epoch": 1, "since": now, "until": end}
        rows = insert_into(self._db, leases).values([{"name": n, **given} for n in sorted(names)])
        mine = leases.c.holder == holder
        taken = rows.on_conflict_do_update(
            index_elements=[leases.c.name],
            set_={
                "holder": holder,
                "version": version,
                "epoch": case((mine, leases.c.epoch), else_=leases.c.epoch + 1),
                "since": case((mine, leases.c.since), else_=now),
                "until": end,
            },
            where=or_(mine, leases.c.until <= now),
        )
        found = await self._db.execute(taken.returning(leases.c.name, leases.c.epoch))
        return {row.name: row.epoch for row in found}

    async def give_back(self, holder: str) -> None:
        """Give back all that this holder has: whoever waits may take it at once."""
        await self._db.execute(update(leases).where(leases.c.holder == holder).values(until=0.0))

    async def forget(self, beginning: str, after: timedelta) -> None:
        """Forget names that begin so, and that nobody has held for so long."""
        old = self._now - after.total_seconds()
        named = leases.c.name.startswith(beginning, autoescape=True)
        await self._db.execute(delete(leases).where(named, leases.c.until <= old))

    async def check(self, claim: Claim) -> None:
        """Make sure that nobody else can take it before this transaction ends. Raises LeaseLost."""
        held: Select[tuple[int]] = select(leases.c.epoch).where(
            leases.c.name == claim.name,
            leases.c.holder == claim.holder,
            leases.c.epoch == claim.epoch,
            leases.c.until > self._now,
        )
        if await self._db.scalar(held.with_for_update(read=True)) is None:
            raise LeaseLost(f"{claim.name} is somebody else's by now")

    async def all(self) -> LeasesNow:
        """Return all leases, by name."""
        rows = await self._db.execute(select(leases).order_by(leases.c.name))
        found = tuple(map(_LEASES.value, rows))
        return LeasesNow(found, float(await self._db.scalar(select(self._now)) or 0.0))

    @property
    def _now(self) -> ColumnElement[float]:
        """The seconds since 1970; on a server of this very moment, not of the transaction's
        begin."""
        if self._db.dialect.name == "postgresql":
            return func.date_part("epoch", func.clock_timestamp())
        return (func.julianday("now") - 2440587.5) * 86400.0
