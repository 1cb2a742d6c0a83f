"""The rollback journal: nothing of an ended transaction stays in it, and one that is still needed
is never touched."""

import asyncio
import os
import secrets
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.domain.whisper import Whisper
from storage import Storage, open_storage
from storage.engines import sqlite
from storage.engines.journal import LARGEST, JournalInUse, journal_of, overwrite
from tests.kit.database import address, rows_of
from tests.kit.whispers import a_whisper
from tests.storage.dying import die_in_a_transaction

pytestmark = pytest.mark.file("its bytes")

WORDS = "the-words-that-must-go"


def whispers(count: int) -> list[Whisper]:
    return [
        a_whisper(f"{WORDS} {n}", photo=f"{WORDS}-photo-{n} ".encode() * 900) for n in range(count)
    ]


async def add(storage: Storage, *added: Whisper) -> None:
    async with storage.transaction() as tables:
        for whisper in added:
            await tables.whispers.add(
                whisper, handle_hash=secrets.token_bytes(32), receipt_hash=secrets.token_bytes(32)
            )


async def erase(storage: Storage, *gone: Whisper) -> None:
    async with storage.transaction() as tables:
        for whisper in gone:
            assert await tables.whispers.erase(whisper.key)


def is_blank(path: Path) -> bool:
    return not path.exists() or not path.read_bytes().strip(b"\0")


async def test_the_journal_stays_where_it_is_and_holds_nothing_between_two_transactions(
    storage: Storage,
) -> None:
    journal = journal_of(storage.path)
    await add(storage, *whispers(1))
    place = journal.stat().st_ino
    for whisper in whispers(6):
        await add(storage, whisper)
        assert is_blank(journal)
        await erase(storage, whisper)
        assert is_blank(journal)
    assert journal.stat().st_ino == place
    assert journal.stat().st_size > 0, "neither truncated nor deleted"


async def test_a_transaction_that_fails_leaves_nothing_in_the_journal_either(
    storage: Storage,
) -> None:
    kept = whispers(3)
    await add(storage, *kept)

    async def fail() -> None:
        async with storage.transaction() as tables:
            for whisper in kept:
                await tables.whispers.erase(whisper.key)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert is_blank(journal_of(storage.path))
    async with storage.reading() as tables:
        assert await tables.whispers.by_key(kept[0].key) == kept[0]


async def test_a_cancelled_transaction_leaves_nothing_in_the_journal(storage: Storage) -> None:
    kept = whispers(2)
    await add(storage, *kept)
    inside = asyncio.Event()

    async def hang() -> None:
        async with storage.transaction() as tables:
            await tables.whispers.erase(kept[0].key)
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hang())
    async with asyncio.timeout(60):
        await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert is_blank(journal_of(storage.path))


async def test_a_long_journal_is_cut_after_it_was_overwritten(storage: Storage) -> None:
    many = [a_whisper(f"{WORDS} {n}", photo=secrets.token_bytes(300_000)) for n in range(8)]
    await add(storage, *many)
    await erase(storage, *many)
    journal = journal_of(storage.path)
    assert journal.stat().st_size == LARGEST
    assert is_blank(journal)


async def test_a_journal_that_may_still_be_needed_is_never_touched(storage: Storage) -> None:
    """Another process is in the middle of a transaction; whoever asks us to clean gets nothing."""
    other = sqlite3.connect(storage.path, isolation_level=None)
    other.execute("PRAGMA journal_mode = PERSIST")
    other.execute("PRAGMA cache_spill = 1")
    other.execute("PRAGMA cache_size = 1")
    other.execute("BEGIN IMMEDIATE")
    for n in range(200):  # more than it may keep in memory: pages and journal reach the disk
        other.execute("INSERT INTO runtime_settings VALUES (1, ?, ?)", (f"setting {n}", "x" * 4000))
    journal = journal_of(storage.path)
    before = journal.read_bytes()
    assert before[:8] == bytes.fromhex("d9d505f920a163d7")
    with pytest.raises(JournalInUse):
        overwrite(journal)
    assert journal.read_bytes() == before
    other.execute("ROLLBACK")
    other.close()
    async with storage.transaction():
        pass
    assert rows_of(storage.path, "runtime_settings") == []
    assert is_blank(journal)


