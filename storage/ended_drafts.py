"""Previews whose draft ended under another preview: shown twice because a crash brought the
author's message twice. A press of theirs may come after one more crash, and must publish nothing.
Where processes share their memory, published drafts too: one of them may have been stopped with a
press in hand.

Hashes of random handles, tied to nothing; they go 47 to 48 hours after they came.
"""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import ended_drafts
from storage.upsert import insert_into
from storage.whispers import HANDLE_LIFE


class EndedDrafts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def add(self, handle_hash: bytes) -> None:
        """Add a draft's hash. Adding twice is adding once."""
        row = insert_into(self._db, ended_drafts).values(handle_hash=handle_hash)
        await self._db.execute(row.on_conflict_do_nothing())

    async def has(self, handle_hash: bytes) -> bool:
        found = await self._db.execute(
            select(ended_drafts).where(ended_drafts.c.handle_hash == handle_hash)
        )
        return found.first() is not None

    async def forget(self, now: datetime) -> int:
        """An hourly tick: forget old hashes; it also writes when the others go. Returns how many
        went."""
        await self._db.execute(
            update(ended_drafts)
            .where(ended_drafts.c.until.is_(None))
            .values(until=now + HANDLE_LIFE)
        )
        return (
            await self._db.execute(delete(ended_drafts).where(ended_drafts.c.until <= now))
        ).rowcount
