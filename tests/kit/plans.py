"""Every statement that a test makes is explained, and refused if it reads a table that grows.

A bot that runs for years has millions of whispers and posts. Whatever it asks again and again must
find its rows in an index, by something that only a few share: not by the channel or a state in
which whispers end, which all of them share.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine

from storage import Storage
from storage.archive import WHOLE
from storage.places import EVERY
from storage.schema import metadata
from storage.terms import FIRST

GROWS = frozenset(
    {"whispers", "posts", "snapshots", "reactions", "reports", "featured", "replies", "threads"}
    | {
        "reply_reports",
        "terms",
        "terms_aside",
        "terms_by_number",
        "terms_by_number_aside",
        "tags",
        "standings",
        "places",
    }
)
"""Tables out of which nothing, or not all, ever leaves."""

_SHARED = frozenset({"chat", "channel", "kind"})
"""Columns that millions of rows have in common."""
_ENDS = frozenset({"released", "rejected", "removed", "withdrawn", "live", "tomb", "gone"})
"""States in which what grows comes to rest."""

ALLOWED = {
    "ORDER BY posts.message_id DESC": "walks back along the key and stops at the first that fits",
    "reports.number, reports.reason, reports.times, reports.immune, reports.light \nFROM reports "
    "\nWHERE reports.channel = ? ORDER BY": "once a batch, what readers have reported",
    "SELECT whispers.picture, whispers.style": "the last rows of an index",
    "FROM standings \nWHERE standings.channel = ? ORDER BY": "the first rows of an index",
    "FROM tags \nWHERE tags.channel = ? ORDER BY": "the first rows of an index",
    "SELECT min(standings.number)": "both ends of an index",
    FIRST: "so many, from the beginning of a table",
    "posts.file IS NOT NULL": "once, when a channel gets another poster",
    EVERY: "once, when an operator prints other places",
}
"""Parts of statements that may read more, and why."""

_ONCE = (
    "INSERT INTO channels (id, name, chat, state) VALUES (1, 'main'",  # a migration
    "INSERT INTO terms_by_number (channel, number, term) SELECT",  # another one
    'whispers.channel = ? AND whispers.state = ? ORDER BY whispers."key"',  # of tests, if at an end
    'replies.channel = ? AND replies.state = ? ORDER BY replies."key"',  # of tests, likewise
    "whispers.state IN (?, ?, ?, ?)",  # what a backup leaves out
    "whispers.state IN (?, ?, ?, ?, ?, ?, ?)",  # tests count all that there are
)


@contextmanager
def explained() -> Iterator[None]:
    """Raises AssertionError at the end for what reads too much."""
    asked: dict[str, Any] = {}

    def note(db: Any, _cursor: Any, statement: str, given: Any, _context: Any, many: bool) -> None:
        if db.dialect.name != "sqlite":
            return  # a server is asked the same
        first = given[0] if many and given else given
        asked.setdefault(_key(statement, first), (statement, first))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    refused = [told for key, each in asked.items() if (told := _look(key, *each))]
    assert not refused, "\n\n".join(refused)


@contextmanager
def asked_of(storage: Storage) -> Iterator[list[tuple[str, Any]]]:
    """Statements that read or change what is there, with their parameters."""
    seen: list[tuple[str, Any]] = []

    def note(_db: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
            seen.append((statement, parameters))

    engines = [storage.engine.reader.sync_engine, storage.engine.writer.sync_engine]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


async def plan_of(storage: Storage, asked: list[tuple[str, Any]]) -> list[str]:
    """What this very database says of them, line by line."""
    found: list[str] = []
    async with storage.engine.reader.begin() as connection:
        for statement, parameters in asked:
            given = parameters[0] if isinstance(parameters, list) else parameters
            rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
            found += [str(row[3]) for row in rows]
    return found


def _key(statement: str, given: Any) -> str:
    ends = sorted(_ENDS & {each for each in given or () if isinstance(each, str)})
    return f"{statement} {ends}"


_looked: dict[str, str | None] = {}


def _look(key: str, statement: str, given: Any) -> str | None:
    """What is wrong with it; each statement is looked at once a process."""
    if key not in _looked:
        _looked[key] = too_much(statement, given)
    return _looked[key]


def too_much(statement: str, given: Any) -> str | None:
    """Why this statement reads more the more there is. None: it does not."""
    if not re.match(r"\s*(SELECT|UPDATE|DELETE|INSERT|WITH)\b", statement):
        return None
    if any(part in statement for part in (WHOLE, *ALLOWED, *_ONCE)):
        return None
    for detail in plan(statement, given):
        table = next((each for each in GROWS if re.search(rf"\b{each}\b", detail)), None)
        if table is None:
            continue
        bound = set(re.findall(r"(\w+)[=<>]+\?", detail))
        if detail.startswith("SCAN") or "SEARCH" not in detail:
            return f"{detail}:\n{statement}"
        ends = _ENDS & {each for each in given or () if isinstance(each, str)}
        if bound <= _SHARED or (bound <= _SHARED | {"state"} and ends):
            return f"{detail} ({', '.join(sorted(ends))}):\n{statement}"
    return None


def plan(statement: str, given: Any) -> list[str]:
    """The lines of SQLite's plan that read a table, for an empty database."""
    global _database
    if _database is None:
        _database = _empty()
    try:
        rows = _database.execute(f"EXPLAIN QUERY PLAN {statement}", tuple(given or ())).fetchall()
    except (sqlite3.OperationalError, sqlite3.ProgrammingError):
        return []  # of another schema: a migration's
    return [row[3] for row in rows if row[3].startswith(("SCAN", "SEARCH"))]


_database: sqlite3.Connection | None = None


def _empty() -> sqlite3.Connection:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        metadata.create_all(connection)
        connection.commit()
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        script = "\n".join(raw.iterdump())
    engine.dispose()
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    copy.executescript(script)
    return copy
