"""Backup while running, restore into an empty folder, and what the restored bot then does."""

import asyncio
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest

from bot.domain.days import Span
from bot.domain.parcel import ParcelKind
from bot.domain.whisper import OWN_PHOTO, Look, State
from bot.errors import BackupRefused, DatabaseUnusable
from bot.flows.backup import Copied, back_up, restore_backup
from bot.flows.moderation.remove import take_down
from storage import ChannelRow, Scope, archive, open_storage
from storage.posts import Post
from tests.kit.database import address, rows_of
from tests.kit.outbox import release, run
from tests.kit.whispers import a_whisper
from tests.kit.works import ManualClock, ModelChannel, Standing, Works, make_works

OTHER = -1002000209458


@pytest.fixture
async def posted(works: Works) -> Works:
    """#1 and #2 stand, #3 was withdrawn, one waits in the outbox, one in the pool."""
    await release(works, "one", "two", "words withdrawn")
    await run(works)
    await take_down(
        storage=works.storage, number=3, to=State.WITHDRAWN, reason=None, now=works.clock.now()
    )
    await run(works)
    await release(works, "words in the outbox")
    async with works.storage.transaction() as tables:
        await tables.whispers.add(
            a_whisper("words in the pool"), handle_hash=b"h" * 32, receipt_hash=b"r" * 32
        )
    return works


async def test_a_backup_holds_what_is_published_and_nothing_that_waits(
    posted: Works, tmp_path: Path
) -> None:
    file = tmp_path / "backup.db"
    copied = await back_up(storage=posted.storage, file=file)
    assert copied == Copied(whispers=3, posts=3, left_out=2)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    image = file.read_bytes()
    assert b"words in the outbox" not in image
    assert b"words in the pool" not in image
    assert b"words withdrawn" not in image
    with sqlite3.connect(file) as plain:
        handles = plain.execute("SELECT count(handle_hash) FROM whispers").fetchone()
        receipts = plain.execute("SELECT count(receipt_hash) FROM whispers").fetchone()
        assert plain.execute("SELECT count(*) FROM outbox").fetchone() == (0,)
        assert plain.execute("SELECT count(*) FROM bans").fetchone() == (0,)
    plain.close()
    assert (handles, receipts) == ((0,), (3,))
    assert not file.with_name(".backup.db.part").exists()


async def test_settings_made_while_running_come_back(posted: Works, tmp_path: Path) -> None:
    async with posted.storage.transaction() as tables:
        await tables.runtime_settings.mode.put("hybrid")
        await tables.runtime_settings.paused.put(True)
    await back_up(storage=posted.storage, file=tmp_path / "backup.db")
    async with restored(posted, tmp_path) as works, works.storage.reading() as tables:
        assert await tables.runtime_settings.mode.get() == "hybrid"
        assert await tables.runtime_settings.paused.get() is True


