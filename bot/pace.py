"""Flood limits of private chats, kept on our side: under 30 calls a second in all, people first.

PTB asks before each call. Calls that answer somebody pass before bulk ones (deletions, look-ups);
a 429 is raised to the caller, who knows what to do, and closes only the lane of that chat
meanwhile. The channel's own pace is the outbox's business, from the database.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.clock import Clock

PER_SECOND = 28
"""Telegram allows about 30 messages a second overall."""

_BULK = frozenset({"deleteMessage", "deleteMessages", "forwardMessage", "setMyCommands"})
_MOST_SHUT = 10_000


@dataclass
class Pace(BaseRateLimiter[None]):
    clock: Clock
    per_second: int = PER_SECOND
    _left: float = field(default=0.0, init=False)
    _filled: float | None = field(default=None, init=False)
    _people_waiting: int = field(default=0, init=False)
    _line: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)
    _bulk_line: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)
    _shut: OrderedDict[object, datetime] = field(default_factory=OrderedDict, init=False)

    def __post_init__(self) -> None:
        self._left = float(self.per_second) / 2  # no burst of a full second at the start

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
        """Called by PTB around every request. Raises RetryAfter at once for a shut lane."""
        chat = data.get("chat_id")
        self._refuse_if_shut(chat)
        await self._turn(bulk=endpoint in _BULK)
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            if chat is not None:
                self._shut[chat] = self.clock.now() + _wait(error)
                while len(self._shut) > _MOST_SHUT:
                    self._shut.popitem(last=False)
            raise

    def _refuse_if_shut(self, chat: object) -> None:
        until = self._shut.get(chat)
        if until is None:
            return
        left = until - self.clock.now()
        if left > timedelta(0):
            raise RetryAfter(left)
        del self._shut[chat]

    async def _turn(self, *, bulk: bool) -> None:
        """Wait for a place among ``per_second``; bulk lets people pass and leaves them some."""
        if bulk:
            async with self._bulk_line:
                await self._place(lambda: self._people_waiting > 0, reserve=self.per_second / 4)
            return
        self._people_waiting += 1
        try:
            async with self._line:
                await self._place(lambda: False, reserve=0.0)
        finally:
            self._people_waiting -= 1

    async def _place(self, others_first: Callable[[], bool], *, reserve: float) -> None:
        """Only the first of each line waits here; the others wait for their turn in the line."""
        while True:
            wait = self._until(1.0 + reserve)
            if wait <= 0.0 and not others_first():
                self._left -= 1.0
                return
            await asyncio.sleep(max(wait, 1 / self.per_second))

    def _until(self, needed: float) -> float:
        """Seconds until the bucket (one second's worth) holds that much. The machine's time,
        since Telegram's runs like it."""
        now = asyncio.get_running_loop().time()
        if self._filled is not None:
            grown = self._left + (now - self._filled) * self.per_second
            self._left = min(float(self.per_second), grown)
        self._filled = now
        return (needed - self._left) / self.per_second


def _wait(error: RetryAfter) -> timedelta:
    after = error.retry_after
    return after if isinstance(after, timedelta) else timedelta(seconds=after)
