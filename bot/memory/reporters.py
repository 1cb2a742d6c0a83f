"""Reporters are remembered as tags for as long as it matters whether they were right. Memory only:
a restart forgets it. The brake on hiding, which must hold over a restart, counts posts."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.memory.expiring import ExpiringDict

_UNDECIDED = timedelta(days=7)
_DAY = timedelta(days=1)

Given = tuple[int, str]
"""A number and the reason for which it was reported."""
GivenReply = tuple[int, int, str]
"""Likewise of a reply: the whisper's number, its own, and the reason."""


class Reporters:
    def __init__(self) -> None:
        self._open: ExpiringDict[Given | GivenReply, frozenset[bytes]] = ExpiringDict(_UNDECIDED)
        self._light: ExpiringDict[bytes, None] = ExpiringDict(_DAY)

    def reported(self, tag: bytes, given: Given | GivenReply, now: datetime) -> None:
        self._open.put(given, (self._open.get(given) or frozenset()) | {tag}, now)

    def weighs(self, tag: bytes, now: datetime) -> bool:
        """False for a day after moderators let stand what this person had reported."""
        self._light.fade(now)
        return tag not in self._light

    def undecided(self) -> tuple[Given, ...]:
        """Of whispers."""
        return tuple(given for given, _tags in self._open.items() if len(given) == 2)

    def undecided_replies(self) -> tuple[GivenReply, ...]:
        return tuple(given for given, _tags in self._open.items() if len(given) == 3)

    def not_upheld(self, decided: Iterable[Given | GivenReply], now: datetime) -> None:
        for given in decided:
            for tag in self._open.pop(given) or ():
                self._light.put(tag, None, now)
