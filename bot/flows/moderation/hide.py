"""Hiding what was reported enough, at fixed times and within the brake. What the brake leaves
standing goes to the moderators as it is.

Which posts are due follows from the counts, so a crash or a restart loses none of them.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.domain.ranking import Weights
from bot.domain.reports import Count, Reason, Thresholds, hides, slot
from bot.domain.states import PostState
from bot.flows.moderation.hiding_limit import room
from bot.flows.moderation.remove import hide
from bot.logs import Event, log
from bot.memory.reporters import Reporters
from storage import Storage, Tables
from storage.reply_reports import ReplyReport
from storage.reports import Report


async def hide_due(
    *,
    storage: Storage,
    chat: int,
    thresholds: Thresholds,
    weights: Weights,
    reporters: Reporters,
    every: timedelta,
    now: datetime,
) -> int:
    """A tick. Returns how many posts it hid."""
    mark = slot(now, every)
    async with storage.reading() as tables:
        last = await tables.runtime_settings.reports_slot.get()
        if last == mark:
            return 0
        if last is not None and not every:  # each moment is one: nothing is written without need
            stands = [each for each in reporters.undecided() if await _let_stand(tables, *each)]
            if not stands and not await _due(tables, thresholds, weights):
                return 0
    async with storage.transaction() as tables:
        first = await tables.runtime_settings.reports_slot.get() is None
        await tables.runtime_settings.reports_slot.put(mark)
        if first:  # nothing can have been reported before the first of all times
            return 0
        decided = [each for each in reporters.undecided() if await _let_stand(tables, *each)]
        due = await _due(tables, thresholds, weights)
        left = max(0, await room(tables, chat, now)) if due else 0
        for number in due[:left]:
            await hide(tables, number, now)
        for number in due[left:]:
            await tables.hidden_posts.open_standing(number)
    reporters.not_upheld(decided, now)
    for number in due[:left]:
        log(Event.HIDDEN, number=number)
    if due[left:]:
        log(Event.HIDING_BRAKED, count=len(due) - left)
    return len(due[:left])


async def _let_stand(tables: Tables, number: int, reason: str) -> bool:
    return any(each.reason == reason and each.immune for each in await tables.reports.of(number))


async def _due(tables: Tables, thresholds: Thresholds, weights: Weights) -> list[int]:
    """Standing posts that were reported enough: first what most people reported."""
    known = {case.number for case in await tables.hidden_posts.all() if case.standing}
    found = []
    for number in await tables.reports.undecided():
        post = await tables.posts.by_number(number)
        if post is None or post.state is not PostState.LIVE or number in known:
            continue
        reports = await tables.reports.of(number)
        love, _mockery = weights.votes(await tables.reactions.of(post.chat, post.message_id))
        needed = thresholds.for_post(restored=any(each.immune for each in reports), love=love)
        if hides(counts_of(reports), needed):
            found.append((-sum(each.times for each in reports), number))
    return [number for _people, number in sorted(found)]


def counts_of(reports: Iterable[Report | ReplyReport]) -> dict[Reason, Count]:
    """Without the reasons that moderators have looked at."""
    return {
        Reason(each.reason): Count(each.times, each.light) for each in reports if not each.immune
    }
