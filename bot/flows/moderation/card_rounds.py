"""Rounds through the moderators' chat: which message to look for next.

Telegram tells no bot that a message was deleted, by hand or by the chat's own timer. So each card
that waits is looked for now and then, by an edit that changes nothing; a moderator who asks what
waits has all of them looked for at once. After a start nobody knows when one was last seen.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import Clock

EACH = timedelta(minutes=10)
"""The time for which a card that was seen is not looked for again."""
PAUSE = timedelta(seconds=15)
"""The pause between two looks, while nobody asks."""
ASKED_PAUSE = timedelta(seconds=3)
"""The pause between two looks when somebody asks: Telegram lets a bot change about 20 messages a
minute."""


@dataclass(slots=True)
class Rounds:
    clock: Clock
    _seen: dict[str, datetime] = field(default_factory=dict)  # what -> when it was there
    _asked: datetime | None = None
    _last: datetime | None = None

    def seen(self, what: str, at: datetime) -> None:
        """Note that it was there: sent, changed or looked for by a call that began at this time.
        When the answer came it may have been gone already."""
        self._seen[what] = at

    def ask(self) -> None:
        """Look for everything that was not seen since."""
        self._asked = self.clock.now()

    def next(self, standing: Iterable[str]) -> str | None:
        """Return which of these to look for now: the one that was not seen for longest. None: it is
        not time to look for any."""
        now = self.clock.now()
        names = list(standing)
        if not names:
            return None
        name = min(
            names, key=lambda each: self._seen.get(each) or datetime.min.replace(tzinfo=now.tzinfo)
        )
        before = self._seen.get(name)
        asked = self._asked is not None and (before is None or before < self._asked)
        if not asked and before is not None and timedelta(0) <= now - before < EACH:
            return None
        pause = ASKED_PAUSE if asked else PAUSE
        if self._last is not None and timedelta(0) <= now - self._last < pause:
            return None
        self._last = now
        return name

    def keep(self, standing: Iterable[str]) -> None:
        """Forget all others."""
        wanted = set(standing)
        self._seen = {name: at for name, at in self._seen.items() if name in wanted}
