"""Bans: who may not write for a while, as a slow tag that only this installation can compute."""

import secrets
from datetime import date

from bot.domain.bans import REMEMBERED, end_of, next_step
from storage import Storage
from storage.bans import Ban

_KEY = "ban_key"
"""Name of the knob with this installation's key; it never leaves, not even in a backup."""


async def key_in_use(*, storage: Storage) -> bytes | None:
    """The key under which bans are kept, or None when nobody is banned: then no tag is needed."""
    async with storage.reading() as tables:
        key = await tables.knobs.get(_KEY)
        return bytes.fromhex(key) if key and await tables.bans.any() else None


async def key_for_banning(*, storage: Storage) -> bytes:
    """The key, made at the first ban."""
    async with storage.transaction() as tables:
        key = await tables.knobs.get(_KEY)
        if key is None:
            key = secrets.token_hex(32)
            await tables.knobs.put(_KEY, key)
        return bytes.fromhex(key)


async def standing(*, storage: Storage, tag: bytes, today: date) -> Ban | None:
    """The ban of this tag that has not ended yet."""
    async with storage.reading() as tables:
        ban = await tables.bans.find(tag)
    return ban if ban is not None and ban.until > today else None


async def banish(*, storage: Storage, tag: bytes, today: date) -> Ban:
    """One step up the ladder."""
    async with storage.transaction() as tables:
        before = await tables.bans.find(tag)
        step = next_step(before.step if before else None)
        ban = Ban(end_of(step, today), step)
        await tables.bans.put(tag, ban)
    return ban


async def lift(*, storage: Storage, tag: bytes) -> bool:
    """As if it had never been. False: it was not there."""
    async with storage.transaction() as tables:
        return await tables.bans.lift(tag)


async def forget_ended(*, storage: Storage, today: date) -> None:
    async with storage.transaction() as tables:
        await tables.bans.expire(today - REMEMBERED)


async def listed(*, storage: Storage, today: date) -> tuple[Ban, ...]:
    """Those in force, the first to end first: counts and days, nobody's name."""
    async with storage.reading() as tables:
        return tuple(ban for ban in await tables.bans.listed() if ban.until > today)
