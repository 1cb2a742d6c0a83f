"""What somebody is doing just now, so that nobody else does the same at the same time: memory only,
for a minute at most."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.memory.kept import Kept, LocalKept

IN_HAND_LIFE = timedelta(minutes=1)

Hand = tuple[bytes, str]
"""The process, and what made it begin."""


@dataclass(slots=True)
class InHand:
    """Things by name, each in one hand."""

    _held: Kept[str, Hand] = field(default_factory=lambda: LocalKept(IN_HAND_LIFE))
    _process: bytes = field(default_factory=lambda: secrets.token_bytes(8))

    async def take(self, what: str, by: str, now: datetime) -> bool:
        """Take this in hand. False: somebody has it. ``by``: what made one begin; when the same
        comes to another process, the one that had it was killed over it."""
        if await self._held.add(what, (self._process, by), now):
            return True
        held = await self._held.get(what, now)
        if held is None or held[1] != by or held[0] == self._process:
            return False
        await self._held.put(what, (self._process, by), now)
        return True

    async def let_go(self, what: str, now: datetime) -> None:
        await self._held.pop(what, now)
