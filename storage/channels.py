"""Channels: which there are, under which number the tables know them, and where each one is.

An id is given once and never to another name: a channel that is taken out of the configuration is
closed, and what it holds can still be withdrawn, removed and reported."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.whisper import FIRST_CHANNEL
from storage.rows import RowMapper
from storage.schema import channels
from storage.upsert import insert_into


class ChannelPhase(StrEnum):
    OPEN = "open"
    CLOSED = "closed"  # nothing new


@dataclass(frozen=True, slots=True)
class ChannelRow:
    id: int
    name: str
    chat: int | None
    state: ChannelPhase


_CHANNELS = RowMapper(ChannelRow, channels)


class ChannelRows:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def all(self) -> tuple[ChannelRow, ...]:
        """Return the channels in the order in which they were first seen."""
        rows = await self._db.execute(select(channels).order_by(channels.c.id))
        return tuple(map(_CHANNELS.value, rows))

    async def is_closed(self, channel: int) -> bool:
        """Tell whether a channel is closed, so that nothing new comes out there. One that is not
        known is not closed."""
        state = await self._db.scalar(select(channels.c.state).where(channels.c.id == channel))
        return state == ChannelPhase.CLOSED

    async def open_only(self, chats: Mapping[str, int]) -> tuple[ChannelRow, ...]:
        """Name -> chat of all that there are now, in the operator's order; the others are closed.
        Returns all.

        A name that is new takes over the channel of its chat when that one's name is gone: the
        operator has renamed it, and its numbers, posts and what waits stay together. Likewise the
        first takes what never had a chat. A chat is one channel's alone."""
        rows = {row.name: row for row in await self.all()}
        left = [row for row in rows.values() if row.name not in chats]
        ids = {name: rows[name].id for name in chats if name in rows}
        for name, chat in chats.items():
            if name in ids:
                continue
            heir = next((row for row in left if row.chat in (chat, None)), None)
            if heir is not None:
                left.remove(heir)
            ids[name] = await self._new_id(ids.values()) if heir is None else heir.id
        await self._db.execute(update(channels).values(state=ChannelPhase.CLOSED))
        await self._db.execute(
            update(channels)
            .where(channels.c.id.in_(ids.values()) | channels.c.chat.in_(chats.values()))
            .values(chat=None)
        )
        for name, channel in ids.items():
            values = {"name": name, "chat": chats[name], "state": ChannelPhase.OPEN}
            row = insert_into(self._db, channels).values(id=channel, **values)
            await self._db.execute(
                row.on_conflict_do_update(index_elements=[channels.c.id], set_=values)
            )
        return await self.all()

    async def _new_id(self, given: Collection[int]) -> int:
        highest = await self._db.scalar(select(func.max(channels.c.id)))
        return max(highest or FIRST_CHANNEL - 1, *given, FIRST_CHANNEL - 1) + 1
