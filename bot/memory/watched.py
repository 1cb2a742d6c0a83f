"""People whose reply was rejected: their next replies wait for moderators. Memory only."""

from datetime import datetime, timedelta

from bot.memory.kept import Kept, LocalKept

NEXT = 3
"""The number of replies that are looked at after one was rejected."""

WATCHED_LIFE = timedelta(days=30)


class Watched:
    """Tag of a person -> how many of their replies people still look at."""

    def __init__(self, left: Kept[bytes, int] | None = None) -> None:
        self._left = left or LocalKept[bytes, int](WATCHED_LIFE)

    async def rejected(self, tag: bytes, now: datetime) -> None:
        await self._left.put(tag, NEXT, now)

    async def has(self, tag: bytes, now: datetime) -> bool:
        return await self._left.get(tag, now) is not None

    async def count(self, tag: bytes, now: datetime) -> None:
        """Count one more reply of this person that was taken in."""
        left = await self._left.pop(tag, now)
        if left is not None and left > 1:
            await self._left.put(tag, left - 1, now)
