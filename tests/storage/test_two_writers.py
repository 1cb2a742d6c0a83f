"""Two writers at once: what one has read may be old when it writes. Each test puts the other one's
change between two statements of ours; where SQLite's lock forbids that, other engines do not."""

import asyncio
import random
import secrets
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Table, insert, update

from bot.domain.mixing import INSTANT, Mixing
from bot.domain.parcel import Progress
from bot.domain.ranking import WINDOW
from bot.domain.states import DigestState
from bot.domain.whisper import State, Whisper, WhisperKey
from bot.flows.authors.release import release_due
from storage import Storage, open_storage
from storage.schema import (
    channel_states,
    daily_counts,
    digests,
    hidden_posts,
    posts,
    reactions,
    reports,
    runtime_settings,
    snapshots,
    whispers,
)
from tests.kit.whispers import a_whisper
from tests.storage.interleaved import just_before, listening

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
CHAT = -1001234567890
DAY = date(2026, 11, 25)


@pytest.fixture
async def other(storage: Storage, database_address: str) -> AsyncIterator[Storage]:
    """The same database, opened by another process as far as the engine knows."""
    opened = await open_storage(database_address)
    yield opened
    await opened.close()


async def accept(storage: Storage, count: int) -> list[Whisper]:
    accepted = [a_whisper(f"whisper {n}", deadline=NOW) for n in range(count)]
    async with storage.transaction() as tables:
        for whisper in accepted:
            await tables.whispers.add(
                whisper, handle_hash=secrets.token_bytes(32), receipt_hash=secrets.token_bytes(32)
            )
    return accepted


async def draw(storage: Storage, mixing: Mixing = INSTANT) -> int:
    return await release_due(storage=storage, now=NOW, mixing=mixing, rng=random.Random(3))


async def released_numbers(storage: Storage) -> dict[WhisperKey, int | None]:
    async with storage.reading() as tables:
        return {each.key: each.number for each in await tables.whispers.by_state(State.RELEASED)}


async def parcels(storage: Storage) -> dict[WhisperKey | None, int | None]:
    async with storage.reading() as tables:
        waiting = await tables.outbox.in_state(*Progress)
    assert len({each.whisper for each in waiting}) == len(waiting)
    return {each.whisper: each.number for each in waiting}


@pytest.mark.parametrize(
    ("state", "count"), [("withdrawn", 5), ("released", 5), ("rejected", 30), ("rejected", 1)]
)
async def test_only_what_is_still_in_the_pool_gets_a_number_and_a_parcel(
    storage: Storage, state: str, count: int
) -> None:
    """ours: read the pool, draw; theirs: half of it is decided in another way; ours: write"""
    await accept(storage, count)
    meanwhile = update(whispers).where(whispers.c.key < b"\x80").values(state=state)
    with just_before(storage, "UPDATE whispers", meanwhile):
        drawn = await draw(storage)
    async with storage.reading() as tables:
        ours = {
            each.key: each.number
            for each in await tables.whispers.by_state(State.RELEASED)
            if each.number is not None
        }
        assert await tables.whispers.count(State.POOL) == 0
    assert len(ours) == drawn
    assert sorted(number for number in ours.values() if number) == list(range(1, drawn + 1))
    assert await parcels(storage) == ours


async def test_two_releases_at_once_make_one_parcel_a_whisper(
    storage: Storage, other: Storage
) -> None:
    """The pool is fed and drawn by both at the same time."""
    total = 0
    for _ in range(4):
        _one, _two, *drawn = await asyncio.gather(
            accept(storage, 20), accept(other, 20), draw(storage), draw(other), draw(storage)
        )
        total += sum(drawn)
    total += await draw(other)
    numbers = await released_numbers(storage)
    assert (total, len(numbers)) == (160, 160)
    assert sorted(n for n in numbers.values() if n) == list(range(1, 161))
    assert await parcels(storage) == numbers


async def test_a_slot_is_drawn_once_by_two_processes(storage: Storage, other: Storage) -> None:
    hourly = Mixing(every=timedelta(hours=1), keep=0, max_age=timedelta(hours=12))
    await accept(storage, 10)
    drawn = await asyncio.gather(*(draw(each, hourly) for each in (storage, other) * 3))
    assert sorted(drawn) == [0, 0, 0, 0, 0, 10]


async def test_a_days_worth_released_at_once_holds_the_writer_for_a_handful_of_statements(
    storage: Storage,
) -> None:
    """1,060 held it for 3.8 s when each was released by four statements of its own."""
    async with storage.transaction() as tables:
        for n in range(1060):
            await tables.whispers.add_past(a_whisper(f"whisper {n}", deadline=NOW))
    with listening(storage) as said:
        assert await draw(storage) == 1060
    assert len(said.statements) <= 20, said.statements
    assert said.parameters <= 600
    assert len(await parcels(storage)) == 1060


@pytest.mark.file("where rows lie")
async def test_stirring_does_not_bring_back_what_was_released_meanwhile(storage: Storage) -> None:
    """ours: read who waits; theirs: one of them is released; ours: lay all of them down anew"""
    first, *_rest = await accept(storage, 6)
    meanwhile = update(whispers).where(whispers.c.key == first.key)
    meanwhile = meanwhile.values(state="released", number=77, deadline=None)
    with just_before(storage, "DELETE FROM whispers", meanwhile):
        await accept(storage, 1)
    async with storage.reading() as tables:
        assert await tables.whispers.count(State.POOL) == 6
        released = await tables.whispers.by_number(77)
        assert released is not None
        assert (released.key, released.state) == (first.key, State.RELEASED)


