"""Sentences that a person is told once: memory only."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.memory.identity import Route
from bot.memory.kept import Kept, LocalKept

SAID_LIFE = timedelta(hours=1)

By = tuple[bytes, int]
"""The process that was to say it, and the message after which it was to (0: any)."""


@dataclass(slots=True)
class SaidOnce:
    """The sentences that were said already and are not said again: an album's answer, a warm
    word."""

    _seen: Kept[tuple[Route, str], By] = field(default_factory=lambda: LocalKept(SAID_LIFE))
    _process: bytes = field(default_factory=lambda: secrets.token_bytes(8))

    async def first(
        self, route: Route, what: str, now: datetime, *, message: int | None = None
    ) -> bool:
        """Return True the first time within an hour. ``message``: the one after which it is to be
        said. If another process was killed over the same one, it is still the first time."""
        mine = (self._process, message or 0)
        if await self._seen.add((route, what), mine, now):
            return True
        by = await self._seen.get((route, what), now)
        if by is None or message is None or by[1] != message or by[0] == self._process:
            return False
        await self._seen.put((route, what), mine, now)
        return True

    async def seen(self, route: Route, what: str, now: datetime) -> bool:
        """Whether ``first`` was asked within the hour."""
        return await self._seen.get((route, what), now) is not None
