"""Both kinds of memory for tests: this process's, and a real server's that several share.

A test that asks for ``make`` runs on both; one that asks for ``shared``, or for ``valkey_server``,
is about the server.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio

from bot.memory.maker import LocalMemory, MemoryMaker
from bot.memory.shared.maker import SharedMemory
from bot.memory.shared.store import SharedStore, client_of
from tests.servers import ValkeyServer, valkey, valkey_program, valkey_required


def need_valkey() -> None:
    if valkey_program() is None and not valkey_required():
        pytest.skip("no Valkey on this machine: apt install redis-server")


@pytest.fixture(scope="module")
def valkey_server() -> Iterator[ValkeyServer]:
    """One for a module; each test finds it empty that opens it with ``opened``, or empties it."""
    need_valkey()
    with valkey() as running:
        yield running


async def emptied(server: ValkeyServer) -> None:
    client = client_of(server.address)
    await client.flushall()
    await client.aclose()


@asynccontextmanager
async def opened(server: ValkeyServer, *, empty: bool = True) -> AsyncIterator[SharedMemory]:
    """As one process has it."""
    if empty:
        await emptied(server)
    store = SharedStore(server.address)
    await store.open()
    try:
        yield SharedMemory(store)
    finally:
        await store.close()


@pytest_asyncio.fixture
async def shared(valkey_server: ValkeyServer) -> AsyncIterator[SharedMemory]:
    async with opened(valkey_server) as memory:
        yield memory


@pytest_asyncio.fixture(params=["local", "shared"])
async def make(request: pytest.FixtureRequest) -> AsyncIterator[MemoryMaker]:
    if request.param == "local":
        yield LocalMemory()
        return
    async with opened(request.getfixturevalue("valkey_server")) as memory:
        yield memory
