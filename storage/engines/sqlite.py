"""The database file: opened privately, migrated, and refused when it is not as it must be.

Every SQLite peculiarity is here and in ``journal.py``. Rule 9 of privacy: ``secure_delete`` is per
connection, and every kind of journal keeps deleted words; so each connection asserts
``secure_delete = 1`` and a journal that stays where it is, which is overwritten after each
transaction, or the program refuses to start.
"""

import asyncio
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import (
    AbstractContextManager,
    asynccontextmanager,
    closing,
    contextmanager,
    suppress,
)
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import DatabaseUnusable, DataFolderUnusable
from bot.logs import Event, log
from storage.engines.engine import Ended, Turn
from storage.engines.journal import JournalInUse, held, journal_of, overwrite
from storage.engines.one_trip import OneTripConnection, connect
from storage.errors import DiskFull, StorageBusy, StorageUnavailable
from storage.revisions import is_newest, migrate

BUSY_MS = 5_000
"""The milliseconds that a connection waits for another program (``sotto backup``, ``sotto
remove``)."""

_GLANCE = "sotto_glance"
"""The option of a connection on which no transaction is begun."""

OLDEST = (3, 35, 0)
"""The first SQLite that says which rows a statement has changed (RETURNING)."""

_PRAGMAS = (
    ("journal_mode", "persist", "persist"),
    ("secure_delete", "ON", 1),
    ("synchronous", "FULL", 2),
    ("temp_store", "MEMORY", 2),  # no temporary files with words in them
    ("trusted_schema", "OFF", 0),
)
"""The tuples (pragma, what we set, what it must then answer), in this order."""


class SqliteEngine:
    """A database in one file. One writer at a time; readers see the last committed state."""

    shared = False

    def __init__(self, path: Path, writer: AsyncEngine, reader: AsyncEngine) -> None:
        self.path = path
        self.writer = writer
        self.reader = reader
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def writing(self, turn: Turn, ended: Ended) -> AsyncIterator[AsyncConnection]:
        """Open a transaction. The file's lock is for whoever writes, whatever it writes."""
        async with self._turn:
            begun = False
            try:
                async with self.writer.begin() as connection:
                    begun = True
                    yield connection
            finally:
                if begun:
                    rows: int | None = None  # whoever is cancelled now has written all the same
                    try:
                        rows = await self._clean_journal()
                    finally:
                        ended(rows)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        async with self.reader.begin() as connection:
            yield connection

    @asynccontextmanager
    async def glancing(self) -> AsyncIterator[AsyncConnection]:
        async with self.reader.connect() as connection:
            await connection.execution_options(**{_GLANCE: True})
            yield connection

    async def let_writers_pass(self) -> None:
        async with self._turn:  # it is first come, first served
            pass

    def clear_failures(self) -> AbstractContextManager[None]:
        return clear_failures()

    async def _clean_journal(self) -> int | None:
        """Clean the journal. The transaction has ended, well or not, and that cannot fail any more:
        where this can, it is told, and the next one cleans for both. Returns how many rows this
        connection has ever changed; None: that is not known."""
        try:
            return await _overwrite_journal(self.writer, self.path)
        except (StorageUnavailable, DBAPIError):
            log(Event.JOURNAL_LEFT)
            return None

    def even_out_times(self) -> None:
        """Set the files' times to now. The file system says when a file was written last: the
        second in which the newest whisper came, unless something else is the newest. Whole
        seconds."""
        now = int(time.time()) * 1_000_000_000
        for file in (self.path, journal_of(self.path)):
            with suppress(FileNotFoundError):
                os.utime(file, ns=(now, now))

    async def written_elsewhere(self) -> int | None:
        """Ask the writing connection for its number, which only others' commits change:
        https://www.sqlite.org/pragma.html#pragma_data_version"""
        try:
            async with self._turn, self.writer.connect() as connection:
                row: Any = await (await _driver_of(connection)).do(
                    lambda sqlite: sqlite.execute("PRAGMA data_version").fetchone()
                )
        except (DBAPIError, sqlite3.Error):
            return None
        return None if row is None else int(row[0])

    async def close(self) -> None:
        await self.writer.dispose()
        await self.reader.dispose()


async def open_sqlite(address: str) -> SqliteEngine:
    """Open, migrate and check the database. The file is made with mode 0600. One whose schema is
    the newest is opened beside a program that writes: no lock is waited for that readers of that
    program could withhold.

    Raises DatabaseUnusable: not SQLite, not a database, newer than this program, not private
    enough, held by another program. Raises DataFolderUnusable: the file cannot be written."""
    if sqlite3.sqlite_version_info < OLDEST:
        wanted = ".".join(map(str, OLDEST))
        raise DatabaseUnusable(
            f"This Python has SQLite {sqlite3.sqlite_version}; {wanted} or newer is needed. "
            "Take another Python."
        )
    url = _sqlite_url(address)
    path = Path(str(url.database))
    _make_private(path)
    writer = _engine(url, read_only=False)
    reader = _engine(url, read_only=True)
    try:
        async with reader.begin() as connection:
            newest = await connection.run_sync(is_newest)
        if not newest:
            async with writer.begin() as connection:
                await connection.run_sync(migrate)
            await reader.dispose()  # its connection knows the schema as it was
        await _overwrite_what_was_left(writer, path)
    except BaseException as failure:
        await writer.dispose()
        await reader.dispose()
        if isinstance(failure, DBAPIError | StorageUnavailable):
            raise DatabaseUnusable(_why_unusable(path, failure)) from failure
        raise
    return SqliteEngine(path, writer, reader)


