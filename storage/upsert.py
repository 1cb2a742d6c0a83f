"""``INSERT … ON CONFLICT``, which SQLite and PostgreSQL spell alike and SQLAlchemy keeps apart.

Reading first and then deciding between insert and update is right only while nobody else writes:
two writers at once would both insert, or one would lose what the other counted. Here the database
decides, in one statement.
"""

from typing import TypeVar

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Item = TypeVar("Item")

AT_ONCE = 500
"""The most values named one by one in a statement: engines refuse some 32,000 parameters."""


def insert_into(db: AsyncConnection, table: Table) -> sqlite.Insert:
    """Return an insert that knows ``on_conflict_do_update`` and ``on_conflict_do_nothing``."""
    if db.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # takes long to load, and few need it

        return postgresql.insert(table)  # type: ignore[return-value]  # the same two methods
    return sqlite.insert(table)


def in_parts(items: list[Item]) -> list[list[Item]]:
    """Return pieces that are short enough for one statement each."""
    return [items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE)]