async def test_nobody_waits_to_write_while_the_backup_is_being_written(
    works: Works, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its disk may be slow: nothing that was read is still held when it is handed on."""
    look = Look(OWN_PHOTO, 3)
    whisper = a_whisper(state=State.RELEASED, number=1, look=look, photo=b"their picture")
    post = Post(works.channel.chat_id, 5, ParcelKind.CARD, "", "", works.clock.now(), number=1)
    async with works.storage.transaction() as tables:
        await tables.whispers.add_past(whisper)
        await tables.posts.add(post)
    fill, filled = archive.Archive.fill, set()

    async def slowly(self: archive.Archive, name: str, rows: archive.Rows) -> None:
        async with asyncio.timeout(2), works.storage.transaction() as tables:
            await tables.runtime_settings.paused.put(True)
        filled.update([name] if rows else [])
        await fill(self, name, rows)

    monkeypatch.setattr(archive.Archive, "fill", slowly)
    await back_up(storage=works.storage, file=tmp_path / "backup.db")
    assert filled >= {"posts", "whispers", "photos"}


@pytest.mark.file("a file is in the way")
async def test_neither_command_overwrites(posted: Works, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    file.write_bytes(b"mine")
    with pytest.raises(BackupRefused, match="exists already"):
        await back_up(storage=posted.storage, file=file)
    with pytest.raises(BackupRefused, match="exists already"):
        await restore_backup(file=file, database=posted.storage.path)
    assert file.read_bytes() == b"mine"


@pytest.mark.file("a file is in the way")
async def test_what_is_no_backup_is_not_restored(posted: Works, tmp_path: Path) -> None:
    target = tmp_path / "new" / "sotto.db"
    with pytest.raises(BackupRefused, match="not a backup"):
        await restore_backup(file=posted.storage.path, database=target)
    with pytest.raises(BackupRefused, match="no file"):
        await restore_backup(file=tmp_path / "nothing", database=target)
    (tmp_path / "junk").write_bytes(b"junk" * 1000)
    with pytest.raises(DatabaseUnusable):
        await restore_backup(file=tmp_path / "junk", database=target)
    assert list(target.parent.iterdir()) == []


@asynccontextmanager
async def restored(posted: Works, tmp_path: Path) -> AsyncIterator[Works]:
    """The bot on another machine, before the same channel."""
    database = tmp_path / "new" / "sotto.db"
    await restore_backup(file=tmp_path / "backup.db", database=database)
    storage = await open_storage(address(database))
    yield make_works(storage, posted.channel)
    await storage.close()


async def test_after_a_restore_nothing_is_numbered_or_posted_again(
    posted: Works, tmp_path: Path
) -> None:
    """backup; #4 and a digest are posted, a person posts, some are deleted; the disk is lost."""
    await back_up(storage=posted.storage, file=tmp_path / "backup.db")
    await run(posted)  # 4
    posted.channel.put(Standing("a person's post"))
    for _ in range(12):
        del posted.channel.messages[posted.channel.put(Standing("deleted"))]
    posted.channel.put(Standing("Most loved · 25 November 2026\n1. …"))
    posted.channel.put(Standing("#41\nposted since"))
    before = dict(posted.channel.messages)
    async with restored(posted, tmp_path) as works:
        await run(works)
        await release(works, "new after the restore")
        await run(works)
        new = [m.first_line for i, m in works.channel.messages.items() if i not in before]
        assert new == ["#42"]
        async with works.storage.reading() as tables:
            day = posted.clock.now().date()
            digest = await tables.digests.of(works.channel.chat_id, day)
        assert digest is not None
        assert digest.state == "posted"


async def test_after_a_restore_the_best_of_a_week_that_stands_is_not_posted_again(
    posted: Works, tmp_path: Path
) -> None:
    await back_up(storage=posted.storage, file=tmp_path / "backup.db")
    week = Span.WEEK.first(posted.clock.now().date())
    posted.channel.put(Standing("Best of the week · 23 November 2026 – 29 November 2026\n1. …"))
    async with restored(posted, tmp_path) as works:
        await run(works)
        async with works.storage.reading() as tables:
            state = await tables.bests.of(works.channel.chat_id, Span.WEEK, week)
    assert week == date(2026, 11, 23)
    assert state == "posted"


async def test_without_a_staging_chat_as_many_numbers_are_skipped_as_messages_came(
    posted: Works, tmp_path: Path
) -> None:
    await back_up(storage=posted.storage, file=tmp_path / "backup.db")
    for n in range(20):
        posted.channel.put(Standing(f"#{4 + n}"))
    posted.channel.can_look = False
    async with restored(posted, tmp_path) as works:
        await run(works)
        await release(works, "new")
        await run(works)
        assert int(works.channel.lines()[-1].removeprefix("#")) > 23


async def test_a_receipt_works_after_a_restore(posted: Works, tmp_path: Path) -> None:
    async with posted.storage.reading() as tables:
        [first] = [w for w in await tables.whispers.by_state(State.RELEASED) if w.number == 1]
    async with posted.storage.transaction() as tables:
        await tables.whispers.replace_receipt(first.key, b"code" * 8)
    await back_up(storage=posted.storage, file=tmp_path / "backup.db")
    async with restored(posted, tmp_path) as works, works.storage.reading() as tables:
        found = await tables.whispers.by_receipt(b"code" * 8)
        assert found is not None
        assert (found.number, found.words) == (1, "one")


def of_channel(works: Works, key: int, chat: int) -> Works:
    """The same tables, and a channel of its own that is the second of two."""
    channel = ModelChannel(ManualClock(), chat_id=chat)
    return make_works(works.storage.within(Scope(key)), channel)


async def with_another(works: Works) -> tuple[ChannelRow, ChannelRow, Works]:
    """These are love's; work is another channel. #1 stands in both, #2 in work too."""
    async with works.storage.transaction() as tables:
        named = {"love": works.channel.chat_id, "work": OTHER}
        love, work = await tables.channels.open_only(named)
    other = of_channel(works, work.id, OTHER)
    await release(works, "one of love")
    await release(other, "one of work", "two of work")
    await run(works)
    await run(other)
    return love, work, other


async def test_a_backup_carries_every_channel_with_its_numbers_posts_and_reports(
    works: Works, tmp_path: Path
) -> None:
    """#1 stands in both; the second has #2 too, which was reported, and one that waits."""
    love, work, other = await with_another(works)
    await release(other, "three of work")
    async with other.storage.transaction() as tables:
        [second] = [w for w in await tables.whispers.by_state(State.RELEASED) if w.number == 2]
        await tables.whispers.replace_receipt(second.key, b"code" * 8)
        await tables.reports.add(2, "violence")
        await tables.runtime_settings.paused.put(True)
    copied = await back_up(storage=works.storage, file=tmp_path / "backup.db")
    assert copied == Copied(whispers=3, posts=3, left_out=1)
    async with restored(works, tmp_path) as again, again.storage.reading() as tables:
        assert [(row.id, row.name, row.chat) for row in await tables.channels.all()] == [
            (love.id, "love", works.channel.chat_id),
            (work.id, "work", OTHER),
        ]
        for key, words in ((love.id, ["one of love"]), (work.id, ["one of work", "two of work"])):
            here = tables.of(key)
            found = [await here.whispers.by_number(n) for n in range(1, len(words) + 1)]
            assert [each and each.words for each in found] == words
            assert await here.whispers.by_number(len(words) + 1) is None
            assert all([await here.posts.by_number(n) for n in range(1, len(words) + 1)])
            assert await here.runtime_settings.walk_first.get()
        assert await tables.runtime_settings.clean_stop.get() is False  # private chats are swept
        assert [r.number for r in await tables.of(work.id).reports.all()] == [2]
        assert not await tables.of(love.id).reports.all()
        assert await tables.of(work.id).runtime_settings.paused.get()
        assert not await tables.of(love.id).runtime_settings.paused.get()
        whisper = await tables.whispers.by_receipt(b"code" * 8)  # asked for in the first channel
        assert whisper is not None
        assert (whisper.channel, whisper.number) == (work.id, 2)


async def test_after_a_restore_each_channel_goes_on_with_its_own_numbers(
    works: Works, tmp_path: Path
) -> None:
    _love, work, other = await with_another(works)
    await back_up(storage=works.storage, file=tmp_path / "backup.db")
    other.channel.put(Standing("#7\nposted since"))
    async with restored(works, tmp_path) as again:
        and_other = make_works(again.storage.within(Scope(work.id)), other.channel)
        await run(again)
        await run(and_other)
        await release(again, "new of love")
        await release(and_other, "new of work")
        await run(again)
        await run(and_other)
    assert works.channel.lines() == ["#1", "#2"]
    assert other.channel.lines() == ["#1", "#2", "#7", "#8"]


async def test_a_backup_is_copied_page_by_page_and_nothing_of_it_is_half(
    works: Works, tmp_path, monkeypatch
) -> None:
    """ours: the posts are copied; theirs: one more comes out; ours: the whispers are copied"""
    monkeypatch.setattr(archive, "PAGE", 2)
    await release(works, "one", "two", "three", "four", "five")
    await run(works)
    page, later = archive.Archive.page, False

    async def paged(self: archive.Archive, name: str, after: archive.Row | None) -> archive.Rows:
        nonlocal later
        if name == "whispers" and not later:
            later = True
            await release(works, "six")
            await run(works)
        return await page(self, name, after)

    monkeypatch.setattr(archive.Archive, "page", paged)
    copied = await back_up(storage=works.storage, file=tmp_path / "backup.db")
    assert later
    assert copied == Copied(whispers=5, posts=5, left_out=1)
    assert [row[0] for row in rows_of(tmp_path / "backup.db", "runtime_settings")]
