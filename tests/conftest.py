"""Fixtures that every test may use: a Telegram of its own, with and without HTTP."""

import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import hypothesis
import pytest

from bot import logs
from bot.sandbox import Server, World, serve
from tests.kit import compiled
from tests.kit.cache import prepared
from tests.kit.plans import explained

hypothesis.settings.register_profile("sotto", deadline=None)  # a busy machine fails no test
hypothesis.settings.load_profile("sotto")

compiled.share()

SLOWEST_FIRST = ("demo", "prove", "kills", "darkroom", "journeys", "cards")
"""Rooms whose tests take longest: none of them may be alone at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {room: place for place, room in enumerate(SLOWEST_FIRST)}
    items.sort(key=lambda item: order.get(item.path.parent.name, len(order)))
    for item in items:  # a proof gets no second chance, whatever the others get
        if item.path.parent.name == "prove":
            item.add_marker(pytest.mark.flaky(reruns=0))


@pytest.fixture(scope="session")
def cache() -> Path:
    """A folder for SOTTO_CACHE with all pictures painted."""
    return prepared()


@pytest.fixture(autouse=True)
def _log_level(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that a test runs in this process set the log's level for the process: undone."""
    monkeypatch.setattr(logs, "_threshold", logs._threshold)


@pytest.fixture(autouse=True)
def _plans(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever the bot asks its tables is explained, in the rooms whose tests use them all."""
    if request.path.parent.name not in ("flows", "journeys", "operator"):
        yield
        return
    with explained():
        yield


@pytest.fixture
def world() -> Iterator[World]:
    """An empty sandbox world; its clock runs and can be skipped forward:
    ``world.clock.skip(timedelta(hours=1))``. Add a bot, people and chats to it."""
    world = World()
    yield world
    for bot in world.bots.values():
        bot.inbox.stop_poll(quietly=True)


@pytest.fixture
async def server(world: World) -> AsyncIterator[Server]:
    """The Bot API of ``world`` on loopback; ``server.root`` is its address."""
    async with serve(world) as server:
        yield server


@pytest.fixture
def free_port() -> int:
    """A port of loopback on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
