"""Statements are compiled once for all databases of a test process.

SQLAlchemy keeps what it has compiled for each engine. The bot opens one database and keeps it open;
nearly every test here opens one of its own, and would compile everything anew. The dialects of one
kind differ in nothing but their identity: the server is one and the same.
"""

from functools import cache

from sqlalchemy import Connection, event
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache

MANY = 4_000
"""Of statements; the bot and its tests make fewer."""

_DIALECTS = (SQLiteDialect_aiosqlite, PGDialect_asyncpg)


def _alike(dialect: object, other: object) -> bool:
    return type(dialect) is type(other)


@cache
def share() -> None:
    """From now on, in this process."""
    compiled: LRUCache[object, object] = LRUCache(MANY)
    for kind in _DIALECTS:
        kind.__eq__ = _alike  # type: ignore[method-assign, assignment]
        kind.__hash__ = lambda dialect: hash(type(dialect))  # type: ignore[method-assign]

    @event.listens_for(Engine, "engine_connect")
    def connected(connection: Connection) -> None:
        if isinstance(connection.dialect, _DIALECTS):
            connection.execution_options(compiled_cache=compiled)
