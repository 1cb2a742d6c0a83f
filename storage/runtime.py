"""Settings changed while running (mode, pause), and counters that never go back."""

from typing import Any

from sqlalchemy import JSON, ColumnElement, Integer, Text, cast, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import runtime_settings
from storage.upsert import insert_into

_NEXT_NUMBER = "next_number"


class RuntimeSettings:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def get(self, name: str, default: Any = None) -> Any:
        """The value (anything JSON holds), or the default."""
        row = (
            await self._db.execute(
                select(runtime_settings.c.value).where(runtime_settings.c.name == name)
            )
        ).first()
        return default if row is None else row.value

    async def put(self, name: str, value: Any) -> None:
        row = insert_into(self._db, runtime_settings).values(name=name, value=value)
        await self._db.execute(
            row.on_conflict_do_update(
                index_elements=[runtime_settings.c.name], set_={"value": value}
            )
        )

    async def drop(self, name: str) -> None:
        await self._db.execute(delete(runtime_settings).where(runtime_settings.c.name == name))

    async def everything(self) -> dict[str, Any]:
        return {row.name: row.value for row in await self._db.execute(select(runtime_settings))}

    async def take_numbers(self, count: int) -> int:
        """The first of so many public numbers in a row. Never given twice, gaps are allowed."""
        row = insert_into(self._db, runtime_settings).values(name=_NEXT_NUMBER, value=1 + count)
        taken = row.on_conflict_do_update(
            index_elements=[runtime_settings.c.name],
            set_={"value": _as_value(_as_number(runtime_settings.c.value) + count)},
        )
        after = (await self._db.execute(taken.returning(runtime_settings.c.value))).scalar_one()
        return int(after) - count

    async def skip_numbers(self, used: int) -> None:
        """Numbers up to ``used`` are in the channel already."""
        row = insert_into(self._db, runtime_settings).values(name=_NEXT_NUMBER, value=used + 1)
        await self._db.execute(
            row.on_conflict_do_update(
                index_elements=[runtime_settings.c.name],
                set_={"value": used + 1},
                where=_as_number(runtime_settings.c.value) <= used,
            )
        )


def _as_number(value: ColumnElement[Any]) -> ColumnElement[int]:
    return cast(cast(value, Text), Integer)


def _as_value(number: ColumnElement[int]) -> ColumnElement[Any]:
    """What the column of values holds: JSON, which engines make of text alone."""
    return cast(cast(number, Text), JSON)
