"""Sweeps tell when all that people may have sent until some moment was handled and is confirmed.

A sweep begins where an answer of Telegram shows that nothing more waits there. It is over when all
that was in hand then has been handled, and an answered fetch has confirmed it: an update that was
handled keeps coming after a crash for as long as an older one is still in hand. The next one begins
at once. So after two more of them nothing is under way that was sent before the first began.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from bot.botapi.window import Ticket


@dataclass(slots=True)
class Sweeps:
    over: int = 0
    """The number of sweeps that have ended since the start."""
    _under_way: bool = False
    _until: int | None = None
    _left: set[Ticket] = field(default_factory=set)

    def look(
        self, in_hand: Collection[Ticket], *, asked: int | None, end: int | None, emptied: bool
    ) -> None:
        """Note that an answer has come, and its updates are in hand. ``asked``: from which id on;
        ``end``: the id after the last that ever came; both None where a webhook brings updates,
        each of which is confirmed by itself. ``emptied``: nothing more waits at Telegram."""
        if self._under_way:
            self._left &= set(in_hand)
            confirmed = self._until is None or (asked is not None and asked >= self._until)
            if confirmed and not self._left:
                self._under_way = False
                self.over += 1
        if emptied and not self._under_way:
            self._under_way, self._until, self._left = True, end, set(in_hand)

    def begin_anew(self) -> None:
        """Drop the sweep under way: ids began anew, and those before are not asked for again."""
        self._under_way = False
