"""Review: waiting whispers are called to the moderators' chat in shuffled batches, decided there,
and moved on once the decision can no longer be undone.

Nothing moves before: whoever presses the wrong button loses nothing, whatever it was.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.domain.checks.care import Care, assess
from bot.domain.mixing import Mixing
from bot.domain.review import Verdict, new_name, queue_of
from bot.domain.whisper import State, WhisperKey
from bot.flows.moderation.reasons import BANNED
from bot.logs import Event, log
from storage import Storage, Tables
from storage.review_cards import ReviewCard

_UNDECIDED = (State.REVIEW, State.HELD)


class Decided(Enum):
    """The end of a press on a verdict."""

    DONE = auto()
    ALREADY = auto()  # somebody was a moment earlier
    GONE = auto()  # withdrawn meanwhile, or decided long ago


async def call_held(*, storage: Storage, rng: random.Random) -> tuple[str, ...]:
    """Show what was set aside once more, under the names it had, which are returned. Hold can no
    longer be undone then; what still has its old message is shown when that is emptied."""
    async with storage.transaction() as tables:
        names = await tables.review_cards.on_hold()
        for name in names:
            await tables.review_cards.put_aside(name)
            await tables.review_cards.recall(name)
        without = await tables.review_cards.without_card(State.HELD)
        return (*names, *await give_cards(tables, without, rng))


async def give_cards(
    tables: Tables, keys: Sequence[WhisperKey], rng: random.Random
) -> tuple[str, ...]:
    """Give each a card, in no order; when it was to come at the latest no longer matters. Return
    their names."""
    taken = set(await tables.review_cards.names())
    called = []
    for key in rng.sample(keys, len(keys)):
        whisper = await tables.whispers.by_key(key)
        if whisper is None:
            continue
        name = new_name(rng, taken)
        taken.add(name)
        called.append(name)
        care = assess(whisper.words) is not Care.NONE
        await tables.review_cards.add(ReviewCard(name, key, queue_of(whisper.findings, care=care)))
        await tables.whispers.set_deadline(key, None)
    return tuple(called)


async def decide(
    *,
    storage: Storage,
    name: str,
    verdict: Verdict,
    reason: str | None,
    undo: timedelta,
    now: datetime,
) -> Decided:
    """Record a verdict on a card in one guarded step; ``settle`` carries it out when the time to
    undo is over. Hold loses nothing, so it counts at once."""
    async with storage.transaction() as tables:
        card = await tables.review_cards.by_name(name)
        if card is None or card.whisper is None:
            return Decided.GONE
        whisper = await tables.whispers.by_key(card.whisper)
        if whisper is None or whisper.state not in _UNDECIDED:
            return Decided.GONE
        done = await tables.review_cards.decide(name, verdict, reason, now + undo)
        if done and verdict is Verdict.HOLD:
            await tables.whispers.move(card.whisper, start=(State.REVIEW,), to=State.HELD)
        return Decided.DONE if done else Decided.ALREADY


async def undo(*, storage: Storage, name: str, now: datetime) -> bool:
    """Undo a verdict. False: it is too late, or there is nothing to undo."""
    async with storage.transaction() as tables:
        card = await tables.review_cards.by_name(name)
        done = await tables.review_cards.undo(name, now)
        if done and card is not None and card.whisper and card.verdict is Verdict.HOLD:
            await tables.whispers.move(card.whisper, start=(State.HELD,), to=State.REVIEW)
        return done


@dataclass(frozen=True, slots=True)
class Settled:
    """A verdict that was carried out, or a card whose whisper was withdrawn (None)."""

    name: str
    whisper: WhisperKey
    verdict: Verdict | None


async def settle(*, storage: Storage, mixing: Mixing, now: datetime) -> tuple[Settled, ...]:
    """Carry out what can no longer be undone, and part cards from whispers that are gone."""
    async with storage.reading() as tables:
        if not await tables.review_cards.settling(now) and not await tables.review_cards.orphaned():
            return ()
    settled = []
    async with storage.transaction() as tables:
        for card in await tables.review_cards.orphaned():
            assert card.whisper is not None
            await tables.review_cards.withdrawn(card.name)
            settled.append(Settled(card.name, card.whisper, None))
        for card in await tables.review_cards.settling(now):
            assert card.whisper is not None
            assert card.verdict is not None
            if card.verdict is Verdict.HOLD:
                await tables.review_cards.put_aside(card.name)
            else:
                await _carry_out(tables, card.whisper, card.verdict, card.reason, mixing, now)
                await tables.review_cards.unlink(card.name)
            settled.append(Settled(card.name, card.whisper, card.verdict))
    for each in settled:
        if each.verdict is not None:
            log(Event.DECIDED, kind=each.verdict.value)
    return tuple(settled)


async def _carry_out(
    tables: Tables,
    key: WhisperKey,
    verdict: Verdict,
    reason: str | None,
    mixing: Mixing,
    now: datetime,
) -> None:
    whisper = await tables.whispers.by_key(key)
    if whisper is not None and whisper.reason == BANNED:
        verdict, reason = Verdict.REJECT, BANNED
    match verdict:
        case Verdict.APPROVE | Verdict.COVER:
            if verdict is Verdict.COVER:
                await tables.whispers.cover(key)
            await tables.whispers.set_deadline(key, mixing.deadline_for(now))
            await tables.whispers.move(key, start=_UNDECIDED, to=State.POOL)
        case Verdict.REJECT | Verdict.BAN:
            await tables.whispers.reject(key, reason or "")
