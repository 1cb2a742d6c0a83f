"""Settings changed while running (mode, pause), and counters that never go back."""

from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import knobs

_NEXT_NUMBER = "next_number"


class Knobs:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def get(self, name: str, default: Any = None) -> Any:
        """The value (anything JSON holds), or the default."""
        row = (await self._db.execute(select(knobs.c.value).where(knobs.c.name == name))).first()
        return default if row is None else row.value

    async def put(self, name: str, value: Any) -> None:
        done = await self._db.execute(update(knobs).where(knobs.c.name == name).values(value=value))
        if done.rowcount == 0:
            await self._db.execute(insert(knobs).values(name=name, value=value))

    async def drop(self, name: str) -> None:
        await self._db.execute(delete(knobs).where(knobs.c.name == name))

    async def everything(self) -> dict[str, Any]:
        return {row.name: row.value for row in await self._db.execute(select(knobs))}

    async def take_number(self) -> int:
        """The next public number. Never given twice, gaps are allowed."""
        number = int(await self.get(_NEXT_NUMBER, 1))
        await self.put(_NEXT_NUMBER, number + 1)
        return number

    async def skip_numbers(self, used: int) -> None:
        """Numbers up to ``used`` are in the channel already."""
        if int(await self.get(_NEXT_NUMBER, 1)) <= used:
            await self.put(_NEXT_NUMBER, used + 1)
