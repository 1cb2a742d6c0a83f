"""People whose reply was rejected: their next replies wait for moderators. Memory only."""

from datetime import datetime, timedelta

from bot.memory.expiring import ExpiringDict

NEXT = 3
"""Replies that are looked at after one was rejected."""

_LIFE = timedelta(days=30)


class Watched:
    """Tag of a person -> how many of their replies people still look at."""

    def __init__(self, life: timedelta = _LIFE) -> None:
        self._left: ExpiringDict[bytes, int] = ExpiringDict(life)

    def rejected(self, tag: bytes, now: datetime) -> None:
        self._left.put(tag, NEXT, now)

    def has(self, tag: bytes) -> bool:
        return tag in self._left

    def count(self, tag: bytes, now: datetime) -> None:
        """One more of them was taken in."""
        left = self._left.pop(tag)
        if left is not None and left > 1:
            self._left.put(tag, left - 1, now)
