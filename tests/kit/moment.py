"""A moment in a bot's life, from its start to a post and its end, in this process: afterwards all
is loaded and compiled that comes with a first confession."""

import asyncio
import io
import os
import tempfile
from contextlib import redirect_stderr, suppress
from pathlib import Path

from bot.sandbox import World, serve
from tests.kit.town import town_in, with_moderators
from tests.kit.words import CACHE


def live() -> None:
    """It leaves nothing on the disk, no thread, and says nothing. Where a busy machine takes too
    long for it, nothing is gained."""
    umask = os.umask(0o077)
    try:
        with redirect_stderr(io.StringIO()), tempfile.TemporaryDirectory() as folder:
            asyncio.run(_live(Path(folder)))
    finally:
        os.umask(umask)


async def _live(folder: Path) -> None:
    world = World()
    async with serve(world) as server:
        town = with_moderators(town_in(world, server, folder, CACHE))
        with suppress(TimeoutError):
            async with town.running():
                await town.publish(town.alice, "I still water his plants.")
                await town.idle()
        town.bot.inbox.stop_poll(quietly=True)
