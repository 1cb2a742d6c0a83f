"""Release: at each slot the replies whose time has come get their places, in random order."""

import random
from collections import defaultdict
from datetime import datetime

from bot.domain.replies.reply import ReplyKey
from bot.domain.whisper import State
from bot.flows.replies.ordinals import last_ordinal_assumed
from bot.flows.replies.posts import count_on_card, put_reply
from bot.logs import Event, log
from storage import Storage, Tables


async def release_replies(
    *, storage: Storage, now: datetime, rng: random.Random
) -> tuple[int, ...]:
    """Bring out what is due: into the thread, and where there is a discussion group, into its
    queue. Returns the numbers of the whispers that were answered. Held back while paused, and after
    a restore until the channel has been looked at. ``rng``: as for whispers."""
    async with storage.reading() as tables:
        if not await _may_release(tables, now):
            return ()
    async with storage.transaction() as tables:
        if not await _may_release(tables, now):
            return ()
        answered, count = [], 0
        for number, keys in (await _due(tables, now)).items():
            whisper = await tables.whispers.by_number(number)
            if whisper is None or whisper.state is not State.RELEASED:
                continue  # what takes it down takes these with it
            rng.shuffle(keys)
            bare = False
            after = await last_ordinal_assumed(tables, number)
            for reply in await tables.replies.release(number, keys, after=after):
                count += 1
                bare |= not await put_reply(tables, reply, now)
            if bare:
                await count_on_card(tables, number, now)
            answered.append(number)
    if count:
        log(Event.REPLIES_RELEASED, count=count)
    return tuple(answered)


async def _may_release(tables: Tables, now: datetime) -> bool:
    settings = tables.runtime_settings
    if await settings.paused.get() or await settings.walk_first.get():
        return False
    if await settings.walk_group_first.get():
        return False
    return bool(await tables.replies.due(now))


async def _due(tables: Tables, now: datetime) -> dict[int, list[ReplyKey]]:
    due: dict[int, list[ReplyKey]] = defaultdict(list)
    for reply in await tables.replies.due(now):
        due[reply.number].append(reply.key)
    return due


async def next_release(*, storage: Storage) -> datetime | None:
    """Return when the next reply is due. None: none waits for a slot."""
    async with storage.glancing() as tables:
        return await tables.replies.next_slot()
