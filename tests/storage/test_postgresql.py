"""A server's database: what it must not write down, what it forgets, and who waits for whom."""

import asyncio
import secrets
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from bot.domain.whisper import State
from bot.errors import DatabaseUnusable
from bot.jobs.leases import LIFE
from storage import Scope, Storage, StorageBusy, StorageUnavailable, open_storage, server_schema
from storage.engines import postgresql
from storage.engines.look import look
from storage.engines.server_rules import RULES, ServerFacts, refusals
from storage.schema import metadata
from tests import servers
from tests.kit.databases import Databases
from tests.kit.whispers import a_whisper

pytestmark = pytest.mark.skipif(
    servers.postgresql_folder() is None and not servers.required(),
    reason="no PostgreSQL here: apt install postgresql",
)


@pytest.fixture
def named(databases: Databases) -> Iterator[str]:
    with databases.empty() as address:
        yield address


@pytest.fixture
async def opened(named: str) -> AsyncIterator[Storage]:
    storage = await open_storage(named)
    yield storage
    await storage.close()


async def say(server: servers.PostgresqlServer, address: str, *statements: str) -> list:
    """As the server's own master, in that database."""
    database = address.split("@/")[1].split("?")[0]
    connection = await asyncpg.connect(host=str(server.folder), user="postgres", database=database)
    try:
        return [await connection.fetch(each) for each in statements]
    finally:
        await connection.close()


def hashes() -> dict[str, bytes]:
    return {"handle_hash": secrets.token_bytes(32), "receipt_hash": secrets.token_bytes(32)}


async def take_in(storage: Storage, words: str) -> None:
    async with storage.transaction() as tables:
        await tables.whispers.add(a_whisper(words), **hashes())


def good_server(**settings: str) -> ServerFacts:
    wanted = {rule.setting: rule.wanted for rule in RULES}
    known = wanted | {"server_version_num": "150000", "server_encoding": "UTF8"}
    return ServerFacts("sotto", known | settings, True, True, False)


def test_a_server_that_is_quiet_is_taken() -> None:
    assert list(refusals(good_server())) == []


@pytest.mark.parametrize(
    ("setting", "value", "mended"),
    [
        ("log_statement", "mod", "ALTER ROLE sotto SET log_statement = 'none';"),
        ("log_statement", "all", "ALTER ROLE sotto SET log_statement = 'none';"),
        ("log_duration", "on", "ALTER ROLE sotto SET log_duration = 'off';"),
        ("log_min_duration_statement", "0", "log_min_duration_statement = '-1'"),
        ("log_min_duration_sample", "5", "log_min_duration_sample = '-1'"),
        ("log_transaction_sample_rate", "0.1", "log_transaction_sample_rate = '0'"),
        ("log_parameter_max_length", "-1", "log_parameter_max_length = '0'"),
        ("log_parameter_max_length_on_error", "64", "log_parameter_max_length_on_error = '0'"),
        ("log_error_verbosity", "default", "log_error_verbosity = 'terse'"),
        ("track_commit_timestamp", "on", "ALTER SYSTEM SET track_commit_timestamp = off"),
        ("shared_preload_libraries", "pg_stat_statements, auto_explain", "auto_explain is loaded"),
        ("session_preload_libraries", "pg_qualstats", "Take it out of session_preload_libraries"),
        ("server_encoding", "SQL_ASCII", "ENCODING 'UTF8'"),
        ("server_version_num", "130012", "14 or newer"),
    ],
)
def test_a_server_that_writes_down_too_much_is_refused_with_what_mends_it(
    setting: str, value: str, mended: str
) -> None:
    [told] = refusals(good_server(**{setting: value}))
    assert mended in told


async def test_a_real_server_is_refused_until_what_was_told_is_done(
    server: servers.PostgresqlServer, named: str
) -> None:
    database = named.split("@/")[1].split("?")[0]
    role = "told"
    loud = ("log_statement = 'mod'", "log_parameter_max_length = '-1'")
    await say(server, named, f"CREATE ROLE {role} LOGIN", f"GRANT sotto TO {role}")
    for each in loud:
        await say(server, named, f"ALTER ROLE {role} SET {each}")
    address = server.address(database, user=role)
    try:
        with pytest.raises(DatabaseUnusable) as refused:
            await open_storage(address)
        mends = [line for line in str(refused.value).split(". ") if "ALTER ROLE" in line]
        assert len(mends) == 2
        for line in mends:
            await say(server, named, line[line.index("ALTER ROLE") :].split(";")[0])
        await (await open_storage(address)).close()
    finally:
        await say(server, named, f"DROP OWNED BY {role}", f"DROP ROLE {role}")


