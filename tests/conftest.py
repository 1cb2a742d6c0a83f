"""Fixtures that every test may use: a Telegram of its own, with and without HTTP."""

from tests.kit.words import recall_words

recall_words()  # before xdist starts its processes, and before what uses the lists is imported

# ruff: noqa: E402
import socket
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from itertools import groupby
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

WAITING = ("kills", "prove", "fleet")
"""Rooms whose tests mostly wait, for what bots in processes of their own do in their time."""

SLOWEST_FIRST = ("demo", "journeys", "darkroom", "cards")
"""Rooms whose tests take longest, of those that compute: none of them may be alone at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    rooms = defaultdict[str, list[pytest.Item]](list)
    for item in items:
        rooms[room := item.path.parent.name].append(item)
        if room == "prove":  # gets no second chance, whatever the others get
            item.add_marker(pytest.mark.flaky(reruns=0))
    waiting = [item for room in WAITING for item in rooms.pop(room, [])]
    slow = [item for room in SLOWEST_FIRST for item in rooms.pop(room, [])]
    together = [item for item in (*slow, *waiting) if item.get_closest_marker("xdist_group")]
    alone = [[item for item in each if item not in together] for each in (waiting, slow)]
    items[:] = [*together, *spread(*alone), *(item for room in rooms.values() for item in room)]


def spread(waiting: list[pytest.Item], computing: list[pytest.Item]) -> Iterator[pytest.Item]:
    """As many of those that wait before each file of the others, so that some processes compute
    whenever some wait."""
    files = [list(its) for _path, its in groupby(computing, key=lambda item: item.path)] or [[]]
    for number, file in enumerate(files):
        begin, end = (len(waiting) * n // len(files) for n in (number, number + 1))
        yield from waiting[begin:end]
        yield from file


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
