"""One of several channels that Telegram refuses half the time, each time in another way."""

import asyncio
import random
import time
from dataclasses import dataclass

from bot.sandbox.chats import Channel
from bot.sandbox.world import ApiCall, WorldEvent
from tests.kills.process import ProcessTown

FLOOD = 12
"""Seconds that Telegram asks for with a 429."""
THROWN_OUT_EVERY = 8
"""One bad spell of so many is a bot thrown out. It is answered with a pause of at least 15 s."""


@dataclass
class Refusal:
    place: ProcessTown
    channel: Channel
    dice: random.Random
    share: float = 0.0
    """Of the time from its beginning to its end."""
    on: bool = False
    spells: int = 0
    _task: "asyncio.Task[None] | None" = None

    def begin(self) -> None:
        self._task = asyncio.create_task(self._go_on())

    async def end(self) -> None:
        """It is well again."""
        assert self._task is not None
        self._task.cancel()
        await asyncio.wait({self._task})

    async def _go_on(self) -> None:
        """Refused, then well, for as long, and so on. The bot is thrown out in the first spell."""
        began, refused = time.monotonic(), 0.0
        while True:
            before = time.monotonic()
            self.on = True
            if self.spells % THROWN_OUT_EVERY == 0:
                await self._throw_out()
            elif self.spells % 2:
                await self._bad_gateway()
            else:
                await self._flood()
            self.on = False
            self.spells += 1
            refused += (lasted := time.monotonic() - before)
            await asyncio.sleep(lasted)
            self.share = refused / (time.monotonic() - began)

    async def _throw_out(self) -> None:
        """For some seconds, and at least until the bot has met it, if it calls within twelve."""
        met = asyncio.Event()

        def hear(event: WorldEvent) -> None:
            if isinstance(event.detail, ApiCall) and "kicked" in str(event.detail.error):
                met.set()

        unsubscribe = self.place.world.subscribe(hear)
        self.channel.dismiss(self.place.bot)
        try:
            await asyncio.sleep(self.dice.uniform(2.0, 6.0))
            await asyncio.wait({asyncio.ensure_future(met.wait())}, timeout=12.0)
        finally:
            unsubscribe()
            self.channel.admit(self.place.bot, can_post=True, can_edit=True, can_delete=True)

    async def _bad_gateway(self) -> None:
        fault = self.place.world.faults.server_error(code=502, chat=self.channel, times=None)
        try:
            await asyncio.sleep(self.dice.uniform(2.0, 6.0))
        finally:
            self.place.world.faults.remove(fault)

    async def _flood(self) -> None:
        """The first call of the spell opens it; the chat then stays closed as long as was said."""
        fault = self.place.world.faults.flood(FLOOD, chat=self.channel, times=None)
        try:
            await asyncio.sleep(self.dice.uniform(2.0, 6.0))
        finally:
            self.place.world.faults.remove(fault)
        await asyncio.sleep(FLOOD)
