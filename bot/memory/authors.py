"""Waiting whispers that have the same author: memory only, and only while they wait.

Mixing asks, so that one slot does not release two of one author; and a ban, so that it reaches
whoever it is for. A restart forgets it, like every route: what waited then is released as if nobody
knew whose it is.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.domain.whisper import WhisperKey
from bot.memory.expiring import ExpiringDict
from bot.memory.identity import ROUTE_LIFE, Route


class Authors:
    """Waiting whisper -> the route of its author; dropped at release, and after ``life``.

    An author can be banned for ``bannable`` from the batch on that brought the card: counted from
    the whisper's arrival, the button's answer would tell the second of it."""

    def __init__(self, *, life: timedelta = ROUTE_LIFE, bannable: timedelta = ROUTE_LIFE) -> None:
        self._of: ExpiringDict[WhisperKey, Route] = ExpiringDict(life)
        self._shown: ExpiringDict[WhisperKey, Route] = ExpiringDict(bannable)

    @property
    def waiting(self) -> int:
        """Whispers whose author can be told what becomes of them."""
        return len(self._of)

    def note(self, key: WhisperKey, route: Route, now: datetime) -> None:
        self._of.put(key, route, now)

    def show(self, keys: Iterable[WhisperKey], now: datetime) -> None:
        """Moderators get cards for these."""
        for key in keys:
            if (route := self._of.get(key)) is not None:
                self._shown.put(key, route, now)

    def of(self, key: WhisperKey) -> Route | None:
        """None: taken in by a process before this one, or too long ago."""
        return self._of.get(key)

    def can_ban(self, key: WhisperKey, now: datetime) -> bool:
        self._shown.fade(now)
        return key in self._shown

    def others(self, key: WhisperKey) -> tuple[WhisperKey, ...]:
        """What else waits of the same author."""
        route = self._of.get(key)
        return tuple(each for each, whose in self._of.items() if whose == route and each != key)

    def drop(self, key: WhisperKey) -> None:
        self._of.pop(key)
        self._shown.pop(key)
