"""Moderators decide about replies: up to ten on a sheet, all at once, but for those they cross out.

Which replies are on a sheet, what is crossed out and until when a decision can be undone stand in
the tables; votes alone are in memory. A sheet only ever loses replies, so whatever is decided was
on the message that was pressed. What speaks of suicide or self-harm has sheets of its own, which
take more votes, and so has what readers reported.
"""

import random
from base64 import b32encode
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter
from zoneinfo import ZoneInfo

from bot.domain.checks.care import Care, assess
from bot.domain.days import local_day
from bot.domain.replies.reply import Reply, ReplyKey
from bot.domain.replies.slots import ReplySlots
from bot.domain.review import Queue, Verdict, needed, new_name
from bot.domain.tallies import Counted
from bot.domain.whisper import State
from bot.flows.moderation.hiding_limit import note_reply_restored
from bot.flows.replies.posts import count_on_card, put_reply
from bot.logs import Event, log
from storage import Storage, Tables
from storage.reply_sheets import ReplySheet

MOST = 10
"""The most replies on a sheet."""

NAME = 4
"""The number of letters of a sheet's name."""

_WAITING = (State.REVIEW, State.HELD)


class OnSheet(Enum):
    """The end of a press on a sheet, where it decided nothing."""

    GONE = auto()  # decided, set aside or taken back: nothing of it waits
    DECIDED = auto()  # it can still be undone
    CHANGED = auto()  # somebody crossed out something else meanwhile


@dataclass(frozen=True, slots=True)
class Ends:
    """Counts of what becomes of the replies on a sheet."""

    approved: int = 0
    rejected: int = 0


def is_care(reply: Reply) -> bool:
    return assess(reply.words) is not Care.NONE


def needed_for(replies: Collection[Reply], votes: int) -> int:
    """How many moderators it takes to decide about these, as they are crossed out. To remove what
    was out takes as many as ever."""
    if any(each.crossed and each.ordinal is not None for each in replies):
        return votes
    queue = Queue.CARE if any(map(is_care, replies)) else Queue.OTHERS
    return needed(Verdict.APPROVE, queue, votes)


def _group(reply: Reply) -> int:
    """Return the group of a reply, which has sheets of its own; the lowest comes first."""
    if is_care(reply):
        return 0
    return 2 if reply.ordinal is None else 1


def mark_of(name: str, key: ReplyKey) -> str:
    """Return the mark of a reply in the buttons of a sheet: eight letters that say nothing anywhere
    else."""
    return _letters(key, name)


def stand_of_sheet(name: str, replies: Iterable[Reply]) -> str:
    """Return eight letters for what is crossed out just now: whoever decides names what they
    saw."""
    return _letters(b"".join(sorted(each.key for each in replies if each.crossed)), name)


def _letters(data: bytes, name: str) -> str:
    return b32encode(blake2b(data, digest_size=5, key=name.encode()).digest()).decode()


def subject_of(name: str) -> str:
    """Return the subject that votes are cast on; a vote is for what is crossed out."""
    return f"sheet {name}"


async def lay_sheets(
    *, storage: Storage, now: datetime, rng: random.Random, weigh: Callable[[Reply], int], most: int
) -> tuple[str, ...]:
    """Give sheets to what waits and whose slot has come, in no order. ``weigh``: how long one is on
    a sheet, of which ``most`` fit. Returns the names."""
    async with storage.reading() as tables:
        if not await _to_show(tables, storage.scope.channel, now):
            return ()
    async with storage.transaction() as tables:
        waiting = await _to_show(tables, storage.scope.channel, now)
        return await _lay(tables, waiting, rng, weigh, most)


async def _to_show(tables: Tables, channel: int, now: datetime) -> Sequence[Reply]:
    """Return what waits; in a channel that is closed, what was out and was reported alone."""
    waiting = await tables.replies.without_sheet(now)
    if waiting and await tables.channels.is_closed(channel):
        return [each for each in waiting if each.ordinal is not None]
    return waiting


async def call_held(
    *, storage: Storage, now: datetime, rng: random.Random, weigh: Callable[[Reply], int], most: int
) -> tuple[str, ...]:
    """Lay sheets for what was set aside, at once. Return their names."""
    async with storage.transaction() as tables:
        held = await tables.replies.by_state(State.HELD)
        for each in held:
            await tables.replies.move(each.key, start=(State.HELD,), to=State.REVIEW)
        return await _lay(tables, held, rng, weigh, most)


async def _lay(
    tables: Tables,
    waiting: Sequence[Reply],
    rng: random.Random,
    weigh: Callable[[Reply], int],
    most: int,
) -> tuple[str, ...]:
    taken = set(await tables.reply_sheets.names() | await tables.review_cards.names())
    names = []
    for part in _parted(rng.sample(waiting, len(waiting)), weigh, most):
        name = new_name(rng, taken)
        taken.add(name)
        names.append(name)
        await tables.reply_sheets.add(ReplySheet(name))
        await tables.replies.lay([each.key for each in part], name)
    return tuple(names)


def _parted(
    replies: Sequence[Reply], weigh: Callable[[Reply], int], most: int
) -> list[list[Reply]]:
    """Part the replies into sheets: groups stay apart, threads together."""
    threads: dict[tuple[int, int], list[Reply]] = {}
    for each in replies:
        threads.setdefault((_group(each), each.number), []).append(each)
    weights = {each.key: weigh(each) for each in replies}  # once: it reads the words
    parts: list[list[Reply]] = []
    for _which, keys in groupby(sorted(threads, key=itemgetter(0)), itemgetter(0)):
        part: list[Reply] = []
        for reply in (each for key in keys for each in threads[key]):
            if part and (
                len(part) == MOST or sum(weights[each.key] for each in (*part, reply)) > most
            ):
                parts.append(part)
                part = []
            part.append(reply)
        parts.append(part)
    return parts


