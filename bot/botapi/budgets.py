"""A budget counts the calls of one kind within a second; after Telegram said 429 it allows
fewer."""

from collections import deque
from dataclasses import dataclass, field

_STEP = 7 / 8
_LEAST = 1 / 4
_RECOVERS = 60.0
"""The seconds after which a kind that was slowed down to nothing would be whole again."""


@dataclass(slots=True)
class Budget:
    """A budget of calls. ``per_second``: calls within any second. Times are the machine's, in
    seconds, since Telegram's run like them."""

    per_second: int
    _share: float = field(default=1.0, init=False)
    """The share of ``per_second`` that was allowed at the time ``_shared_at``."""
    _shared_at: float = field(default=0.0, init=False)
    _lately: deque[float] | None = field(default=None, init=False)

    def places(self, now: float) -> int:
        """Return how many calls may go within a second now."""
        return max(1, round(self.per_second * self._share_at(now)))

    def wait(self, now: float, *, reserve: int = 0) -> float:
        """Return the seconds until one more may go. ``reserve``: so many places are left to
        others."""
        if self._lately is None:  # no burst of a full second at the start
            self._lately = deque([now] * (self.per_second // 2))
        while self._lately and self._lately[0] <= now - 1.0:
            self._lately.popleft()
        places = max(1, self.places(now) - reserve)
        return self._lately[-places] + 1.0 - now if len(self._lately) >= places else 0.0

    def take(self, now: float) -> None:
        """Count one call that goes now."""
        if self._lately is not None:
            self._lately.append(now)

    def refused(self, now: float) -> None:
        """Note that Telegram said 429: an eighth less, a quarter at the least, and more again in
        time."""
        self._share = max(_LEAST, self._share_at(now) * _STEP)
        self._shared_at = now

    def _share_at(self, now: float) -> float:
        return min(1.0, self._share + max(0.0, now - self._shared_at) / _RECOVERS)
