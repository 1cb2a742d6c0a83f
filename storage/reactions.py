"""Reaction counts as Telegram sends them: whole snapshots, the newest date wins.

A snapshot may come before our own send has committed: nothing here refers to posts."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import reactions, snapshots


class Reactions:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def record(
        self, chat: int, message_id: int, date: datetime, counts: Mapping[str, int]
    ) -> bool:
        """Replace the counts unless a newer snapshot is known. Returns whether it was taken."""
        here = (snapshots.c.chat == chat) & (snapshots.c.message_id == message_id)
        known = (await self._db.execute(select(snapshots.c.date).where(here))).first()
        if known is not None and known.date > date:
            return False
        if known is None:
            await self._db.execute(
                insert(snapshots).values(chat=chat, message_id=message_id, date=date)
            )
        else:
            await self._db.execute(update(snapshots).where(here).values(date=date))
        await self._drop_counts(chat, message_id)
        rows = [
            {"chat": chat, "message_id": message_id, "emoji": emoji, "times": count}
            for emoji, count in counts.items()
            if count > 0
        ]
        if rows:
            await self._db.execute(insert(reactions), rows)
        return True

    async def of(self, chat: int, message_ids: Iterable[int]) -> dict[int, dict[str, int]]:
        """message id -> emoji -> count, for those of the messages that have any."""
        counts: dict[int, dict[str, int]] = {}
        rows = await self._db.execute(
            select(reactions).where(
                reactions.c.chat == chat, reactions.c.message_id.in_(tuple(message_ids))
            )
        )
        for row in rows:
            counts.setdefault(row.message_id, {})[row.emoji] = row.times
        return counts

    async def forget(self, chat: int, message_id: int) -> None:
        """The message is gone."""
        await self._drop_counts(chat, message_id)
        await self._db.execute(
            delete(snapshots).where(snapshots.c.chat == chat, snapshots.c.message_id == message_id)
        )

    async def _drop_counts(self, chat: int, message_id: int) -> None:
        await self._db.execute(
            delete(reactions).where(reactions.c.chat == chat, reactions.c.message_id == message_id)
        )