async def test_numbers_that_another_takes_meanwhile_are_not_given_again(storage: Storage) -> None:
    """ours: about to take some; theirs: five numbers; ours: those after them"""
    first_ever = insert(runtime_settings).values(channel=1, name="next_number", value=6)
    here = runtime_settings.c.name == "next_number"
    async with storage.transaction() as tables:
        with just_before(storage, "INSERT INTO runtime_settings", first_ever):
            assert await tables.runtime_settings.take_numbers(3) == 6
        more = update(runtime_settings).where(here).values(value=14)
        with just_before(storage, "INSERT INTO runtime_settings", more):
            assert await tables.runtime_settings.take_numbers(1) == 14
        more = update(runtime_settings).where(here).values(value=20)
        with just_before(storage, "INSERT INTO runtime_settings", more):
            await tables.runtime_settings.skip_numbers(16)
        assert await tables.runtime_settings.take_numbers(1) == 20
        await tables.runtime_settings.skip_numbers(30)
        assert await tables.runtime_settings.take_numbers(1) == 31


async def test_a_first_row_that_another_writes_meanwhile_is_no_conflict(storage: Storage) -> None:
    """ours: there is none yet; theirs: the first; ours: the second, which counts on"""
    async with storage.transaction() as tables:
        with just_before(
            storage,
            "INSERT INTO runtime_settings",
            insert(runtime_settings).values(channel=1, name="mode", value="post"),
        ):
            await tables.runtime_settings.mode.put("pre")
        assert await tables.runtime_settings.mode.get() == "pre"
        theirs = insert(daily_counts).values(channel=1, day=DAY, what="taken", times=4)
        with just_before(storage, "INSERT INTO daily_counts", theirs):
            await tables.daily_counts.count(DAY, "taken", 3)
        assert [row.times for row in await tables.daily_counts.since(DAY)] == [7]
        theirs = insert(reports).values(number=12, reason="spam", times=2, immune=True)
        with just_before(storage, "INSERT INTO reports", theirs):
            report = await tables.reports.add(12, "spam")
        assert (report.times, report.immune) == (3, True)
        known = {"high": 9, "swept": 9, "failures": 3, "learning": 1}
        theirs = insert(channel_states).values(chat=CHAT, **known)
        with just_before(storage, "INSERT INTO channel_states", theirs):
            await tables.channel_states.raise_high(CHAT, 10)
        channel_state = await tables.channel_states.of(CHAT)
        assert (
            channel_state.high,
            channel_state.swept,
            channel_state.failures,
            channel_state.learning,
        ) == (10, 10, 3, 1)
        await tables.channel_states.raise_high(CHAT, 8)
        assert (await tables.channel_states.of(CHAT)).high == 10
        theirs = insert(digests).values(chat=CHAT, day=DAY, state="planned")
        with just_before(storage, "INSERT INTO digests", theirs):
            assert not await tables.digests.decide(CHAT, DAY, DigestState.PLANNED, [1])
        newer = NOW + timedelta(seconds=9)
        theirs = insert(snapshots).values(chat=CHAT, message_id=5, date=newer)
        with just_before(storage, "INSERT INTO snapshots", theirs):
            assert not await tables.reactions.record(CHAT, 5, NOW, {"❤": 1})
        with just_before(
            storage,
            "INSERT INTO hidden_posts",
            insert(hidden_posts).values(number=12, high=40),
        ):
            assert await tables.hidden_posts.attempt(12, 50) == 40


async def test_a_draft_pressed_twice_at_once_is_taken_in_once(storage: Storage) -> None:
    handle = secrets.token_bytes(32)
    mine = a_whisper("the same")
    row = {"words": "the same", "picture": b"abcd", "style": 3, "cover": False, "findings": []}
    theirs = insert(whispers).values(
        key=secrets.token_bytes(16), state="pool", handle_hash=handle, **row
    )
    async with storage.transaction() as tables:
        with just_before(storage, "INSERT INTO whispers", theirs):
            await tables.whispers.add(
                mine, handle_hash=handle, receipt_hash=secrets.token_bytes(32)
            )
        assert await tables.whispers.count(State.POOL) == 1


def forty_thousand_like_the_first(table: Table) -> str:
    """A statement that both engines know: they make them by themselves."""
    told = ("message_id", "number")
    columns = ", ".join(each.name for each in table.c)
    values = ", ".join("n" if each.name in told else each.name for each in table.c)
    return (
        "WITH RECURSIVE more (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM more WHERE n < 40000) "
        f"INSERT INTO {table.name} ({columns}) SELECT {values} FROM {table.name}, more"
    )


async def test_a_digest_over_forty_thousand_equals_names_some_hundreds_at_a_time(
    storage: Storage,
) -> None:
    """PostgreSQL takes 32,767 parameters, SQLite as many as it was built for."""
    async with storage.engine.writer.begin() as connection:
        await connection.execute(
            posts.insert().values(
                chat=CHAT, message_id=1, kind="card", number=1, caption="", first_line="#",
                content={}, spoiler=False, state="live", score=1.0, posted_at=NOW,
            )
        )  # fmt: skip
        await connection.execute(
            reactions.insert().values(chat=CHAT, message_id=1, emoji="❤", times=1)
        )
        for table in (posts, reactions):
            await connection.exec_driver_sql(forty_thousand_like_the_first(table))
    since = NOW - WINDOW
    with listening(storage) as said:
        async with storage.transaction() as tables:
            await tables.digests.decide(CHAT, DAY, DigestState.PLANNED, [7, 8])
        async with storage.reading() as tables:
            ids = await tables.posts.loved(CHAT, since, 20)
            standing = await tables.posts.cards_of(CHAT, ids)
            featured = await tables.digests.featured(CHAT, ids)
            loved = await tables.reactions.of_all(CHAT, ids)
    assert (len(standing), featured, len(loved)) == (40_000, {7, 8}, 40_000)
    assert said.parameters < 600
