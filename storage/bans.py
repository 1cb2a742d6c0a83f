"""Bans: a slow keyed tag and the day it ends. No id, no link to a whisper."""

from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.bans import Ban
from storage.rows import RowMapper
from storage.schema import bans
from storage.upsert import insert_into

_BANS = RowMapper(Ban, bans)


class Bans:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def any(self) -> bool:
        """Tell whether anybody is banned: tags are computed only when there is something to compare
        them with."""
        return bool(await self._db.scalar(select(func.count()).select_from(bans)))

    async def find(self, tag: bytes) -> Ban | None:
        return _BANS.first(await self._db.execute(select(bans).where(bans.c.tag == tag)))

    async def put(self, tag: bytes, ban: Ban) -> None:
        values = _BANS.values(ban)
        row = insert_into(self._db, bans).values(tag=tag, **values)
        await self._db.execute(row.on_conflict_do_update(index_elements=[bans.c.tag], set_=values))

    async def lift(self, tag: bytes) -> bool:
        done = await self._db.execute(delete(bans).where(bans.c.tag == tag))
        return done.rowcount == 1

    async def expire(self, before: date) -> int:
        """Forget bans that ended before this day (kept a while for the ladder's next step)."""
        return (await self._db.execute(delete(bans).where(bans.c.until < before))).rowcount

    async def listed(self) -> tuple[Ban, ...]:
        rows = await self._db.execute(select(bans).order_by(bans.c.until))
        return tuple(_BANS.value(row) for row in rows)
