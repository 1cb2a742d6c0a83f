"""What feeds read: found, ranked, and gone with all its bytes."""

import random
import re
import sqlite3
import string
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.states import PostState
from bot.domain.whisper import State
from storage import Scope, Storage
from storage.schema import standings, tags, terms, terms_by_number
from storage.terms import ALIKE, AT_ONCE, Word
from tests.kit.engines import rows_in
from tests.kit.posts import CHAT, standing_card

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


async def enter(storage: Storage, number: int, *found_by: str, channel: int = 1) -> None:
    async with storage.transaction() as tables:
        await tables.of(channel).terms.enter(number, found_by)


async def found(storage: Storage, *words: str, most: int = 48) -> tuple[int, ...]:
    asked = [Word(word.rstrip("*"), open=word.endswith("*")) for word in words]
    async with storage.reading() as tables:
        return await tables.terms.with_all(asked, most)


async def test_a_word_finds_its_whispers_newest_first(storage: Storage) -> None:
    for number in (1, 3, 2):
        await enter(storage, number, "rain", f"only{number}")
    assert await found(storage, "rain") == (3, 2, 1)
    assert await found(storage, "rain", most=2) == (3, 2)
    assert await found(storage, "only2") == (2,)
    assert await found(storage, "rai") == ()


async def test_the_beginning_of_a_word_finds_it_and_no_other_word(storage: Storage) -> None:
    await enter(storage, 1, "rain")
    await enter(storage, 2, "raincoat")
    await enter(storage, 3, "raising", "rain")
    await enter(storage, 4, "raj")
    assert await found(storage, "rai*") == (3, 2, 1)
    assert await found(storage, "rainc*") == (2,)
    assert await found(storage, "raiz*") == ()


async def test_a_beginning_of_very_many_words_finds_some_of_them(storage: Storage) -> None:
    for number in range(1, ALIKE + 20):
        await enter(storage, number, f"war{number:03}")
    assert len(await found(storage, "war*")) == ALIKE


async def test_several_words_find_what_has_them_all(storage: Storage) -> None:
    for number in range(1, 30):
        await enter(storage, number, "love", *(["rain"] if number % 3 == 0 else []))
    await enter(storage, 30, "rain")
    assert await found(storage, "love", "rain", most=3) == (27, 24, 21)
    assert await found(storage, "lov*", "rai*", most=1) == (27,)
    assert await found(storage, "love", "snow") == ()
    assert await found(storage) == ()


async def test_each_channel_finds_its_own(storage: Storage) -> None:
    await enter(storage, 1, "rain", "#rain")
    await enter(storage, 1, "rain", "#rain", channel=2)
    await enter(storage, 2, "rain", channel=2)
    assert await found(storage, "rain") == (1,)
    assert await found(storage.within(Scope(2)), "rain") == (2, 1)
    async with storage.transaction() as tables:
        await tables.of(2).standings.leave(1)
        assert await tables.terms.commonest_tags(9) == (("#rain", 1),)
        assert await tables.of(2).terms.commonest_tags(9) == ()


async def test_tags_are_counted_and_go_with_their_last_whisper(storage: Storage) -> None:
    await enter(storage, 1, "rain", "#rain", "#night")
    await enter(storage, 2, "#rain")
    await enter(storage, 2, "#rain")  # entered again: it counts once
    async with storage.reading() as tables:
        assert await tables.terms.commonest_tags(1) == (("#rain", 2),)
    async with storage.transaction() as tables:
        await tables.terms.leave(1)
        assert await tables.terms.commonest_tags(9) == (("#rain", 1),)
        await tables.terms.leave(2)
    assert await rows_in(storage, "tags") == []


async def test_each_list_of_the_most_loved_is_of_its_time(storage: Storage) -> None:
    ages = {1: 400, 2: 20, 3: 6, 4: 3, 5: 0, 6: 0}  # days
    async with storage.transaction() as tables:
        for number, days in ages.items():
            await tables.standings.enter(
                number,
                posted_at=NOW - timedelta(days=days, hours=1),
                score=0.0 if number == 6 else 10.0 - number,
                hot=0.0 if number == 6 else float(number),
            )
        table = tables.standings
        assert [row.number for row in await table.most_loved(9)] == [1, 2, 3, 4, 5]
        assert [row.number for row in await table.latest(2)] == [6, 5]
        for days, numbers in ((7, [3, 4, 5]), (30, [2, 3, 4, 5]), (1, [5])):
            since = NOW - timedelta(days=days)
            rows = await table.most_loved_since(since, NOW, 9)
            assert [row.number for row in rows] == numbers
        rows = await table.hottest_since(NOW - timedelta(days=7), NOW, 2)
        assert [row.number for row in rows] == [5, 4]


