"""A process that dies in the middle of a transaction, and leaves a journal that is still needed."""

import asyncio
import sys
from pathlib import Path

from storage.engines.journal import journal_of

DIES = """
import os, signal, sqlite3
db = sqlite3.connect(PATH, isolation_level=None)
db.execute("PRAGMA journal_mode = PERSIST")
db.execute("PRAGMA secure_delete = ON")
db.execute("PRAGMA cache_spill = 1")
db.execute("PRAGMA cache_size = 1")
db.execute("BEGIN IMMEDIATE")
db.execute("DELETE FROM whispers")
db.execute("DELETE FROM photos")
for n in range(200):
    db.execute("INSERT INTO runtime_settings VALUES (1, ?, ?)", (f"setting {n}", "x" * 4000))
os.kill(os.getpid(), signal.SIGKILL)
"""


async def die_in_a_transaction(path: Path, words: str) -> None:
    """A process is killed when it has taken everything back and not committed it; ``words`` are
    in the journal that it leaves."""
    code = DIES.replace("PATH", repr(str(path)))
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
    async with asyncio.timeout(60):
        assert await process.wait() == -9
    assert words.encode() in journal_of(path).read_bytes()
