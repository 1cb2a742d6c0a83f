"""The shared memory's server: looked at before it is used, away for a while, and back."""

import signal
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import MemoryUnusable
from bot.memory.away import MemoryAway
from bot.memory.identity import Purpose
from bot.memory.near_duplicates import Similarity
from bot.memory.shared.look import MemoryLook, look_at
from bot.memory.shared.maker import SharedMemory
from bot.memory.shared.store import KEY, SharedStore, client_of
from tests.kit.memories import need_valkey, opened
from tests.servers import ValkeyServer, valkey

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def fragile() -> Iterator[ValkeyServer]:
    """One that a test may kill."""
    need_valkey()
    with valkey() as running:
        yield running


def a_look(**settings: str) -> MemoryLook:
    wanted = {"save": "", "appendonly": "no", "maxmemory-policy": "noeviction"}
    wanted |= {"slowlog-max-len": "0"}
    named = {name.replace("_", "-"): value for name, value in settings.items()}
    return MemoryLook("7.0.15", "master", 0, wanted | named)


@pytest.mark.parametrize(
    ("look", "mend"),
    [
        (a_look(save="3600 1"), 'CONFIG SET save ""'),
        (a_look(appendonly="yes"), "CONFIG SET appendonly no"),
        (a_look(maxmemory_policy="allkeys-lru"), "CONFIG SET maxmemory-policy noeviction"),
        (a_look(slowlog_max_len="128"), "CONFIG SET slowlog-max-len 0"),
        (
            a_look(commandlog_large_request_max_len="128"),
            "CONFIG SET commandlog-large-request-max-len 0",
        ),
        (MemoryLook("7", "slave", 0, a_look().config), "REPLICAOF NO ONE"),
        (MemoryLook("7", "master", 1, a_look().config), "SOTTO_MEMORY_REPLICAS"),
        (MemoryLook("", "master", 0, None), "CONFIG GET"),
    ],
)
def test_what_keeps_more_than_memory_is_refused_with_what_mends_it(
    look: MemoryLook, mend: str
) -> None:
    [said] = look.refusals(replicas=False)
    assert mend in said


def test_a_copy_may_be_allowed_and_a_good_server_is_fine() -> None:
    assert MemoryLook("7", "master", 1, a_look().config).refusals(replicas=True) == []
    assert a_look().refusals(replicas=False) == []


async def test_what_a_refusal_names_mends_a_real_server() -> None:
    need_valkey()
    with valkey(save="3600 1", appendonly="yes", slowlog_max_len="128") as server:
        store = SharedStore(server.address)
        with pytest.raises(MemoryUnusable) as refused:
            await store.open()
        client = client_of(server.address)
        for line in str(refused.value).splitlines():
            command = line.rpartition(": ")[2].replace('""', "").split(" ")
            await client.execute_command(*command)
        assert (await look_at(client)).refusals(replicas=False) == []
        await client.aclose()
        await store.open()
        await store.close()


async def test_who_cannot_be_reached_is_told_at_the_start(fragile: ValkeyServer) -> None:
    fragile.stop()
    store = SharedStore(fragile.address)
    with pytest.raises(MemoryUnusable, match="cannot be reached"):
        await store.open()
    await store.close()


async def test_two_processes_agree_on_the_key_and_on_everybody(valkey_server: ValkeyServer) -> None:
    async with opened(valkey_server) as one, opened(valkey_server, empty=False) as two:
        mia = await one.routes().issue(7, NOW)
        assert await two.routes().resolve(mia, NOW) == 7
        assert two.routes().tag(mia, Purpose.WORDS) == one.routes().tag(mia, Purpose.WORDS)
        counted = [each.tally("whispers", most=1, within=HOUR) for each in (one, two)]
        assert [await each.take(b"mia", NOW) for each in counted] == [None, NOW + HOUR]
        seen = [each.near_duplicates("whispers") for each in (one, two)]
        await seen[0].note("all of the same words, word for word, by two people", b"mia", NOW)
        again = "all of the same words, word for word, by two people"
        assert await seen[1].look(again, b"noah", NOW) is Similarity.NEAR


async def test_everything_has_an_end(shared: SharedMemory, valkey_server: ValkeyServer) -> None:
    """Whatever nobody asks for any more leaves by itself; but the key is for the server's life."""
    await live(shared)
    client = client_of(valkey_server.address)
    names = [name for name in await client.keys("*") if name != KEY]
    lives = [await client.pttl(name) for name in names]
    await client.aclose()
    assert len(names) > 15
    month = timedelta(days=31).total_seconds() * 1000
    assert all(0 < life <= month for life in lives)


