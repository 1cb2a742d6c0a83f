"""Waiting whispers that have the same author: memory only, and only while they wait.

Mixing asks, so that one slot does not release two of one author; and a ban, so that it reaches
whoever it is for. A restart forgets it, like every route: what waited then is released as if nobody
knew whose it is.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.whisper import WhisperKey
from bot.memory.away import MemoryAway
from bot.memory.expiring import ExpiringDict
from bot.memory.identity import ROUTE_LIFE, Route


class AuthorBook(Protocol):
    """The book of waiting whispers' authors. Raises MemoryAway where it is a server's and cannot be
    reached."""

    async def note(self, key: WhisperKey, route: Route, now: datetime) -> None: ...

    async def show(self, keys: Iterable[WhisperKey], now: datetime) -> None:
        """Note that moderators get cards for these."""

    async def of(self, key: WhisperKey, now: datetime) -> Route | None:
        """Return the author's route. None: taken in before this memory began, or too long ago."""

    async def of_all(
        self, keys: Collection[WhisperKey], now: datetime
    ) -> Mapping[WhisperKey, Route]:
        """Return whisper -> author for those whose author is known."""

    async def can_ban(self, key: WhisperKey, now: datetime) -> bool: ...

    async def others(self, key: WhisperKey, now: datetime) -> tuple[WhisperKey, ...]:
        """Return the other waiting whispers of the same author."""

    async def drop(self, *keys: WhisperKey, now: datetime) -> None: ...


class Authors:
    """Waiting whisper -> the route of its author; dropped at release, and after ``life``.

    An author can be banned for ``bannable`` from the batch on that brought the card: counted from
    the whisper's arrival, the button's answer would tell the second of it."""

    def __init__(self, *, life: timedelta = ROUTE_LIFE, bannable: timedelta = ROUTE_LIFE) -> None:
        self._of: ExpiringDict[WhisperKey, Route] = ExpiringDict(life)
        self._shown: ExpiringDict[WhisperKey, Route] = ExpiringDict(bannable)

    @property
    def waiting(self) -> int:
        """The number of whispers whose author can be told what becomes of them."""
        return len(self._of)

    async def note(self, key: WhisperKey, route: Route, now: datetime) -> None:
        self._of.put(key, route, now)

    async def show(self, keys: Iterable[WhisperKey], now: datetime) -> None:
        for key in keys:
            if (route := self._of.get(key)) is not None:
                self._shown.put(key, route, now)

    async def of(self, key: WhisperKey, now: datetime) -> Route | None:
        self._of.fade(now)
        return self._of.get(key)

    async def of_all(
        self, keys: Collection[WhisperKey], now: datetime
    ) -> Mapping[WhisperKey, Route]:
        self._of.fade(now)
        return self._of.get_all(keys)

    async def can_ban(self, key: WhisperKey, now: datetime) -> bool:
        self._shown.fade(now)
        return key in self._shown

    async def others(self, key: WhisperKey, now: datetime) -> tuple[WhisperKey, ...]:
        self._of.fade(now)
        route = self._of.get(key)
        if route is None:
            return ()
        return tuple(
            each for each, whose in self._of.items() if whose.tag == route.tag and each != key
        )

    async def drop(self, *keys: WhisperKey, now: datetime) -> None:
        for key in keys:
            self._of.pop(key)
            self._shown.pop(key)


async def authors_of(
    keys: Collection[WhisperKey], book: AuthorBook | None, now: datetime
) -> Mapping[WhisperKey, bytes]:
    """Return the authors of waiting whispers, for mixing: equal values are one person, through
    whatever bot. While the book is away it goes on as after a restart, as if nobody knew."""
    if book is None:
        return {}
    try:
        return {key: route.tag for key, route in (await book.of_all(keys, now)).items()}
    except MemoryAway:
        return {}
