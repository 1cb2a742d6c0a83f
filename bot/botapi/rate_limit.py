"""Flood limits of private chats, kept on our side: under 30 calls a second in all, people first.

PTB asks before each call. Calls that answer somebody in a private chat pass before those to
channels and groups, which let them pass for a second at most and then go in turn, so that many busy
channels neither keep people waiting nor wait for ever; both pass before bulk ones (deletions,
look-ups). A 429 is raised to the caller, who knows what to do, and closes only the way to that chat
meanwhile. The channel's own pace is the outbox's business, from the database.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.clock import Clock
from bot.domain.telegram_limits import CALLS_PER_SECOND
from bot.memory.expiring import ExpiringDict

_BULK = frozenset({"deleteMessage", "deleteMessages", "forwardMessage", "setMyCommands"})
_LONGEST_SHUT = timedelta(days=1)
_MOST_SHUT = 10_000

_YIELD = 1.0
"""Seconds for which a call to a channel or group lets people pass."""


class _Line(Enum):
    """In which a call waits. Its head alone looks for a place."""

    PEOPLE = auto()
    CHANNELS = auto()  # and groups
    BULK = auto()


@dataclass
class RateLimit(BaseRateLimiter[None]):
    clock: Clock
    per_second: int = CALLS_PER_SECOND
    _lately: deque[float] | None = field(default=None, init=False)
    """When the calls of the last second went; the machine's time, since Telegram's runs like it."""
    _people_waiting: int = field(default=0, init=False)
    _waiting: int = field(default=0, init=False)  # of all but bulk
    _lines: dict[_Line, asyncio.Lock] = field(
        default_factory=lambda: {line: asyncio.Lock() for line in _Line}, init=False
    )
    _shut: ExpiringDict[object, tuple[datetime, timedelta]] = field(
        default_factory=lambda: ExpiringDict(_LONGEST_SHUT, most=_MOST_SHUT), init=False
    )
    """Chat -> until when, and how long Telegram said that is."""

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to end."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Any:
        """Called by PTB around every request. Raises RetryAfter at once for a shut
        channel_state."""
        chat = data.get("chat_id")
        self._refuse_if_shut(chat)
        await self._turn(_line_of(endpoint, chat))
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            if chat is not None:
                now, wait = self.clock.now(), _wait(error)
                self._shut.put(chat, (now + wait, wait), now)
            raise

    def _refuse_if_shut(self, chat: object) -> None:
        now = self.clock.now()
        self._shut.fade(now)
        shut = self._shut.get(chat)
        if shut is None:
            return
        until, wait = shut
        if timedelta(0) < until - now <= wait:  # more than was said: the clock was set back
            raise RetryAfter(until - now)
        self._shut.pop(chat)

    async def _turn(self, line: _Line) -> None:
        """Wait for a place among ``per_second``; bulk lets all others pass and leaves them some."""
        clock = asyncio.get_running_loop().time
        if line is _Line.BULK:
            async with self._lines[line]:
                await self._place(lambda: self._waiting > 0, reserve=self.per_second // 4)
            return
        self._waiting += 1
        self._people_waiting += line is _Line.PEOPLE
        try:
            async with self._lines[line]:
                until = clock() + _YIELD
                yields = line is _Line.CHANNELS
                await self._place(
                    lambda: yields and self._people_waiting > 0 and clock() < until, reserve=0
                )
        finally:
            self._waiting -= 1
            self._people_waiting -= line is _Line.PEOPLE

    async def _place(self, others_first: Callable[[], bool], *, reserve: int) -> None:
        """Only the first of each line waits here; the others wait for their turn in the line."""
        clock = asyncio.get_running_loop().time
        if self._lately is None:  # no burst of a full second at the start
            self._lately = deque([clock()] * (self.per_second // 2))
        while True:
            wait = self._until(self._lately, clock(), self.per_second - reserve)
            if wait <= 0.0 and not others_first():
                self._lately.append(clock())
                return
            await asyncio.sleep(max(wait, 1 / self.per_second))

    @staticmethod
    def _until(lately: deque[float], now: float, places: int) -> float:
        """Seconds until one more call makes no more than so many within a second."""
        while lately and lately[0] <= now - 1.0:
            lately.popleft()
        return lately[-places] + 1.0 - now if len(lately) >= places else 0.0


def _line_of(endpoint: str, chat: object) -> _Line:
    if endpoint in _BULK:
        return _Line.BULK
    shared = isinstance(chat, int) and chat < 0
    return _Line.CHANNELS if shared or isinstance(chat, str) else _Line.PEOPLE


def _wait(error: RetryAfter) -> timedelta:
    after = error.retry_after
    return after if isinstance(after, timedelta) else timedelta(seconds=after)
