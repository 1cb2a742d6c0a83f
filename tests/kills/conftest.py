"""A town in which the bot is up."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.kills.process import ProcessTown, town


@pytest.fixture
async def place(tmp_path: Path, cache: Path) -> AsyncIterator[ProcessTown]:
    """The bot runs, has posted ``whisper-0000`` and waits."""
    async with town(tmp_path, cache) as made:
        await made.start()
        await made.confess("whisper-0000 the first one")
        await made.world.wait_until(lambda: made.posted()["whisper-0000"], 30)
        yield made