async def test_a_database_that_sorts_as_a_dictionary_does_is_refused(databases: Databases) -> None:
    """Words are looked up by their code points: between "rain" and "rain" with the last letter."""
    found = list(refusals(ServerFacts("sotto", good_server().settings, False, True, False)))
    assert "LC_COLLATE 'C'" in found[0]
    with databases.empty() as address:
        look_at_it = await look(address)
    assert look_at_it.server is not None
    assert look_at_it.server.by_code_point


@pytest.mark.usefixtures("databases")  # their role is known there
async def test_a_server_that_cannot_be_reached_is_told_in_a_sentence(
    server: servers.PostgresqlServer, tmp_path: Path
) -> None:
    for address, told in (
        (f"postgresql+asyncpg://sotto@/sotto?host={tmp_path}", "cannot be reached"),
        (server.address("nowhere"), "has no database nowhere"),
        ("postgresql+asyncpg://sotto:secret@/sotto", "SOTTO_DATABASE_PASSWORD_FILE"),
        ("postgresql://sotto@/sotto", "postgresql+asyncpg"),
        (f"{server.address('sotto')}&password_file={tmp_path}/none", "cannot be read"),
    ):
        with pytest.raises(DatabaseUnusable, match=told.replace("+", r"\+")) as failure:
            await open_storage(address)
        assert "secret" not in str(failure.value)


async def test_the_first_start_makes_the_schema_that_the_code_uses(databases: Databases) -> None:
    def differences(connection: Connection) -> list:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    with databases.fresh(template="template0") as address:
        assert (await look(address)).state == "absent"
        storage = await open_storage(address)
        try:
            async with storage.engine.reader.connect() as connection:
                assert await connection.run_sync(differences) == []
                partial = await connection.exec_driver_sql(
                    "SELECT indexname FROM pg_indexes WHERE indexdef LIKE '%% WHERE %%'"
                )
                assert set(partial.scalars()) >= {"ix_whispers_campaign", "ix_places_gone"}
        finally:
            await storage.close()
        assert (await look(address)).state == "current"


async def test_starts_at_once_make_the_tables_once(databases: Databases) -> None:
    with databases.fresh(template="template0") as address:
        opened = await asyncio.gather(*(open_storage(address) for _ in range(4)))
        try:
            async with opened[0].reading() as tables:
                assert [each.name for each in await tables.channels.all()] == ["main"]
        finally:
            for storage in opened:
                await storage.close()


async def test_another_programs_database_is_refused(
    server: servers.PostgresqlServer, databases: Databases
) -> None:
    with databases.fresh(template="template0") as address:
        await say(server, address, "CREATE TABLE theirs (id int)")
        with pytest.raises(DatabaseUnusable, match="another program's tables"):
            await open_storage(address)


@pytest.fixture
async def untouched(databases: Databases) -> AsyncIterator[tuple[str, Storage]]:
    """Its planner has seen nothing yet."""
    with databases.fresh() as address:
        storage = await open_storage(address)
        yield address, storage
        await storage.close()


async def test_statistics_keep_no_words_after_their_rows_are_gone(
    server: servers.PostgresqlServer, untouched: tuple[str, Storage]
) -> None:
    """``pg_statistic`` keeps samples of each column until the next ANALYZE, and for good of a
    table that is empty by then."""
    named, opened = untouched
    for n in range(60):
        await take_in(opened, f"unforgettable {n % 3}")
    await say(server, named, "ANALYZE")
    async with opened.transaction() as tables:
        for whisper in await tables.whispers.pool():
            assert await tables.whispers.erase(whisper.key)
    await say(server, named, "ANALYZE")
    [kept, sampled] = await say(
        server,
        named,
        "SELECT s::text FROM pg_statistic AS s",
        "SELECT attname FROM pg_stats WHERE tablename = 'whispers'",
    )
    assert not [row for row in kept if "unforgettable" in row[0]]
    assert {row[0] for row in sampled} <= {"channel", "state", "campaign"}


def test_every_column_with_words_is_kept_out_of_the_statistics() -> None:
    silent = {
        f"{table.name}.{name}"
        for table in metadata.sorted_tables
        for name in server_schema.unsampled(table)
    }
    for column in ("whispers.words", "whispers.place", "replies.words", "photos.data"):
        assert column in silent
    for column in ("posts.caption", "outbox.content", "bans.tag", "runtime_settings.value"):
        assert column in silent
    assert {"whispers.state", "whispers.channel", "posts.score"}.isdisjoint(silent)


