"""The file itself: private, migrated, refused when it must be, clear when it cannot."""

import asyncio
import math
import secrets
import sqlite3
import stat
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from bot.domain.whisper import State, Whisper
from bot.errors import DatabaseUnusable, DataFolderUnusable
from storage import DiskFull, Storage, StorageBusy, open_storage, revisions
from storage.engines import sqlite
from storage.schema import metadata
from tests.kit.database import address
from tests.kit.whispers import a_whisper

ROOT = Path(__file__).parents[2]


def hashes() -> dict[str, bytes]:
    return {"handle_hash": secrets.token_bytes(32), "receipt_hash": secrets.token_bytes(32)}


@pytest.mark.file("its bytes")
async def test_the_file_is_for_its_owner_alone(storage: Storage) -> None:
    async with storage.transaction() as tables:
        await tables.runtime_settings.mode.put("pre")
    for file in storage.path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_a_file_that_others_could_read_is_made_private(tmp_path: Path) -> None:
    path = tmp_path / "sotto.db"
    path.touch(mode=0o644)
    await (await open_storage(address(path))).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.file("its bytes")
async def test_the_migrations_make_the_schema_that_the_code_uses(storage: Storage) -> None:
    engine = create_engine(f"sqlite:///{storage.path}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


@pytest.mark.file("its bytes")
async def test_no_table_keeps_row_ids_or_a_moment_of_arrival(storage: Storage) -> None:
    with sqlite3.connect(storage.path) as plain:
        tables = dict(
            plain.execute(
                "SELECT name, sql FROM sqlite_master"
                " WHERE type = 'table' AND name NOT LIKE 'alembic%'"
            )
        )
    plain.close()
    assert set(tables) == set(metadata.tables)
    for sql in tables.values():
        assert "WITHOUT ROWID" in sql
        assert "AUTOINCREMENT" not in sql
        assert "created" not in sql


@pytest.mark.file("its bytes")
async def test_every_connection_overwrites_what_it_deletes(storage: Storage) -> None:
    """Words deleted, file and journal searched while it is open."""
    secret = "the-words-that-must-go " * 20
    whispers = [a_whisper(f"{secret}{i}", photo=secret.encode() * 40) for i in range(60)]
    async with storage.transaction() as tables:
        for whisper in whispers:
            await tables.whispers.add(whisper, **hashes())
    assert secret.strip().encode() in storage.path.read_bytes()
    async with storage.transaction() as tables:
        for whisper in whispers:
            assert await tables.whispers.erase(whisper.key)
    for file in storage.path.parent.iterdir():
        assert b"the-words-that-must-go" not in file.read_bytes()


@pytest.mark.file("its bytes")
async def test_rows_lie_in_no_order_of_arrival(storage: Storage) -> None:
    """Over a thousand, and each in a transaction of its own: ``tests/prove/test_order.py``."""
    count = 300
    arrival = [a_whisper(f"whisper {i:04}") for i in range(count)]
    async with storage.transaction() as tables:
        for whisper in arrival:
            await tables.whispers.add(whisper, **hashes())
    image = storage.path.read_bytes()
    place = sorted(range(count), key=lambda i: image.index(f"whisper {i:04}".encode()))
    rank = {arrived: position for position, arrived in enumerate(place)}
    distance = sum((arrived - rank[arrived]) ** 2 for arrived in range(count))
    spearman = 1 - 6 * distance / (count * (count**2 - 1))
    assert abs(spearman) < 4 / math.sqrt(count - 1)  # 4 sigma


@pytest.mark.parametrize(
    "pragma", [("secure_delete", "OFF", 1), ("journal_mode", "truncate", "persist")]
)
async def test_a_connection_that_is_not_private_enough_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pragma: tuple[str, str, int | str]
) -> None:
    """As if SQLite would not obey: what it answers is not what we need."""
    monkeypatch.setattr(sqlite, "_PRAGMAS", (pragma,))
    with pytest.raises(DatabaseUnusable, match=pragma[0]):
        await open_storage(address(tmp_path / "sotto.db"))


async def test_a_database_left_in_wal_mode_is_brought_back(tmp_path: Path) -> None:
    path = tmp_path / "sotto.db"
    await (await open_storage(address(path))).close()
    plain = sqlite3.connect(path)
    assert plain.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    plain.close()
    storage = await open_storage(address(path))
    async with storage.transaction() as tables:
        await tables.runtime_settings.paused.put(True)
    await storage.close()
    assert not path.with_name("sotto.db-wal").exists()


