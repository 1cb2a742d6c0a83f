"""While the shared memory is away nothing is confirmed, and once it is back everything is handled
once."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import httpx
from telegram import Update

from bot.botapi.intake import Intake
from bot.botapi.turns import Burden
from bot.botapi.webhook import SECRET_HEADER, webhook_app
from bot.memory.away import MemoryAway
from tests.kit.works import ManualClock


class Telegram:
    """Gives what was not confirmed, again and again."""

    server = "telegram"

    def __init__(self, *ids: int) -> None:
        self.waiting = list(ids)
        self.fetches = 0

    async def raw_updates(
        self, arguments: Mapping[str, Any], *, read_timeout: float
    ) -> Sequence[Mapping[str, Any]]:
        self.fetches += 1
        offset = arguments.get("offset", 0)
        self.waiting = [each for each in self.waiting if each >= offset]
        await asyncio.sleep(0)
        return [{"update_id": each} for each in self.waiting]


class Bot:
    """Handles updates, while its memory is there."""

    def __init__(self, telegram: Telegram) -> None:
        self.there, self.handled, self.tried = True, list[int](), list[int]()
        self.intake = Intake(
            telegram,  # type: ignore[arg-type]
            self.handle,
            lambda raw: Burden(str(raw["update_id"])),
            ManualClock(),
            self.ready,
        )

    async def ready(self) -> bool:
        return self.there

    async def handle(self, update: Update) -> None:
        self.tried.append(update.update_id)
        if not self.there:
            raise MemoryAway("away")
        self.handled.append(update.update_id)


async def polling(bot: Bot, until: Any) -> None:
    stop = asyncio.Event()
    task = asyncio.create_task(bot.intake.poll(stop))
    try:
        async with asyncio.timeout(20):
            while not until():
                assert not task.done()
                await asyncio.sleep(0.01)
    finally:
        stop.set()
        await task


async def test_nothing_is_fetched_while_it_is_away() -> None:
    telegram = Telegram(1, 2)
    bot = Bot(telegram)
    bot.there = False
    stop = asyncio.Event()
    task = asyncio.create_task(bot.intake.poll(stop))
    for _ in range(50):
        await asyncio.sleep(0)
    assert telegram.fetches == 0
    stop.set()
    await task
    bot.there = True
    await polling(bot, lambda: telegram.waiting == [])
    assert bot.handled == [1, 2]


async def test_what_was_in_hand_as_it_went_comes_again_and_counts_as_no_failure() -> None:
    telegram = Telegram(1)
    bot = Bot(telegram)

    async def ready() -> bool:  # nobody has noticed yet
        return True

    bot.intake.ready, bot.there = ready, False
    await polling(bot, lambda: len(bot.tried) >= 5)
    assert telegram.waiting == [1], "not confirmed, however often it was tried"
    bot.there = True
    await polling(bot, lambda: telegram.waiting == [])
    assert bot.handled == [1]
    assert (bot.intake.figures.failed, bot.intake.figures.handled) == (0, 1)


async def test_the_webhook_answers_503_until_it_is_back() -> None:
    bot = Bot(Telegram())
    app = webhook_app(secret="s3cret", takes={"/": bot.intake.take})
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://loopback"
    ) as telegram:

        async def brings(update_id: int) -> int:
            answer = await telegram.post(
                "/", json={"update_id": update_id}, headers={SECRET_HEADER: "s3cret"}
            )
            return answer.status_code

        bot.there = False
        assert await brings(1) == 503
        assert bot.tried == []

        async def ready() -> bool:
            return True

        known, bot.intake.ready = bot.intake.ready, ready
        assert await brings(1) == 503, "it went while the update was in hand"
        assert bot.tried == [1]
        bot.intake.ready, bot.there = known, True
        assert await brings(1) == 200
        assert bot.handled == [1]
    assert bot.intake.at_rest
