"""A real database in a temporary folder, and whispers to put into it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import Storage, open_storage
from tests.kit.database import prepared


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await open_storage(prepared(tmp_path / "sotto.db"))
    yield opened
    await opened.close()
