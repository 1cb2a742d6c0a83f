"""The calls' pace: under 30 sent a second in all, people before bulk, one chat's flood limit its
own. What is deleted or answered waits for nothing that is sent."""

import asyncio
from datetime import timedelta

import pytest
from telegram.error import RetryAfter

from bot.botapi.budgets import Budget
from bot.botapi.rate_limit import RateLimit
from tests.kit.impatient import impatient
from tests.kit.works import ManualClock


class Caller:
    """Calls through a RateLimit and keeps when each call was let through."""

    def __init__(self, per_second: int = 28) -> None:
        self.clock = ManualClock()
        self.pace = RateLimit(clock=self.clock, per_second=per_second)
        self.through: list[tuple[str, object, float]] = []

    async def call(self, endpoint: str, chat: object, error: Exception | None = None) -> None:
        async def through() -> bool:
            self.through.append((endpoint, chat, asyncio.get_running_loop().time()))
            if error is not None:
                raise error
            return True

        await self.pace.process_request(through, (), {}, endpoint, {"chat_id": chat}, None)


@impatient
async def test_no_second_sees_thirty_calls() -> None:
    """A rush at the start, a second of silence, and another rush."""
    caller = Caller()
    await asyncio.gather(*(caller.call("sendMessage", n) for n in range(40)))
    await asyncio.sleep(1.1)
    await asyncio.gather(*(caller.call("sendMessage", n) for n in range(40)))
    times = sorted(at for _, _, at in caller.through)
    assert len(times) == 80
    assert max(sum(start <= at < start + 1.0 for at in times) for start in times) < 30


@impatient
async def test_answers_to_people_pass_before_bulk_that_came_first() -> None:
    caller = Caller(per_second=100)
    bulk = [asyncio.create_task(caller.call("forwardMessage", n)) for n in range(80)]
    await asyncio.sleep(0)
    people = [asyncio.create_task(caller.call("sendMessage", n)) for n in range(20)]
    await asyncio.gather(*people)
    done = sum(endpoint == "forwardMessage" for endpoint, _, _ in caller.through)
    assert done < 40
    await asyncio.gather(*bulk)


@impatient
async def test_people_pass_before_posts_to_channels_that_came_first() -> None:
    caller = Caller(per_second=40)
    posts = [asyncio.create_task(caller.call("sendPhoto", -n)) for n in range(1, 81)]
    await asyncio.sleep(0)
    people = [asyncio.create_task(caller.call("sendMessage", n)) for n in range(1, 31)]
    await asyncio.gather(*people)
    posted = sum(endpoint == "sendPhoto" for endpoint, _, _ in caller.through)
    assert posted < 60  # half a second's worth had gone before anybody came
    await asyncio.gather(*posts)


@impatient
async def test_posts_to_channels_do_not_wait_for_ever_while_people_keep_coming() -> None:
    caller = Caller(per_second=20)
    crowd = [asyncio.create_task(caller.call("sendMessage", n)) for n in range(1, 81)]
    await asyncio.sleep(0)
    async with asyncio.timeout(60):
        await caller.call("sendPhoto", -1)
    assert not all(task.done() for task in crowd)
    await asyncio.gather(*crowd)


@impatient
async def test_looks_at_a_channel_do_not_wait_for_ever_while_people_keep_coming() -> None:
    """A channel posts nothing before it has looked: some ids, one after the other."""
    caller = Caller(per_second=20)
    crowd = [asyncio.create_task(caller.call("sendMessage", n)) for n in range(1, 161)]
    await asyncio.sleep(0)
    async with asyncio.timeout(60):
        for _ in range(4):
            await caller.call("forwardMessage", -1)
    assert not all(task.done() for task in crowd)
    await asyncio.gather(*crowd)


@impatient
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


@impatient
async def test_other_errors_pass_as_they_are() -> None:
    caller = Caller()
    with pytest.raises(ValueError, match="mine"):
        await caller.call("sendMessage", 1, ValueError("mine"))
    await caller.call("sendMessage", 1)


@impatient
async def test_a_clock_set_back_keeps_no_lane_shut() -> None:
    """The flood limit came while the clock was a year ahead."""
    caller = Caller()
    with pytest.raises(RetryAfter):
        await caller.call("sendMessage", 1, RetryAfter(timedelta(seconds=30)))
    caller.clock.pass_(days=-365)
    await caller.call("sendMessage", 1)


@impatient
async def test_deletions_and_answers_wait_for_nothing_that_is_sent() -> None:
    """A message that was to be gone stayed as long as more was sent than Telegram takes."""
    caller = Caller(per_second=20)
    sent = [asyncio.create_task(caller.call("sendMessage", n)) for n in range(200)]
    await asyncio.sleep(0)
    owed = [caller.call("deleteMessages", n) for n in range(20)]
    owed += [caller.call("answerCallbackQuery", None) for _ in range(20)]
    async with asyncio.timeout(5):
        await asyncio.gather(*owed)
    assert not all(task.done() for task in sent)
    for task in sent:
        task.cancel()
    await asyncio.gather(*sent, return_exceptions=True)


@impatient
async def test_a_flood_limit_of_what_is_sent_to_a_chat_keeps_nothing_there_from_being_deleted() -> (
    None
):
    caller = Caller()
    with pytest.raises(RetryAfter):
        await caller.call("sendMessage", 1, RetryAfter(timedelta(seconds=30)))
    await caller.call("deleteMessages", 1)
    with pytest.raises(RetryAfter):
        await caller.call("editMessageCaption", 1)


def test_a_kind_that_telegram_refused_is_slower_for_a_while() -> None:
    budget = Budget(28)
    for _ in range(4):
        budget.refused(100.0)
    assert budget.places(100.0) == round(28 * (7 / 8) ** 4)
    for _ in range(40):
        budget.refused(100.0)
    assert budget.places(100.0) == 7
    assert budget.places(115.0) == 14
    assert budget.places(161.0) == 28


@impatient
async def test_one_kind_that_is_refused_slows_no_other() -> None:
    caller = Caller(per_second=20)
    for n in range(60):
        with pytest.raises(RetryAfter):
            await caller.call("deleteMessages", n, RetryAfter(timedelta(seconds=30)))
    start = asyncio.get_running_loop().time()
    await asyncio.gather(*(caller.call("sendMessage", n) for n in range(20)))
    assert asyncio.get_running_loop().time() - start < 2.5
