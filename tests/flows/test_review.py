"""Review over real tables: batches, guarded verdicts, and what follows once they are settled."""

import random
import secrets
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from bot.domain.mixing import INSTANT, Mixing
from bot.domain.review import Queue, Verdict
from bot.domain.whisper import State, WhisperKey
from bot.flows.moderation.batch import Batch, call_batch
from bot.flows.moderation.review import Decided, call_held, decide, settle, undo
from storage import Storage
from storage.review_cards import ReviewCard
from tests.kit.authors import AuthorsBy
from tests.kit.whispers import a_whisper

NOW = datetime(2026, 11, 25, 12, 3, tzinfo=UTC)
TEN = timedelta(minutes=10)
BATCHES = Mixing(TEN, 0, TEN)
"""Everything that waits comes with the next batch."""
POOL = Mixing(TEN, 2, timedelta(hours=1))
FIVE = timedelta(minutes=5)


async def waits(storage: Storage, words: str = "I water his plants.", **more: object) -> WhisperKey:
    given = a_whisper(words, state=State.REVIEW, **more)
    async with storage.transaction() as tables:
        await tables.whispers.add(
            given, handle_hash=secrets.token_bytes(32), receipt_hash=secrets.token_bytes(32)
        )
    return given.key


async def call(storage: Storage, now: datetime = NOW, review: Mixing = BATCHES) -> int | None:
    """How many cards a batch brings."""
    batch = await call_batch(
        storage=storage,
        now=now,
        review=review,
        rng=random.Random(3),
        authors=AuthorsBy(lambda key: key),
    )
    return len(batch.keys) if batch else None


async def cards(storage: Storage) -> tuple[ReviewCard, ...]:
    async with storage.reading() as tables:
        return await tables.review_cards.all()


async def verdict(
    storage: Storage, what: Verdict, reason: str | None = None, now: datetime = NOW
) -> Decided:
    (card,) = await cards(storage)
    return await decide(
        storage=storage, name=card.name, verdict=what, reason=reason, undo=FIVE, now=now
    )


async def state_of(storage: Storage, key: WhisperKey) -> State | None:
    async with storage.reading() as tables:
        whisper = await tables.whispers.by_key(key)
        return whisper.state if whisper else None


async def test_a_batch_is_called_once_for_each_clock_time(storage: Storage) -> None:
    await waits(storage)
    assert await call(storage) == 1
    await waits(storage)
    assert await call(storage, NOW + timedelta(minutes=6)) is None
    assert await call(storage, NOW + timedelta(minutes=7)) == 1
    assert len(await cards(storage)) == 2


async def test_a_batch_is_a_pool_with_a_floor_and_a_longest_wait(storage: Storage) -> None:
    for n in range(2):
        await waits(storage, f"Number {n}.", deadline=POOL.deadline_for(NOW))
    assert await call(storage, NOW, POOL) == 0
    for n in range(3):
        await waits(storage, f"Number {n} of the others.", deadline=POOL.deadline_for(NOW + TEN))
    assert await call(storage, NOW + TEN, POOL) == 3
    assert await call(storage, NOW + 7 * TEN, POOL) == 2  # their time is up


async def test_a_batch_counts_its_floor_in_authors(storage: Storage) -> None:
    for n in range(4):
        await waits(storage, f"Number {n}.", deadline=POOL.deadline_for(NOW))
    batch = await call_batch(
        storage=storage,
        now=NOW,
        review=POOL,
        rng=random.Random(3),
        authors=AuthorsBy(lambda _key: "somebody"),
    )
    assert batch == Batch((), full=True)


async def test_what_has_a_card_keeps_no_time_of_its_own(storage: Storage) -> None:
    key = await waits(storage, deadline=POOL.deadline_for(NOW))
    await call(storage)
    async with storage.reading() as tables:
        whisper = await tables.whispers.by_key(key)
    assert whisper is not None
    assert whisper.deadline is None


async def test_who_is_not_well_waits_for_no_company(storage: Storage) -> None:
    await waits(storage, "I want to die.", deadline=POOL.deadline_for(NOW))
    await waits(storage, deadline=POOL.deadline_for(NOW))
    assert await call(storage, NOW, POOL) == 1
    (card,) = await cards(storage)
    assert card.queue is Queue.CARE


async def test_who_is_not_well_is_shown_within_the_hour_where_batches_are_rarer(
    storage: Storage,
) -> None:
    rare = Mixing(timedelta(hours=6), 0, timedelta(hours=12))
    assert await call(storage, NOW, rare) == 0
    unwell = await waits(storage, "I want to die.", deadline=rare.deadline_for(NOW))
    await waits(storage, deadline=rare.deadline_for(NOW))
    assert await call(storage, NOW, rare) is None
    batch = await call_batch(
        storage=storage, now=NOW + timedelta(hours=1), review=rare, rng=random.Random(3)
    )
    assert batch == Batch((unwell,), full=False)


async def test_the_order_of_a_batch_says_nothing_about_the_order_of_arrival(
    storage: Storage,
) -> None:
    came = [await waits(storage, f"Number {n}.") for n in range(40)]
    await call(storage)
    shown = [card.whisper for card in await cards(storage)]
    places = [came.index(key) for key in shown if key is not None]
    rises = sum(after > before for before, after in pairwise(places))
    assert 8 < rises < 31  # of 39; in the order of arrival it would be 39


async def test_each_goes_into_its_queue(storage: Storage) -> None:
    await waits(storage, "I want to die.")
    await waits(storage, "Madame Roux knows.", findings=("person",))
    await waits(storage, "Buy this.", findings=("spam",))
    await call(storage)
    assert {card.queue for card in await cards(storage)} == {
        Queue.CARE,
        Queue.PERSON,
        Queue.OTHERS,
    }


