"""Two processes that answer one bot's webhook behind a balancer: two assembled applications on one
database and one shared memory. What real processes do is in ``tests/fleet``; here a test says which
of them hears what."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from pydantic import SecretStr

from bot import app
from bot.jobs.leases import LeaseKeeper
from bot.running import Running
from bot.settings import Configuration, Settings
from tests.kit.town import PATIENCE, Town


@dataclass
class Balanced:
    """Brings each update to the side whose turn it is, as it comes."""

    town: Town
    sides: tuple[Running, Running]
    turn: int = 0
    brought: list[dict[str, Any]] = field(default_factory=list)
    _under_way: set["asyncio.Task[None]"] = field(default_factory=set)

    def next(self) -> None:
        """The other side hears what comes from now on."""
        self.turn = 1 - self.turn

    def bring(self) -> None:
        for update in self.town.bot.inbox.waiting:
            if update not in self.brought:
                self.brought.append(update)
                task = asyncio.create_task(self._bring(update, self.sides[self.turn]))
                self._under_way.add(task)

    async def idle(self) -> None:
        """Wait until neither has anything in hand."""
        await self.town.idle()
        async with asyncio.timeout(PATIENCE):
            while not all(each.services.shared.chats.at_rest for each in self.sides):
                await asyncio.sleep(0.02)

    async def finish(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*self._under_way)

    async def _bring(self, update: dict[str, Any], side: Running) -> None:
        await side.intake.take(update)
        self.town.bot.inbox.drop(update)


@asynccontextmanager
async def balanced(
    town: Town, database: str, memory: str, **changes: Any
) -> AsyncIterator[Balanced]:
    stop = asyncio.Event()
    values = {
        "token": SecretStr(town.bot.token),
        "channel": town.channel.id,
        "bot_api": town.server.root,
        "cache": town.cache,
        "database": database,
        "memory": memory,
        "webhook_url": "https://balancer.example.org/telegram",
        "webhook_secret": SecretStr("a-secret-of-twenty-letters"),
        "release": "instant",
        "pace": timedelta(milliseconds=50),
        **town.settings,
        **changes,
    }
    async with AsyncExitStack() as stack:
        sides = []
        for name in ("one", "other"):
            settings = Settings(_env_file=None, data=town.folder / name, **values)
            running = await stack.enter_async_context(
                app.assembled(
                    Configuration.only(settings),
                    stop,
                    clock=town.world.clock,
                    open_studio=town.open_studio,
                )
            )
            assert running is not None
            assert isinstance(running.work.leases, LeaseKeeper)
            await running.work.leases.renew()  # who posts, releases and reviews: at once
            sides.append(running)
        town.bot_running = sides[0]
        both = Balanced(town, (sides[0], sides[1]))
        town.bot.inbox.on_webhook = both.bring
        try:
            yield both
            await both.finish()
        finally:
            town.bot.inbox.on_webhook = lambda: None
