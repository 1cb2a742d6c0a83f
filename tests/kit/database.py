"""A database file as somebody else reads it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def rows_of(path: Path, table: str) -> list[tuple[Any, ...]]:
    """All of a table."""
    with closing(sqlite3.connect(path)) as plain:
        return plain.execute(f"SELECT * FROM {table}").fetchall()
