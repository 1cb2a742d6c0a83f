"""The calls' pace: under 30 a second in all, people before bulk, one chat's flood limit its own."""

import asyncio
from datetime import timedelta

import pytest
from telegram.error import RetryAfter

from bot.pace import Pace
from tests.flows.model import ManualClock


class Caller:
    """Calls through a Pace and keeps when each call was let through."""

    def __init__(self, per_second: int = 28) -> None:
        self.clock = ManualClock()
        self.pace = Pace(clock=self.clock, per_second=per_second)
        self.through: list[tuple[str, object, float]] = []

    async def call(self, endpoint: str, chat: object, error: Exception | None = None) -> None:
        async def through() -> bool:
            self.through.append((endpoint, chat, asyncio.get_running_loop().time()))
            if error is not None:
                raise error
            return True

        await self.pace.process_request(through, (), {}, endpoint, {"chat_id": chat}, None)


async def test_no_second_sees_thirty_calls() -> None:
    caller = Caller()
    await asyncio.gather(*(caller.call("sendMessage", n) for n in range(60)))
    times = sorted(at for _, _, at in caller.through)
    for start in times:
        assert sum(start <= at < start + 1.0 for at in times) <= 42  # half a bucket and a second
    assert times[-1] - times[0] >= (60 - 28) / 28 * 0.9


async def test_answers_to_people_pass_before_bulk_that_came_first() -> None:
    caller = Caller(per_second=100)
    bulk = [asyncio.create_task(caller.call("deleteMessages", n)) for n in range(80)]
    await asyncio.sleep(0)
    people = [asyncio.create_task(caller.call("sendMessage", n)) for n in range(20)]
    await asyncio.gather(*people)
    done = sum(endpoint == "deleteMessages" for endpoint, _, _ in caller.through)
    assert done < 40
    await asyncio.gather(*bulk)


async def test_a_flood_limit_closes_the_lane_of_that_chat_alone() -> None:
    caller = Caller()
    with pytest.raises(RetryAfter):
        await caller.call("sendMessage", 1, RetryAfter(timedelta(seconds=30)))
    calls = len(caller.through)
    with pytest.raises(RetryAfter) as refused:
        await caller.call("sendMessage", 1)
    assert refused.value.retry_after == timedelta(seconds=30)
    assert len(caller.through) == calls  # it was not even tried
    await caller.call("sendMessage", 2)
    caller.clock.pass_(seconds=31)
    await caller.call("sendMessage", 1)


async def test_other_errors_pass_as_they_are() -> None:
    caller = Caller()
    with pytest.raises(ValueError, match="mine"):
        await caller.call("sendMessage", 1, ValueError("mine"))
    await caller.call("sendMessage", 1)
