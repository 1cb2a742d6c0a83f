"""Pause and resume: whispers are taken in and looked at, but none is released."""

from bot.flows.authors.release import PAUSED
from bot.flows.moderation.early import forget_early
from storage import Storage


async def pause(*, storage: Storage, paused: bool) -> bool:
    """False: it was so already."""
    async with storage.transaction() as tables:
        if bool(await tables.runtime_settings.get(PAUSED)) is paused:
            return False
        if paused:
            await tables.runtime_settings.put(PAUSED, True)
            await forget_early(tables)
        else:
            await tables.runtime_settings.drop(PAUSED)
    return True
