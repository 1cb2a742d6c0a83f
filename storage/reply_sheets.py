"""Sheets: messages of the moderators' chat with up to ten replies that wait, or with a page of a
thread that is out. Which replies are on a sheet says ``replies.sheet``.

A row ends when the words have left its message, so nothing ties a reply to a message, and with it
to a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.rows import RowMapper
from storage.schema import reply_sheets
from storage.scope import Scope


@dataclass(frozen=True, slots=True)
class ReplySheet:
    name: str  # short and random: how people and buttons call it
    message_id: int | None = None  # None: not shown yet
    high: int | None = None  # newest id known before an attempt whose end is not known
    thread: int | None = None  # a page of the replies to this whisper; None: replies that wait
    page: int = 0
    until: datetime | None = None  # a decision can be undone; a page is closed then
    reason: str | None = None  # why what is crossed out is rejected

    @property
    def decided(self) -> bool:
        return self.thread is None and self.until is not None


_SHEETS = RowMapper(ReplySheet, reply_sheets)


class ReplySheetRows:
    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._db = connection
        self._scope = scope
        self._here = reply_sheets.c.channel == scope.channel

    async def add(self, sheet: ReplySheet) -> None:
        await self._db.execute(
            insert(reply_sheets).values(_SHEETS.values(sheet) | {"channel": self._scope.channel})
        )

    async def by_name(self, name: str) -> ReplySheet | None:
        named = select(reply_sheets).where(self._here, reply_sheets.c.name == name)
        return _SHEETS.first(await self._db.execute(named))

    async def all(self) -> tuple[ReplySheet, ...]:
        """Return the sheets in the order of their random names, which is none."""
        rows = await self._db.execute(
            select(reply_sheets).where(self._here).order_by(reply_sheets.c.name)
        )
        return tuple(map(_SHEETS.value, rows))

    async def names(self) -> frozenset[str]:
        """Return the names of the sheets of every channel."""
        return frozenset(await self._db.scalars(select(reply_sheets.c.name)))

    async def messages_in_room(self) -> frozenset[int]:
        """Return the messages of the moderators' chat that are a sheet, of whichever channel."""
        ids = await self._db.scalars(
            select(reply_sheets.c.message_id).where(
                reply_sheets.c.channel.in_(self._scope.room), reply_sheets.c.message_id.is_not(None)
            )
        )
        return frozenset(ids)

    async def decide(self, name: str, reason: str | None, until: datetime) -> bool:
        """Decide about a sheet. False: it was decided, or there is no such sheet."""
        undecided = reply_sheets.c.until.is_(None) & reply_sheets.c.thread.is_(None)
        return await self._change(name, undecided, reason=reason, until=until)

    async def undo(self, name: str, now: datetime) -> bool:
        """Undo the decision about a sheet, while there is time."""
        decided = (reply_sheets.c.until > now) & reply_sheets.c.thread.is_(None)
        return await self._change(name, decided, reason=None, until=None)

    async def turn(self, name: str, page: int, until: datetime) -> bool:
        """Turn to another page of a thread. False: it is closed."""
        return await self._change(name, reply_sheets.c.thread.is_not(None), page=page, until=until)

    async def attempt(self, name: str, high: int | None) -> None:
        await self._change(name, high=high)

    async def shown(self, name: str, message_id: int) -> None:
        await self._change(name, message_id=message_id, high=None)

    async def hidden(self, name: str, message_id: int) -> None:
        """Note that this message shows it no more."""
        here = reply_sheets.c.message_id == message_id
        await self._change(name, here, message_id=None, high=None)

    async def hide_all(self) -> None:
        """Note that no message shows any sheet."""
        await self._db.execute(
            update(reply_sheets).where(self._here).values(message_id=None, high=None)
        )

    async def drop(self, name: str) -> None:
        await self._db.execute(delete(reply_sheets).where(self._here, reply_sheets.c.name == name))

    async def _change(self, name: str, *conditions: Any, **values: Any) -> bool:
        done = await self._db.execute(
            update(reply_sheets)
            .where(self._here, reply_sheets.c.name == name, *conditions)
            .values(**values)
        )
        return done.rowcount == 1
