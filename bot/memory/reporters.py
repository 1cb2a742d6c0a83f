"""Reporters are remembered as tags for as long as it matters whether they were right. Memory only:
a restart forgets it. The brake on hiding, which must hold over a restart, counts posts."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from bot.memory.expiring import ExpiringDict

UNDECIDED_FOR = timedelta(days=7)
LIGHT_FOR = timedelta(days=1)

Given = tuple[int, str]
"""A number and the reason for which it was reported."""
GivenReply = tuple[int, int, str]
"""The same for a reply: the whisper's number, its own, and the reason."""


class ReporterBook(Protocol):
    """The book of who reported what. Raises MemoryAway where it is a server's and cannot be
    reached."""

    async def reported(self, tag: bytes, given: Given | GivenReply, now: datetime) -> None: ...

    async def weighs(self, tag: bytes, now: datetime) -> bool:
        """Tell whether this person's report has its full weight. False for a day after moderators
        let stand what they had reported."""

    async def undecided(self, now: datetime) -> tuple[Given, ...]:
        """Return the reports of whispers about which nothing was decided."""

    async def undecided_replies(self, now: datetime) -> tuple[GivenReply, ...]: ...

    async def not_upheld(self, decided: Iterable[Given | GivenReply], now: datetime) -> None: ...


class Reporters:
    """The reporters that this process keeps."""

    def __init__(self) -> None:
        self._open: ExpiringDict[Given | GivenReply, frozenset[bytes]] = ExpiringDict(UNDECIDED_FOR)
        self._light: ExpiringDict[bytes, None] = ExpiringDict(LIGHT_FOR)

    async def reported(self, tag: bytes, given: Given | GivenReply, now: datetime) -> None:
        self._open.put(given, (self._open.get(given) or frozenset()) | {tag}, now)

    async def weighs(self, tag: bytes, now: datetime) -> bool:
        self._light.fade(now)
        return tag not in self._light

    async def undecided(self, now: datetime) -> tuple[Given, ...]:
        self._open.fade(now)
        return tuple(given for given, _tags in self._open.items() if len(given) == 2)

    async def undecided_replies(self, now: datetime) -> tuple[GivenReply, ...]:
        self._open.fade(now)
        return tuple(given for given, _tags in self._open.items() if len(given) == 3)

    async def not_upheld(self, decided: Iterable[Given | GivenReply], now: datetime) -> None:
        for given in decided:
            for tag in self._open.pop(given) or ():
                self._light.put(tag, None, now)
