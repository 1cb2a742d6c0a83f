"""Statements are compiled once for all databases of a test process.

SQLAlchemy keeps what it has compiled for each engine. The bot opens one database and keeps it open;
nearly every test here opens one of its own, and would compile everything anew. Its dialects differ
in nothing but their identity.
"""

from functools import cache

from sqlalchemy import Connection, event
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache

MANY = 2_000
"""Of statements; the bot and its tests make fewer."""


def _alike(dialect: object, other: object) -> bool:
    return type(dialect) is type(other)


@cache
def share() -> None:
    """From now on, in this process."""
    compiled: LRUCache[object, object] = LRUCache(MANY)
    SQLiteDialect_aiosqlite.__eq__ = _alike  # type: ignore[method-assign, assignment]
    SQLiteDialect_aiosqlite.__hash__ = lambda dialect: hash(type(dialect))  # type: ignore[method-assign]

    @event.listens_for(Engine, "engine_connect")
    def connected(connection: Connection) -> None:
        if isinstance(connection.dialect, SQLiteDialect_aiosqlite):
            connection.execution_options(compiled_cache=compiled)
