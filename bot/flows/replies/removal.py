"""Moderators look through a thread, lock it, or remove a reply that is out."""

import random
from datetime import datetime, timedelta
from enum import Enum, auto
from zoneinfo import ZoneInfo

from bot.domain.review import new_name
from bot.domain.tallies import Counted
from bot.domain.whisper import State
from bot.flows.moderation.remove import REMOVE
from bot.flows.moderation.stats import count_decision
from bot.flows.replies.posts import take_reply_post_down
from bot.logs import Event, log
from bot.memory.votes import VoteBook
from storage import Storage
from storage.reply_sheets import ReplySheet


class Lock(Enum):
    """The end of /lock or /unlock."""

    DONE = auto()
    ALREADY = auto()
    UNKNOWN = auto()  # no such whisper has been published


def reply_removal(number: int, ordinal: int) -> str:
    """Return the subject under which moderators vote to remove this reply."""
    return f"remove {number}.{ordinal}"


async def reply_removal_votes(votes: VoteBook, number: int, ordinal: int) -> int:
    """How many moderators want it removed so far."""
    return await votes.count(reply_removal(number, ordinal), REMOVE)


async def reply_stands(*, storage: Storage, number: int, ordinal: int) -> bool:
    async with storage.reading() as tables:
        reply = await tables.replies.by_ordinal(number, ordinal)
        return reply is not None and reply.state is State.RELEASED


async def remove_reply(
    number: int, ordinal: int, *, storage: Storage, votes: VoteBook, zone: ZoneInfo, now: datetime
) -> bool:
    """Remove a reply for which there are enough votes: its words are erased, and it leaves the
    thread, the discussion group and the card's count. False: it stands no more."""
    await votes.forget(reply_removal(number, ordinal))
    async with storage.transaction() as tables:
        reply = await tables.replies.by_ordinal(number, ordinal)
        if reply is None or reply.state is not State.RELEASED:
            return False
        await tables.replies.take_down(reply.key, State.REMOVED, None)
        await take_reply_post_down(tables, reply, now)
    log(Event.TAKEN_DOWN, kind=State.REMOVED.value)
    await count_decision(Counted.REMOVED, storage=storage, zone=zone, now=now)
    return True


async def replies_before_moderators(*, storage: Storage) -> int:
    """Count the replies that have a sheet and wait for a decision."""
    async with storage.reading() as tables:
        return await tables.replies.on_sheets()


async def lock(*, storage: Storage, number: int, locked: bool) -> Lock:
    """Lock a thread, so that nobody can reply, or unlock it. What is out stays."""
    async with storage.transaction() as tables:
        if await tables.whispers.by_number(number) is None:
            return Lock.UNKNOWN
        if (await tables.threads.of(number)).locked is locked:
            return Lock.ALREADY
        await tables.threads.set(number, locked=locked)
    return Lock.DONE


async def open_page(
    *, storage: Storage, number: int, page: int, stays: timedelta, rng: random.Random, now: datetime
) -> str | None:
    """Open a page of a thread, to be shown. Return its name; None: nobody has replied."""
    async with storage.transaction() as tables:
        if not await tables.replies.thread(number):
            return None
        name = new_name(rng, await tables.reply_sheets.names())
        await tables.reply_sheets.add(ReplySheet(name, thread=number, page=page, until=now + stays))
    return name


async def turn_page(
    *, storage: Storage, name: str, page: int, stays: timedelta, now: datetime
) -> bool:
    """Turn to another page. False: the page is closed."""
    async with storage.transaction() as tables:
        return await tables.reply_sheets.turn(name, page, now + stays)


async def page_with(*, storage: Storage, number: int, ordinal: int, each: int) -> int:
    """Return the page of its thread on which a reply is, with so many on ``each``."""
    async with storage.reading() as tables:
        thread = await tables.replies.thread(number)
    place = next((n for n, reply in enumerate(thread) if reply.ordinal == ordinal), 0)
    return place // each
