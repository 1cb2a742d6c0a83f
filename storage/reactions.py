"""Reaction counts as Telegram sends them: whole snapshots, the newest date wins.

A snapshot may come before our own send has committed: nothing here refers to posts."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import posts, reactions, snapshots
from storage.upsert import in_parts, insert_into


class Reactions:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def record(
        self,
        chat: int,
        message_id: int,
        date: datetime,
        counts: Mapping[str, int],
        score: float = 0.0,
    ) -> bool:
        """Replace the counts unless a newer snapshot is known. ``score``: what they are worth.
        Returns whether it was taken."""
        row = insert_into(self._db, snapshots).values(
            chat=chat, message_id=message_id, date=date, score=score
        )
        taken = await self._db.execute(
            row.on_conflict_do_update(
                index_elements=[snapshots.c.chat, snapshots.c.message_id],
                set_={"date": row.excluded.date, "score": row.excluded.score},
                where=snapshots.c.date <= row.excluded.date,
            )
        )
        if taken.rowcount == 0:
            return False
        await self._drop_counts(chat, message_id)
        rows = [
            {"chat": chat, "message_id": message_id, "emoji": emoji, "times": count}
            for emoji, count in counts.items()
            if count > 0
        ]
        if rows:
            await self._db.execute(insert(reactions), rows)
        await self._db.execute(
            update(posts)
            .where(posts.c.chat == chat, posts.c.message_id == message_id)
            .values(score=score)
        )
        return True

    async def of(self, chat: int, message_id: int) -> dict[str, int]:
        """Return emoji -> count."""
        rows = await self._db.execute(
            select(reactions).where(reactions.c.chat == chat, reactions.c.message_id == message_id)
        )
        return {row.emoji: row.times for row in rows}

    async def of_all(self, chat: int, message_ids: Collection[int]) -> dict[int, dict[str, int]]:
        """Return message id -> emoji -> count, for those of these that have any."""
        counts: dict[int, dict[str, int]] = {}
        for part in in_parts(list(message_ids)):
            rows = await self._db.execute(
                select(reactions).where(reactions.c.chat == chat, reactions.c.message_id.in_(part))
            )
            for row in rows:
                counts.setdefault(row.message_id, {})[row.emoji] = row.times
        return counts

    async def forget(self, chat: int, message_id: int) -> None:
        """Forget the reactions of a message that is gone."""
        await self._drop_counts(chat, message_id)
        await self._db.execute(
            delete(snapshots).where(snapshots.c.chat == chat, snapshots.c.message_id == message_id)
        )

    async def _drop_counts(self, chat: int, message_id: int) -> None:
        await self._db.execute(
            delete(reactions).where(reactions.c.chat == chat, reactions.c.message_id == message_id)
        )
