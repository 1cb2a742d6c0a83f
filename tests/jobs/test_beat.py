"""What may have something to do rests while nothing can have become due."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.jobs import beat as beats
from bot.jobs.beat import Beat, Rest
from bot.schedule import Schedule
from storage import Scope, Storage, open_storage
from storage.changes import Version
from storage.engines import sqlite
from tests.kit.database import address

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


@dataclass
class World:
    """A clock and a database's version, set by hand, and a beat that is struck by hand."""

    time: datetime = NOON
    version: int | None = 1  # of its own channel
    elsewhere: int = 0
    others: int = 0
    looked: list[datetime] = field(default_factory=list)
    answer: datetime | Rest = Rest.LONG
    fails: bool = False
    writes: int = 0
    schedule: Schedule = field(default_factory=Schedule)
    beat: Beat = field(init=False)

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("a beat never sleeps")

    async def changes(self) -> Version | None:
        if self.version is None:
            return None
        return Version(self.elsewhere, {1: self.version, 2: self.others})

    async def look(self) -> datetime | Rest:
        self.looked.append(self.time)
        if self.writes and self.version is not None:
            self.writes -= 1
            self.version += 1
        if self.fails:
            raise OSError(5, "the disk")
        return self.answer

    def __post_init__(self) -> None:
        self.beat = Beat(self.schedule, self, self.changes)
        self.beat.look(self.look, name="look", channel=1)

    async def strike(self, after: float = beats.BEAT) -> int:
        """How often it looked ``after`` so many seconds."""
        before, self.time = len(self.looked), self.time + timedelta(seconds=after)
        await self.beat.strike()
        for _ in range(5):  # the look is a task of its own
            await asyncio.sleep(0)
        return len(self.looked) - before


@pytest.fixture
async def world() -> AsyncIterator[World]:
    made = World()
    assert await made.strike() == 1
    yield made
    await made.schedule.stop()


async def test_it_rests_while_nothing_has_changed(world: World) -> None:
    assert [await world.strike() for _ in range(4)] == [0, 0, 0, 0]


async def test_whatever_is_written_wakes_it(world: World) -> None:
    world.version = 2
    assert [await world.strike() for _ in range(3)] == [1, 0, 0]


async def test_what_it_wrote_itself_is_looked_at_once_more(world: World) -> None:
    world.version, world.writes = 2, 1
    assert [await world.strike() for _ in range(4)] == [1, 1, 0, 0]


async def test_it_looks_when_its_time_has_come(world: World) -> None:
    world.version, world.answer = 2, world.time + timedelta(seconds=2)
    assert [await world.strike() for _ in range(5)] == [1, 0, 0, 1, 1]


async def test_it_never_rests_while_there_is_more_to_do(world: World) -> None:
    world.version, world.answer = 2, Rest.NONE
    assert [await world.strike() for _ in range(3)] == [1, 1, 1]


async def test_no_rest_is_longer_than_the_belt(world: World) -> None:
    struck = sum([await world.strike(1.0) for _ in range(62)])
    assert struck == 2


@pytest.mark.parametrize("by", [-3600.0, 3600.0])
async def test_a_clock_that_jumps_wakes_everything(world: World, by: float) -> None:
    assert await world.strike(by) == 1


async def test_one_that_failed_looks_again_with_the_next_beat(world: World) -> None:
    world.version, world.fails = 2, True
    assert [await world.strike(), await world.strike()] == [1, 1]


async def test_where_the_database_cannot_be_asked_it_looks_each_time(world: World) -> None:
    world.version = None
    assert [await world.strike(), await world.strike()] == [1, 1]


async def test_what_another_channel_writes_wakes_nobody_here_and_another_program_all(
    world: World,
) -> None:
    world.others += 1
    assert await world.strike() == 0
    world.elsewhere += 1
    assert await world.strike() == 1


async def test_a_transaction_counts_for_the_channels_that_it_was_within(tmp_path: Path) -> None:
    async with closing_storage(tmp_path) as storage:
        love = storage.within(Scope(2))
        before = await love.version()
        async with love.transaction() as tables:
            await tables.of(3).runtime_settings.paused.put(True)
        async with love.transaction() as tables:
            await tables.of(4).runtime_settings.paused.drop()  # it was not there
        after = await storage.version()
    assert before is not None
    assert after is not None
    changed = [channel for channel in (1, 2, 3, 4) if before.of(channel) != after.of(channel)]
    assert changed == [2, 3]
    assert before.of(None) != after.of(None)


async def test_a_transaction_counts_though_whoever_made_it_is_cancelled_at_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with closing_storage(tmp_path) as storage:
        before = await storage.version()
        committed = asyncio.Event()

        async def clean(_writer: object, _path: object) -> int:
            committed.set()
            return await asyncio.Event().wait()

        async def pause() -> None:
            async with storage.transaction() as tables:
                await tables.runtime_settings.paused.put(True)

        with monkeypatch.context() as slow:
            slow.setattr(sqlite, "_overwrite_journal", clean)
            pausing = asyncio.create_task(pause())
            await committed.wait()
            pausing.cancel()
            with suppress(asyncio.CancelledError):
                await pausing
        after = await storage.version()
        async with storage.reading() as tables:
            assert await tables.runtime_settings.paused.get()
    assert before is not None
    assert after is not None
    assert before.of(1) != after.of(1)


@asynccontextmanager
async def closing_storage(folder: Path) -> AsyncIterator[Storage]:
    storage = await open_storage(address(folder / "sotto.db"))
    try:
        yield storage
    finally:
        await storage.close()


async def test_the_version_changes_with_a_commit_here_and_elsewhere(tmp_path: Path) -> None:
    def at() -> str:
        return address(tmp_path / "sotto.db")

    here, elsewhere = await open_storage(at()), await open_storage(at())
    first = await here.version()
    assert await here.version() == first
    await _put(elsewhere)
    second = await here.version()
    await _put(here)
    third = await here.version()
    async with here.reading() as tables:
        await tables.whispers.pool()
    assert first != second != third != first
    assert await here.version() == third
    await here.close()
    await elsewhere.close()


async def _put(storage: Storage) -> None:
    async with storage.transaction() as tables:
        await tables.ended_drafts.add(secrets.token_bytes(32))
