"""Release: at each slot some of the pool get numbers and go to the outbox, in random order."""

import random
import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.days import local_day
from bot.domain.mixing import Mixing
from bot.domain.parcel import CardContent, Parcel
from bot.domain.places.crowd import NOTHING_PRINTED, REMEMBERED, CrowdRule
from bot.domain.places.place import Narrowest, narrowed
from bot.domain.tallies import Counted
from bot.domain.whisper import State, WhisperKey
from bot.flows.moderation.early_release import forget_early, is_early
from bot.flows.places.settle import settle
from bot.logs import Event, log
from bot.memory.authors import AuthorBook, authors_of
from bot.memory.away import MemoryAway
from storage import Storage, Tables

_UTC = ZoneInfo("UTC")
FULL_AFTER = timedelta(days=1)


async def release_due(
    *,
    storage: Storage,
    now: datetime,
    mixing: Mixing,
    rng: random.Random,
    authors: AuthorBook | None = None,
    everything: bool = False,
    zone: ZoneInfo = _UTC,
    places: CrowdRule = NOTHING_PRINTED,
) -> int:
    """Make one draw per slot, and one where moderators asked for an early release; return how many
    were released. ``everything`` empties the pool at once (``sotto release --now``: no longer
    mixed). The author of each released one is forgotten: from then on nobody needs to know. Nothing
    is released while paused, nor after a restore until the channel has been looked at. The day is
    counted in ``zone``."""
    async with storage.reading() as tables:
        if not await _may_release(tables, now, mixing, everything=everything):
            return 0
    async with storage.channel_transaction() as tables:
        if not await _may_release(tables, now, mixing, everything=everything):
            return 0  # another draw of this slot came first
        pool = [(each.key, each.deadline) for each in await tables.whispers.pool()]
        hurry = await is_early(tables, now)
        known = await authors_of([key for key, _deadline in pool], authors, now)
        drawn = list(mixing.draw(pool, now, rng, known.get, hurry=hurry))
        if hurry:
            await forget_early(tables)
        if everything:
            drawn = [key for key, _deadline in pool]
            rng.shuffle(drawn)
        kept_until = mixing.slot(now) + REMEMBERED
        keys = await _release(tables, drawn, now, places.narrowest, kept_until=kept_until)
        if keys and places.narrowest is not Narrowest.OFF:
            await settle(tables, places, now)
        if keys:
            await tables.daily_counts.count(local_day(now, zone), Counted.RELEASED, len(keys))
        if not mixing.instant:
            await tables.runtime_settings.last_slot.put(mixing.slot(now))
    if authors is not None:
        with suppress(MemoryAway):  # then they are forgotten by themselves
            await authors.drop(*keys, now=now)
    if keys:
        log(Event.RELEASED, count=len(keys))
    return len(keys)


async def _may_release(tables: Tables, now: datetime, mixing: Mixing, *, everything: bool) -> bool:
    settings = tables.runtime_settings
    if await settings.paused.get() or await settings.walk_first.get():
        return False
    if everything or mixing.instant:
        return await tables.whispers.count(State.POOL) > 0
    if await is_early(tables, now):
        return True
    return await settings.last_slot.get() != mixing.slot(now)


async def _release(
    tables: Tables,
    keys: Sequence[WhisperKey],
    now: datetime,
    narrowest: Narrowest,
    *,
    kept_until: datetime,
) -> Sequence[WhisperKey]:
    """Give numbers and parcels to those that are in the pool still; return them. The whole draw
    takes a handful of statements, since nobody else can draw meanwhile. ``kept_until``: the places
    that their authors chose are kept so long, as far as they may be printed."""
    if not keys:
        return ()
    first = await tables.runtime_settings.take_numbers(len(keys))
    chosen = await tables.whispers.places_in_pool()
    released = await tables.whispers.release(keys, first)
    numbers = {key: first + place for place, key in enumerate(released)}
    kept = {
        number: step
        for key, number in numbers.items()
        if key in chosen and (step := narrowed(chosen[key], narrowest)) is not None
    }
    await tables.places.keep(kept, kept_until)
    await tables.outbox.enqueue_new(
        Parcel(
            key=secrets.token_bytes(16),
            content=CardContent(),
            due_at=now,
            whisper=key,
            number=number,
        )
        for key, number in numbers.items()
    )
    return released


async def room_left(*, storage: Storage, pace: timedelta) -> bool:
    """Tell whether new whispers are taken. False: what waits would take the channel more than a
    day."""
    async with storage.glancing() as tables:
        waiting = await tables.outbox.backlog(pool=True)
    return waiting * pace < FULL_AFTER
