"""Flood limits, kept on our side. Each kind of call has its own budget, so none starves another.

Telegram counts what is sent and edited: under 30 of those a second in all. Answers to presses and
questions about files and chats are not counted, and neither are deletions, to which we owe that a
message is gone when we said so: both have budgets of their own, and wait for nobody.

PTB asks before each call. Of what is sent, calls that answer somebody in a private chat pass before
those to channels and groups, which let them pass for a second at most and then go in turn, so that
many busy channels neither keep people waiting nor wait for ever. Both pass before looks at what a
channel holds; but no channel posts anything while such a look waits, so it lets others pass for
half a second at most.

A 429 is raised to the caller, who knows what to do; it closes the way to that chat for its kind and
makes the whole kind slower for a while. The channel's own pace is the outbox's business, from the
database.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.botapi.budgets import Budget
from bot.clock import Clock
from bot.domain.telegram_limits import CALLS_PER_SECOND
from bot.memory.expiring import ExpiringDict

_LONGEST_SHUT = timedelta(days=1)
_MOST_SHUT = 10_000

_YIELD = 1.0
"""The seconds for which a call to a channel or group lets people pass."""
_LOOK_YIELDS = 0.5
"""The seconds for which a look lets all others pass: a channel waits for several in a row."""
_OTHERS = 60
"""The answers and questions a second: far more than people press, so that a mistake of ours does
not become a flood."""


class _Kind(Enum):
    """A kind of calls that share a budget."""

    SENT = auto()  # messages made and changed: what Telegram counts
    DELETED = auto()
    OTHER = auto()  # answers to presses, questions


class _Line(Enum):
    """A line in which a call that sends waits. Its head alone looks for a place."""

    PEOPLE = auto()
    CHANNELS = auto()  # and groups
    LOOKS = auto()


_SENT = ("send", "edit", "forward", "copy", "stop")
"""The beginnings of the names of the methods that Telegram counts."""


@dataclass
class RateLimit(BaseRateLimiter[None]):
    clock: Clock
    per_second: int = CALLS_PER_SECOND
    _budgets: dict[_Kind, Budget] = field(init=False)
    _people_waiting: int = field(default=0, init=False)
    _waiting: int = field(default=0, init=False)  # of all that is sent, but looks
    _lines: dict[_Line | _Kind, asyncio.Lock] = field(
        default_factory=lambda: {line: asyncio.Lock() for line in (*_Line, *_Kind)}, init=False
    )
    _shut: ExpiringDict[object, tuple[datetime, timedelta]] = field(
        default_factory=lambda: ExpiringDict(_LONGEST_SHUT, most=_MOST_SHUT), init=False
    )
    """Kind and chat -> until when, and how long Telegram said that is."""

    def __post_init__(self) -> None:
        self._budgets = {
            _Kind.SENT: Budget(self.per_second),
            _Kind.DELETED: Budget(self.per_second),
            _Kind.OTHER: Budget(max(_OTHERS, self.per_second)),
        }

    async def initialize(self) -> None:
        """Do nothing: there is nothing to prepare."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to end."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Any:
        """Make a request; PTB calls this around every one. Raises RetryAfter at once where the way
        to this chat is shut for this kind."""
        kind, chat = _kind_of(endpoint), data.get("chat_id")
        self._refuse_if_shut((kind, chat))
        await self._turn(kind, endpoint, chat)
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            self._budgets[kind].refused(_now())
            if chat is not None:
                now, wait = self.clock.now(), _wait(error)
                self._shut.put((kind, chat), (now + wait, wait), now)
            raise

    def _refuse_if_shut(self, way: tuple[_Kind, object]) -> None:
        now = self.clock.now()
        self._shut.fade(now)
        shut = self._shut.get(way)
        if shut is None:
            return
        until, wait = shut
        if timedelta(0) < until - now <= wait:  # more than was said: the clock was set back
            raise RetryAfter(until - now)
        self._shut.pop(way)

    async def _turn(self, kind: _Kind, endpoint: str, chat: object) -> None:
        """Wait for a place in the budget. Looks let all others pass and leave them some, for a
        while."""
        budget = self._budgets[kind]
        if kind is not _Kind.SENT:
            async with self._lines[kind]:
                await _place(budget, lambda: False)
            return
        line = _line_of(endpoint, chat)
        if line is _Line.LOOKS:
            async with self._lines[line]:
                ends = _now() + _LOOK_YIELDS
                reserve = self.per_second // 4
                await _place(
                    budget,
                    lambda: self._waiting > 0 and _now() < ends,
                    lambda: reserve if _now() < ends else 0,
                )
            return
        self._waiting += 1
        self._people_waiting += line is _Line.PEOPLE
        try:
            async with self._lines[line]:
                until = _now() + _YIELD
                yields = line is _Line.CHANNELS
                await _place(budget, lambda: yields and self._people_waiting > 0 and _now() < until)
        finally:
            self._waiting -= 1
            self._people_waiting -= line is _Line.PEOPLE


async def _place(
    budget: Budget, others_first: Callable[[], bool], reserve: Callable[[], int] = lambda: 0
) -> None:
    """Wait for a place. Only the first of each line waits here; the others wait for their turn in
    the line. ``reserve``: so many places are left to others now."""
    while True:
        now = _now()
        wait = budget.wait(now, reserve=reserve())
        if wait <= 0.0 and not others_first():
            budget.take(now)
            return
        await asyncio.sleep(max(min(wait, _LOOK_YIELDS), 1 / budget.per_second))


def _now() -> float:
    return asyncio.get_running_loop().time()


def _kind_of(endpoint: str) -> _Kind:
    if endpoint.startswith("delete"):
        return _Kind.DELETED
    return _Kind.SENT if endpoint.startswith(_SENT) else _Kind.OTHER


def _line_of(endpoint: str, chat: object) -> _Line:
    if endpoint == "forwardMessage":
        return _Line.LOOKS
    shared = isinstance(chat, int) and chat < 0
    return _Line.CHANNELS if shared or isinstance(chat, str) else _Line.PEOPLE


def _wait(error: RetryAfter) -> timedelta:
    after = error.retry_after
    return after if isinstance(after, timedelta) else timedelta(seconds=after)
