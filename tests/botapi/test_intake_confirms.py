"""What Telegram knows to be handled, and sends again after no crash."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from telegram import Update

from bot.botapi.intake import Intake
from bot.botapi.turns import Burden
from bot.memory.identity import MemoryRoutes
from bot.memory.published_drafts import LINGER, PublishedDrafts
from tests.kit.works import ManualClock

SLOW, PRESS = 1, 2


class Telegram:
    """Gives whatever lies at the offset or behind it."""

    server = "telegram"

    def __init__(self, *ids: int) -> None:
        self.waiting = list(ids)

    async def raw_updates(
        self, arguments: Mapping[str, Any], *, read_timeout: float
    ) -> Sequence[Mapping[str, Any]]:
        await asyncio.sleep(0)
        offset = arguments.get("offset", 0)
        if any(each >= offset for each in self.waiting):
            self.waiting = [each for each in self.waiting if each >= offset]
        return [{"update_id": each} for each in self.waiting]


class Done:
    """Deletions of which none is owed."""

    async def are_done(self, *_: object) -> bool:
        return True


class Bot:
    """Publishes a draft by the second update, while the first takes its time."""

    def __init__(self, telegram: Telegram) -> None:
        self.clock, self.release, self.pressed = ManualClock(), asyncio.Event(), asyncio.Event()
        self.intake = Intake(
            telegram,  # type: ignore[arg-type]
            self.handle,
            lambda raw: Burden(str(raw["update_id"])),
            self.clock,
        )
        self.beginning = b"first"
        self.drafts = PublishedDrafts(
            lambda _bot: self.intake.sweeps(), beginning=lambda: self.beginning
        )

    async def handle(self, update: Update) -> None:
        if update.update_id == SLOW:
            await self.release.wait()
        elif update.update_id == PRESS:
            route = MemoryRoutes().passing(1)
            self.drafts.press(b"handle", route, (7,), self.clock.now())
            self.pressed.set()

    async def burnt(self) -> list[bytes]:
        return await self.drafts.burnt(Done(), self.clock.now())  # type: ignore[arg-type]

    async def rounds(self, more: int) -> None:
        goal = self.intake.rounds() + more
        async with asyncio.timeout(20):
            while self.intake.rounds() < goal:
                await asyncio.sleep(0.01)


@asynccontextmanager
async def polling(bot: Bot) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(bot.intake.poll(stop))
    try:
        async with asyncio.timeout(20):
            await bot.pressed.wait()
        yield
    finally:
        bot.release.set()
        stop.set()
        await task


async def test_a_press_behind_an_update_in_hand_can_still_come_and_its_draft_is_known() -> None:
    """However often Telegram is asked meanwhile: it is asked for the update in hand."""
    bot = Bot(Telegram(SLOW, PRESS))
    async with polling(bot):
        bot.clock.pass_(seconds=2 * LINGER.total_seconds())
        await bot.rounds(5)
        assert await bot.burnt() == []
        bot.release.set()
        await bot.rounds(6)
        assert await bot.burnt() == [b"handle"]


async def test_a_memory_that_began_anew_does_not_know_whether_the_chat_is_empty() -> None:
    """It says that nothing is to be deleted there, since it knows of nothing: the card may stand,
    and its button be pressed."""
    bot = Bot(Telegram(PRESS))
    async with polling(bot):
        bot.clock.pass_(seconds=2 * LINGER.total_seconds())
        bot.beginning = b"second"
        await bot.rounds(6)
        assert await bot.burnt() == []
        assert not bot.drafts.any()  # the hourly tidying does it


async def test_a_second_tap_may_be_under_way_for_a_while() -> None:
    bot = Bot(Telegram(PRESS))
    async with polling(bot):
        await bot.rounds(3)
        bot.clock.moment += LINGER - timedelta(seconds=1)
        assert await bot.burnt() == []
        bot.clock.pass_(seconds=1)
        assert await bot.burnt() == []  # one that has just arrived may wait in line
        await bot.rounds(6)
        assert await bot.burnt() == [b"handle"]