async def test_reactions_change_what_feeds_show_and_bring_nothing_in(storage: Storage) -> None:
    async with storage.transaction() as tables:
        await tables.standings.enter(1, posted_at=NOW, score=1.0, hot=1.0)
        await tables.standings.weigh(1, score=5.0, hot=2.0)
        await tables.standings.weigh(2, score=9.0, hot=9.0)
        assert [(row.number, row.score) for row in await tables.standings.most_loved(9)] == [
            (1, 5.0)
        ]


async def test_each_that_feeds_show_is_drawn_as_often_as_any_other(storage: Storage) -> None:
    """Numbers with a large gap before one of them: who stands after a gap is not drawn more."""
    rng = random.Random(1)
    async with storage.transaction() as tables:
        assert await tables.standings.at_random(rng) is None
        for number in (1, 2, 3, 11, 12):
            await tables.standings.enter(number, posted_at=NOW, score=0.0, hot=0.0)
        drawn = [await tables.standings.at_random(rng) for _ in range(1000)]
    times = [sum(row is not None and row.number == n for row in drawn) for n in (1, 2, 3, 11, 12)]
    assert sum(times) == 1000
    assert min(times) > 140
    assert max(times) < 260


WAYS_OUT = {
    "hidden": PostState.HIDDEN,
    "leaving": PostState.LEAVING,
    "tomb": PostState.TOMB,
    "gone": PostState.GONE,
}


@pytest.mark.parametrize("way", [*WAYS_OUT, "withdrawn", "edited"])
async def test_what_does_not_stand_leaves_every_feed_in_the_same_transaction(
    storage: Storage, engine: str, way: str
) -> None:
    async with storage.transaction() as tables:
        whisper = await standing_card(tables, 1, "Zyzzyva told me so.", file="AgACfile")
        await tables.terms.enter(1, ("zyzzyva", "#zyzzyva"))
        await tables.standings.enter(1, posted_at=NOW, score=1.0, hot=1.0)
    async with storage.transaction() as tables:
        if way == "withdrawn":
            assert await tables.whispers.take_down(whisper, State.WITHDRAWN, None)
        elif way == "edited":
            await tables.posts.edited(CHAT, 101, state=PostState.TOMB, caption="")
        else:
            await tables.posts.set_state(CHAT, 101, WAYS_OUT[way])
    for table in (terms, terms_by_number, tags, standings):
        assert await rows_in(storage, table.name) == []
    if engine == "sqlite":
        assert b"zyzzyva" not in storage.path.read_bytes()
    async with storage.reading() as tables:
        post = await tables.posts.by_number(1)
        assert post is not None
        assert post.file == ("AgACfile" if way == "withdrawn" else None)


@pytest.mark.file("its bytes")
async def test_the_name_of_a_picture_goes_with_the_post(storage: Storage) -> None:
    async with storage.transaction() as tables:
        await standing_card(tables, 1, "words", file="AgACfile")
    assert b"AgACfile" in storage.path.read_bytes()
    async with storage.transaction() as tables:
        await tables.posts.set_state(CHAT, 101, PostState.LEAVING)
    assert b"AgACfile" not in storage.path.read_bytes()


