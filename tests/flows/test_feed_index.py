"""Which whispers the feeds know, at every turn of a card's life."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.feeds.asked import Asked, Feed
from bot.domain.ranking import USUAL, Weights
from bot.domain.whisper import State
from bot.flows.backup import back_up, restore_backup
from bot.flows.feeds.index import A_STEP, clean_up, fill_step
from bot.flows.feeds.reading import read_page
from bot.flows.moderation.remove import hide, restore, take_down
from bot.flows.publishing.post_states import post_gone
from bot.flows.react import record_reactions
from bot.memory.feed_orders import FeedOrders
from storage import Storage, Tables, open_storage
from storage.terms import Word
from tests.kit.database import address, rows_of
from tests.kit.engines import all_kept, rows_in
from tests.kit.outbox import post_of, release, run
from tests.kit.posts import standing_card
from tests.kit.works import CHAT, START, Works

SAID = "The lighthouse keeper kissed me in the rain."
ASKED = [Word("lighthouse", open=True)]


async def known(storage: Storage) -> list[int]:
    """Numbers that every feed shows; one that only some show is an error."""
    async with storage.reading() as tables:
        latest = [row.number for row in await tables.standings.latest(99)]
        found = list(await tables.terms.with_all(ASKED, 99))
    assert latest == found
    return latest


async def react(works: Works, number: int, hearts: int, weights: Weights = USUAL) -> None:
    post = await post_of(works, number)
    assert post is not None
    await record_reactions(
        storage=works.storage,
        chat_id=CHAT,
        message_id=post.message_id,
        counts={"❤": hearts},
        date=works.clock.now(),
        weights=weights,
    )


async def test_feeds_know_a_whisper_from_the_moment_its_card_stands(works: Works) -> None:
    await release(works, SAID)
    assert await known(works.storage) == []
    await run(works)
    assert await known(works.storage) == [1]


async def test_no_feed_knows_a_covered_whisper_or_one_that_needs_a_helpline(works: Works) -> None:
    await release(works, SAID, cover=True)
    await release(works, SAID + " I want to kill myself.")
    await run(works)
    assert await post_of(works, 2) is not None
    assert await known(works.storage) == []
    assert b"lighthouse" in await all_kept(works.storage)
    assert await rows_in(works.storage, "terms") == []


async def _withdrawn(works: Works, number: int = 1) -> None:
    assert await take_down(
        storage=works.storage, number=number, to=State.WITHDRAWN, reason=None, now=works.clock.now()
    )


async def _removed(works: Works) -> None:
    assert await take_down(
        storage=works.storage, number=1, to=State.REMOVED, reason="rules", now=works.clock.now()
    )


async def _hidden(works: Works) -> None:
    async with works.storage.transaction() as tables:
        assert await hide(tables, 1, works.clock.now())


async def _deleted_by_hand(works: Works) -> None:
    post = await post_of(works, 1)
    assert post is not None
    async with works.storage.transaction() as tables:
        await post_gone(tables, CHAT, post.message_id, works.clock.now())


@pytest.mark.parametrize("way", [_withdrawn, _removed, _hidden, _deleted_by_hand])
async def test_what_is_taken_out_is_in_no_feed_before_the_channel_was_told(
    works: Works, way: Callable[[Works], Awaitable[None]]
) -> None:
    await release(works, SAID)
    await run(works)
    works.channel.calls.clear()
    await way(works)
    assert works.channel.calls == []
    assert await known(works.storage) == []
    for table in ("terms", "tags", "standings"):
        assert await rows_in(works.storage, table) == []


async def test_a_whisper_withdrawn_on_its_way_to_the_channel_never_comes_into_a_feed(
    works: Works,
) -> None:
    await release(works, SAID)
    await run(works)
    await release(works, SAID + " Again.")
    works.channel.script = ["reply_lost"]
    await run(works, minutes=0.1)
    assert await post_of(works, 2) is None
    await _withdrawn(works, 2)
    await run(works)
    assert await post_of(works, 2) is not None
    assert await known(works.storage) == [1]


async def test_what_is_restored_is_known_again_with_its_reactions(works: Works) -> None:
    await release(works, SAID)
    await run(works)
    await react(works, 1, 9)
    await _hidden(works)
    assert await restore(storage=works.storage, number=1, now=works.clock.now())
    assert await known(works.storage) == [1]
    async with works.storage.reading() as tables:
        [row] = await tables.standings.most_loved(9)
    assert row.score > 5


async def test_reactions_order_the_feeds_by_the_operators_weights(works: Works) -> None:
    await release(works, SAID, SAID + " Again.")
    await run(works)
    await react(works, 1, 3)
    await react(works, 2, 9, Weights.parse("❤=0.1"))
    async with works.storage.reading() as tables:
        rows = await tables.standings.most_loved(9)
    assert [row.number for row in rows] == [1, 2]


async def stood_before(storage: Storage, cards: int) -> None:
    async with storage.transaction() as tables:
        for number in range(1, cards + 1):
            await standing_card(tables, number, SAID)


async def test_what_stood_before_there_were_feeds_comes_in_by_steps(storage: Storage) -> None:
    await stood_before(storage, A_STEP + 3)
    assert await known(storage) == []
    assert await fill_step(storage=storage, weights=USUAL, now=START)
    assert len(await known(storage)) == A_STEP
    assert not await fill_step(storage=storage, weights=USUAL, now=START)
    assert len(await known(storage)) == A_STEP + 3
    version = await storage.version()
    assert not await fill_step(storage=storage, weights=USUAL, now=START)
    assert await storage.version() == version


async def test_other_weights_rank_again_what_stands(storage: Storage, works: Works) -> None:
    await release(works, SAID)
    await run(works)
    await react(works, 1, 9)
    while await fill_step(storage=storage, weights=USUAL, now=START):
        pass
    loveless = Weights.parse("❤=0")
    while await fill_step(storage=storage, weights=loveless, now=START):
        pass
    async with storage.reading() as tables:
        assert await tables.standings.most_loved(9) == ()


async def test_a_restored_backup_has_its_feeds_after_the_start(
    works: Works, tmp_path: Path
) -> None:
    await release(works, SAID)
    await run(works)
    backup, database = tmp_path / "backup.db", tmp_path / "new" / "sotto.db"
    await back_up(storage=works.storage, file=backup)
    assert rows_of(backup, "terms") == []
    await restore_backup(file=backup, database=database)
    restored = await open_storage(address(database))
    while await fill_step(storage=restored, weights=USUAL, now=START):
        pass
    assert await known(restored) == [1]
    await restored.close()


async def test_the_index_is_moved_only_after_something_left_it(works: Works) -> None:
    await release(works, SAID)
    await run(works)
    version = await works.storage.version()
    assert not await clean_up(storage=works.storage)
    assert await works.storage.version() == version
    await _withdrawn(works)
    while await clean_up(storage=works.storage):
        pass
    version = await works.storage.version()
    assert not await clean_up(storage=works.storage)
    assert await works.storage.version() == version


async def test_the_pictures_name_is_kept_with_the_post_and_goes_with_it(works: Works) -> None:
    await release(works, SAID)
    await run(works)
    post = await post_of(works, 1)
    assert post is not None
    assert post.file == f"file {post.message_id}"
    await _hidden(works)
    await run(works)
    post = await post_of(works, 1)
    assert post is not None
    assert post.file is None  # also after the notice stands, which is a picture too
    assert await restore(storage=works.storage, number=1, now=works.clock.now())
    await run(works)
    post = await post_of(works, 1)
    assert post is not None
    assert post.file == f"file {post.message_id} anew"
    await _withdrawn(works)
    assert b"anew" not in await all_kept(works.storage)


async def test_a_post_that_was_looked_up_has_its_pictures_name(works: Works) -> None:
    await release(works, SAID)
    await run(works)
    await release(works, SAID + " Again.")
    works.channel.script = ["reply_lost"]
    await run(works)
    post = await post_of(works, 2)
    assert post is not None
    assert post.file == f"file {post.message_id} seen"


async def test_many_who_look_at_once_are_answered_from_memory_for_some_seconds(
    works: Works,
) -> None:
    orders = FeedOrders()

    async def shown(later: float = 0.0) -> list[int]:
        page = await read_page(
            Asked(Feed.LATEST),
            storage=works.storage,
            channels=[1],
            orders=orders,
            now=works.clock.now() + timedelta(seconds=later),
        )
        return [card.number for card in page.cards]

    await release(works, SAID)
    await run(works)
    assert await shown() == [1]
    before = works.clock.now()
    await release(works, SAID + " Again.")
    await run(works)
    works.clock.moment = before
    assert await shown() == [1]
    assert await shown(later=5.1) == [2, 1]
    async with works.storage.transaction() as tables:
        assert await hide(tables, 1, works.clock.now())
    assert await shown(later=5.1) == [2], "what is shown is read anew"


async def test_readers_ask_one_after_another_and_hold_up_nobody_else(works: Works) -> None:
    """The database has two connections for reading: many readers at once must leave one free."""
    await release(works, SAID)
    await run(works)
    orders, most, busy = FeedOrders(), 0, 0
    glancing = works.storage.glancing

    @asynccontextmanager
    async def counted() -> AsyncIterator[Tables]:
        nonlocal most, busy
        async with glancing() as tables:
            busy += 1
            most = max(most, busy)
            try:
                yield tables
            finally:
                busy -= 1

    works.storage.glancing = counted  # type: ignore[method-assign]
    pages = await asyncio.gather(
        *(
            read_page(
                Asked(Feed.LATEST, page=n % 8),
                storage=works.storage,
                channels=[1],
                orders=orders,
                now=works.clock.now(),
            )
            for n in range(40)
        )
    )
    assert most == 1
    assert [[card.number for card in page.cards] for page in pages] == [[1]] * 40


@pytest.mark.file
async def test_a_reader_lets_those_pass_who_write(works: Works) -> None:
    """On a file a commit waits for whoever reads."""
    writes, may_end = asyncio.Event(), asyncio.Event()

    async def write() -> None:
        async with works.storage.transaction():
            writes.set()
            await may_end.wait()

    writing = asyncio.create_task(write())
    await writes.wait()
    asked = read_page(
        Asked(Feed.LATEST),
        storage=works.storage,
        channels=[1],
        orders=FeedOrders(),
        now=works.clock.now(),
    )
    reading = asyncio.create_task(asked)
    for _ in range(50):
        await asyncio.sleep(0)
    assert not reading.done()
    may_end.set()
    await writing
    async with asyncio.timeout(60):
        assert (await reading).cards == ()
