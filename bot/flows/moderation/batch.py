"""Batches: at fixed clock times some of what waits for moderators gets cards, in no order.

Telegram stamps every message with its time, so a card that came alone, or soon after its author
pressed Publish, would tell whose it is. What waits is therefore a pool of its own, with a floor and
a longest wait (``Settings.review_rules``). Who is not well waits for nobody's company: such a
whisper goes with the next batch, or within the hour where batches are rarer.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.checks.care import Care, assess
from bot.domain.mixing import Mixing
from bot.domain.whisper import State, WhisperKey
from bot.flows.moderation.review import give_cards
from bot.memory.authors import AuthorBook, authors_of
from storage import Storage, Tables

CARE_EVERY = timedelta(hours=1)
"""The longest time between two looks for what speaks of suicide or self-harm."""


@dataclass(frozen=True, slots=True)
class Batch:
    keys: tuple[WhisperKey, ...]  # the whispers that get a card
    full: bool  # False: it was only about who is not well, between two batches


@dataclass(frozen=True, slots=True)
class _Due:
    """The clock times that have come and were not seen yet: a full batch, a care slot."""

    full: bool
    care: bool

    @property
    def any(self) -> bool:
        return self.full or self.care


def care_slots(review: Mixing) -> Mixing:
    """Return the slots at which a whisper that speaks of suicide or self-harm can go to the
    moderators."""
    return Mixing(min(review.every, CARE_EVERY), 0, timedelta(0))


def next_care_slot(review: Mixing, now: datetime) -> datetime:
    """Return when the next batch is due at the earliest."""
    return min(review.next_slot(now), care_slots(review).next_slot(now))


async def call_batch(
    *,
    storage: Storage,
    now: datetime,
    review: Mixing,
    rng: random.Random,
    authors: AuthorBook | None = None,
) -> Batch | None:
    """A tick: call the batch whose time has come, and return it. None: none is due. A batch may be
    empty."""
    async with storage.reading() as tables:
        if review.instant and not await tables.review_cards.without_card(State.REVIEW):
            return Batch((), full=True)
        if not (await _due(tables, now, review)).any:
            return None
    async with storage.transaction() as tables:
        due = await _due(tables, now, review)
        if not due.any:
            return None
        keys = await _drawn(tables, now, review, rng, authors, full=due.full)
        await give_cards(tables, keys, rng)
        if not review.instant:
            await tables.runtime_settings.last_batch.put(review.slot(now))
            await tables.runtime_settings.last_care_batch.put(care_slots(review).slot(now))
    return Batch(keys, due.full)


async def _due(tables: Tables, now: datetime, review: Mixing) -> _Due:
    if review.instant:
        return _Due(full=True, care=True)
    seen = tables.runtime_settings
    return _Due(
        full=await seen.last_batch.get() != review.slot(now),
        care=await seen.last_care_batch.get() != care_slots(review).slot(now),
    )


async def _drawn(
    tables: Tables,
    now: datetime,
    review: Mixing,
    rng: random.Random,
    authors: AuthorBook | None,
    *,
    full: bool,
) -> tuple[WhisperKey, ...]:
    keys = frozenset(await tables.review_cards.without_card(State.REVIEW))
    waiting = [each for each in await tables.whispers.by_state(State.REVIEW) if each.key in keys]
    care = {each.key for each in waiting if assess(each.words) is not Care.NONE}
    if not full:
        return tuple(care)
    pool = [(each.key, None if each.key in care else each.deadline) for each in waiting]
    known = await authors_of([key for key, _deadline in pool], authors, now)
    return review.draw(pool, now, rng, known.get)
