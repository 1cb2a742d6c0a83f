"""Release: one draw a slot, numbers in order of release, nothing before the walk of a restore."""

import random
import secrets
from datetime import timedelta

from bot.domain.mixing import Mixing
from bot.flows.release import release_due, room_left
from tests.flows.model import Works
from tests.storage.conftest import a_whisper

MIXING = Mixing(every=timedelta(hours=1), keep=2, max_age=timedelta(hours=12))


async def accept(works: Works, count: int) -> None:
    async with works.storage.transaction() as tables:
        for n in range(count):
            deadline = MIXING.deadline_for(works.clock.now())
            await tables.whispers.add(
                a_whisper(f"whisper {n}", deadline=deadline),
                handle_hash=secrets.token_bytes(32),
                receipt_hash=secrets.token_bytes(32),
            )


async def tick(works: Works, *, everything: bool = False) -> int:
    return await release_due(
        storage=works.storage,
        now=works.clock.now(),
        mixing=MIXING,
        rng=random.Random(5),
        everything=everything,
    )


async def test_a_slot_is_drawn_once_however_often_the_tick_rings(works: Works) -> None:
    await accept(works, 6)
    assert await tick(works) == 4
    await accept(works, 6)
    for _ in range(5):
        assert await tick(works) == 0
    works.clock.pass_(hours=1)
    assert await tick(works) == 6


async def test_numbers_follow_the_random_order_of_release(works: Works) -> None:
    await accept(works, 30)
    await tick(works)
    async with works.storage.reading() as tables:
        words = []
        for number in range(1, 29):
            whisper = await tables.whispers.by_number(number)
            assert whisper is not None
            assert whisper.deadline is None
            words.append(int(whisper.words.split()[1]))
    assert words != sorted(words)


async def test_the_floor_stays_until_its_deadline(works: Works) -> None:
    await accept(works, 2)
    for _ in range(12):
        assert await tick(works) == 0
        works.clock.pass_(hours=1)
    assert await tick(works) == 2


async def test_everything_goes_at_the_operators_word(works: Works) -> None:
    await accept(works, 2)
    assert await tick(works, everything=True) == 2


async def test_nothing_is_released_while_paused_or_before_the_walk_after_a_restore(
    works: Works,
) -> None:
    await accept(works, 5)
    for knob in ("paused", "walk_first"):
        async with works.storage.transaction() as tables:
            await tables.knobs.put(knob, True)
        assert await tick(works) == 0
        assert await tick(works, everything=True) == 0
        async with works.storage.transaction() as tables:
            await tables.knobs.drop(knob)
    assert await tick(works) == 3


async def test_a_days_backlog_leaves_no_room(works: Works) -> None:
    await accept(works, 24)
    assert not await room_left(storage=works.storage, pace=timedelta(hours=1))
    assert await room_left(storage=works.storage, pace=timedelta(minutes=59))