async def test_the_servers_log_says_nothing_of_what_was_written(
    server: servers.PostgresqlServer, opened: Storage
) -> None:
    """Not even of a row that it refused, which it quotes to us."""
    same = hashes()
    await take_in(opened, "never in a log")

    async def fail() -> None:
        async with opened.transaction() as tables:
            await tables.whispers.add(a_whisper("never in a log"), **same)
            other = {**same, "handle_hash": secrets.token_bytes(32)}
            await tables.whispers.add(a_whisper("never in a log"), **other)

    with pytest.raises(Exception, match="23505") as failure:  # unique_violation
        await fail()
    told, cause = "", failure.value
    while cause is not None:
        told += f"{cause} {vars(cause)}"
        cause = cause.__cause__ or cause.__context__
    for place in (told, server.log):
        assert "never in a log" not in place
        assert same["receipt_hash"].hex() not in place
    assert "unique constraint" in server.log


async def test_writers_of_other_channels_do_not_wait_and_whoever_writes_more_waits_for_all(
    opened: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = opened.within(Scope(2))
    async with opened.channel_transaction(), second.channel_transaction() as tables:
        await tables.runtime_settings.paused.put(True)
        with pytest.raises(LookupError):
            tables.of(1)
        blocked = asyncio.create_task(put(opened))
        await until_waiting(second)
        assert not blocked.done()
    async with asyncio.timeout(20):
        await blocked


async def put(storage: Storage) -> None:
    async with storage.transaction() as tables:
        await tables.runtime_settings.paused.put(True)


async def until_waiting(storage: Storage) -> None:
    """Somebody waits for a turn."""
    asked = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    async with asyncio.timeout(20), storage.engine.reader.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        while not (await connection.exec_driver_sql(asked)).scalar_one():
            await asyncio.sleep(0.01)


async def test_a_turn_that_does_not_come_is_busy_not_broken(
    named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "LOCK_SECONDS", 1)
    storage = await open_storage(named)
    try:
        async with storage.transaction():
            with pytest.raises(StorageBusy):
                await put(storage)
        await put(storage)
    finally:
        await storage.close()


async def test_others_writes_change_the_version_and_reads_do_not(named: str) -> None:
    one, other = await open_storage(named), await open_storage(named)
    try:
        before = await one.version()
        async with other.transaction() as tables:
            await tables.runtime_settings.paused.get()
        assert await one.version() == before
        await put(other)
        assert await one.version() != before
    finally:
        await one.close()
        await other.close()


async def test_a_server_that_dies_is_told_as_such_and_found_again() -> None:
    """``pg_ctl stop -m immediate``, then a start."""
    with servers.postgresql() as mortal:
        await _create(mortal)
        storage = await open_storage(mortal.address("sotto"))
        try:
            await put(storage)
            mortal.stop(signal.SIGQUIT)
            for _ in range(2):
                with pytest.raises(StorageUnavailable):
                    await put(storage)
            assert await storage.version() is None
            mortal.start()
            await _until_found(storage)
            async with storage.reading() as tables:
                assert await tables.runtime_settings.paused.get() is True
        finally:
            await storage.close()


async def _create(server: servers.PostgresqlServer) -> None:
    await say(server, server.address("postgres"), "CREATE ROLE sotto LOGIN")
    await say(server, server.address("postgres"), "CREATE DATABASE sotto OWNER sotto")


async def _until_found(storage: Storage) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                return await put(storage)
            except StorageUnavailable:
                await asyncio.sleep(0.05)


async def test_a_process_that_is_stopped_holds_its_turn_no_longer_than_its_leases(
    named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other channels' posts waited for a minute behind one that was stopped while it wrote."""
    assert LIFE.total_seconds() > postgresql.STOPPED_SECONDS
    monkeypatch.setattr(postgresql, "STOPPED_SECONDS", 1)
    stopped = await open_storage(named)
    monkeypatch.undo()
    other = await open_storage(named)

    async def stops() -> None:
        async with stopped.transaction() as tables:
            await tables.whispers.add(a_whisper("never committed"), **hashes())
            await take_in(other, "taken in meanwhile")

    with pytest.raises(StorageUnavailable):
        await stops()
    async with other.reading() as tables:
        assert await tables.whispers.count(*State) == 1
    for each in (stopped, other):
        await each.close()
