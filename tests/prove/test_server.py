"""Somebody seizes the machine of the PostgreSQL server too: its folder, its log before each change,
what its planner remembers, and what it has logged."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from tests import servers
from tests.prove.authors import words_of
from tests.prove.beside import Build, Days, lived
from tests.prove.examine import SETTINGS, short_day
from tests.prove.scan import Image, scan
from tests.prove.server_leaks import LOUD, SERVER_LEAKS
from tests.prove.town import PLAIN, TOKEN, ProofTown, town_of

pytestmark = [
    pytest.mark.skipif(
        servers.postgresql_folder() is None and not servers.required(),
        reason="no PostgreSQL here: apt install postgresql",
    ),
    pytest.mark.xdist_group("days on a server"),
]

PAGE = 8192
CAUGHT_BY = {
    "parameters_logged": "its log holds no words",
    "statistics_kept": "its planner remembers no words",
    "id_in_a_table": "nobody is found",
}
PEOPLE = 5


@dataclass
class Seized:
    """A town, its server, and what lay there before anybody came."""

    town: ProofTown
    server: servers.PostgresqlServer
    before: frozenset[bytes]

    def pages(self) -> Image:
        """Every page of the server's files that was not there before, by file."""
        image = Image()
        for path in sorted((self.server.folder / "data").rglob("*")):
            if path.is_file():
                new = [page for page in _pages(path) if page not in self.before]
                if new:
                    image.add(f"server: {path.relative_to(self.server.folder)}", b"".join(new))
        image.add("server: log", self.server.log)
        return image


def _pages(path: Path) -> list[bytes]:
    data = path.read_bytes()
    return [data[at : at + PAGE] for at in range(0, len(data), PAGE)]


async def _say(server: servers.PostgresqlServer, database: str, *statements: str) -> list[Any]:
    connection = await asyncpg.connect(host=str(server.folder), user="postgres", database=database)
    try:
        return [await connection.fetch(each) for each in statements]
    finally:
        await connection.close()


@asynccontextmanager
async def seized_town(folder: Path) -> AsyncIterator[Seized]:
    loud = LOUD if folder.name.startswith("parameters_logged") else {}
    with servers.postgresql(**loud) as server:
        await _say(server, "postgres", "CREATE ROLE sotto LOGIN")
        await _say(
            server, "postgres", "CREATE DATABASE sotto OWNER sotto TEMPLATE template0", "CHECKPOINT"
        )
        files = [path for path in (server.folder / "data").rglob("*") if path.is_file()]
        before = frozenset(page for path in files for page in _pages(path)) | {bytes(PAGE)}
        async with town_of(folder, PEOPLE) as town:
            yield Seized(town, server, before)


async def day_on_a_server(seized: Seized, build: Build) -> set[str]:
    """The promises that did not hold."""
    town, server = seized.town, seized.server
    program = PLAIN if build is None else ("tests.prove.server_leaks", build)
    more = {**SETTINGS, "SOTTO_DATABASE": server.address("sotto"), "SOTTO_DRAFT_TTL": "30s"}
    await town.start(program=program, **more)
    await short_day(town)
    await _say(server, "sotto", "ANALYZE", "CHECKPOINT")
    broken = set()
    pages = seized.pages()
    for words in ("told nobody why", *(words_of(n, "burnt") for n in range(PEOPLE))):
        if words in pages.parts["server: log"].decode(errors="replace"):
            broken.add("its log holds no words")
        [remembered] = await _say(server, "sotto", "SELECT s::text AS kept FROM pg_statistic AS s")
        if any(words in row["kept"] for row in remembered):
            broken.add("its planner remembers no words")
    image = town.image()
    image.parts |= pages.parts
    secrets = [TOKEN.encode(), *await _values(server)]
    hits = await asyncio.to_thread(scan, image, town.suspects, secrets=secrets)  # others go on
    if hits:
        broken.add("nobody is found")
    if "server: data/pg_wal" not in " ".join(pages.parts):
        raise AssertionError("nothing of the server was searched")
    return broken


async def _values(server: servers.PostgresqlServer) -> list[bytes]:
    """Whatever in its tables could be a key."""
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    [named] = await _say(server, "sotto", tables)
    rows = [row for each in named for row in (await _say(server, "sotto", _all(each[0])))[0]]
    found = {value for row in rows for value in row.values() if isinstance(value, bytes)}
    return [value for value in found if 16 <= len(value) <= 64]


def _all(table: str) -> str:
    return f'SELECT * FROM "{table}"'


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def days(tmp_path_factory: pytest.TempPathFactory) -> Days[set[str]]:
    return await lived(CAUGHT_BY, seized_town, day_on_a_server, tmp_path_factory.mktemp("server"))


def test_a_day_on_a_server_leaves_nobody_in_its_folder_log_and_statistics(
    days: Days[set[str]], figure: Callable[[str, object], None]
) -> None:
    assert days.of(None) == set()
    figure("server: promises broken", 0)


@pytest.mark.parametrize("leak", CAUGHT_BY)
def test_a_build_that_tells_its_server_more_is_caught(
    leak: str, days: Days[set[str]], figure: Callable[[str, object], None]
) -> None:
    broken = days.of(leak)
    figure(f"broken build: {leak}", "caught: " + ", ".join(sorted(broken)))
    assert CAUGHT_BY[leak] in broken


def test_each_of_them_has_a_proof_that_is_to_catch_it() -> None:
    assert SERVER_LEAKS.keys() == CAUGHT_BY.keys()
