"""Digests: one decision per channel and local day, and which whispers were featured."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.states import DigestState
from storage.rows import RowMapper
from storage.schema import digests, featured
from storage.scope import Scope
from storage.upsert import in_parts, insert_into


@dataclass(frozen=True, slots=True)
class DigestRow:
    day: date
    state: DigestState
    message_id: int | None


_DIGESTS = RowMapper(DigestRow, digests)


class Digests:
    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._db = connection
        self._channel = scope.channel

    async def of(self, chat: int, day: date) -> DigestRow | None:
        mine = select(digests).where(digests.c.chat == chat, digests.c.day == day)
        return _DIGESTS.first(await self._db.execute(mine))

    async def decide(
        self,
        chat: int,
        day: date,
        state: DigestState,
        numbers: Iterable[int] = (),
        *,
        of_others: Iterable[tuple[int, int]] = (),
    ) -> bool:
        """Decide a day: planned or skipped, with the whispers featured. False: that day is decided.
        ``of_others``: (channel, number) of whispers that stand in other channels.

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
        named = [*((self._channel, number) for number in numbers), *of_others]
        rows = [
            {"chat": chat, "channel": channel, "number": number, "day": day}
            for channel, number in named
        ]
        if rows:
            await self._db.execute(insert(featured), rows)
        return True

    async def set_state(
        self, chat: int, day: date, state: DigestState, message_id: int | None = None
    ) -> None:
        """Set a planned digest's state: posted (with its message id) or dropped."""
        await self._db.execute(
            update(digests)
            .where(digests.c.chat == chat, digests.c.day == day)
            .values(state=state, message_id=message_id)
        )

    async def featured(self, chat: int, numbers: Sequence[int]) -> frozenset[int]:
        """Return those of these numbers of this channel that a digest in ``chat`` showed
        already."""
        found: set[int] = set()
        for part in in_parts(list(numbers)):
            found |= set(
                await self._db.scalars(
                    select(featured.c.number).where(
                        featured.c.chat == chat,
                        featured.c.channel == self._channel,
                        featured.c.number.in_(part),
                    )
                )
            )
        return frozenset(found)

    async def featuring(self, number: int) -> tuple[tuple[int, date], ...]:
        """Return (chat, day) of each digest that features this number of this channel: its own, and
        one that shows the most loved of several."""
        rows = await self._db.execute(
            select(featured.c.chat, featured.c.day)
            .where(featured.c.channel == self._channel, featured.c.number == number)
            .order_by(featured.c.chat)
        )
        return tuple((row.chat, row.day) for row in rows)

    async def unfeature(self, chat: int, number: int) -> None:
        await self._db.execute(
            delete(featured).where(
                featured.c.chat == chat,
                featured.c.channel == self._channel,
                featured.c.number == number,
            )
        )
