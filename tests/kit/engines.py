"""Both engines for tests: a file, and a database of a real server, empty and of the newest schema.

A test that asks for ``engine``, or for a storage made with it, runs on both; one that is about the
file itself says so: ``@pytest.mark.file("why")``, or ``pytestmark`` for all of a module.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from storage import Storage, open_storage
from storage.archive import WHOLE
from storage.schema import metadata
from tests import servers
from tests.kit.database import prepared
from tests.kit.databases import Databases, databases_of


def engines_of(metafunc: pytest.Metafunc) -> None:
    """For ``pytest_generate_tests`` of a room."""
    if "engine" not in metafunc.fixturenames:
        return
    missing = servers.postgresql_folder() is None and not servers.required()
    server = pytest.param(
        "postgresql",
        marks=pytest.mark.skipif(missing, reason="no PostgreSQL here: apt install postgresql"),
    )
    about_the_file = metafunc.definition.get_closest_marker("file") is not None
    metafunc.parametrize("engine", ["sqlite"] if about_the_file else ["sqlite", server])


@pytest.fixture(scope="session")
def server() -> Iterator[servers.PostgresqlServer]:
    """One for all tests of this process."""
    with servers.postgresql(autovacuum="off") as running:
        yield running


@pytest.fixture(scope="session")
def databases(server: servers.PostgresqlServer) -> Iterator[Databases]:
    """Its databases."""
    with databases_of(server) as made:
        yield made


async def rows_in(storage: Storage, table: str) -> list[tuple[Any, ...]]:
    """All of a table, as it lies there."""
    async with storage.engine.reader.connect() as connection:
        found = await connection.exec_driver_sql(f"SELECT {WHOLE} * FROM {table}")
        return [tuple(row) for row in found]


async def all_kept(storage: Storage) -> bytes:
    """All bytes of the files; of a server, all that is in the tables."""
    if storage.engine.writer.dialect.name == "sqlite":
        return b"".join(file.read_bytes() for file in storage.path.parent.iterdir())
    rows = [row for table in metadata.tables for row in await rows_in(storage, table)]
    return b" ".join(
        value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row
    )


@asynccontextmanager
async def fresh_address(
    engine: str, request: pytest.FixtureRequest, folder: Path
) -> AsyncIterator[str]:
    if engine == "sqlite":
        yield prepared(folder / "sotto.db")
        return
    with request.getfixturevalue("databases").empty() as named:
        yield named


@pytest.fixture
async def database_address(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[str]:
    """An empty database that is ready, of the engine that the test runs on."""
    async with fresh_address(engine, request, tmp_path) as named:
        yield named


@pytest.fixture
async def storage(database_address: str) -> AsyncIterator[Storage]:
    """It, opened."""
    opened = await open_storage(database_address)
    yield opened
    await opened.close()