@contextmanager
def kept_open(journal: Path) -> Iterator[int]:
    """What a raw disk would show of this file's blocks, whoever deletes it."""
    file = os.open(journal, os.O_RDONLY)
    try:
        yield file
    finally:
        os.close(file)


@pytest.mark.parametrize("who", ["the next start", "a second connection of a running bot"])
async def test_what_a_killed_process_left_is_rolled_back_first_and_overwritten_then(
    tmp_path: Path, who: str
) -> None:
    """A fresh connection rolls back before it can be told to keep the journal, and deletes it: its
    blocks are overwritten all the same."""
    storage = await open_storage(address(tmp_path / "sotto.db"))
    kept = whispers(3)
    await add(storage, *kept)
    if who == "the next start":
        await storage.close()
    await die_in_a_transaction(storage.path, WORDS)
    journal = journal_of(storage.path)
    with kept_open(journal) as blocks:
        if who == "the next start":
            storage = await open_storage(address(storage.path))
        async with storage.transaction() as tables:
            assert [await tables.whispers.by_key(w.key) for w in kept] == kept
        assert rows_of(storage.path, "runtime_settings") == []
        assert not os.pread(blocks, 1 << 24, 0).strip(b"\0")
    assert is_blank(journal)
    await storage.close()


async def test_a_kill_at_any_moment_loses_no_transaction_and_breaks_no_file(tmp_path: Path) -> None:
    """Another process writes as the bot does, and is killed again and again; what it had reported
    as written is there, and the file is sound."""
    path = tmp_path / "sotto.db"
    await (await open_storage(address(path))).close()
    written = 0
    for wait in (0.0, 0.003, 0.01, 0.02, 0.05, 0.08):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.storage.writer", str(path), str(written),
            stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        assert process.stdout is not None
        async with asyncio.timeout(60):
            first = await process.stdout.readline()
            await asyncio.sleep(wait)
            process.kill()
            rest = await process.stdout.read()
            await process.wait()
        written = int((first + rest).split(b"\n")[-2])
        storage = await open_storage(address(path))
        async with storage.reading() as tables:
            assert await tables.runtime_settings.moderators_high.get() in (written, written + 1)
            written = await tables.runtime_settings.moderators_high.get()
        await storage.close()
        plain = sqlite3.connect(path)
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        plain.close()
        assert is_blank(journal_of(path))


async def test_a_journal_that_cannot_be_overwritten_is_told_and_cleaned_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What was written is written: the caller must not take it for failed."""
    fails = [False]

    def failing(journal: Path) -> int:
        if fails[0]:
            raise OSError(5, "the disk")
        return overwrite(journal)

    monkeypatch.setattr(sqlite, "overwrite", failing)
    storage = await open_storage(address(tmp_path / "sotto.db"))
    [whisper] = whispers(1)
    fails[0] = True
    await add(storage, whisper)
    assert "journal_left" in capfd.readouterr().err
    assert not is_blank(journal_of(storage.path))
    fails[0] = False
    await erase(storage, whisper)
    assert is_blank(journal_of(storage.path))
    await storage.close()


async def test_file_times_tell_the_last_pulse_and_no_arrival(storage: Storage) -> None:
    journal = journal_of(storage.path)
    await add(storage, *whispers(1))
    arrival = storage.path.stat().st_mtime_ns, journal.stat().st_mtime_ns
    storage.even_out_times()
    times = {
        getattr(file.stat(), name)
        for file in (storage.path, journal)
        for name in ("st_mtime_ns", "st_atime_ns")
    }
    assert len(times) == 1
    assert times.isdisjoint(arrival)
    assert times.pop() % 1_000_000_000 == 0
