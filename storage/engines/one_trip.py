"""A connection whose statements go to SQLite's thread once each.

aiosqlite makes a cursor, executes, fetches and closes in four trips to the thread that talks to
SQLite and back, and each wakes that thread and the event loop. SQLAlchemy wants all rows at once
anyway, so one trip does all four. A transaction begins in the trip of its first statement, and
where none is open none is ended."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any, TypeVar

import aiosqlite

Rows = list[Any]
Result = TypeVar("Result")


class OneTripCursor:
    """The cursor of aiosqlite, as far as SQLAlchemy uses it."""

    def __init__(self, connection: "OneTripConnection") -> None:
        self._connection = connection
        self._rows: Rows = []
        self.description: tuple[Any, ...] | None = None
        self.lastrowid: int | None = None
        self.rowcount = -1

    async def __aenter__(self) -> "OneTripCursor":
        return self

    async def execute(self, statement: str, given: Sequence[Any] = ()) -> None:
        await self._ask(sqlite3.Cursor.execute, statement, given)

    async def executemany(self, statement: str, given: Sequence[Sequence[Any]]) -> None:
        await self._ask(sqlite3.Cursor.executemany, statement, given)

    async def fetchall(self) -> Rows:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Do nothing: it was closed in its only trip."""

    async def _ask(self, how: Any, statement: str, given: Any) -> None:
        self.description, self.lastrowid, self.rowcount, self._rows = await self._connection.trip(
            how, statement, given
        )


class OneTripConnection(aiosqlite.Connection):
    _asked = _done = 0
    """Pieces of work that were brought to the thread, and that it has done."""
    _begins = ""
    """The statement that begins a transaction before the next one; empty: none."""

    def begin_with_next(self, how: str = "BEGIN") -> None:
        """Begin a transaction in the trip of its first statement, which is when SQLite decides what
        state a reader sees."""
        self._begins = how

    async def commit(self) -> None:
        self._begins = ""
        if self._may_be_open:
            await super().commit()

    async def rollback(self) -> None:
        self._begins = ""
        if self._may_be_open:
            await super().rollback()

    @property
    def _may_be_open(self) -> bool:
        """Whether a transaction is open, or one that was cancelled may yet begin it."""
        return self._asked != self._done or self._conn.in_transaction

    async def _execute(self, fn: Any, *args: Any, **named: Any) -> Any:
        def work() -> Any:
            try:
                return fn(*args, **named)
            finally:
                self._done += 1

        self._asked += 1
        return await super()._execute(work)  # type: ignore[no-untyped-call]

    def cursor(self) -> OneTripCursor:  # type: ignore[override]
        return OneTripCursor(self)

    def _begin(self, connection: sqlite3.Connection, how: str) -> None:
        """Begin in SQLite's thread. Where that fails, the next statement has to begin, not to stand
        outside of any transaction."""
        try:
            connection.execute(how)
        except sqlite3.Error:
            self._begins = how
            raise

    async def trip(self, how: Any, statement: str, given: Any) -> tuple[Any, Any, int, Rows]:
        """Return (description, last row's id, rows changed, rows)."""

        begins, self._begins = self._begins, ""

        def ask(connection: sqlite3.Connection) -> tuple[Any, Any, int, Rows]:
            if begins:
                self._begin(connection, begins)
            with closing(connection.cursor()) as cursor:
                how(cursor, statement, given)
                rows = cursor.fetchall() if cursor.description else []
                return cursor.description, cursor.lastrowid, cursor.rowcount, rows

        return await self.do(ask)

    async def do(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Do some work in SQLite's thread. It is done to its end, whoever is cancelled."""
        done: Result = await self._execute(work, self._conn)
        return done


def connect(database: str, **options: Any) -> OneTripConnection:
    """Return a connection, to be awaited. For SQLAlchemy's ``async_creator_fn``; options are
    sqlite3's."""
    connection = OneTripConnection(lambda: sqlite3.connect(database, **options), 64)
    connection._thread.daemon = True  # as SQLAlchemy has it: it ends with the process
    return connection