async def cross(*, storage: Storage, name: str, mark: str) -> OnSheet | None:
    """Cross a reply out, or take the cross back. None: done."""
    async with storage.transaction() as tables:
        replies = await _open(tables, name)
        if isinstance(replies, OnSheet):
            return replies
        reply = next((each for each in replies if mark_of(name, each.key) == mark), None)
        if reply is None:
            return OnSheet.CHANGED
        await tables.replies.cross(reply.key, crossed=not reply.crossed)
    return None


async def look(*, storage: Storage, name: str, stand: str) -> tuple[Reply, ...] | OnSheet:
    """Return the replies that a press on All is about, as whoever pressed saw them."""
    async with storage.reading() as tables:
        return await _look(tables, name, stand)


async def _look(tables: Tables, name: str, stand: str) -> tuple[Reply, ...] | OnSheet:
    replies = await _open(tables, name)
    if isinstance(replies, OnSheet) or stand_of_sheet(name, replies) == stand:
        return replies
    return OnSheet.CHANGED


async def _open(tables: Tables, name: str) -> tuple[Reply, ...] | OnSheet:
    """Return what waits on a sheet about which nothing is decided yet."""
    sheet = await tables.reply_sheets.by_name(name)
    replies = await tables.replies.on_sheet(name)
    if sheet is None or not replies:
        return OnSheet.GONE
    return OnSheet.DECIDED if sheet.decided else replies


async def decide(
    *, storage: Storage, name: str, stand: str, reason: str | None, until: datetime
) -> Ends | OnSheet:
    """Record the decision about a sheet in one guarded step; ``settle`` carries it out when the
    time to undo is over."""
    async with storage.transaction() as tables:
        replies = await _look(tables, name, stand)
        if isinstance(replies, OnSheet):
            return replies
        await tables.reply_sheets.decide(name, reason, until)
    rejected = sum(each.crossed for each in replies)
    return Ends(len(replies) - rejected, rejected)


async def undo(*, storage: Storage, name: str, now: datetime) -> bool:
    """Undo the decision about a sheet. False: it is too late, or there is nothing to undo."""
    async with storage.transaction() as tables:
        return bool(await tables.replies.on_sheet(name)) and await tables.reply_sheets.undo(
            name, now
        )


async def hold(*, storage: Storage, name: str) -> OnSheet | None:
    """Set all of it aside: it loses nothing. None: done."""
    async with storage.transaction() as tables:
        replies = await _open(tables, name)
        if isinstance(replies, OnSheet):
            return replies
        for each in replies:
            await tables.replies.move(each.key, start=(State.REVIEW,), to=State.HELD)
    return None


@dataclass(frozen=True, slots=True)
class SheetSettled:
    """A sheet whose decision was carried out."""

    name: str
    approved: Collection[ReplyKey]
    rejected: Collection[ReplyKey]

    @property
    def ends(self) -> Ends:
        return Ends(len(self.approved), len(self.rejected))


async def settle(
    *, storage: Storage, slots: ReplySlots, rng: random.Random, zone: ZoneInfo, now: datetime
) -> tuple[SheetSettled, ...]:
    """Carry out what can no longer be undone. It is counted on that day."""
    async with storage.reading() as tables:
        if not _due(await tables.reply_sheets.all(), now):
            return ()
    settled = []
    async with storage.transaction() as tables:
        for sheet in _due(await tables.reply_sheets.all(), now):
            approved, rejected = [], []
            for reply in await tables.replies.on_sheet(sheet.name):
                if reply.crossed:
                    await _reject(tables, reply, sheet.reason)
                    rejected.append(reply.key)
                else:
                    await _approve(tables, reply, slots, rng, now)
                    approved.append(reply.key)
            day = local_day(now, zone)
            await tables.daily_counts.count(day, Counted.REPLIES_APPROVED, len(approved))
            await tables.daily_counts.count(day, Counted.REPLIES_REJECTED, len(rejected))
            if approved or rejected:
                settled.append(SheetSettled(sheet.name, approved, rejected))
    for each in settled:
        for kind, keys in ((Verdict.APPROVE, each.approved), (Verdict.REJECT, each.rejected)):
            if keys:
                log(Event.DECIDED, kind=kind.value, count=len(keys))
    return tuple(settled)


def _due(sheets: Iterable[ReplySheet], now: datetime) -> list[ReplySheet]:
    return [each for each in sheets if each.decided and each.until and each.until <= now]


async def _reject(tables: Tables, reply: Reply, reason: str | None) -> None:
    if reply.ordinal is None:
        await tables.replies.reject(reply.key, reason or "")
    else:
        await tables.replies.take_down(reply.key, State.REMOVED, reason)


async def _approve(
    tables: Tables, reply: Reply, slots: ReplySlots, rng: random.Random, now: datetime
) -> None:
    """Put a reply into the pool, until its slot. One that readers reported stands where it stood,
    at once, and is not hidden again for the same reasons."""
    if reply.ordinal is None:
        slot = slots.slot_for(now, rng, author=reply.author)
        await tables.replies.move(reply.key, start=_WAITING, to=State.POOL, slot=slot)
        return
    restored = await tables.replies.restore(reply.key)
    if restored is None:
        return
    await tables.reply_reports.make_immune(reply.number, reply.ordinal)
    await note_reply_restored(tables, now)
    if not await put_reply(tables, restored, now):
        await count_on_card(tables, reply.number, now)
