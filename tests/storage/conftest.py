"""A real database of either engine, and whispers to put into it."""

import pytest

from tests.kit.engines import database_address as database_address
from tests.kit.engines import databases as databases
from tests.kit.engines import engines_of
from tests.kit.engines import server as server
from tests.kit.engines import storage as storage


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    engines_of(metafunc)
