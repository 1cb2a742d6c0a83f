"""A database of a PostgreSQL server, for a community that outgrows one file.

Who writes takes a turn first, as SQLite's BEGIN IMMEDIATE does: an advisory lock, held until the
transaction ends. Without it four processes at READ COMMITTED put 601 parcels into the outbox for
63 whispers. Whoever writes one channel's rows alone takes that channel's turn; whoever writes
more waits for all of them, and they for it. What one statement decides by itself (a whisper that
comes in) waits for nobody.

A server keeps less to itself than a file: what it must not log is asked at each start
(``server_rules``), and what it keeps of deleted words is said in docs/privacy.md."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import DatabaseUnusable
from storage.engines.engine import EVERY_TURN, Ended, Turn
from storage.engines.server_rules import ask_server, refusals
from storage.errors import DiskFull, StorageBusy, StorageUnavailable
from storage.revisions import is_newest, migrate

TURNS = 1_399_814_255
"""The first number of every advisory lock of ours ("Soto"); the second: a channel's, or 0."""

LOCK_SECONDS = 5
"""The seconds that a writer waits for its turn; SQLite's writers wait as long."""

STOPPED_SECONDS = 14
"""The seconds after which the server takes a turn away from a process that says nothing in the
middle of a transaction, since it is stopped or gone: before another one may hold its leases."""

WRITERS = 4
READERS = 4
PASSWORD_FILE = "password_file"
"""The part of an address that names the file with the password, which never stands in the
address."""

_SESSION = {
    "application_name": "sotto",
    "statement_timeout": "30s",
    "synchronous_commit": "on",  # an attempt is on the disk before Telegram is called
    "jit": "off",
}

_BUSY = ("40001", "40P01", "55P03", "57014")
"""The codes serialization_failure, deadlock_detected, lock_not_available, query_canceled (took too
long)."""
_FULL = ("53100",)
_GONE = ("08", "57P", "53")
"""The beginnings of codes: connection_exception, the server stops or starts, it has no more of
something."""


class PostgresqlEngine:
    """A database on a server. Writers take turns, readers see one consistent state; a few
    connections each."""

    shared = True

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine) -> None:
        self.writer = writer
        self.reader = reader

    @asynccontextmanager
    async def writing(self, turn: Turn, ended: Ended) -> AsyncIterator[AsyncConnection]:
        async with _connected(self.writer) as connection:
            try:
                async with connection.begin():
                    if turn is not None:
                        await connection.exec_driver_sql(_wait_for(turn))
                    yield connection
            finally:
                ended(0)  # ``written_elsewhere`` tells of our own changes too

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        async with _connected(self.reader) as connection, connection.begin():
            yield connection

    @asynccontextmanager
    async def glancing(self) -> AsyncIterator[AsyncConnection]:
        async with _connected(self.reader) as connection:
            yield await connection.execution_options(isolation_level="AUTOCOMMIT")

    async def let_writers_pass(self) -> None:
        """Do nothing: on a server nobody who writes waits for who reads."""

    def clear_failures(self) -> AbstractContextManager[None]:
        return _clear_failures()

    def even_out_times(self) -> None:
        """Do nothing: a server's files tell its own moments (docs/privacy.md)."""

    async def written_elsewhere(self) -> int | None:
        """Return a number for which transactions are over. Whoever only reads, or finds nothing to
        change, has no part in it; other databases of the server do. None: it cannot be told now."""
        try:
            async with _connected(self.reader) as connection:
                asked = "SELECT pg_current_snapshot()::text"
                found = (await connection.exec_driver_sql(asked)).scalar_one()
        except (DBAPIError, StorageUnavailable):
            return None
        return hash(str(found))

    async def close(self) -> None:
        await self.writer.dispose()
        await self.reader.dispose()


def _wait_for(turn: int) -> str:
    if turn == EVERY_TURN:
        return f"SELECT pg_advisory_xact_lock({TURNS}, {EVERY_TURN})"
    return (
        f"SELECT pg_advisory_xact_lock_shared({TURNS}, {EVERY_TURN}),"
        f" pg_advisory_xact_lock({TURNS}, {turn})"
    )


async def open_postgresql(address: str) -> PostgresqlEngine:
    """Open, check the server, and bring the schema to the newest.

    Raises DatabaseUnusable: the driver is not installed, no such server or database, it is not
    private enough, or holds what is not ours or newer than this program."""
    url = _url(address)
    engine = _both(url)
    try:
        with _plainly(url):
            async with engine.reading() as connection:
                wrong = list(refusals(await ask_server(connection)))
                newest = not wrong and await connection.run_sync(is_newest)
            if wrong:
                raise DatabaseUnusable(
                    "The PostgreSQL server cannot be used as it is:\n- " + "\n- ".join(wrong)
                )
            if not newest:
                await _migrate(engine)
    except BaseException:
        await engine.close()
        raise
    return engine


@asynccontextmanager
async def reached(address: str) -> AsyncIterator[AsyncConnection]:
    """Yield one connection that reads, to a server that may not be good enough. Raises
    DatabaseUnusable."""
    url = _url(address)
    engine = _both(url)
    try:
        with _plainly(url):
            async with engine.reading() as connection:
                yield connection
    finally:
        await engine.close()


def _both(url: URL) -> PostgresqlEngine:
    return PostgresqlEngine(_engine(url, read_only=False), _engine(url, read_only=True))


