"""Every flow in four processes at once on one server: nothing is lost, doubled or taken back.

A file is written by one process alone (its folder's lock), so this is about servers.
"""

import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.domain.parcel import ParcelKind, Progress
from bot.domain.ranking import score
from bot.domain.whisper import State
from bot.flows.moderation.review import give_cards
from storage import Storage, open_storage
from tests import servers
from tests.kit import forkserver
from tests.kit.databases import Databases
from tests.kit.engines import rows_in
from tests.kit.whispers import a_whisper
from tests.kit.works import CHAT, START

pytestmark = pytest.mark.skipif(
    servers.postgresql_folder() is None and not servers.required(),
    reason="no PostgreSQL here: apt install postgresql",
)

PROCESSES = 4
ROUNDS = 3
CARDS = 16


@dataclass
class Raced:
    """What they said, and what is there."""

    storage: Storage
    folder: Path
    said: list[dict[str, Any]]

    def did(self, what: str) -> int:
        return sum(each["did"].get(what, 0) for each in self.said)


@pytest.fixture
def address(databases: Databases) -> Iterator[str]:
    with databases.fresh() as named:
        yield named


async def race(address: str, folder: Path, *flags: str) -> list[dict[str, Any]]:
    """What each process said at its end. Raises AssertionError: one of them failed."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    running = []
    for me in range(PROCESSES):
        with (folder / f"out {me}").open("wb") as out, (folder / f"err {me}").open("wb") as err:
            order = [address, str(folder), str(me), str(PROCESSES), str(ROUNDS), *flags]
            running.append(
                forkserver.start(
                    "tests.flows.racer",
                    order,
                    folder=folder,
                    environment=environment,
                    out=out.fileno(),
                    err=err.fileno(),
                )
            )
    ends = [await each.wait() for each in running]
    told = [(folder / f"err {me}").read_text()[-3000:] for me in range(PROCESSES)]
    assert ends == [0] * PROCESSES, "\n".join(told)
    return [json.loads((folder / f"out {me}").read_text()) for me in range(PROCESSES)]


async def prepare(storage: Storage) -> None:
    async with storage.transaction() as tables:
        await tables.channel_states.set(CHAT, high=0, swept=0)
        keys = []
        for n in range(CARDS):
            given = a_whisper(f"Looked at first, number {n}.", state=State.REVIEW)
            await tables.whispers.add(
                given, handle_hash=bytes([n]) * 32, receipt_hash=bytes([n]) * 32
            )
            keys.append(given.key)
        await give_cards(tables, keys, random.Random(1))


async def wrongs(raced: Raced) -> list[str]:
    """What must not be, in words. Empty: all is well."""
    wrong = [each for said in raced.said for each in said["wrong"]]

    def expect(what: str, found: object, wanted: object) -> None:
        if found != wanted:
            wrong.append(f"{what}: {found}, not {wanted}")

    storage = raced.storage
    async with storage.reading() as tables:
        everything = [each for state in State for each in await tables.whispers.by_state(state)]
        parcels = await tables.outbox.in_state(*Progress)
        high = (await tables.channel_states.of(CHAT)).high
        reports = sum(each.times for each in await tables.reports.all())
        counted = {each.what: each.times for each in await tables.daily_counts.since(START.date())}
    lines = (raced.folder / "channel").read_text().splitlines()
    posts = await rows_in(storage, "posts")
    numbers = [each.number for each in everything if each.number is not None]
    cards = [line for line in lines if line.startswith("#")]
    expect(
        "taken in, and there or taken back before they came out",
        raced.did("taken in") + CARDS - len(everything),
        erased(raced, everything),
    )
    expect("numbers", sorted(numbers), list(range(1, len(numbers) + 1)))
    drawn = sum(count for said in raced.said for _round, count in said["draws"])
    expect("drawn", len(numbers), drawn)
    per_slot = Counter(round_ for said in raced.said for round_, _count in said["draws"])
    expect("draws of one slot", max(per_slot.values()), 1)
    waiting = [each for each in parcels if each.kind is ParcelKind.CARD]
    expect("cards posted twice", [line for line, n in Counter(cards).items() if n > 1], [])
    expect("parcels of one whisper", len({each.whisper for each in waiting}), len(waiting))
    expect("left in the outbox", waiting, [])
    expect("the last message id", high, len(lines))
    expect("posts", len(posts), len(lines))
    expect("digests decided", raced.did("digests"), 1)
    expect("digests", len([line for line in lines if line.startswith("Most loved")]), 1)
    expect("reports", reports, raced.did("reports"))
    expect("reports by day", counted.get("reports", 0), raced.did("reports"))
    expect("released by day", counted.get("released"), len(numbers))
    expect("decided", raced.did("decided"), CARDS)
    expect("settled", raced.did("settled"), CARDS)
    wrong += await reactions_wrong(storage)
    return wrong


def erased(raced: Raced, everything: list[Any]) -> int:
    """Taken back while they waited: those leave no row."""
    after = sum(each.state is State.WITHDRAWN for each in everything)
    return raced.did("taken back") - after


async def reactions_wrong(storage: Storage) -> list[str]:
    """A post is worth what its newest snapshot says."""
    async with storage.engine.reader.connect() as connection:
        rows = await connection.exec_driver_sql(
            "SELECT p.message_id, p.score, s.score FROM posts p JOIN snapshots s"
            " ON s.chat = p.chat AND s.message_id = p.message_id WHERE p.state = 'live'"
        )
        found = [
            f"post {row[0]} is worth {row[1]}, not {row[2]}"
            for row in rows
            if abs(row[1] - row[2]) > 1e-9
        ]
    async with storage.reading() as tables:
        for message_id, counts in (await tables.reactions.of_all(CHAT, range(1, 500))).items():
            post = await tables.posts.by_message(CHAT, message_id)
            if post is not None and len(counts) > 2:
                found.append(f"{message_id} has two snapshots at once")
    assert score({"❤": 1}) > 0
    return found


async def test_four_processes_at_once_lose_and_double_nothing(address: str, tmp_path: Path) -> None:
    storage = await open_storage(address)
    try:
        await prepare(storage)
        said = await race(address, tmp_path)
        assert await wrongs(Raced(storage, tmp_path, said)) == []
        assert Raced(storage, tmp_path, said).did("taken in") == (4 + 3 * PROCESSES) * ROUNDS
    finally:
        await storage.close()


async def test_without_turns_the_race_is_lost(address: str, tmp_path: Path) -> None:
    """The proof proves something: a build that takes no turns is caught."""
    storage = await open_storage(address)
    try:
        await prepare(storage)
        said = await race(address, tmp_path, "--without-turns")
        assert await wrongs(Raced(storage, tmp_path, said))
    finally:
        await storage.close()
