"""Bans: who may not write for a while, as a slow tag that only this installation can compute."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.bans import REMEMBERED, Ban, begin_of, end_of, next_step
from bot.domain.days import local_day
from bot.domain.tallies import Counted
from bot.domain.whisper import WhisperKey
from bot.flows.moderation.reasons import BANNED
from bot.memory.identity import Route, RouteBook
from storage import Storage


async def key_in_use(*, storage: Storage) -> bytes | None:
    """Return the key under which bans are kept. None: nobody is banned, so no tag is needed."""
    async with storage.glancing() as tables:
        return await tables.runtime_settings.ban_key.get() if await tables.bans.any() else None


async def key_for_banning(*, storage: Storage) -> bytes:
    """Return the key under which bans are kept; it is made at the first ban."""
    async with storage.transaction() as tables:
        key = await tables.runtime_settings.ban_key.get()
        if key is None:
            key = secrets.token_bytes(32)
            await tables.runtime_settings.ban_key.put(key)
        return key


async def standing(
    *, storage: Storage, tag: bytes, today: date, pending: bool = False
) -> Ban | None:
    """Return the ban of this tag that has begun and has not ended yet; ``pending``: or begins with
    the next midnight."""
    async with storage.glancing() as tables:
        ban = await tables.bans.find(tag)
    if ban is None:
        return None
    begun = pending or begin_of(ban.step, ban.until) <= today
    return ban if begun and today < ban.until else None


@dataclass(frozen=True, slots=True)
class StandingBan:
    """A ban, and the tag under which it is kept."""

    tag: bytes = field(repr=False)
    ban: Ban


async def standing_ban(
    *,
    storage: Storage,
    routes: RouteBook,
    route: Route,
    zone: ZoneInfo,
    now: datetime,
    pending: bool = False,
) -> StandingBan | None:
    """Return the ban of whoever writes in this chat. ``pending``: or one that begins with the next
    midnight. Costs nothing while nobody is banned; otherwise one slow computation for each chat."""
    key = await key_in_use(storage=storage)
    if key is None:
        return None
    tag = await routes.ban_tag(route, key, now)
    if tag is None:
        return None
    today = local_day(now, zone)
    ban = await standing(storage=storage, tag=tag, today=today, pending=pending)
    return StandingBan(tag, ban) if ban else None


async def banish(*, storage: Storage, tag: bytes, today: date) -> Ban:
    """Ban for one step up the ladder; change nothing where a ban stands, or begins with the next
    midnight: what is decided now was written before it. The day's count knows acts, not people."""
    async with storage.transaction() as tables:
        await tables.daily_counts.count(today, Counted.BANNED)
        before = await tables.bans.find(tag)
        if before is not None and before.until > today:
            return before
        step = next_step(before.step if before else None)
        ban = Ban(end_of(step, today), step)
        await tables.bans.put(tag, ban)
    return ban


async def reject_others(*, storage: Storage, keys: Sequence[WhisperKey]) -> tuple[WhisperKey, ...]:
    """Keep whatever else of a banned author waits, for whichever channel, from coming out. What has
    no card is rejected at once. Under a card nothing changes, since that would tell that both are
    of one author: it is rejected when it is decided, whatever is decided then. Return those that
    are gone."""
    gone = []
    async with storage.transaction() as tables:
        shown = await tables.review_cards.shown_whispers()
        for key in keys:
            if key in shown:
                await tables.whispers.doom(key, BANNED)
            elif await tables.whispers.reject(key, BANNED):
                gone.append(key)
    return tuple(gone)


async def lift(*, storage: Storage, tag: bytes) -> bool:
    """Lift a ban and forget it altogether, its step included. False: there was none."""
    async with storage.transaction() as tables:
        return await tables.bans.lift(tag)


async def forget_ended(*, storage: Storage, today: date) -> None:
    async with storage.transaction() as tables:
        await tables.bans.expire(today - REMEMBERED)
