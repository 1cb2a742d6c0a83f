"""Fonts and pictures are prepared once for all real processes of a test run."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.faults.process import Town, town


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all workers of a run; SOTTO_TEST_CACHE keeps it between runs."""
    named = os.environ.get("SOTTO_TEST_CACHE")
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    return Path(named) if named else shared / "sotto-cache"


@pytest.fixture
async def place(tmp_path: Path, cache: Path) -> AsyncIterator[Town]:
    """The bot runs, has posted ``whisper-0000`` and waits."""
    async with town(tmp_path, cache) as made:
        await made.start()
        await made.confess("whisper-0000 the first one")
        await made.world.wait_until(lambda: made.posted()["whisper-0000"], 30)
        yield made
