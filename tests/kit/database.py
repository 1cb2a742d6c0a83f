"""Databases for tests: of the newest schema, made once for all processes and copied; and as others
read them."""

import asyncio
import hashlib
import sqlite3
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import storage
from storage import open_storage
from tests.kit.words import CACHE, locked

STORAGE = Path(storage.__file__).parent


def address(path: Path) -> str:
    """Nothing lies there yet: whoever opens it makes it."""
    return f"sqlite+aiosqlite:///{path}"


def prepared(path: Path) -> str:
    """The address of an empty database that is ready; one that is there stays."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(_empty())
    return address(path)


@cache
def _empty() -> bytes:
    """Kept for the next process too, as long as nothing changes in the room that makes it."""
    sources = (each.read_bytes() for each in sorted(STORAGE.rglob("*.py")))
    kept = CACHE / f"empty {hashlib.sha256(b''.join(sources)).hexdigest()[:16]}.db"
    with locked():
        if not kept.exists():
            with tempfile.TemporaryDirectory(dir=CACHE) as folder, ThreadPoolExecutor(1) as other:
                made = Path(folder) / "sotto.db"
                other.submit(asyncio.run, _make(made)).result()  # a loop of its own
                made.rename(kept)
        return kept.read_bytes()


async def _make(path: Path) -> None:
    await (await open_storage(address(path))).close()


def rows_of(path: Path, table: str) -> list[tuple[Any, ...]]:
    """All of a table."""
    with closing(sqlite3.connect(path)) as plain:
        return plain.execute(f"SELECT * FROM {table}").fetchall()
