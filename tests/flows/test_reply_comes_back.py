"""Replies that come back to the discussion group: restored by moderators, or with a backup."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.domain.replies.reply import Reply, ReplyKey
from bot.domain.whisper import State
from bot.flows.backup import back_up, restore_backup
from bot.flows.publishing.publish import publish_due
from storage import Storage, open_storage
from tests.kit.database import address
from tests.kit.group import GroupWorks, group_works, hide, restore, withdraw
from tests.kit.works import Standing, Works, make_works

pytestmark = pytest.mark.usefixtures("begun")


@asynccontextmanager
async def restored(folder: Path) -> AsyncIterator[Storage]:
    """What ``backup.db`` brings back into an empty data folder."""
    database = folder / "new" / "sotto.db"
    await restore_backup(file=folder / "backup.db", database=database)
    storage = await open_storage(address(database))
    try:
        yield storage
    finally:
        await storage.close()


@pytest.fixture
async def place(works: Works) -> GroupWorks:
    """#1 stands, and the group has its copy."""
    place = group_works(works)
    await place.copied(1)
    return place


@pytest.mark.parametrize("deleted", [True, False])
@pytest.mark.parametrize("age", [0, 49])
async def test_a_reply_that_was_looked_at_and_may_stay_stands_there_again(
    place: GroupWorks, age: int, deleted: bool
) -> None:
    """hidden; its comment is gone or says that it was removed, or that is still to be done;
    restored: it stands once, and can be taken down."""
    await place.answer(1, "one", "two")
    await place.run()
    place.works.clock.pass_(hours=age)
    await hide(place)
    if deleted:
        await place.run()
    await restore(place)
    await place.run()
    assert sorted(place.comments) == ["🦊 Fox · 1.1", "🦊 Fox · 1.2"]
    async with place.works.storage.reading() as tables:
        assert await tables.replies.count(1) == 2
    await withdraw(place, 1)
    await place.run()
    assert "🦊 Fox · 1.1" not in place.comments


async def test_one_that_was_hidden_while_its_send_was_unknown_is_not_sent_twice(
    place: GroupWorks,
) -> None:
    place.group.script = ["late"]
    await place.answer(1, "one")
    await publish_due(place.press)
    await hide(place)
    await restore(place)
    place.group.arrive()
    await place.run()
    assert place.comments == ["🦊 Fox · 1.1"]


async def test_a_backup_carries_threads_with_what_is_looked_at_and_nothing_that_waits(
    place: GroupWorks, tmp_path: Path
) -> None:
    """A hidden reply keeps its place: nobody else gets its ordinal."""
    works = place.works
    await place.answer(1, "one", "two")
    await place.run()
    await hide(place)
    async with works.storage.transaction() as tables:
        await tables.threads.set(1, closed=True)
        await tables.replies.add(
            Reply(ReplyKey(b"w" * 16), 1, State.POOL, "it waits", "owl", slot=works.clock.now()),
            handle_hash=b"h" * 32,
            receipt_hash=b"r" * 32,
        )
    await back_up(storage=works.storage, file=tmp_path / "backup.db")
    async with restored(tmp_path) as storage, storage.reading() as tables:
        assert [reply.words for reply in await tables.replies.thread(1)] == ["two"]
        hidden = await tables.replies.by_ordinal(1, 1)
        assert hidden is not None
        assert hidden.state is State.REVIEW
        assert await tables.replies.by_state(State.POOL) == ()
        assert (await tables.threads.of(1)).closed
        assert await tables.posts.comment(1, 2) is not None


async def test_after_a_restore_no_ordinal_of_the_group_is_given_again(
    place: GroupWorks, tmp_path: Path
) -> None:
    """1.1 and 1.2 stand in the group; the backup is older than 1.2."""
    works = place.works
    await place.answer(1, "one")
    await place.run()
    await back_up(storage=works.storage, file=tmp_path / "backup.db")
    await place.answer(1, "two")
    await place.run()
    place.group.put(Standing("🦊 Fox · 1.9", by_others=True))
    async with restored(tmp_path) as storage:
        after = group_works(make_works(storage, works.channel), place.group)
        [held_back] = await after.answer(1, "three")
        assert held_back.state is State.POOL
        for _ in range(20):
            await publish_due(after.works.press)
            await publish_due(after.press)
            works.clock.pass_(seconds=4)
        await after.answer(1, "four")
        await after.run()
        async with storage.reading() as tables:
            words = [reply.words for reply in await tables.replies.thread(1)]
    ours = [line for line in place.comments if line != "…"]
    assert ours == [f"🦊 Fox · 1.{n}" for n in (1, 2, 3, 4)]
    assert sorted(words) == ["four", "one", "three"]


async def test_a_group_that_cannot_be_read_goes_on_above_all_that_it_may_hold(
    place: GroupWorks, tmp_path: Path
) -> None:
    """Nothing is written for each thread: there may be hundreds of thousands."""
    works = place.works
    await place.answer(1, "one")
    await place.run()
    await back_up(storage=works.storage, file=tmp_path / "backup.db")
    await place.answer(1, "two", "three")
    await place.run()
    place.group.can_look = False
    async with restored(tmp_path) as storage:
        after = group_works(make_works(storage, works.channel), place.group)
        await after.answer(1, "four")
        for _ in range(20):
            await publish_due(after.works.press)
            await publish_due(after.press)
            works.clock.pass_(seconds=4)
        await after.answer(1, "five")
        await after.run()
        async with storage.reading() as tables:
            thread = [(each.ordinal, each.words) for each in await tables.replies.thread(1)]
    first, *later = [ordinal for ordinal, _ in thread]
    assert sorted(words for _, words in thread) == ["five", "four", "one"]
    assert first == 1
    assert all(ordinal > 3 for ordinal in later), "1.2 and 1.3 stand in the group"
