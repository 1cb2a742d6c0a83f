"""How a bench runs that has started a bot: both end together."""

import asyncio
import signal
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

_ENDED = 128 + signal.SIGTERM


def run(bench: Coroutine[Any, Any, T]) -> T:
    """Run it to its end. Told to stop (SIGTERM), it stops what it has started, and then itself."""

    async def whole() -> T:
        this = asyncio.current_task()
        assert this is not None
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, this.cancel)
        return await bench

    try:
        return asyncio.run(whole())
    except asyncio.CancelledError:
        sys.exit(_ENDED)
