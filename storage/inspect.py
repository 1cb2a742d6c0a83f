"""Look at a database without opening it for work: no migration, no write, no lock held."""

import sqlite3
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.engine import make_url

from storage.revisions import TABLE, DatabaseState, known, newest
from storage.schema import metadata

_SERVER = "postgresql"


def database_path(address: str) -> Path | None:
    """Return the file behind a ``sqlite+aiosqlite://`` address. None: a server holds the
    database."""
    return None if address.startswith(_SERVER) else Path(str(make_url(address).database))


def inspect(address: str) -> tuple[DatabaseState, str | None]:
    """Return (state, revision). ``older`` is migrated at the next start; ``newer`` will be
    refused."""
    path = database_path(address)
    if path is None:
        from storage.engines.look import look_at_once

        found = look_at_once(address)
        return found.state, found.revision
    if not path.exists() or path.stat().st_size == 0:
        return "absent", None
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            return _judge(connection)
        finally:
            connection.close()
    except sqlite3.Error:
        return "damaged", None


def _judge(connection: sqlite3.Connection) -> tuple[DatabaseState, str | None]:
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    if TABLE not in tables:
        return ("foreign" if tables else "absent"), None
    row = connection.execute(f"SELECT version_num FROM {TABLE}").fetchone()
    revision = str(row[0]) if row else None
    if revision == newest():
        return "current", revision
    return ("older" if revision in known() else "newer"), revision


def contents(path: Path, most: int = 200, only: Collection[str] = ()) -> dict[str, dict[str, Any]]:
    """Return table -> its columns, how many rows it has and the first of them, for eyes only. Empty
    when there is no database yet or it is being made. ``only``: of these tables; none: of all."""
    if not path.exists():
        return {}
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        connection.row_factory = sqlite3.Row
        try:
            return {
                table.name: _rows(connection, table, most)
                for table in metadata.sorted_tables
                if not only or table.name in only
            }
        finally:
            connection.close()
    except sqlite3.Error:
        return {}


def _rows(connection: sqlite3.Connection, table: Table, most: int) -> dict[str, Any]:
    total = connection.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0]
    rows = [
        {name: _readable(row[name]) for name in row.keys()}  # noqa: SIM118 - a sqlite3.Row
        for row in connection.execute(_first(table, most))
    ]
    return {"columns": [column.name for column in table.columns], "total": total, "rows": rows}


@cache
def _first(table: Table, most: int) -> str:
    """Return the question for the first rows: making it takes longer than the answer."""
    return str(select(table).limit(most).compile(compile_kwargs={"literal_binds": True}))


def _readable(value: Any) -> str | int | float | None:
    if isinstance(value, bytes):
        start = value[:16].hex()
        return start if len(value) <= 16 else f"{start}… ({len(value):,} bytes)"
    return value if isinstance(value, int | float | None) else str(value)
