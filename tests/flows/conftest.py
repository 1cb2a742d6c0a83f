"""A real database of either engine, a channel in memory, and whispers released into the outbox."""

import pytest

from storage import Storage
from tests.kit.engines import database_address as database_address
from tests.kit.engines import databases as databases
from tests.kit.engines import engines_of
from tests.kit.engines import server as server
from tests.kit.engines import storage as storage
from tests.kit.outbox import release, run
from tests.kit.works import Works, make_works


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    engines_of(metafunc)


@pytest.fixture
def works(storage: Storage) -> Works:
    return make_works(storage)


@pytest.fixture
async def begun(works: Works) -> None:
    """One post stands, so H is known and there is something to try a forward on."""
    await release(works, "zero")
    await run(works)
    works.channel.calls.clear()
