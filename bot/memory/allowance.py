"""The allowance of one chat: in a minute, in an hour, and of pictures. Memory only, by tag.

Whoever asks for more is told so once, kindly; then there is silence until they may again.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.memory.expiring import ExpiringDict
from bot.memory.limits import Tally

_PATIENCE = timedelta(minutes=10)
"""How long it is remembered of a message what was said of it: Telegram may bring it again."""
_MOST = 10_000


_USUAL = 3
"""Whispers a person may publish a day (SOTTO_AUTHOR_LIMIT) for which the limits below are meant."""


class MessageLimit(Enum):
    PACE = auto()
    HOUR = auto()
    PICTURES = auto()


@dataclass(frozen=True, slots=True)
class Over:
    """Too much. ``told``: it was said before, so that nothing more is said now."""

    limit: MessageLimit
    free_at: datetime
    told: bool


@dataclass(slots=True)
class Allowance:
    """12 messages a minute; 20 drafts an hour; 3 pictures in ten minutes."""

    messages: Tally = field(default_factory=lambda: Tally(most=12, within=timedelta(minutes=1)))
    drafts: Tally = field(default_factory=lambda: Tally(most=20, within=timedelta(hours=1)))
    pictures: Tally = field(default_factory=lambda: Tally(most=3, within=timedelta(minutes=10)))
    _told: ExpiringDict[tuple[bytes, MessageLimit], datetime] = field(
        default_factory=lambda: ExpiringDict(timedelta(hours=1), most=_MOST)
    )
    """Until when it need not be said again."""
    _seen: ExpiringDict[tuple[bytes, int], Over | None] = field(
        default_factory=lambda: ExpiringDict(_PATIENCE, most=_MOST)
    )

    @property
    def remembered(self) -> int:
        """Messages whose answer is known, should they come again."""
        return len(self._seen)

    @classmethod
    def for_authors(cls, author_limit: int) -> "Allowance":
        """Who may publish more whispers a day than usual may try as many times more."""
        times = max(1, author_limit // _USUAL)
        return cls(
            Tally(most=12 * times, within=timedelta(minutes=1)),
            Tally(most=20 * times, within=timedelta(hours=1)),
            Tally(most=3 * times, within=timedelta(minutes=10)),
        )

    def ask(
        self, tag: bytes, message_id: int, now: datetime, *, draft: bool, picture: bool
    ) -> Over | None:
        """None: it is granted, and counted. The same message is counted once."""
        key = (tag, message_id)
        if key in self._seen:
            return self._seen.get(key)
        over = self._over(tag, now, draft=draft, picture=picture)
        if over is None:
            self.messages.count(tag, now)
            if draft:
                self.drafts.count(tag, now)
            if picture:
                self.pictures.count(tag, now)
        self._seen.put(key, over, now)
        return over

    def too_many(self, tag: bytes, now: datetime) -> Over:
        """More came at once than can wait: said once a minute."""
        return self._refuse(tag, MessageLimit.PACE, now + timedelta(minutes=1), now)

    def _over(self, tag: bytes, now: datetime, *, draft: bool, picture: bool) -> Over | None:
        for limit, tally, asked in (
            (MessageLimit.PACE, self.messages, True),
            (MessageLimit.PICTURES, self.pictures, picture),
            (MessageLimit.HOUR, self.drafts, draft),
        ):
            if asked and not tally.room(tag, now):
                return self._refuse(tag, limit, tally.free_at(tag, now), now)
        return None

    def _refuse(self, tag: bytes, limit: MessageLimit, free_at: datetime, now: datetime) -> Over:
        until = self._told.get((tag, limit))
        told = until is not None and now < until
        if not told:
            self._told.put((tag, limit), free_at, now)
        return Over(limit, free_at, told)