async def test_a_database_is_opened_while_another_program_reads_and_one_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit waits for readers; opening must not, or ``sotto remove`` fails beside a busy bot."""
    monkeypatch.setattr(sqlite, "BUSY_MS", 100)
    path = tmp_path / "sotto.db"
    await (await open_storage(address(path))).close()
    reader, writer = sqlite3.connect(path), sqlite3.connect(path)
    try:
        reader.execute("BEGIN").execute("SELECT count(*) FROM whispers")
        writer.execute("BEGIN IMMEDIATE")
        storage = await open_storage(address(path))
        async with storage.reading() as tables:
            assert await tables.whispers.count(*State) == 0
        await storage.close()
    finally:
        reader.close()
        writer.close()


async def test_a_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "sotto.db"
    await (await open_storage(address(path))).close()
    with sqlite3.connect(path) as plain:
        plain.execute("UPDATE alembic_version SET version_num = '9999'")
    plain.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseUnusable, match="newer than this program"):
        await open_storage(address(path))
    assert path.read_bytes() == before


async def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as plain:
        plain.execute("CREATE TABLE notes (words)")
    plain.close()
    with pytest.raises(DatabaseUnusable, match="another program's"):
        await open_storage(address(path))


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sotto.db"
    path.write_bytes(b"not a database at all, but long enough to look like one" * 100)
    with pytest.raises(DatabaseUnusable, match="damaged or no database"):
        await open_storage(address(path))


@pytest.mark.parametrize(
    "wrong", ["sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:", "postgresql://x/y", "nonsense"]
)
async def test_other_addresses_are_refused(wrong: str) -> None:
    with pytest.raises(DatabaseUnusable, match="SOTTO_DATABASE"):
        await open_storage(wrong)


async def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataFolderUnusable, match="cannot be written"):
        await open_storage(address(tmp_path / "file" / "sotto.db"))


async def test_an_exception_rolls_everything_back(storage: Storage) -> None:
    async def fail() -> None:
        async with storage.transaction() as tables:
            await tables.runtime_settings.mode.put("pre")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with storage.reading() as tables:
        assert await tables.runtime_settings.mode.get() is None


async def test_writers_take_turns(storage: Storage) -> None:
    async def take() -> int:
        async with storage.transaction() as tables:
            return await tables.runtime_settings.take_numbers(1)

    numbers = await asyncio.gather(*(take() for _ in range(20)))
    assert sorted(numbers) == list(range(1, 21))


@pytest.fixture
async def held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Storage, sqlite3.Connection]]:
    """A database, and another program that holds it until it rolls back."""
    monkeypatch.setattr(sqlite, "BUSY_MS", 50)
    storage = await open_storage(address(tmp_path / "sotto.db"))
    other = sqlite3.connect(storage.path)
    other.execute("BEGIN EXCLUSIVE")
    yield storage, other
    other.close()
    await storage.close()


async def test_a_database_held_by_another_program_is_busy_not_broken(
    held: tuple[Storage, sqlite3.Connection],
) -> None:
    storage, other = held
    with pytest.raises(StorageBusy):
        await put(storage)
    with pytest.raises(StorageBusy):
        await get(storage)
    other.rollback()
    await put(storage)


async def test_who_could_not_begin_writes_nothing_outside_of_a_transaction(
    held: tuple[Storage, sqlite3.Connection],
) -> None:
    storage, other = held
    with suppress(ZeroDivisionError):
        async with storage.transaction() as tables:
            with pytest.raises((DBAPIError, StorageBusy)):
                await tables.runtime_settings.paused.put(True)
            other.rollback()
            await tables.runtime_settings.paused.put(True)
            raise ZeroDivisionError
    async with storage.reading() as tables:
        assert not await tables.runtime_settings.paused.get()


async def add(storage: Storage, whisper: Whisper) -> None:
    async with storage.transaction() as tables:
        await tables.whispers.add(whisper, **hashes())


async def put(storage: Storage) -> None:
    async with storage.transaction() as tables:
        await tables.runtime_settings.paused.put(True)


async def get(storage: Storage) -> None:
    async with storage.reading() as tables:
        await tables.runtime_settings.paused.get()


async def test_a_full_disk_is_said_so_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pragmas = (*sqlite._PRAGMAS, ("max_page_count", "100", None))
    monkeypatch.setattr(sqlite, "_PRAGMAS", pragmas)
    storage = await open_storage(address(tmp_path / "sotto.db"))
    big = a_whisper(photo=bytes(500_000))
    with pytest.raises(DiskFull):
        await add(storage, big)
    async with storage.transaction() as tables:
        await tables.whispers.add(a_whisper(), **hashes())
        assert await tables.whispers.by_key(big.key) is None
    await storage.close()


async def test_errors_do_not_carry_the_words(storage: Storage, engine: str) -> None:
    refused = "readonly" if engine == "sqlite" else "25006"  # read_only_sql_transaction
    with pytest.raises(Exception, match=refused) as failure:
        async with storage.reading() as tables:
            await tables.whispers.add(a_whisper("my own words"), **hashes())
    assert "my own words" not in str(failure.value)


async def test_an_sqlite_that_is_too_old_is_told_by_its_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(DatabaseUnusable, match=r"3\.35\.0 or newer"):
        await open_storage(address(tmp_path / "sotto.db"))


def test_the_newest_revision_is_alembics_own_head() -> None:
    """It is read from file names, so a revision must be named as its file is."""
    config = Config()
    config.set_main_option("script_location", str(Path(revisions.__file__).parent / "migrations"))
    script = ScriptDirectory.from_config(config)
    assert revisions.newest() == script.get_current_head()
    assert set(revisions.known()) == {each.revision for each in script.walk_revisions()}


async def test_alembic_is_loaded_only_when_the_schema_is_not_the_newest(tmp_path: Path) -> None:
    path = tmp_path / "sotto.db"
    code = f"""
import asyncio, sys
from storage import open_storage
async def opened():
    await (await open_storage({address(path)!r})).close()
asyncio.run(opened())
print("alembic" in sys.modules)
"""
    for loaded in (b"True\n", b"False\n"):
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            code,
            stdout=asyncio.subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        async with asyncio.timeout(60):
            assert (await process.communicate())[0] == loaded


async def test_who_glances_keeps_nobody_from_writing_between_two_statements(
    tmp_path: Path,
) -> None:
    """A reader that holds its lock would make the writer wait for five seconds, and fail."""
    storage = await open_storage(address(tmp_path / "sotto.db"))
    try:
        async with asyncio.timeout(4), storage.glancing() as tables:
            assert await tables.whispers.count(State.POOL) == 0
            await add_one(storage)
            assert await tables.whispers.count(State.POOL) == 1
    finally:
        await storage.close()


async def add_one(storage: Storage) -> None:
    async with storage.transaction() as tables:
        await tables.whispers.add(
            a_whisper("one"),
            handle_hash=secrets.token_bytes(32),
            receipt_hash=secrets.token_bytes(32),
        )
