"""A real database, a channel in memory, and whispers released into the outbox."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import Storage, open_storage
from tests.kit.database import prepared
from tests.kit.outbox import release, run
from tests.kit.works import Works, make_works


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await open_storage(prepared(tmp_path / "sotto.db"))
    yield opened
    await opened.close()


@pytest.fixture
def works(storage: Storage) -> Works:
    return make_works(storage)


@pytest.fixture
async def begun(works: Works) -> None:
    """One post stands, so H is known and there is something to try a forward on."""
    await release(works, "zero")
    await run(works)
    works.channel.calls.clear()
