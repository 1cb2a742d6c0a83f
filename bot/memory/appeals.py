"""Appeals against bans, in memory only: nothing on a disk ties one to a ban or to a chat.

A restart forgets those that are open; their messages are then emptied, and they may be made anew.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date

from bot.domain.bans import Ban
from bot.memory.identity import Route


@dataclass(frozen=True, slots=True)
class Appeal:
    tag: bytes = field(repr=False)  # the ban's tag
    route: Route
    ban: Ban
    language: str | None
    plea: str = field(default="", repr=False)  # in the author's words, or nothing


_MOST = 1_000
"""The most appeals remembered; the oldest give way. One is made for each ban at most."""


@dataclass(slots=True)
class Appeals:
    _open: OrderedDict[str, Appeal] = field(default_factory=OrderedDict)
    _made: OrderedDict[tuple[bytes, date], bool] = field(default_factory=OrderedDict)

    def heard(self, tag: bytes, ban: Ban) -> bool:
        """Whether there was an appeal against this ban."""
        return (tag, ban.until) in self._made

    def open(self, name: str, appeal: Appeal) -> None:
        self._open[name] = appeal
        self._made[(appeal.tag, appeal.ban.until)] = True
        if len(self._open) > _MOST:
            self._open.popitem(last=False)
        if len(self._made) > _MOST:
            self._made.popitem(last=False)

    def withdraw(self, name: str) -> None:
        """Take an appeal back that could not be shown, so it does not count."""
        appeal = self._open.pop(name)
        self._made.pop((appeal.tag, appeal.ban.until), None)

    def close(self, name: str) -> Appeal | None:
        return self._open.pop(name, None)

    def get(self, name: str) -> Appeal | None:
        """Return the appeal with this name while it waits for an answer. None: it does not."""
        return self._open.get(name)
