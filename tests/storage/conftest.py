"""A real database in a temporary folder, and whispers to put into it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import Storage, open_storage
from tests.kit.whispers import address


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await open_storage(address(tmp_path / "sotto.db"))
    yield opened
    await opened.close()
