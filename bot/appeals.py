"""Appeals against bans, in memory only: nothing on a disk ties one to a ban or to a chat.

A restart forgets those that are open; their messages are then emptied, and they may be made anew.
"""

from dataclasses import dataclass, field
from datetime import date

from bot.identity import Route
from storage.bans import Ban


@dataclass(frozen=True, slots=True)
class Appeal:
    tag: bytes = field(repr=False)  # of the ban
    route: Route
    ban: Ban
    language: str | None


@dataclass(slots=True)
class Appeals:
    _open: dict[str, Appeal] = field(default_factory=dict)
    _made: set[tuple[bytes, date]] = field(default_factory=set)

    def heard(self, tag: bytes, ban: Ban) -> bool:
        """Whether there was an appeal against this ban."""
        return (tag, ban.until) in self._made

    def open(self, name: str, appeal: Appeal) -> None:
        self._open[name] = appeal
        self._made.add((appeal.tag, appeal.ban.until))

    def withdraw(self, name: str) -> None:
        """It could not be shown, so it does not count."""
        appeal = self._open.pop(name)
        self._made.discard((appeal.tag, appeal.ban.until))

    def close(self, name: str) -> Appeal | None:
        return self._open.pop(name, None)

    def is_open(self, name: str) -> bool:
        return name in self._open