async def live(memory: SharedMemory) -> None:
    """Something of each kind."""
    routes = memory.routes()
    mia = await routes.issue(7, NOW)
    await routes.choose(mia, "fr", NOW)
    await memory.kept("things", HOUR).put("a", 1, NOW)
    await memory.tally("whispers", most=1, within=HOUR).take(b"mia", NOW)
    for number in range(14):
        await memory.allowance(3).ask(b"mia", number, NOW, draft=True, picture=True)
    await memory.votes(1).cast("remove 12", b"ann", "yes")
    await memory.near_duplicates("whispers").note("words", b"mia", NOW)
    authors = memory.authors(life=HOUR, bannable=HOUR)
    await authors.note(KEY_OF_ONE, mia, NOW)
    await authors.show([KEY_OF_ONE], NOW)
    await memory.reporters(1).reported(b"mia", (12, "cruel"), NOW)


KEY_OF_ONE = bytes(16)  # type: ignore[var-annotated]


async def test_it_goes_away_and_comes_back_empty(fragile: ValkeyServer) -> None:
    """As after a restart of the bot: nobody is known, and everything goes on."""
    async with opened(fragile) as memory:
        routes, tally = memory.routes(), memory.tally("whispers", most=1, within=HOUR)
        near = memory.near_duplicates("whispers")
        mia = await routes.issue(7, NOW)
        await tally.take(b"mia", NOW)
        await near.note("the same words as before, and many of them", b"mia", NOW)
        assert await near.look("the same words as before, and many of them", b"x", NOW)
        fragile.stop(signal.SIGKILL)
        assert not await eventually(memory, there=False)
        with pytest.raises(MemoryAway):
            await routes.issue(7, NOW)
        fragile.start()
        assert await eventually(memory, there=True)
        assert await routes.resolve(mia, NOW) is None
        assert await routes.issue(7, NOW) != mia
        assert await tally.take(b"mia", NOW) is None
        again = "the same words as before, and many of them"
        assert await near.look(again, b"noah", NOW) is Similarity.NEW
        assert memory.store.age < 60


async def test_who_slept_through_a_new_beginning_is_told_by_the_first_question(
    fragile: ValkeyServer,
) -> None:
    """Two processes never go on under two keys: limits and deletions would be two."""
    async with opened(fragile) as sleeper:
        fragile.stop(signal.SIGKILL)
        fragile.start()
        async with opened(fragile, empty=False) as other:
            mia = await other.routes().issue(7, NOW)
            with pytest.raises(MemoryAway):
                await sleeper.routes().issue(7, NOW)
            assert await eventually(sleeper, there=True)
            assert await sleeper.routes().issue(7, NOW) == mia


async def test_it_is_not_used_once_it_begins_to_write(fragile: ValkeyServer) -> None:
    async with opened(fragile) as memory:
        fragile.stop(signal.SIGKILL)
        fragile.start(appendonly="yes")
        assert not await eventually(memory, there=False)
        with pytest.raises(MemoryAway):
            await memory.routes().issue(7, NOW)
        client = client_of(fragile.address)
        assert await client.keys("*") == []
        await client.config_set("appendonly", "no")
        await client.aclose()
        assert await eventually(memory, there=True)


async def test_a_full_server_takes_nothing_more_and_forgets_nothing(
    shared: SharedMemory, valkey_server: ValkeyServer
) -> None:
    client, kept = client_of(valkey_server.address), shared.kept("things", HOUR)
    await kept.put("a", 1, NOW)
    await client.config_set("maxmemory", "1")
    try:
        with pytest.raises(MemoryAway):
            await kept.put("b", 2, NOW)
    finally:
        await client.config_set("maxmemory", "0")
        await client.aclose()
    assert await eventually(shared, there=True)
    assert await kept.get("a", NOW) == 1


async def test_a_password_is_read_from_its_file_alone(fragile: ValkeyServer) -> None:
    client = client_of(fragile.address)
    await client.config_set("requirepass", "hush")
    await client.aclose()
    wrong = SharedStore(fragile.address)
    with pytest.raises(MemoryUnusable):
        await wrong.open()
    await wrong.close()
    store = SharedStore(fragile.address, password="hush")
    await store.open()
    assert await store.ready()
    await store.close()


def test_the_servers_socket_is_in_a_folder_of_its_own(valkey_server: ValkeyServer) -> None:
    """What these tests start can be reached by nobody else."""
    assert stat.S_IMODE(valkey_server.folder.stat().st_mode) == 0o700


async def eventually(memory: SharedMemory, *, there: bool) -> bool:
    """Ask until it is, or is not, there; within a bound."""
    import asyncio

    async with asyncio.timeout(10):
        while await memory.ready() is not there:
            await asyncio.sleep(0.05)
    return there