async def test_nothing_moves_before_the_time_to_undo_is_over(storage: Storage) -> None:
    key = await waits(storage)
    await call(storage)
    assert await verdict(storage, Verdict.REJECT, "why") is Decided.DONE
    assert await settle(storage=storage, mixing=INSTANT, now=NOW + timedelta(minutes=4)) == ()
    async with storage.reading() as tables:
        whisper = await tables.whispers.by_key(key)
    assert whisper is not None
    assert whisper.words == "I water his plants."
    (settled,) = await settle(storage=storage, mixing=INSTANT, now=NOW + FIVE)
    assert settled.verdict is Verdict.REJECT
    assert await state_of(storage, key) is State.REJECTED
    assert await settle(storage=storage, mixing=INSTANT, now=NOW + TEN) == ()


async def test_the_first_verdict_counts_and_can_be_undone_in_time_only(storage: Storage) -> None:
    await waits(storage)
    await call(storage)
    assert await verdict(storage, Verdict.APPROVE) is Decided.DONE
    assert await verdict(storage, Verdict.BAN) is Decided.ALREADY
    (card,) = await cards(storage)
    assert card.verdict is Verdict.APPROVE
    assert await undo(storage=storage, name=card.name, now=NOW + timedelta(minutes=4))
    assert not await undo(storage=storage, name=card.name, now=NOW + timedelta(minutes=4))
    assert await verdict(storage, Verdict.HOLD) is Decided.DONE
    assert not await undo(storage=storage, name=card.name, now=NOW + FIVE)


async def test_an_approval_counts_the_deadline_from_itself_and_unties_the_card(
    storage: Storage,
) -> None:
    mixing = Mixing(every=timedelta(hours=1), keep=2, max_age=timedelta(hours=12))
    key = await waits(storage, findings=("spam",))
    await call(storage)
    await verdict(storage, Verdict.COVER)
    later = NOW + timedelta(days=3)
    await settle(storage=storage, mixing=mixing, now=later)
    async with storage.reading() as tables:
        whisper = await tables.whispers.by_key(key)
    assert whisper is not None
    assert (whisper.state, whisper.cover, whisper.findings) == (State.POOL, True, ())
    assert whisper.deadline == mixing.deadline_for(later)
    (card,) = await cards(storage)
    assert card.whisper is None


async def test_what_its_author_took_back_is_decided_no_more(storage: Storage) -> None:
    key = await waits(storage)
    await call(storage)
    await verdict(storage, Verdict.APPROVE)
    async with storage.transaction() as tables:
        assert await tables.whispers.erase(key)
    assert await verdict(storage, Verdict.BAN) is Decided.GONE
    (settled,) = await settle(storage=storage, mixing=INSTANT, now=NOW)
    assert settled.verdict is None
    (card,) = await cards(storage)
    assert (card.whisper, card.verdict) == (None, None)


async def held(storage: Storage) -> tuple[str, ...]:
    return await call_held(storage=storage, rng=random.Random(5))


async def test_what_is_held_is_held_at_once_and_keeps_its_name_and_what_was_found(
    storage: Storage,
) -> None:
    key = await waits(storage, findings=("person",))
    await call(storage)
    (before,) = await cards(storage)
    await verdict(storage, Verdict.HOLD)
    assert await state_of(storage, key) is State.HELD
    await settle(storage=storage, mixing=INSTANT, now=NOW + FIVE)
    assert await call(storage, NOW + TEN) == 0
    (aside,) = await cards(storage)
    assert aside.set_aside
    assert await held(storage) == (before.name,)
    (again,) = await cards(storage)
    assert (again.name, again.whisper, again.queue, again.verdict) == (
        before.name,
        key,
        Queue.PERSON,
        None,
    )
    async with storage.reading() as tables:
        whisper = await tables.whispers.by_key(key)
    assert whisper is not None
    assert whisper.findings == ("person",)
    assert await held(storage) == ()


async def test_what_still_has_its_old_message_is_called_when_that_is_emptied(
    storage: Storage,
) -> None:
    await waits(storage)
    await call(storage)
    (card,) = await cards(storage)
    async with storage.transaction() as tables:
        await tables.review_cards.shown(card.name, 7)
    await verdict(storage, Verdict.HOLD)
    assert await held(storage) == (card.name,)
    (aside,) = await cards(storage)
    assert aside.set_aside
    assert not await undo(storage=storage, name=card.name, now=NOW)
    async with storage.transaction() as tables:
        assert not await tables.review_cards.recall(card.name)
        assert await tables.review_cards.hidden(card.name, 7)
        assert await tables.review_cards.recall(card.name)


async def test_a_hold_that_was_undone_waits_as_before(storage: Storage) -> None:
    key = await waits(storage)
    await call(storage)
    await verdict(storage, Verdict.HOLD)
    (card,) = await cards(storage)
    assert await undo(storage=storage, name=card.name, now=NOW)
    assert await state_of(storage, key) is State.REVIEW
    assert await held(storage) == ()


async def test_what_its_author_took_back_while_on_hold_is_no_card_any_more(
    storage: Storage,
) -> None:
    key = await waits(storage)
    await call(storage)
    await verdict(storage, Verdict.HOLD)
    await settle(storage=storage, mixing=INSTANT, now=NOW + FIVE)
    async with storage.transaction() as tables:
        assert await tables.whispers.erase(key)
    await settle(storage=storage, mixing=INSTANT, now=NOW + TEN)
    assert await held(storage) == ()
    (card,) = await cards(storage)
    assert card.whisper is None
