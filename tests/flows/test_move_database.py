"""Moving between engines: everything goes along, and no bot starts on what was left."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.places.place import Place
from bot.domain.whisper import State
from bot.errors import BackupRefused, DatabaseUnusable
from bot.flows.backup import back_up, restore_into_server
from bot.flows.move_database import move_database, refuse_if_moved
from storage import Storage, open_storage
from storage.archive import EVERY_TABLE
from tests import servers
from tests.kit.database import address
from tests.kit.databases import Databases
from tests.kit.engines import rows_in
from tests.kit.outbox import release, run
from tests.kit.works import Works

pytestmark = pytest.mark.skipif(
    servers.postgresql_folder() is None and not servers.required(),
    reason="no PostgreSQL here: apt install postgresql",
)


async def filled(works: Works) -> None:
    await release(works, "one that stands")
    await run(works)
    await release(works, "one on its way")
    async with works.storage.transaction() as tables:
        await tables.runtime_settings.ban_key.put(b"key")
        lyon, now = Place("FR.84.2996944"), works.clock.now()
        await tables.places.keep({1: lyon}, now + timedelta(days=30))
        await tables.places.show({1: Place("FR")})


async def held(storage: Storage) -> dict[str, int]:
    return {name: len(await rows_in(storage, name)) for name in EVERY_TABLE}


@pytest.mark.file("it moves to a server and back")
async def test_a_move_carries_everything_there_and_back(
    works: Works, databases: Databases, tmp_path: Path
) -> None:
    await filled(works)
    before = await held(works.storage)
    with databases.empty() as there:
        await move_database(source=works.storage, address=there)
        moved = await open_storage(there)
        try:
            assert await held(moved) == before
            async with moved.reading() as tables:
                assert await tables.runtime_settings.ban_key.get() == b"key"
                assert [each.words for each in await tables.whispers.by_state(State.RELEASED)]
            await move_database(source=moved, address=address(tmp_path / "back.db"))
        finally:
            await moved.close()
    back = await open_storage(address(tmp_path / "back.db"))
    try:
        assert await held(back) == before
        for name in EVERY_TABLE:
            if name != "runtime_settings":
                assert sorted(map(repr, await rows_in(back, name))) == sorted(
                    map(repr, await rows_in(works.storage, name))
                )
    finally:
        await back.close()


async def test_what_was_left_starts_no_bot_and_is_not_moved_again(
    works: Works, tmp_path: Path
) -> None:
    await filled(works)
    await move_database(source=works.storage, address=address(tmp_path / "other.db"))
    async with works.storage.reading() as tables:
        with pytest.raises(DatabaseUnusable, match="moved to another database"):
            await refuse_if_moved(tables)
    with pytest.raises(DatabaseUnusable, match="moved to another database"):
        await move_database(source=works.storage, address=address(tmp_path / "third.db"))


async def test_a_move_into_a_database_that_holds_something_changes_neither(
    works: Works, tmp_path: Path
) -> None:
    await filled(works)
    taken = await open_storage(address(tmp_path / "taken.db"))
    async with taken.transaction() as tables:
        await tables.runtime_settings.paused.put(True)
    await taken.close()
    with pytest.raises(DatabaseUnusable, match="not empty"):
        await move_database(source=works.storage, address=address(tmp_path / "taken.db"))
    async with works.storage.reading() as tables:
        await refuse_if_moved(tables)


async def test_a_backup_of_either_engine_is_restored_into_a_server_once(
    works: Works, databases: Databases, tmp_path: Path
) -> None:
    await filled(works)
    file = tmp_path / "backup.db"
    made = await back_up(storage=works.storage, file=file)
    with databases.empty() as there:
        restored = await restore_into_server(file=file, address=there)
        assert (restored.whispers, restored.posts) == (made.whispers, made.posts) == (1, 1)
        opened = await open_storage(there)
        try:
            async with opened.reading() as tables:
                assert await tables.runtime_settings.walk_first.get()
                assert await tables.runtime_settings.ban_key.get() is None
        finally:
            await opened.close()
        with pytest.raises(BackupRefused, match="not empty"):
            await restore_into_server(file=file, address=there)
