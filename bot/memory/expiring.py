"""Memory that fades: what is kept in memory only must not be kept there for ever.

Whoever remembers something about chats, drafts or handles keeps it in one of these.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class ExpiringDict(Generic[K, V]):
    """A dictionary whose entries go ``life`` after they were last put; above ``most``, the oldest
    go.

    They go whenever one is put. When the clock is set back, what was put at a later moment counts
    as put now: nothing stays until that moment comes again."""

    def __init__(self, life: timedelta, *, most: int | None = None) -> None:
        self._life = life
        self._most = most
        self._entries: OrderedDict[K, tuple[V, datetime]] = OrderedDict()  # oldest first

    def put(self, key: K, value: V, now: datetime) -> None:
        self._entries[key] = (value, now)
        self._entries.move_to_end(key)
        self.fade(now)

    def get(self, key: K) -> V | None:
        entry = self._entries.get(key)
        return entry[0] if entry else None

    def get_all(self, keys: Collection[K]) -> dict[K, V]:
        """Return the entries of those keys that are there."""
        return {key: self._entries[key][0] for key in keys if key in self._entries}

    def pop(self, key: K) -> V | None:
        entry = self._entries.pop(key, None)
        return entry[0] if entry else None

    def clear(self) -> None:
        self._entries.clear()

    def fade(self, now: datetime) -> None:
        """Let go of what is too old."""
        while self._entries:
            key, (value, at) = next(iter(self._entries.items()))
            if at > now:
                self._entries[key] = (value, now)
                self._entries.move_to_end(key)
            elif now - at < self._life and not self._too_many():
                return
            else:
                del self._entries[key]

    def _too_many(self) -> bool:
        return self._most is not None and len(self._entries) > self._most

    def items(self) -> Iterator[tuple[K, V]]:
        """Yield all entries, oldest first."""
        return ((key, value) for key, (value, _) in self._entries.items())

    def __contains__(self, key: K) -> bool:
        return key in self._entries

    def __len__(self) -> int:
        return len(self._entries)
