"""Release: one draw a slot, numbers in order of release, nothing before the walk of a restore."""

import random
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.mixing import Mixing
from bot.domain.whisper import WhisperKey
from bot.flows.authors.release import release_due, room_left
from bot.flows.moderation.early_release import ask_early, asked_early
from bot.flows.moderation.pause import pause
from bot.memory.authors import Authors
from bot.memory.identity import Route
from tests.kit.authors import AuthorsBy
from tests.kit.whispers import a_whisper
from tests.kit.works import Works

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
        authors=AuthorsBy(lambda key: key),
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
    for setting in ("paused", "walk_first"):
        async with works.storage.transaction() as tables:
            await getattr(tables.runtime_settings, setting).put(True)
        assert await tick(works) == 0
        assert await tick(works, everything=True) == 0
        async with works.storage.transaction() as tables:
            await getattr(tables.runtime_settings, setting).drop()
    assert await tick(works) == 3


async def test_a_days_backlog_leaves_no_room(works: Works) -> None:
    await accept(works, 24)
    assert not await room_left(storage=works.storage, pace=timedelta(hours=1))
    assert await room_left(storage=works.storage, pace=timedelta(minutes=59))


async def slot(works: Works, authors: Authors) -> set[WhisperKey]:
    """One draw; the keys of what came out."""
    async with works.storage.reading() as tables:
        before = {each.key for each in await tables.whispers.pool()}
    await release_due(
        storage=works.storage,
        now=works.clock.now(),
        mixing=MIXING,
        rng=random.Random(5),
        authors=authors,
    )
    works.clock.pass_(hours=1)
    async with works.storage.reading() as tables:
        return before - {each.key for each in await tables.whispers.pool()}


async def test_two_of_one_author_come_out_in_two_slots_and_are_forgotten(works: Works) -> None:
    await accept(works, 6)
    authors = Authors()
    async with works.storage.reading() as tables:
        keys = [waiting.key for waiting in await tables.whispers.pool()]
    names = dict(zip(keys, (b"a", b"a", b"b", b"b", b"c", b"c"), strict=True))
    for key, name in names.items():
        await authors.note(key, Route(name), works.clock.now())
    released: set[WhisperKey] = set()
    for _ in range(3):
        drawn = await slot(works, authors)
        assert len({names[key] for key in drawn}) == len(drawn)
        released |= drawn
        assert {key for key in keys if await authors.of(key, works.clock.now()) is None} == released
    assert len({names[key] for key in set(keys) - released}) == MIXING.keep


async def test_who_waited_before_a_restart_counts_as_one_person_for_the_floor(
    works: Works,
) -> None:
    """Nobody knows whose they are: five may be one author's, so they make no crowd of two."""
    await accept(works, 5)
    after_restart = Authors()
    assert await slot(works, after_restart) == set()
    async with works.storage.reading() as tables:
        unknown = {waiting.key for waiting in await tables.whispers.pool()}
    await accept(works, 2)
    async with works.storage.reading() as tables:
        new = {waiting.key for waiting in await tables.whispers.pool()} - unknown
    for key, name in zip(new, (b"a", b"b"), strict=True):
        await after_restart.note(key, Route(name), works.clock.now())
    drawn = await slot(works, after_restart)
    assert drawn
    assert len(new - drawn) + bool(unknown - drawn) == MIXING.keep


async def test_an_early_release_comes_at_its_time_once_and_leaves_the_floor(works: Works) -> None:
    few = replace(MIXING, share=0.0)
    await accept(works, 6)

    async def draw() -> int:
        return await release_due(
            storage=works.storage,
            now=works.clock.now(),
            mixing=few,
            rng=random.Random(5),
            authors=AuthorsBy(lambda key: key),
        )

    assert await draw() == 0
    await ask_early(storage=works.storage, at=works.clock.now() + timedelta(minutes=20))
    works.clock.pass_(minutes=19)
    assert await draw() == 0
    works.clock.pass_(minutes=1)
    assert await draw() == 4
    await accept(works, 6)
    assert await draw() == 0
    assert await asked_early(storage=works.storage) is None


async def test_a_pause_takes_an_early_release_back(works: Works) -> None:
    await accept(works, 6)
    assert await tick(works) == 4
    await accept(works, 4)
    await ask_early(storage=works.storage, at=works.clock.now())
    await pause(storage=works.storage, paused=True)
    assert await tick(works) == 0
    await pause(storage=works.storage, paused=False)
    assert await tick(works) == 0


async def test_an_author_is_forgotten_after_the_longest_wait() -> None:
    authors = Authors(life=timedelta(hours=1))
    start = datetime(2026, 11, 27, tzinfo=UTC)
    await authors.note(WhisperKey(b"one"), Route(b"somebody"), start)
    await authors.note(WhisperKey(b"two"), Route(b"somebody"), start + timedelta(hours=1))
    later = start + timedelta(hours=1)
    assert await authors.of(WhisperKey(b"one"), later) is None
    assert await authors.of(WhisperKey(b"two"), later) == Route(b"somebody")
