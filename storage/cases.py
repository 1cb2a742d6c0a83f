"""Cases: where the moderators' chat shows a hidden post, so that the card there can be changed when
it is decided. One row from the first attempt to show it until it is decided."""

from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import cases
from storage.upsert import insert_into


@dataclass(frozen=True, slots=True)
class Case:
    number: int
    message_id: int | None  # of the card in the moderators' chat; None: not known to be there
    high: int | None  # newest id known there before the first attempt whose end is not known


class Cases:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def attempt(self, number: int, high: int) -> int | None:
        """A call is about to be made. Returns from where on an earlier one may have left a card."""
        row = insert_into(self._db, cases).values(number=number, high=high)
        first = await self._db.execute(row.on_conflict_do_nothing(index_elements=[cases.c.number]))
        if first.rowcount == 1:
            return None
        known = await self.of(number)
        return None if known is None else known.high

    async def shown(self, number: int, message_id: int) -> None:
        await self._db.execute(
            update(cases).where(cases.c.number == number).values(message_id=message_id, high=None)
        )

    async def of(self, number: int) -> Case | None:
        rows = await self._db.execute(select(cases).where(cases.c.number == number))
        row = rows.first()
        return None if row is None else Case(row.number, row.message_id, row.high)

    async def all(self) -> tuple[Case, ...]:
        rows = await self._db.execute(select(cases).order_by(cases.c.number))
        return tuple(Case(row.number, row.message_id, row.high) for row in rows)

    async def close_all(self) -> None:
        """No message shows any of them."""
        await self._db.execute(delete(cases))

    async def close(self, number: int) -> None:
        """It is decided, or the call certainly left nothing."""
        await self._db.execute(delete(cases).where(cases.c.number == number))
