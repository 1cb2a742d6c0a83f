"""The world by itself, without its HTTP face."""

import asyncio
import time

import pytest

from bot.sandbox import World


async def test_waiting_ends_in_time_though_something_happens_in_that_very_moment():
    world = World()
    world.add_person("Ada")
    loop = asyncio.get_running_loop()
    now = loop.time()
    # the loop is held up, so that the event and the end of the time come in one turn of it
    loop.call_at(now + 0.01, time.sleep, 0.03)
    loop.call_at(now + 0.02, world.tell, "sent")
    async with asyncio.timeout(5):
        with pytest.raises(TimeoutError):
            await world.wait_until(lambda: False, 0.02)
