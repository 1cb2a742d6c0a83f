"""Digests: one decision per channel and local day, and which whispers were featured."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import digests, featured

DigestState = Literal["planned", "posted", "skipped", "dropped"]


@dataclass(frozen=True, slots=True)
class DigestRow:
    day: date
    state: DigestState
    message_id: int | None


class Digests:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def of(self, chat: int, day: date) -> DigestRow | None:
        row = (
            await self._db.execute(
                select(digests).where(digests.c.chat == chat, digests.c.day == day)
            )
        ).first()
        return None if row is None else DigestRow(row.day, row.state, row.message_id)

    async def decide(
        self, chat: int, day: date, state: DigestState, numbers: Iterable[int] = ()
    ) -> bool:
        """Nothing -> planned|skipped, with the whispers featured. False: that day is decided.

        A skipped day may still become planned (``sotto digest --now``)."""
        known = await self.of(chat, day)
        if known is not None and known.state != "skipped":
            return False
        await self._db.execute(delete(digests).where(digests.c.chat == chat, digests.c.day == day))
        await self._db.execute(insert(digests).values(chat=chat, day=day, state=state))
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

    async def latest(self, chat: int) -> DigestRow | None:
        row = (
            await self._db.execute(
                select(digests).where(digests.c.chat == chat).order_by(digests.c.day.desc())
            )
        ).first()
        return None if row is None else DigestRow(row.day, row.state, row.message_id)

    async def featured_numbers(self, chat: int, numbers: Iterable[int]) -> frozenset[int]:
        """Those of the numbers that a digest showed already."""
        rows = await self._db.execute(
            select(featured.c.number).where(
                featured.c.chat == chat, featured.c.number.in_(tuple(numbers))
            )
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
