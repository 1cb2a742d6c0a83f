"""The allowance of one chat: in a minute, in an hour, and of pictures. Memory only, by tag.

Whoever asks for more is told so once, kindly; then there is silence until they may again.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Protocol

from bot.memory.expiring import ExpiringDict
from bot.memory.limits import Tally

PATIENCE = timedelta(minutes=10)
"""The time for which what was said of a message is remembered: Telegram may bring it again."""
_MOST = 10_000
TOLD_FOR = timedelta(hours=1)
"""The time for which it is remembered that somebody was told."""


_USUAL = 3
"""The whispers that a person may publish a day (SOTTO_AUTHOR_LIMIT) for which the limits below are
meant."""


class MessageLimit(Enum):
    PACE = auto()
    HOUR = auto()
    PICTURES = auto()


LIMITS = (MessageLimit.PACE, MessageLimit.PICTURES, MessageLimit.HOUR)
"""The limits in the order in which they are looked at."""


def limits_for(author_limit: int) -> dict[MessageLimit, tuple[int, timedelta]]:
    """How many within how long: 12 messages a minute; 3 pictures in ten minutes; 20 drafts an
    hour. Who may publish more whispers a day than usual may try as many times more."""
    times = max(1, author_limit // _USUAL)
    return {
        MessageLimit.PACE: (12 * times, timedelta(minutes=1)),
        MessageLimit.PICTURES: (3 * times, timedelta(minutes=10)),
        MessageLimit.HOUR: (20 * times, timedelta(hours=1)),
    }


@dataclass(frozen=True, slots=True)
class Over:
    """The answer to somebody who asks too much. ``told``: it was said before, so that nothing more
    is said now."""

    limit: MessageLimit
    free_at: datetime
    told: bool


class AllowanceBook(Protocol):
    """The book of how much each person may still ask. Raises MemoryAway where it is a server's and
    cannot be reached."""

    async def ask(
        self,
        tag: bytes,
        message_id: int,
        now: datetime,
        *,
        draft: bool,
        picture: bool,
        bot: int = 0,
    ) -> Over | None:
        """Grant this and count it (None), or return what is over. The same message is counted
        once. ``bot``: the id of the bot in whose chat it stands; each bot's messages have ids of
        their own, and each tells somebody of a limit once."""

    async def too_many(self, tag: bytes, now: datetime, *, bot: int = 0) -> Over:
        """Return the answer when more came at once than can wait: said once a minute."""


@dataclass(slots=True)
class Allowance:
    """12 messages a minute; 20 drafts an hour; 3 pictures in ten minutes."""

    tallies: dict[MessageLimit, Tally] = field(default_factory=lambda: _tallies(_USUAL))
    _told: ExpiringDict[tuple[bytes, int, MessageLimit], datetime] = field(
        default_factory=lambda: ExpiringDict(TOLD_FOR, most=_MOST)
    )
    """The time until which it need not be said again."""
    _seen: ExpiringDict[bytes, Over | None] = field(
        default_factory=lambda: ExpiringDict(PATIENCE, most=_MOST)
    )
    """By tag, bot and message, in one piece: it takes less than half of a tuple of them."""

    @property
    def remembered(self) -> int:
        """The number of messages whose answer is known, should they come again."""
        return len(self._seen)

    @classmethod
    def for_authors(cls, author_limit: int) -> "Allowance":
        return cls(_tallies(author_limit))

    async def ask(
        self,
        tag: bytes,
        message_id: int,
        now: datetime,
        *,
        draft: bool,
        picture: bool,
        bot: int = 0,
    ) -> Over | None:
        key = tag + b"%d.%d" % (bot, message_id)
        if key in self._seen:
            return self._seen.get(key)
        over = self._over(tag, bot, now, draft=draft, picture=picture)
        if over is None:
            for limit in asked_for(draft=draft, picture=picture):
                self.tallies[limit].count(tag, now)
        self._seen.put(key, over, now)
        return over

    async def too_many(self, tag: bytes, now: datetime, *, bot: int = 0) -> Over:
        return self._refuse(tag, bot, MessageLimit.PACE, now + timedelta(minutes=1), now)

    def _over(
        self, tag: bytes, bot: int, now: datetime, *, draft: bool, picture: bool
    ) -> Over | None:
        for limit in asked_for(draft=draft, picture=picture):
            tally = self.tallies[limit]
            if not tally.room(tag, now):
                return self._refuse(tag, bot, limit, tally.free_at(tag, now), now)
        return None

    def _refuse(
        self, tag: bytes, bot: int, limit: MessageLimit, free_at: datetime, now: datetime
    ) -> Over:
        until = self._told.get((tag, bot, limit))
        told = until is not None and now < until
        if not told:
            self._told.put((tag, bot, limit), free_at, now)
        return Over(limit, free_at, told)


def asked_for(*, draft: bool, picture: bool) -> tuple[MessageLimit, ...]:
    """Return the limits that such a message counts towards, in their order."""
    asks = {MessageLimit.PACE: True, MessageLimit.PICTURES: picture, MessageLimit.HOUR: draft}
    return tuple(limit for limit in LIMITS if asks[limit])


def _tallies(author_limit: int) -> dict[MessageLimit, Tally]:
    limits = limits_for(author_limit)
    return {limit: Tally(most=most, within=within) for limit, (most, within) in limits.items()}