@contextmanager
def _plainly(url: URL) -> Iterator[None]:
    """Tell, while opening, whatever the server says with what mends it."""
    try:
        yield
    except (DBAPIError, StorageUnavailable) as failure:
        raise DatabaseUnusable(why_unusable(url, failure)) from None


async def _migrate(engine: PostgresqlEngine) -> None:
    """Migrate in one transaction: others that start wait for it, and then find nothing to do."""
    async with engine.writing(EVERY_TURN, lambda _rows: None) as connection:
        await connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        await connection.run_sync(migrate)
    await engine.close()  # what is connected knows the schema as it was


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError:
        raise DatabaseUnusable("SOTTO_DATABASE is no database address.") from None
    if url.drivername != "postgresql+asyncpg" or not url.database:
        raise DatabaseUnusable(
            "SOTTO_DATABASE: write postgresql+asyncpg://sotto@/sotto?host=/run/postgresql"
        )
    if url.password is not None:
        raise DatabaseUnusable(
            "SOTTO_DATABASE holds a password: put it into a file, and name that in "
            "SOTTO_DATABASE_PASSWORD_FILE."
        )
    return url


def _password_of(url: URL) -> tuple[URL, str | None]:
    named = url.query.get(PASSWORD_FILE)
    if named is None:
        return url, None
    file = Path(str(named))
    try:
        return url.difference_update_query([PASSWORD_FILE]), file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise DatabaseUnusable(
            f"SOTTO_DATABASE_PASSWORD_FILE: {file} cannot be read by this user."
        ) from None


def _engine(url: URL, *, read_only: bool) -> AsyncEngine:
    url, password = _password_of(url)
    settings = {
        **_SESSION,
        "lock_timeout": f"{LOCK_SECONDS}s",
        "idle_in_transaction_session_timeout": f"{STOPPED_SECONDS}s",
        "default_transaction_read_only": "on" if read_only else "off",
    }
    given: dict[str, Any] = {"server_settings": settings, "timeout": 10}
    if password is not None:
        given["password"] = password
    try:
        engine = create_async_engine(
            url,
            pool_size=READERS if read_only else WRITERS,
            max_overflow=0,
            hide_parameters=True,  # parameters are words: they stay out of every error text
            isolation_level="REPEATABLE READ" if read_only else "READ COMMITTED",
            connect_args=given,
        )
    except ModuleNotFoundError:
        raise DatabaseUnusable(
            "SOTTO_DATABASE names a PostgreSQL server, and its driver is not installed: "
            'pip install "sotto[postgresql]"'
        ) from None
    event.listen(engine.sync_engine, "handle_error", _forget_values)
    return engine


def _forget_values(context: ExceptionContext) -> None:
    """Leave only the kind of an error: a server's errors quote the row that failed."""
    told = _code_of(context.original_exception) or type(context.original_exception).__name__
    failure: BaseException | None = context.original_exception
    while failure is not None:
        failure.args = (told,)
        for name in ("detail", "message", "hint", "where", "internal_query", "query"):
            if getattr(failure, name, None):
                setattr(failure, name, None)
        failure = failure.__cause__ or failure.__context__
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (f"the server refused it ({told})",)
        context.sqlalchemy_exception.params = None


@asynccontextmanager
async def _connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Raises StorageUnavailable: the server cannot be reached; StorageBusy: all connections are
    in use."""
    try:
        connection = await engine.connect()
    except PoolTimeout as failure:
        raise StorageBusy("too many wait for the database") from failure
    except DBAPIError:
        raise
    except Exception as failure:  # the driver's own: not translated while connecting
        code = _code_of(failure)
        if code is None and not isinstance(failure, OSError | TimeoutError):
            raise
        raise StorageUnavailable("the database server cannot be reached") from failure
    try:
        yield connection
    finally:
        await connection.close()


@contextmanager
def _clear_failures() -> Iterator[None]:
    try:
        yield
    except DBAPIError as failure:
        code = _code_of(failure.orig) or ""
        if code in _BUSY:
            raise StorageBusy("others hold what is wanted") from failure
        if code in _FULL:
            raise DiskFull("there is no room on the server's disk") from failure
        if failure.connection_invalidated or code.startswith(_GONE):
            raise StorageUnavailable("the database server is not there") from failure
        raise


def _code_of(failure: BaseException | None) -> str | None:
    """Return the five letters by which the server names what went wrong."""
    while failure is not None:
        code = getattr(failure, "sqlstate", None)
        if isinstance(code, str):
            return code
        failure = failure.__cause__
    return None


def why_unusable(url: URL, failure: BaseException) -> str:
    """Return a sentence that tells what to mend. No password stands in an address."""
    where = f"PostgreSQL at {url.host or url.query.get('host') or 'this machine'}"
    match _code_of(failure):
        case "28P01" | "28000":
            return f"{where} does not let {url.username} in: its role, password or pg_hba.conf."
        case "3D000":
            return f"{where} has no database {url.database}. Make it: createdb {url.database}"
        case "42501":
            return f"{url.username} may not make tables in {url.database}: make it the owner."
        case "55P03":
            return f"Another program holds the database at {where}. Stop it and start again."
        case "53100":
            return f"There is no room on the disk of {where}."
        case None:
            return f"{where} cannot be reached. Is it running, and SOTTO_DATABASE right?"
        case code:
            return f"{where} cannot be used as a database ({code})."
