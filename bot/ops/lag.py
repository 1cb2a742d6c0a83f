"""The lag of the event loop's timers: work that keeps the loop busy keeps everybody waiting.

Ten times a second a timer rings, and how late it is is kept for a minute. Nothing else is measured,
and nothing of anybody."""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

EVERY = 0.1
"""The seconds between two timers."""
_KEPT = int(60 / EVERY)


@dataclass(slots=True)
class LoopLag:
    _late: deque[float] = field(default_factory=lambda: deque(maxlen=_KEPT))
    _timer: asyncio.TimerHandle | None = None

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Measure inside the block, in the loop that runs now."""
        loop = asyncio.get_running_loop()

        def ring(due: float) -> None:
            now = loop.time()
            self._late.append(max(0.0, now - due))
            self._timer = loop.call_at(now + EVERY, ring, now + EVERY)

        self._timer = loop.call_later(EVERY, ring, loop.time() + EVERY)
        try:
            yield
        finally:
            self._timer.cancel()

    def p99(self) -> float | None:
        """Return the seconds that 99 % of the last minute's timers were not later than. None: none
        yet."""
        ordered = sorted(self._late)
        return ordered[(len(ordered) * 99 - 1) // 100] if ordered else None

    def longest(self) -> float | None:
        """Return the seconds by which the latest of them was late. None: none yet."""
        return max(self._late, default=None)