def _sqlite_url(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError:
        raise DatabaseUnusable("SOTTO_DATABASE is no database address.") from None
    if url.drivername != "sqlite+aiosqlite" or not url.database or ":memory:" in url.database:
        raise DatabaseUnusable(
            "SOTTO_DATABASE: only a file works, such as sqlite+aiosqlite:////var/lib/sotto/sotto.db"
        )
    return url


def _make_private(path: Path) -> None:
    """Make the file with mode 0600 before SQLite opens it; its journal inherits the mode."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
    except OSError as failure:
        raise DataFolderUnusable(
            f"{path} cannot be written ({failure.strerror}). Give its folder to this user, or set "
            "SOTTO_DATA to a folder that can be written."
        ) from None


async def _overwrite_journal(writer: AsyncEngine, path: Path) -> int:
    """Overwrite the journal within a transaction that changes nothing, for its lock; in the thread
    that talks to SQLite, so that the lock is not given back before, whoever is cancelled. Returns
    how many rows this connection has ever changed.

    Raises StorageBusy: another program writes. Raises StorageUnavailable."""
    journal = journal_of(path)

    def work(connection: sqlite3.Connection) -> int:
        connection.execute("BEGIN IMMEDIATE")
        try:
            overwrite(journal)
            return connection.total_changes
        finally:
            connection.execute("ROLLBACK")  # a commit would wait for whoever reads

    async with writer.connect() as connection:
        driver = await _driver_of(connection)
        try:
            return await driver.do(work)
        except sqlite3.Error as failure:
            ours = _temporary(failure) or StorageUnavailable("the journal cannot be overwritten")
            raise ours from failure
        except (OSError, JournalInUse) as failure:
            raise StorageUnavailable("the journal cannot be overwritten") from failure


async def _driver_of(connection: AsyncConnection) -> OneTripConnection:
    driver = (await connection.get_raw_connection()).driver_connection
    assert isinstance(driver, OneTripConnection)
    return driver


async def _overwrite_what_was_left(writer: AsyncEngine, path: Path) -> None:
    """Overwrite what a process left that died. Where the lock is not to be had, another one is
    writing, and overwrites the journal itself when it has done so."""
    try:
        await _overwrite_journal(writer, path)
    except StorageBusy:
        log(Event.JOURNAL_LEFT)


def _engine(url: URL, *, read_only: bool) -> AsyncEngine:
    journal = journal_of(Path(str(url.database)))
    engine = create_async_engine(
        url,
        pool_size=2 if read_only else 1,
        max_overflow=0,
        hide_parameters=True,  # parameters are words: they stay out of every error text
        connect_args={"timeout": BUSY_MS / 1000, "async_creator_fn": connect},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        prepared = partial(_assert_pragmas, read_only=read_only)
        with held(journal):
            connection.run_async(lambda driver: driver.do(prepared))  # all of it in one trip

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(_GLANCE):
            return
        driver = connection.connection.driver_connection
        assert isinstance(driver, OneTripConnection)
        # a writer's first statement takes the write lock: no read turns into a write and fails late
        driver.begin_with_next("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _assert_pragmas(connection: sqlite3.Connection, *, read_only: bool) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for name, value, wanted in (*_PRAGMAS, ("query_only", "ON" if read_only else "OFF", None)):
        connection.execute(f"PRAGMA {name} = {value}").close()
        with closing(connection.execute(f"PRAGMA {name}")) as cursor:
            answer = cursor.fetchone()[0]
        if wanted is not None and answer != wanted:
            raise DatabaseUnusable(
                f"The database is not private enough: {name} is {answer}, it must be {wanted}. "
                "Is it on a file system that SQLite can lock?"
            )


@contextmanager
def clear_failures() -> Iterator[None]:
    """SQLite's temporary failures -> ours, without statement or parameters."""
    try:
        yield
    except DBAPIError as failure:
        ours = _temporary(failure.orig)
        if ours is None:
            raise
        raise ours from failure


def _temporary(failure: BaseException | None) -> StorageUnavailable | None:
    """Return our error for a temporary failure of SQLite. None: it is none."""
    match _sqlite_code(failure) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StorageBusy("another program holds the database")
        case sqlite3.SQLITE_FULL:
            return DiskFull("there is no room on the disk")
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN:
            return StorageUnavailable("the disk cannot be read or written")
    return None


def _sqlite_code(failure: BaseException | None) -> int:
    return int(getattr(failure, "sqlite_errorcode", 0) or 0)


def _why_unusable(path: Path, failure: DBAPIError | StorageUnavailable) -> str:
    cause = failure.orig if isinstance(failure, DBAPIError) else failure.__cause__
    match _sqlite_code(cause) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"Another program holds {path}. Stop it and start again."
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            return f"{path} is damaged or no database. Restore a backup into an empty data folder."
        case sqlite3.SQLITE_FULL:
            return f"There is no room on the disk of {path}."
        case _:
            return f"{path} cannot be opened as a database ({type(cause).__name__})."
