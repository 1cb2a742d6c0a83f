"""A loop in which nobody waits: while all sleep, its clock goes on to when the first one wakes.

For what waits for the loop's own timers alone, and for no thread, process or socket.
"""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any


class _Selector(selectors.DefaultSelector):  # type: ignore[misc, valid-type]
    """Adds up the seconds that it was to wait for and did not."""

    skipped = 0.0

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None:
            return super().select(None)
        ready = super().select(0)
        if not ready:
            self.skipped += max(timeout, 0.0)
        return ready


class ImpatientLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._skipping = _Selector()
        super().__init__(self._skipping)

    def time(self) -> float:
        return super().time() + self._skipping.skipped


def impatient(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """The test runs in such a loop."""

    @wraps(test)
    def run(*given: Any, **named: Any) -> None:
        with asyncio.Runner(loop_factory=ImpatientLoop) as runner:
            runner.run(test(*given, **named))

    return run
