"""Appeals against bans, in memory only: nothing on a disk ties one to a ban or to a chat.

A restart forgets those that are open; their messages are then emptied, and they may be made anew.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date

from bot.domain.bans import Ban
from bot.flows.moderation.review_card_text import ReviewCardText
from bot.memory.identity import Route


@dataclass(frozen=True, slots=True)
class Appeal:
    tag: bytes = field(repr=False)  # of the ban
    route: Route
    ban: Ban
    language: str | None


_MOST = 1_000
"""Appeals remembered; the oldest give way. One is made for each ban at most."""


@dataclass(slots=True)
class Appeals:
    _open: OrderedDict[str, tuple[Appeal, ReviewCardText]] = field(default_factory=OrderedDict)
    _made: OrderedDict[tuple[bytes, date], bool] = field(default_factory=OrderedDict)

    def heard(self, tag: bytes, ban: Ban) -> bool:
        """Whether there was an appeal against this ban."""
        return (tag, ban.until) in self._made

    def open(self, name: str, appeal: Appeal, face: ReviewCardText) -> None:
        """``face``: what moderators see, should its message vanish."""
        self._open[name] = (appeal, face)
        self._made[(appeal.tag, appeal.ban.until)] = True
        if len(self._open) > _MOST:
            self._open.popitem(last=False)
        if len(self._made) > _MOST:
            self._made.popitem(last=False)

    def withdraw(self, name: str) -> None:
        """It could not be shown, so it does not count."""
        appeal, _ = self._open.pop(name)
        self._made.pop((appeal.tag, appeal.ban.until), None)

    def close(self, name: str) -> Appeal | None:
        found = self._open.pop(name, None)
        return found[0] if found else None

    def face(self, name: str) -> ReviewCardText | None:
        """How it looks as long as it waits for an answer."""
        found = self._open.get(name)
        return found[1] if found else None
