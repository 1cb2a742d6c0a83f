"""Services, a folder, and somebody who fetches without waiting."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from bot.cards.photographs.fetching import SHORTEST_COPY, Fetch
from bot.cards.photographs.folder import PhotographFolder
from bot.cards.photographs.services import SERVICES
from bot.cards.photographs.visitor import Visitor
from bot.darkroom.photo import adopt
from tests.kit.photo_services import PhotoServices, Shot, photo_services


@pytest.fixture
def services() -> Iterator[PhotoServices]:
    """Eight good shots; a test changes ``shots`` as it needs."""
    with photo_services([Shot(number) for number in range(1, 9)]) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> PhotographFolder:
    return PhotographFolder(tmp_path / "photographs")


class Naps:
    """Time that passes by sleeping alone."""

    def __init__(self) -> None:
        self.moment = time.time()  # files bear the machine's time
        self.slept: list[float] = []

    def now(self) -> float:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += seconds


@pytest.fixture
def naps() -> Naps:
    return Naps()


Fetching = Callable[..., Fetch]


@pytest.fixture
def fetching(
    services: PhotoServices, folder: PhotographFolder, naps: Naps, tmp_path: Path
) -> Fetching:
    """``fetching("pexels", credited=True)``: a fetch from that service, ready to run."""

    def made(source: str = "openverse", *, credited: bool = False, contact: str = "") -> Fetch:
        service = SERVICES[source](root=services.root)
        answers = tmp_path / "searches"
        visitor = Visitor(service.pause, answers, contact, naps.sleep, naps.now)
        develop = partial(adopt, smallest=SHORTEST_COPY)
        return Fetch(service, visitor, folder, develop, "a-key-of-ours", credited)

    return made
