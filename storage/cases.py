"""Cases: where the moderators' chat shows a hidden post, so that the card there can be changed when
it is decided. One row while its card stands there undecided."""

from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import cases


@dataclass(frozen=True, slots=True)
class Case:
    number: int
    message_id: int  # of the card in the moderators' chat


class Cases:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def open(self, number: int, message_id: int) -> None:
        await self._db.execute(delete(cases).where(cases.c.number == number))
        await self._db.execute(insert(cases).values(number=number, message_id=message_id))

    async def all(self) -> tuple[Case, ...]:
        rows = await self._db.execute(select(cases).order_by(cases.c.number))
        return tuple(Case(row.number, row.message_id) for row in rows)

    async def close(self, number: int) -> None:
        await self._db.execute(delete(cases).where(cases.c.number == number))
