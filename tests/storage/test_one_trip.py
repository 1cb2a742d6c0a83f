"""How often a transaction goes to the thread that talks to SQLite: each trip wakes two threads."""

import asyncio
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest

from storage import Storage
from storage.engines.one_trip import OneTripConnection, connect

pytestmark = pytest.mark.file("about the thread that talks to SQLite")


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """Grows by one with each."""
    made: list[None] = []
    execute = OneTripConnection._execute

    async def counted(connection: OneTripConnection, *given: Any, **named: Any) -> Any:
        made.append(None)
        return await execute(connection, *given, **named)

    monkeypatch.setattr(OneTripConnection, "_execute", counted)
    return made


async def test_who_reads_once_makes_two_trips_and_a_glance_one(
    storage: Storage, trips: list[None]
) -> None:
    for opened, most in ((storage.reading, 2), (storage.glancing, 1)):
        for _ in range(2):  # the first one connects
            trips.clear()
            async with opened() as tables:
                await tables.outbox.oldest()
        assert len(trips) == most


async def test_a_look_for_others_writes_makes_one_trip(storage: Storage, trips: list[None]) -> None:
    for _ in range(2):
        trips.clear()
        await storage.version()
    assert len(trips) == 1


async def test_who_reads_nothing_makes_no_trip_and_the_next_sees_what_is_new(
    storage: Storage, trips: list[None]
) -> None:
    for _ in range(2):
        trips.clear()
        async with storage.reading():
            pass
    assert not trips
    async with storage.transaction() as tables:
        await tables.runtime_settings.clean_stop.put(True)
    async with storage.glancing() as tables:
        assert await tables.runtime_settings.clean_stop.get() is True


async def test_what_was_cancelled_before_it_began_is_ended_all_the_same(tmp_path: Path) -> None:
    connection = await connect(str(tmp_path / "one.db"), isolation_level=None)
    gate = threading.Event()
    before = asyncio.create_task(connection.do(lambda _: gate.wait(60)))
    await asyncio.sleep(0)
    connection.begin_with_next()
    asked = asyncio.create_task(connection.trip(sqlite3.Cursor.execute, "SELECT 1", ()))
    await asyncio.sleep(0)
    asked.cancel()
    ended = asyncio.create_task(connection.rollback())
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(before, ended)
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert not connection.in_transaction
    await connection.close()
