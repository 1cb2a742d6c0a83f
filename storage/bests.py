"""The best of a week and of a year: one decision for each, and which whispers it shows."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.days import Span
from bot.domain.states import DigestState
from storage.schema_best import bests, shown_as_best
from storage.scope import Scope
from storage.upsert import insert_into


class Bests:
    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._db = connection
        self._channel = scope.channel

    async def of(self, chat: int, span: Span, day: date) -> DigestState | None:
        """Return what was decided. ``day``: the first of the week or year. None: nothing was."""
        found = await self._db.scalar(select(bests.c.state).where(*_key(chat, span, day)))
        return None if found is None else DigestState(found)

    async def decide(
        self, chat: int, span: Span, day: date, shown: Iterable[tuple[int, int]]
    ) -> bool:
        """Plan it, with the (channel, number) of what it shows. False: it is decided. One that was
        dropped may be planned anew."""
        row = insert_into(self._db, bests).values(
            chat=chat, span=span, day=day, state=DigestState.PLANNED
        )
        decided = await self._db.execute(
            row.on_conflict_do_update(
                index_elements=[bests.c.chat, bests.c.span, bests.c.day],
                set_={"state": DigestState.PLANNED, "message_id": None},
                where=bests.c.state == DigestState.DROPPED,
            )
        )
        if decided.rowcount == 0:
            return False
        rows = [
            {"channel": channel, "number": number, "chat": chat, "span": span, "day": day}
            for channel, number in shown
        ]
        if rows:
            await self._db.execute(insert(shown_as_best), rows)
        return True

    async def posted(self, chat: int, span: Span, day: date, message_id: int) -> None:
        """Record that it stands in the channel, whatever we knew of it."""
        row = insert_into(self._db, bests).values(
            chat=chat, span=span, day=day, state=DigestState.POSTED, message_id=message_id
        )
        await self._db.execute(
            row.on_conflict_do_update(
                index_elements=[bests.c.chat, bests.c.span, bests.c.day],
                set_={"state": DigestState.POSTED, "message_id": message_id},
            )
        )

    async def drop(self, chat: int, span: Span, day: date) -> None:
        """Drop what was planned: it never came out, and may be asked for again."""
        await self._db.execute(
            update(bests).where(*_key(chat, span, day)).values(state=DigestState.DROPPED)
        )
        shown = shown_as_best
        await self._db.execute(
            delete(shown).where(shown.c.chat == chat, shown.c.span == span, shown.c.day == day)
        )

    async def showing(self, number: int) -> tuple[tuple[int, int], ...]:
        """Return (chat, message id) of each that stands and shows this number of this channel."""
        shown = shown_as_best
        rows = await self._db.execute(
            select(bests.c.chat, bests.c.message_id)
            .join(
                shown,
                and_(
                    shown.c.chat == bests.c.chat,
                    shown.c.span == bests.c.span,
                    shown.c.day == bests.c.day,
                ),
            )
            .where(shown.c.channel == self._channel, shown.c.number == number)
            .where(bests.c.message_id.is_not(None))
        )
        return tuple((row.chat, row.message_id) for row in rows)


def _key(chat: int, span: Span, day: date) -> tuple[ColumnElement[bool], ...]:
    return bests.c.chat == chat, bests.c.span == span, bests.c.day == day
