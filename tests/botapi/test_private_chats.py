"""Each private chat has a queue of its own: what it waits for, nobody else waits for."""

import asyncio
from datetime import timedelta
from typing import Any

from telegram.error import RetryAfter

from bot.botapi.private_chats import PrivateChats
from bot.domain.outcome import Delivered, TryLater
from bot.memory.identity import MemoryRoutes
from tests.kit.works import ManualClock


class Flooded:
    """A bot whose chat 1 is under a flood limit once; keeps what was said where."""

    def __init__(self) -> None:
        self.limit: timedelta | None = timedelta(seconds=10_000)
        self.said: list[tuple[int, str]] = []

    async def send_message(self, chat: int, html: str, **_: object) -> Any:
        if chat == 1 and self.limit is not None:
            limit, self.limit = self.limit, None
            raise RetryAfter(limit)
        self.said.append((chat, html))
        return type("Sent", (), {"message_id": len(self.said)})


class PatientClock(ManualClock):
    """Sleeps end when the test lets them; keeps how long they were to be."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[float] = []
        self.go_on = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        self.asked.append(seconds)
        await self.go_on.wait()


async def test_a_flood_limit_of_one_chat_holds_up_no_other_and_its_answers_keep_order() -> None:
    telegram, clock, routes = Flooded(), PatientClock(), MemoryRoutes()
    chats = PrivateChats(
        telegram,  # type: ignore[arg-type]
        routes,
        clock,
        newest=lambda _route: 0,
        lost=lambda *_where: None,
    )
    one, two = (routes.issue(chat, clock.now()) for chat in (1, 2))
    then: list[int] = []
    assert isinstance(await chats.say(one, "first", then=then.append), TryLater)
    assert isinstance(await chats.say(one, "second", then=then.append), TryLater)
    assert isinstance(await chats.say(two, "at once"), Delivered)
    assert telegram.said == [(2, "at once")]
    clock.go_on.set()
    async with asyncio.timeout(60):
        while len(then) < 2:
            await asyncio.sleep(0)
    assert telegram.said[1:] == [(1, "first"), (1, "second")]
    assert clock.asked == [10_000]
    await chats.close()
