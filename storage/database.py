"""The open database, whichever engine holds it: transactions, views of channels, and what was
written since."""

import copy
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.changes import Changes, Version
from storage.engines.engine import EVERY_TURN, Engine, Turn
from storage.engines.sqlite import SqliteEngine, open_sqlite
from storage.leases import Fence, LeaseLost
from storage.scope import Scope
from storage.tables import Tables

POSTGRESQL = "postgresql"
"""The beginning of addresses of PostgreSQL; all others are SQLite's, or refused."""


class Storage:
    """An open database. Writers take turns; readers see the last committed state."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._changes = Changes()
        self.scope = Scope()
        self._fence: Fence | None = None

    @property
    def path(self) -> Path:
        """The database file. Raises LookupError: a server holds it."""
        if not isinstance(self.engine, SqliteEngine):
            raise LookupError("this database is no file")
        return self.engine.path

    def within(self, scope: Scope) -> "Storage":
        """Return the same open database as one channel sees it: what belongs to others is not
        found."""
        view = copy.copy(self)
        view.scope = scope
        return view

    def behind(self, fence: Fence | None) -> "Storage":
        """Return the same, for what only the holder of a lease may change: each transaction asks
        first whether it is held, and raises LeaseLost. None: without a lease again."""
        view = copy.copy(self)
        view._fence = fence
        return view

    async def surely(self) -> None:
        """Make sure, before a call that must not be made twice, that the lease, if it is behind
        one, holds for long enough yet. Raises LeaseLost."""
        if self._fence is not None:
            await self._fence.surely()

    @property
    def shared(self) -> bool:
        """Whether several processes may use this database at once, and agree by leases."""
        return self.engine.shared

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Tables]:
        """Write, alone among all writers. Leaving with an exception rolls everything back.

        Raises StorageBusy or DiskFull (nothing was changed). Never hold one while talking to
        Telegram."""
        async with self._write(EVERY_TURN) as tables:
            yield tables

    @asynccontextmanager
    async def channel_transaction(self) -> AsyncIterator[Tables]:
        """Write what is this channel's alone, and what needs no turn: counts that are added up in
        one statement. On a server, writers of other channels do not wait for it. Otherwise as
        ``transaction``; another channel's rows cannot be had on it (LookupError)."""
        async with self._write(self.scope.channel) as tables:
            yield tables

    @asynccontextmanager
    async def adding(self) -> AsyncIterator[Tables]:
        """Write what each statement decides by itself, whatever others do between two of them: rows
        that are begun once, counted up, or dropped. On a server it waits for nobody; otherwise as
        ``channel_transaction``. What was read on it may be old by the next statement."""
        async with self._write(None) as tables:
            yield tables

    @asynccontextmanager
    async def _write(self, turn: Turn) -> AsyncIterator[Tables]:
        tables: Tables | None = None

        def ended(rows: int | None) -> None:
            self._changes.note(tables.within if tables else (self.scope.channel,), rows)

        with self.engine.clear_failures():
            async with self.engine.writing(turn, ended) as connection:
                tables = Tables(connection, self.scope, alone=turn != EVERY_TURN)
                if self._fence is not None:
                    await _pass(self._fence, tables)
                yield tables

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Tables]:
        """Read one consistent state; writing on it fails. Raises StorageBusy."""
        with self.engine.clear_failures():
            async with self.engine.reading() as connection:
                yield self._tables(connection)

    @asynccontextmanager
    async def glancing(self) -> AsyncIterator[Tables]:
        """Read what need not be of one moment: each statement sees its own. Between two of them no
        lock is held that keeps others from writing. Raises StorageBusy."""
        with self.engine.clear_failures():
            async with self.engine.glancing() as connection:
                yield self._tables(connection)

    async def let_writers_pass(self) -> None:
        """Wait until those have written who write now or wait to. For readers whom a moment costs
        less than somebody whose whisper is being taken in."""
        await self.engine.let_writers_pass()

    def even_out_times(self) -> None:
        """Call it every few seconds: no file of ours tells when a whisper came."""
        self.engine.even_out_times()

    async def version(self) -> Version | None:
        """Return what changes when something is written, by whomever. None: it cannot be told
        now."""
        elsewhere = await self.engine.written_elsewhere()
        return None if elsewhere is None else self._changes.version(elsewhere)

    async def close(self) -> None:
        await self.engine.close()

    def _tables(self, connection: AsyncConnection) -> Tables:
        return Tables(connection, self.scope)


async def _pass(fence: Fence, tables: Tables) -> None:
    claim = fence.held()
    if claim is None:
        raise LeaseLost("it is not held any more")
    await tables.leases.check(claim)


async def open_storage(address: str) -> Storage:
    """Open, migrate and check the database: a file, which is made with mode 0600, or one of a
    server. One whose schema is the newest is opened beside a program that writes.

    Raises DatabaseUnusable: no such address, damaged, another program's, newer than this program,
    not private enough, held by another program. Raises DataFolderUnusable: the file cannot be
    written."""
    if address.startswith(POSTGRESQL):
        from storage.engines.postgresql import open_postgresql  # its driver is an extra

        return Storage(await open_postgresql(address))
    return Storage(await open_sqlite(address))
