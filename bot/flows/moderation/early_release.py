"""Releasing early: moderators may let go of what waits before chance would, at the next batch time.

It undoes mixing for everybody, so it takes votes, comes at a clock time that nobody chose, and
leaves the floor. Without a floor only ``sotto release --now`` empties the pool.
"""

from datetime import datetime

from storage import Storage, Tables


async def ask_early(*, storage: Storage, at: datetime) -> None:
    """Decide for an early release at this batch time. It is kept over a restart."""
    async with storage.transaction() as tables:
        await tables.runtime_settings.release_early.put(at)


async def asked_early(*, storage: Storage) -> datetime | None:
    """Return when the early release happens. None: none is decided, or it has happened."""
    async with storage.reading() as tables:
        return await tables.runtime_settings.release_early.get()


async def take_back_early(*, storage: Storage) -> bool:
    """Take the early release back. False: none was decided, or it has happened."""
    async with storage.transaction() as tables:
        asked = await tables.runtime_settings.release_early.get() is not None
        await forget_early(tables)
    return asked


async def is_early(tables: Tables, now: datetime) -> bool:
    """Whether its time has come."""
    at = await tables.runtime_settings.release_early.get()
    return at is not None and at <= now


async def forget_early(tables: Tables) -> None:
    """Drop the early release, since it happens now or is not to happen: a pause takes it back
    too."""
    await tables.runtime_settings.release_early.drop()
