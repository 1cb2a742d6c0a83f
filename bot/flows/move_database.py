"""Move a stopped installation to another database: from a file to a server, or back.

Unlike a backup it carries everything: what waits, who is banned, and what is still on its way. The
database that it leaves is marked, so that no bot starts on it by mistake and posts all of it again;
its words stay until the operator deletes it.
"""

from dataclasses import dataclass

from bot.errors import DatabaseUnusable
from storage import Storage, Tables, open_storage
from storage.archive import EVERY_TABLE


@dataclass(frozen=True, slots=True)
class DatabaseMoved:
    rows: int


async def move_database(*, source: Storage, address: str) -> DatabaseMoved:
    """Copy every row in one transaction, then mark the old database. Raises DatabaseUnusable: the
    other one cannot be used or is not empty, or this one was moved before."""
    async with source.reading() as tables:
        await refuse_if_moved(tables)
        if at_work := {lease.holder for lease in (await tables.leases.all()).alive}:
            raise DatabaseUnusable(
                f"{len(at_work)} still work on this database. Stop each of them, or wait for "
                "fifteen seconds if they were killed."
            )
    target = await open_storage(address)
    try:
        async with target.transaction() as tables:
            if not await tables.archive.is_empty():
                raise DatabaseUnusable("The other database is not empty. Name one that is.")
            await tables.archive.clear()
            rows = 0
            for name in EVERY_TABLE:
                rows += await _copy_table(source, tables, name)
    finally:
        await target.close()
    async with source.transaction() as tables:
        await tables.runtime_settings.moved_away.put(True)
    return DatabaseMoved(rows)


async def _copy_table(source: Storage, target: Tables, name: str) -> int:
    copied, last = 0, None
    while True:
        async with source.reading() as tables:
            rows = await tables.archive.every_page(name, last)
        if not rows:
            return copied
        await target.archive.fill(name, rows)
        copied, last = copied + len(rows), rows[-1]


async def refuse_if_moved(tables: Tables) -> None:
    """Raises DatabaseUnusable: all of it went to another database."""
    if await tables.runtime_settings.moved_away.get():
        raise DatabaseUnusable(
            "This installation was moved to another database (sotto move). Set SOTTO_DATABASE to "
            "that one, and delete this one."
        )
