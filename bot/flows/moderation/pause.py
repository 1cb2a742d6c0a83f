"""Pause and resume: whispers are taken in and looked at, but none is released."""

from bot.flows.moderation.early_release import forget_early
from storage import Storage


async def is_paused(*, storage: Storage) -> bool:
    async with storage.reading() as tables:
        return await tables.runtime_settings.paused.get()


async def pause(*, storage: Storage, paused: bool) -> bool:
    """Pause releases, or let them go on. False: it was so already."""
    async with storage.transaction() as tables:
        if await tables.runtime_settings.paused.get() is paused:
            return False
        if paused:
            await tables.runtime_settings.paused.put(True)
            await forget_early(tables)
        else:
            await tables.runtime_settings.paused.drop()
    return True
