"""Routes and limit tags stand for people as long as this process lives, in memory only.

The raw chat id enters here from ``handlers/incoming`` and leaves only towards
``bot/botapi/private_chats.py`` and ``handlers/moderators/access.py``, which must name a chat or a
member to Telegram. Everything between sees a Route. All
tags are keyed hashes under a key made at start and never written anywhere: a restart forgets
everybody (anonymity rules 1 and 12). Several processes can share a store that keeps nothing on
disk by implementing ``RouteBook``.
"""

import asyncio
import secrets
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from hashlib import blake2b, scrypt
from typing import Protocol

from bot.domain.telegram_limits import DELETABLE_FOR
from bot.memory.expiring import ExpiringDict

ROUTE_LIFE = DELETABLE_FOR
"""The time for which a way back is kept: after that nothing could be deleted any more."""

LANGUAGE_LIFE = timedelta(days=30)
"""The time for which a chosen language is remembered, if the process lives so long."""
_MOST_CHOSEN = 100_000

_SLOWNESS = 2**16
"""scrypt's n: 64 MB for each tag, and about 0.2 s of a slow core (``bench/moderation.py``)."""
_TAG_BYTES = 32


class Purpose(Enum):
    """The purpose of a tag. Tags of two purposes cannot be told to be of one person."""

    ALLOWANCE = b"allowance"  # messages in a minute, drafts in an hour
    WORDS = b"words"  # what somebody has published, to know it again
    PUBLISHED = b"published"  # whispers in a day
    RECEIPT = b"receipt"  # codes looked up in vain
    REPORTS = b"reports"  # in a day
    REPORTED = b"reported"  # one whisper, named by its number
    REPORTED_REPLY = b"reported reply"  # one reply, named by its numbers
    WEIGHT = b"weight"  # the weight of somebody's reports
    VOTER = b"voter"
    MEMBERSHIP = b"membership"  # in the moderators' chat
    REPLIES = b"replies"  # in a day
    THREAD = b"thread"  # in an hour, to one whisper
    REJECTED = b"rejected"  # replies of somebody
    WROTE = b"wrote"  # that the receipt of one whisper was shown
    LOOKS = b"looks"  # at feeds in a minute
    MASK = b"mask"  # the mask of one person in one thread, named by its whisper


@dataclass(frozen=True, slots=True)
class Route:
    """The way back to a private chat. Equal routes are the same chat, in this process only.

    ``tag`` stands for the person, who has the same through every bot; ``bot`` is the id of the bot
    in whose chat they are. So what is keyed by a route is each chat's own, and what is counted by
    tags is one person's."""

    tag: bytes = field(repr=False)
    bot: int = 0


class RouteBook(Protocol):
    """The book that keeps routes. Nothing of it may reach a disk. What waits raises MemoryAway
    where the book is a server's and cannot be reached."""

    def within(self, bot: int) -> "RouteBook":
        """Return the same book as this bot writes in it: the routes that it issues are those of
        its chats."""

    async def issue(self, chat_id: int, now: datetime) -> Route: ...

    def passing(self, chat_id: int) -> Route:
        """Return the same route, but keep nothing of it: it serves for tags alone and leads
        nowhere."""

    async def resolve(self, route: Route, now: datetime) -> int | None:
        """Return the chat behind the route, or None when it has been forgotten."""

    async def choose(self, route: Route, language: str, now: datetime) -> None:
        """Remember in which language its owner wants to be answered."""

    async def chosen(self, route: Route, now: datetime) -> str | None:
        """Return the language that was chosen. None: none was, or it was long ago."""

    def tag(self, route: Route, purpose: Purpose, number: int | None = None) -> bytes:
        """Return a tag for counting: the same route under two purposes, or about two whispers,
        cannot be linked by its tags."""

    async def ban_tag(self, route: Route, key: bytes, now: datetime) -> bytes | None:
        """Return the only thing about a person that may be stored, when moderators ban them: slow
        to compute, so that the key and the disk together do not name everybody at once (anonymity
        rule 11). None: the route has been forgotten."""


class BanTags:
    """The ban tags, as each process works them out for itself, once for each chat in a route's life
    and in a thread: the result is the same in all."""

    def __init__(self, life: timedelta) -> None:
        self._of: ExpiringDict[bytes, bytes] = ExpiringDict(life)

    def fade(self, now: datetime) -> None:
        self._of.fade(now)

    async def of(self, route: Route, chat: int, key: bytes, now: datetime) -> bytes:
        tag = self._of.get(route.tag)
        if tag is None:
            tag = await asyncio.to_thread(slow_tag, chat, key)
            self._of.put(route.tag, tag, now)
        return tag


class MemoryRoutes:
    """The route book of one process."""

    def __init__(self, *, life: timedelta = ROUTE_LIFE, key: bytes | None = None) -> None:
        self._bot = 0
        self._key = key or secrets.token_bytes(32)
        self._chats: ExpiringDict[bytes, int] = ExpiringDict(life)
        self._ban_tags = BanTags(life)
        self._chosen: ExpiringDict[bytes, str] = ExpiringDict(LANGUAGE_LIFE, most=_MOST_CHOSEN)

    def within(self, bot: int) -> "MemoryRoutes":
        same = copy(self)
        same._bot = bot
        return same

    async def issue(self, chat_id: int, now: datetime) -> Route:
        route = self.passing(chat_id)
        self._chats.put(route.tag, chat_id, now)
        self._ban_tags.fade(now)
        return route

    def passing(self, chat_id: int) -> Route:
        return Route(self._digest(b"route", str(chat_id).encode()), self._bot)

    async def resolve(self, route: Route, now: datetime) -> int | None:
        self._chats.fade(now)
        return self._chats.get(route.tag)

    async def choose(self, route: Route, language: str, now: datetime) -> None:
        self._chosen.put(route.tag, language, now)

    async def chosen(self, route: Route, now: datetime) -> str | None:
        self._chosen.fade(now)
        return self._chosen.get(route.tag)

    def tag(self, route: Route, purpose: Purpose, number: int | None = None) -> bytes:
        about = b"" if number is None else str(number).encode()
        return self._digest(b"tag", purpose.value, about, route.tag)

    async def ban_tag(self, route: Route, key: bytes, now: datetime) -> bytes | None:
        number = await self.resolve(route, now)
        return None if number is None else await self._ban_tags.of(route, number, key, now)

    def __len__(self) -> int:
        return len(self._chats)

    def _digest(self, *parts: bytes) -> bytes:
        return blake2b(b"\0".join(parts), key=self._key, digest_size=16).digest()


def slow_tag(number: int, key: bytes) -> bytes:
    """Return the tag that is stored of somebody who is banned. Takes a fifth of a second: call it
    in a thread."""
    return scrypt(
        str(number).encode(), salt=key, n=_SLOWNESS, r=8, p=1, maxmem=2**28, dklen=_TAG_BYTES
    )
