"""Bans: a slow keyed tag and the day it ends. No id, no link to a whisper."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import bans


@dataclass(frozen=True, slots=True)
class Ban:
    until: date  # the first day on which the person may write again
    step: int  # of the ladder, 0 first


class Bans:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def any(self) -> bool:
        """Tags are computed only when there is something to compare them with."""
        return bool(await self._db.scalar(select(func.count()).select_from(bans)))

    async def find(self, tag: bytes) -> Ban | None:
        row = (await self._db.execute(select(bans).where(bans.c.tag == tag))).first()
        return None if row is None else Ban(row.until, row.step)

    async def put(self, tag: bytes, ban: Ban) -> None:
        await self.lift(tag)
        await self._db.execute(insert(bans).values(tag=tag, until=ban.until, step=ban.step))

    async def lift(self, tag: bytes) -> bool:
        done = await self._db.execute(delete(bans).where(bans.c.tag == tag))
        return done.rowcount == 1

    async def expire(self, before: date) -> int:
        """Forget bans that ended before this day (kept a while for the ladder's next step)."""
        return (await self._db.execute(delete(bans).where(bans.c.until < before))).rowcount

    async def listed(self) -> tuple[Ban, ...]:
        rows = await self._db.execute(select(bans).order_by(bans.c.until))
        return tuple(Ban(row.until, row.step) for row in rows)
