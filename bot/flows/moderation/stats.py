"""/stats: what the last days brought, from counts that know nothing finer than a day.

Read at each batch (``bot/flows/moderation/figures.py``), never when a moderator asks."""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.days import local_day
from bot.domain.outcome import Delivered
from bot.domain.tallies import (
    DAYS,
    DECISIONS,
    KEPT_DAYS,
    Counted,
    Figures,
    WaitingFigures,
    figures,
    step_of,
)
from bot.domain.whisper import State
from bot.flows.moderation.lost_messages import keep, raise_highest
from bot.flows.ports import ModeratorsChat
from storage import Storage


async def stats(*, storage: Storage, today: date) -> Figures:
    """Return the figures as they stand now. What has no card yet is not counted as waiting."""
    async with storage.glancing() as tables:
        rows = await tables.daily_counts.since(today - timedelta(days=DAYS))
        waiting = WaitingFigures(
            review=await tables.review_cards.open_cards(),
            held=await tables.whispers.count(State.HELD),
            pool=await tables.whispers.count(State.POOL),
            hidden=len(await tables.posts.hidden()),
        )
    return figures([(row.day, row.what, row.times) for row in rows], today, waiting)


async def count_decision(
    what: Counted,
    *,
    storage: Storage,
    zone: ZoneInfo,
    now: datetime,
    shown_at: datetime | None = None,
) -> None:
    """Count a decision about what the moderators' chat has shown since ``shown_at``."""
    await _count(
        storage, what, local_day(now, zone), None if shown_at is None else now - shown_at, 1
    )


async def uncount_decision(
    what: Counted,
    *,
    storage: Storage,
    zone: ZoneInfo,
    decided_at: datetime,
    shown_at: datetime | None,
) -> None:
    """Take an undone decision out of the count of the day on which it was made."""
    wait = None if shown_at is None else decided_at - shown_at
    await _count(storage, what, local_day(decided_at, zone), wait, -1)


async def _count(
    storage: Storage, what: Counted, day: date, wait: timedelta | None, times: int
) -> None:
    async with storage.transaction() as tables:
        await tables.daily_counts.count(day, what, times)
        if wait is not None:
            await tables.daily_counts.count(day, step_of(wait), times)


async def cards_open(*, storage: Storage) -> int:
    """How many review cards wait for a decision."""
    async with storage.reading() as tables:
        return await tables.review_cards.open_cards()


async def show_chart(
    *, storage: Storage, moderators_chat: ModeratorsChat, chart: bytes, turn: asyncio.Lock
) -> None:
    """Show the chart. ``turn`` is the review cards' lock: who looks for lost cards must know that
    this is none."""
    async with turn:
        outcome = await moderators_chat.show(chart, "", silent=True)
        if isinstance(outcome, Delivered):
            async with storage.transaction() as tables:
                await raise_highest(tables, outcome.message_id)
                await keep(tables, outcome.message_id)


async def forget_old_tallies(*, storage: Storage, today: date) -> None:
    """A tick: forget what neither the picture nor /log shows any more."""
    async with storage.transaction() as tables:
        await tables.daily_counts.forget_before(today - timedelta(days=KEPT_DAYS))


async def decided_by_day(*, storage: Storage, today: date) -> Mapping[date, Mapping[str, int]]:
    """Return day -> decision -> how many, of the last ninety days before today."""
    async with storage.glancing() as tables:
        rows = await tables.daily_counts.since(today - timedelta(days=KEPT_DAYS))
    days: dict[date, dict[str, int]] = {}
    for row in rows:
        if row.what in set(DECISIONS) and row.times > 0 and row.day < today:
            days.setdefault(row.day, {})[row.what] = row.times
    return days
