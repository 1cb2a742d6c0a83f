"""A moderators' chat as a place that several channels may share: one door, one hand at a time, and
one pace for all that is shown there."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.flows.moderation.door import Door

A_MINUTE = 18
"""The most new messages a minute; Telegram lets a bot send about 20 to a group."""

_WINDOW = timedelta(minutes=1)


@dataclass(slots=True)
class ModeratorsRoom:
    clock: Clock
    door: Door = field(init=False)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """The lock, one hand at a time: who looks for lost cards must know of every card that is on its
    way."""
    _sent: deque[datetime] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.door = Door(self.clock)

    @property
    def has_place(self) -> bool:
        """Whether one more message may be sent in this minute."""
        now = self.clock.now()
        while self._sent and self._sent[0] <= now - _WINDOW:
            self._sent.popleft()
        return len(self._sent) < A_MINUTE

    def sends(self) -> None:
        """Note that a message is about to be sent."""
        self._sent.append(self.clock.now())