def crowd(path: Path, seed: int, whispers: int) -> tuple[set[int], set[int]]:
    """Fill the search index as a busy installation would, and take many out again. Returns who
    left, and whose words are in the file's bytes."""
    rng = random.Random(seed)
    common = ["".join(rng.choices(string.ascii_lowercase, k=rng.randint(2, 9))) for _ in range(999)]
    live: set[int] = set()
    said: dict[int, list[tuple[str, int]]] = {}
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        plain.execute("PRAGMA journal_mode = persist")
        plain.execute("PRAGMA secure_delete = ON")
        plain.execute("PRAGMA synchronous = OFF")

        def leave(number: int) -> None:
            live.discard(number)
            plain.executemany("DELETE FROM terms WHERE term = ? AND number = ?", said[number])
            plain.execute("DELETE FROM terms_by_number WHERE channel = 1 AND number = ?", (number,))

        for number in range(1, whispers + 1):
            own = {f"zq{number:05}{rng.choice(common)}" for _ in range(3)}
            rows = [(word, number) for word in sorted(own | set(rng.choices(common, k=20)))]
            said[number] = rows
            plain.execute("BEGIN")
            plain.executemany("INSERT INTO terms VALUES (?, 1, ?)", rows)
            plain.executemany(
                "INSERT INTO terms_by_number (term, channel, number) VALUES (?, 1, ?)", rows
            )
            plain.execute("COMMIT")
            live.add(number)
            if rng.random() < 0.2:
                leave(rng.choice(sorted(live)))
        for number in rng.sample(sorted(live), len(live) // 2):
            leave(number)
    return set(range(1, whispers + 1)) - live, in_bytes(path)


def in_bytes(path: Path) -> set[int]:
    return {int(number) for number in re.findall(rb"zq(\d{5})", path.read_bytes())}


async def move(storage: Storage, *, most: int = 10**6) -> int:
    """Steps until all words are on the other side."""
    for step in range(1, most):
        async with storage.transaction() as tables:
            if not await tables.terms.move_on():
                return step
    return most


async def has_left(storage: Storage) -> None:
    async with storage.transaction() as tables:
        await tables.runtime_settings.feeds_left.put(True)


async def all_words(storage: Storage, *sides: str) -> list[tuple[object, ...]]:
    rows = [
        row for side in sides or ("", "_aside") for row in await rows_in(storage, f"terms{side}")
    ]
    by_number = [
        (term, channel, number)
        for side in sides or ("", "_aside")
        for channel, number, term in await rows_in(storage, f"terms_by_number{side}")
    ]
    assert sorted(rows) == sorted(by_number)
    return sorted(rows)


@pytest.mark.file("its bytes")
@pytest.mark.parametrize("seed", [8, 13, 20])
async def test_what_left_the_search_index_leaves_its_gaps_too(storage: Storage, seed: int) -> None:
    """SQLite leaves copies of rows that it moved; these seeds are some that show it."""
    gone, left = crowd(storage.path, seed, 900)
    assert gone & left
    before = await all_words(storage)
    for side in ("_aside", ""):
        await has_left(storage)
        assert await move(storage) > len(before) // AT_ONCE
        assert not gone & in_bytes(storage.path)
        assert await all_words(storage, side) == before


@pytest.mark.file("only there words are moved")
async def test_in_the_middle_of_a_move_words_are_found_and_leave_on_both_sides(
    storage: Storage,
) -> None:
    for number in range(1, 4 * AT_ONCE // 50):
        await enter(
            storage, number, "rain", f"raining{number:04}", *(f"word{n}" for n in range(58))
        )
    await has_left(storage)
    for step in range(1, 20):
        more = await move(storage, most=2) == 2
        number = 100 + step
        await enter(storage, number, "rain", f"raining{number:04}", f"step{step}")
        assert await found(storage, "rain", f"step{step}") == (number,)
        assert await found(storage, "word1", "raining009*", most=3) == (99, 98, 97)
        assert (await found(storage, "rain"))[0] == max(159, number)
        async with storage.transaction() as tables:
            await tables.terms.leave(200 - step)
            await tables.terms.leave(number)
        assert await found(storage, f"step{step}") == ()
        if not more:
            break
    assert 3 < step < 19
    kept = await all_words(storage)
    assert [row for row in kept if row[2] in (199, number)] == []
    assert await move(storage) > 3  # what left meanwhile left gaps on the new side
    assert await all_words(storage, "") == kept


@pytest.mark.file("only there words are moved")
async def test_a_step_costs_no_more_where_there_is_more(storage: Storage) -> None:
    for number in range(1, 3 * AT_ONCE // 50):
        await enter(storage, number, *(f"word{n}" for n in range(50)))
    await has_left(storage)
    before = await rows_in(storage, "terms")
    assert await move(storage, most=2) == 2
    assert await rows_in(storage, "terms") == before[AT_ONCE:]
    assert len(await rows_in(storage, "terms_by_number")) == len(before) - AT_ONCE
