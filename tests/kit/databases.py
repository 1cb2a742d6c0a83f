"""Databases of a real server, empty and of the newest schema.

A server makes a new one by copying three hundred files, and forgets it by deleting them: a quarter
of a second of processor time. So the next test gets the one that the last has left, emptied: tables
that hold something are made anew, so that rows lie in the order in which they come.
"""

import asyncio
import itertools
import threading
from collections.abc import Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar

import asyncpg

from storage import open_storage
from storage.revisions import TABLE as REVISION
from storage.schema import metadata
from tests.servers import STARTS_WITHIN, PostgresqlServer

T = TypeVar("T")

_TEMPLATE = "ready"
_ROLE = "sotto"
_TABLES = (*metadata.tables, REVISION)

_FILLED = " UNION ALL ".join(
    f"SELECT '{each}' WHERE EXISTS (SELECT FROM {each})" for each in _TABLES
)
_SHAPE = """
    SELECT md5(string_agg(format('%s %s %s %s', c.oid, c.relname, a.attname, a.atttypid), ','
        ORDER BY c.oid, a.attnum))
    FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace"""
"""Another number once a table, a column or an index came, went or changed its name."""
_OTHERS = """
    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""


class Loop:
    """An event loop in a thread of its own, for what outlives those of the tests."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Raises TimeoutError after a minute."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(STARTS_WITHIN)

    def end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class Emptied:
    """One database, and a connection of the server's master to it."""

    def __init__(self, name: str, master: asyncpg.Connection) -> None:
        self.name = name
        self._master = master
        self._seeds: dict[str, list[asyncpg.Record]] = {}
        self._shape = ""

    async def look(self) -> None:
        """As it is now it will be again."""
        self._shape = await self._master.fetchval(_SHAPE)
        self._seeds = {name: await self._rows(name) for name in await self._filled()}

    async def _filled(self) -> list[str]:
        return [name for (name,) in await self._master.fetch(_FILLED)]

    async def _rows(self, table: str) -> list[asyncpg.Record]:
        return list(await self._master.fetch(f"SELECT * FROM {table}"))

    async def empty(self) -> bool:
        """As it was. False: a test has changed more than rows, and it is of no use any more."""
        await self._master.execute(_OTHERS)
        if await self._master.fetchval(_SHAPE) != self._shape:
            return False
        filled = set(await self._filled())
        for name, rows in self._seeds.items():
            if name in filled and await self._rows(name) == rows:
                filled.remove(name)
            else:
                filled.add(name)
        if filled:
            await self._master.execute(f"TRUNCATE {', '.join(sorted(filled))}")
        for name in filled & self._seeds.keys():
            await self._master.copy_records_to_table(name, records=self._seeds[name])
        return True

    async def close(self) -> None:
        await self._master.close()


class Databases:
    """Those of one server that tests use."""

    def __init__(self, running: PostgresqlServer, loop: Loop, master: asyncpg.Connection) -> None:
        self._running = running
        self._loop = loop
        self._master = master
        self._free: list[Emptied] = []
        self._counted = itertools.count(1)

    @contextmanager
    def fresh(self, *, template: str = _TEMPLATE) -> Iterator[str]:
        """The address of one that nobody has ever used; ``template0``: without any table."""
        name = self._loop.run(self._create(template))
        try:
            yield self._running.address(name)
        finally:
            self._loop.run(self._drop(name))

    @contextmanager
    def empty(self) -> Iterator[str]:
        """The address of one that nobody else has, without anybody's rows."""
        database = self._free.pop() if self._free else self._loop.run(self._new())
        try:
            yield self._running.address(database.name)
        finally:
            if self._loop.run(database.empty()):
                self._free.append(database)
            else:
                self._loop.run(self._give_up(database))

    async def _create(self, template: str) -> str:
        name = f"test_{next(self._counted)}"
        await self._master.execute(f"CREATE DATABASE {name} OWNER {_ROLE} TEMPLATE {template}")
        return name

    async def _drop(self, name: str) -> None:
        await self._master.execute(f"DROP DATABASE {name} WITH (FORCE)")

    async def _new(self) -> Emptied:
        name = await self._create(_TEMPLATE)
        database = Emptied(name, await _connect(self._running, name))
        await database.look()
        return database

    async def _give_up(self, database: Emptied) -> None:
        await database.close()
        await self._drop(database.name)

    async def close(self) -> None:
        for each in self._free:
            await each.close()
        await self._master.close()


async def _connect(running: PostgresqlServer, name: str) -> asyncpg.Connection:
    return await asyncpg.connect(host=str(running.folder), user="postgres", database=name)


async def _open(running: PostgresqlServer, loop: Loop) -> Databases:
    master = await _connect(running, "postgres")
    await master.execute(f"CREATE ROLE {_ROLE} LOGIN")
    await master.execute(f"CREATE DATABASE {_TEMPLATE} OWNER {_ROLE}")
    await (await open_storage(running.address(_TEMPLATE))).close()
    return Databases(running, loop, master)


@contextmanager
def databases_of(running: PostgresqlServer) -> Iterator[Databases]:
    with ExitStack() as last:
        loop = Loop()
        last.callback(loop.end)
        databases = loop.run(_open(running, loop))
        last.callback(lambda: loop.run(databases.close()))
        yield databases
