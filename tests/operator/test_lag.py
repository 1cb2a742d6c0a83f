import asyncio
import time
from typing import Any

import pytest

from bot.ops.lag import LoopLag


def _keep_busy() -> None:
    time.sleep(0.3)  # a timer that rings every 0.1 s is late by 0.2 s at least


async def test_what_keeps_the_loop_busy_is_seen_in_its_lag() -> None:
    lag = LoopLag()
    with lag.measured():
        assert lag.p99() is None
        async with asyncio.timeout(60):
            while lag.longest() is None:
                await asyncio.sleep(0.01)
        _keep_busy()
        async with asyncio.timeout(60):
            while (lag.longest() or 0.0) < 0.15:
                await asyncio.sleep(0.01)
    before = lag.p99()
    assert before is not None
    assert 0.0 <= before <= (lag.longest() or 0.0)


async def test_nothing_rings_any_more_once_it_is_not_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loop, timers = asyncio.get_running_loop(), list[asyncio.TimerHandle]()
    set_timer = loop.call_later

    def noted(*given: Any) -> asyncio.TimerHandle:
        timers.append(set_timer(*given))
        return timers[-1]

    monkeypatch.setattr(loop, "call_later", noted)
    with pytest.raises(ZeroDivisionError), LoopLag().measured():
        raise ZeroDivisionError
    [timer] = timers
    assert timer.cancelled()
