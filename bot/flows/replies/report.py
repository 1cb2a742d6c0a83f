"""A reader reports a reply: counted without who, and weighed at fixed times as posts are.

A reply that is reported enough leaves the thread and the discussion group and waits on a sheet,
with its place kept. What the brake leaves standing stays due, and goes as soon as there is room.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from bot.domain.reports import Reason, Thresholds, hides, slot
from bot.domain.tallies import Counted
from bot.domain.whisper import State
from bot.flows.moderation.hide import counts_of
from bot.flows.moderation.hiding_limit import room_for_replies
from bot.flows.moderation.report import Reported, Stand, stand_in
from bot.flows.replies.posts import take_reply_post_down
from bot.logs import Event, log
from bot.memory.reporters import GivenReply, Reporters
from storage import Storage, Tables


async def stand_of_reply(*, storage: Storage, number: int, ordinal: int) -> Stand:
    async with storage.reading() as tables:
        return await _stand(tables, number, ordinal)


async def _stand(tables: Tables, number: int, ordinal: int) -> Stand:
    whispers = await stand_in(tables, number)
    if whispers is not Stand.LIVE:
        return whispers
    reply = await tables.replies.by_ordinal(number, ordinal)
    if reply is None:
        return Stand.UNKNOWN
    if reply.state is State.RELEASED:
        return Stand.LIVE
    return Stand.HIDDEN if reply.state in (State.REVIEW, State.HELD) else Stand.GONE


async def report_reply(
    *,
    storage: Storage,
    number: int,
    ordinal: int,
    reason: Reason,
    light: bool,
    refusal: Callable[[], Reported | None],
    day: date,
) -> Reported | Stand:
    """Count it; what follows from it comes later. ``refusal`` knows, from memory, whether this
    person may report it; a reply that does not stand is not counted."""
    if (no := refusal()) is not None:
        return no
    async with storage.transaction() as tables:
        stand = await _stand(tables, number, ordinal)
        if stand is not Stand.LIVE:
            return stand
        counted = await tables.reply_reports.add(number, ordinal, reason, light=light)
        await tables.daily_counts.count(day, Counted.REPORTS)
    return Reported.LOOKED_AT if counted.immune else Reported.COUNTED


async def hide_replies_due(
    *,
    storage: Storage,
    chat: int,
    thresholds: Thresholds,
    reporters: Reporters,
    every: timedelta,
    now: datetime,
) -> int:
    """A tick. Returns how many replies it hid."""
    mark = slot(now, every)
    async with storage.reading() as tables:
        last = await tables.runtime_settings.reply_reports_slot.get()
        if last == mark:
            return 0
        if last is not None and not every:  # each moment is one: nothing is written without need
            stands = [
                each for each in reporters.undecided_replies() if await _let_stand(tables, each)
            ]
            if not stands and not await _due(tables, thresholds):
                return 0
    async with storage.transaction() as tables:
        first = await tables.runtime_settings.reply_reports_slot.get() is None
        await tables.runtime_settings.reply_reports_slot.put(mark)
        if first:  # nothing can have been reported before the first of all times
            return 0
        decided = [each for each in reporters.undecided_replies() if await _let_stand(tables, each)]
        due = await _due(tables, thresholds)
        left = max(0, await room_for_replies(tables, chat, now)) if due else 0
        for number, ordinal in due[:left]:
            await _hide(tables, number, ordinal, now)
    reporters.not_upheld(decided, now)
    for number, _ordinal in due[:left]:
        log(Event.HIDDEN, number=number)
    if due[left:]:
        log(Event.HIDING_BRAKED, count=len(due) - left)
    return len(due[:left])


async def _hide(tables: Tables, number: int, ordinal: int, now: datetime) -> None:
    reply = await tables.replies.by_ordinal(number, ordinal)
    hidden = None if reply is None else await tables.replies.hide(reply.key)
    if hidden is not None:
        await take_reply_post_down(tables, hidden, now)


async def _let_stand(tables: Tables, given: GivenReply) -> bool:
    number, ordinal, reason = given
    reports = await tables.reply_reports.of(number, ordinal)
    return any(each.reason == reason and each.immune for each in reports)


async def _due(tables: Tables, thresholds: Thresholds) -> list[tuple[int, int]]:
    """Standing replies that were reported enough: first what most people reported."""
    found = []
    for number, ordinal in await tables.reply_reports.undecided():
        reply = await tables.replies.by_ordinal(number, ordinal)
        if reply is None or reply.state is not State.RELEASED:
            continue
        reports = await tables.reply_reports.of(number, ordinal)
        needed = thresholds.for_post(restored=any(each.immune for each in reports), love=0)
        if hides(counts_of(reports), needed):
            found.append((-sum(each.times for each in reports), number, ordinal))
    return [(number, ordinal) for _people, number, ordinal in sorted(found)]
