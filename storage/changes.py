"""Whether anything was written since: by this process or another one."""

import asyncio
import sqlite3
from pathlib import Path

import aiosqlite


class Changes:
    """A connection of its own that reads nothing but a number. Close it at the end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db: aiosqlite.Connection | None = None
        self._opening = asyncio.Lock()

    async def version(self) -> int | None:
        """Another number once any other connection has committed a change; None: it cannot be
        told now. https://www.sqlite.org/pragma.html#pragma_data_version"""
        try:
            async with self._opening:  # two who ask at once would open two, and close one
                if self._db is None:
                    address = f"{self._path.absolute().as_uri()}?mode=ro"
                    self._db = await aiosqlite.connect(address, uri=True, isolation_level=None)
                db = self._db
            async with db.execute("PRAGMA data_version") as rows:
                found = await rows.fetchone()
        except sqlite3.Error:
            return None
        return int(found[0]) if found else None

    async def close(self) -> None:
        if self._db is not None:
            await self._db.close()
            self._db = None
