"""Each private chat has a queue of its own: what it waits for, nobody else waits for."""

import asyncio
from datetime import timedelta
from typing import Any

from telegram.error import RetryAfter

from bot.botapi.eraser import ChatEraser
from bot.botapi.private_chats import PrivateChats, Then
from bot.domain.outcome import Delivered, Refused, TryLater
from bot.memory.deletions import Erased
from bot.memory.identity import MemoryRoutes, Route
from tests.kit.works import ManualClock


class Flooded:
    """A bot whose chat 1 is under a flood limit once; keeps what was said where."""

    def __init__(self) -> None:
        self.limit: timedelta | None = timedelta(seconds=10_000)
        self.said: list[tuple[int, str]] = []
        self.deleted: list[tuple[int, list[int]]] = []

    async def send_message(self, chat: int, html: str, **_: object) -> Any:
        if chat == 1 and self.limit is not None:
            limit, self.limit = self.limit, None
            raise RetryAfter(limit)
        self.said.append((chat, html))
        return type("Sent", (), {"message_id": len(self.said)})

    async def delete_messages(self, chat: int, message_ids: list[int]) -> None:
        self.deleted.append((chat, message_ids))


async def _newest(_route: Route) -> int:
    return 0


async def _lost(*_where: object) -> None:
    pass


def _into(found: list[int]) -> Then:
    async def then(message_id: int) -> None:
        found.append(message_id)

    return then


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
        newest=_newest,
        lost=_lost,
    )
    one, two = [await routes.issue(chat, clock.now()) for chat in (1, 2)]
    then: list[int] = []
    assert isinstance(await chats.say(one, "first", then=_into(then)), TryLater)
    assert isinstance(await chats.say(one, "second", then=_into(then)), TryLater)
    assert isinstance(await chats.say(two, "at once"), Delivered)
    assert telegram.said == [(2, "at once")]
    clock.go_on.set()
    async with asyncio.timeout(60):
        while len(then) < 2:
            await asyncio.sleep(0)
    assert telegram.said[1:] == [(1, "first"), (1, "second")]
    assert clock.asked == [10_000]
    await chats.close()


async def test_what_is_owed_in_the_chats_of_a_bot_that_is_gone_is_done_in_no_others() -> None:
    """With each bot a person has a chat of its own, whose messages are numbered apart."""
    telegram, routes, clock = Flooded(), MemoryRoutes(), ManualClock()
    telegram.limit = None
    bots: Any = {42: telegram}
    here, gone = [await routes.within(bot).issue(1, clock.now()) for bot in (42, 43)]
    chats = PrivateChats(bots[42], routes, clock, newest=_newest, lost=_lost, bots=bots)
    eraser = ChatEraser(bots[42], routes, clock, bots)
    assert isinstance(await chats.say(gone, "words"), Refused)
    assert await eraser.erase(gone, [7]) == Erased(never=frozenset({7}))
    assert (telegram.said, telegram.deleted) == ([], [])
    await eraser.erase(here, [7])
    assert telegram.deleted == [(1, [7])]
