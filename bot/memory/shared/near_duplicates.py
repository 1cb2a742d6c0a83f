"""Fingerprints of words in the shared memory, under its key. Each process holds the last ones and
asks for those that came since."""

from collections import deque
from datetime import datetime

from bot.memory.fingerprints import Fingerprint, author_mark, is_near, letters_of, mark_of
from bot.memory.near_duplicates import REMEMBERED, WITHIN, Similarity
from bot.memory.shared.codec import milliseconds, pack, ticks, time_of, unpack
from bot.memory.shared.kept import SharedKept
from bot.memory.shared.store import Script, SharedStore

_NOTE = Script(
    "redis.call('XADD', K[1], 'MAXLEN', '~', A[2], '*', 'v', A[1]) "
    "redis.call('PEXPIRE', K[1], A[3]) return 1"
)
_SINCE = Script("return redis.call('XRANGE', K[1], A[1], '+')")


class SharedNearDuplicates:
    """The ``bot.memory.near_duplicates.DuplicateBook`` of the shared memory. ``what``: of whispers,
    or of replies."""

    def __init__(self, store: SharedStore, what: str, *, remember: int = REMEMBERED) -> None:
        self._store, self._what, self._remember = store, what.encode(), remember
        self._authors: SharedKept[bytes, bool] = SharedKept(store, f"wrote {what}", WITHIN)
        self._noted: deque[Fingerprint] = deque(maxlen=remember)
        self._last = b"0"
        self._name = b""

    async def look(self, words: str, author: bytes, now: datetime) -> Similarity:
        letters, secret = letters_of(words), self._store.secret
        if await self._authors.get(author_mark(secret, letters, author), now):
            return Similarity.AGAIN
        await self._catch_up()
        recent = [each for each in self._noted if each.at > now - WITHIN]
        near = is_near(recent, mark_of(secret, letters), len(letters), words, now)
        return Similarity.NEAR if near else Similarity.NEW

    async def note(self, words: str, author: bytes, now: datetime) -> None:
        letters, secret = letters_of(words), self._store.secret
        await self._authors.put(author_mark(secret, letters, author), True, now)
        name = self._stream()
        noted = (mark_of(secret, letters).to_bytes(32, "big"), len(letters), ticks(now))
        args: list[bytes | int] = [
            self._store.seal(pack(noted), name),
            self._remember,
            milliseconds(WITHIN),
        ]
        await self._store.run(_NOTE, [name], args)

    async def _catch_up(self) -> None:
        name = self._stream()
        if name != self._name:  # the memory has begun anew
            self._name, self._last = name, b"0"
            self._noted.clear()
        since = b"-" if self._last == b"0" else b"(" + self._last
        for entry, fields in await self._store.run(_SINCE, [name], [since]):
            mark, letters, at = unpack(self._store.unseal(fields[1], name))
            self._noted.append(Fingerprint(int.from_bytes(mark, "big"), letters, time_of(at)))
            self._last = entry

    def _stream(self) -> bytes:
        return self._store.name(b"near", self._what)
