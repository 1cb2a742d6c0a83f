"""Threads: whether a whisper takes replies. Public, like the replies themselves."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import threads
from storage.scope import Scope
from storage.upsert import insert_into


@dataclass(frozen=True, slots=True)
class ThreadState:
    """The decisions about the replies to a whisper."""

    closed: bool = False  # by its author
    locked: bool = False  # by moderators

    @property
    def open(self) -> bool:
        return not (self.closed or self.locked)


class Threads:
    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._db = connection
        self._channel = scope.channel

    async def of(self, number: int) -> ThreadState:
        """Open, unless something was decided."""
        row = (
            await self._db.execute(
                select(threads).where(
                    threads.c.channel == self._channel, threads.c.number == number
                )
            )
        ).first()
        return ThreadState() if row is None else ThreadState(closed=row.closed, locked=row.locked)

    async def set(
        self, number: int, *, closed: bool | None = None, locked: bool | None = None
    ) -> None:
        """Decide one of the two, or both; the other stays as it was."""
        given = {"closed": closed, "locked": locked}
        values = {name: value for name, value in given.items() if value is not None}
        row = insert_into(self._db, threads).values(
            channel=self._channel, number=number, **{"closed": False, "locked": False, **values}
        )
        await self._db.execute(
            row.on_conflict_do_update(
                index_elements=[threads.c.channel, threads.c.number], set_=values
            )
        )
