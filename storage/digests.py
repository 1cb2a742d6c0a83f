"""Digests: one decision per channel and local day, and which whispers were featured."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.states import DigestState
from storage.rows import RowMapper
from storage.schema import digests, featured, posts
from storage.upsert import insert_into


@dataclass(frozen=True, slots=True)
class DigestRow:
    day: date
    state: DigestState
    message_id: int | None


_DIGESTS = RowMapper(DigestRow, digests)


class Digests:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def of(self, chat: int, day: date) -> DigestRow | None:
        row = (
            await self._db.execute(
                select(digests).where(digests.c.chat == chat, digests.c.day == day)
            )
        ).first()
        return None if row is None else _DIGESTS.value(row)

    async def decide(
        self, chat: int, day: date, state: DigestState, numbers: Iterable[int] = ()
    ) -> bool:
        """Nothing -> planned|skipped, with the whispers featured. False: that day is decided.

        A skipped day may still become planned (``sotto digest --now``)."""
        row = insert_into(self._db, digests).values(chat=chat, day=day, state=state)
        decided = await self._db.execute(
            row.on_conflict_do_update(
                index_elements=[digests.c.chat, digests.c.day],
                set_={"state": state, "message_id": None},
                where=digests.c.state == DigestState.SKIPPED,
            )
        )
        if decided.rowcount == 0:
            return False
        rows = [{"chat": chat, "number": number, "day": day} for number in numbers]
        if rows:
            await self._db.execute(insert(featured), rows)
        return True

    async def set_state(
        self, chat: int, day: date, state: DigestState, message_id: int | None = None
    ) -> None:
        """planned -> posted (with its message id) | dropped."""
        await self._db.execute(
            update(digests)
            .where(digests.c.chat == chat, digests.c.day == day)
            .values(state=state, message_id=message_id)
        )

    async def featured_since(self, chat: int, since: datetime) -> frozenset[int]:
        """Those of the cards posted since then that a digest showed already."""
        rows = await self._db.execute(
            select(featured.c.number)
            .join(posts, posts.c.number == featured.c.number)
            .where(featured.c.chat == chat, posts.c.chat == chat, posts.c.posted_at >= since)
        )
        return frozenset(row.number for row in rows)

    async def day_of(self, chat: int, number: int) -> date | None:
        """The day whose digest features this number."""
        day: date | None = await self._db.scalar(
            select(featured.c.day).where(featured.c.chat == chat, featured.c.number == number)
        )
        return day

    async def unfeature(self, chat: int, number: int) -> None:
        await self._db.execute(
            delete(featured).where(featured.c.chat == chat, featured.c.number == number)
        )
