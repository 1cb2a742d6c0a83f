"""Pause and resume: whispers are taken in and looked at, but none is released."""

from bot.flows.authors.release import PAUSED
from bot.flows.moderation.early import forget_early
from storage import Storage


async def pause(*, storage: Storage, paused: bool) -> bool:
    """False: it was so already."""
    async with storage.transaction() as tables:
        if bool(await tables.knobs.get(PAUSED)) is paused:
            return False
        if paused:
            await tables.knobs.put(PAUSED, True)
            await forget_early(tables)
        else:
            await tables.knobs.drop(PAUSED)
    return True
