"""Several processes on one server: who is killed, stopped or told to end is followed within twenty
seconds, and nothing is posted twice."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests import servers
from tests.kills.process import ProcessTown, SottoProcess, town
from tests.kit.databases import Databases
from tests.kit.engines import databases as databases
from tests.kit.engines import server as server

pytestmark = pytest.mark.skipif(
    servers.postgresql_folder() is None and not servers.required(),
    reason="no PostgreSQL here: apt install postgresql",
)

GAP = 20.0
"""Seconds that a channel may be without whoever serves it; a busy machine starts more slowly."""
SLOW = 25.0
PATIENCE = 180.0


@pytest.fixture
async def fleet(databases: Databases, tmp_path: Path, cache: Path) -> AsyncIterator[ProcessTown]:
    with databases.fresh() as address:
        async with town(tmp_path, cache, database=address) as there:
            yield there


def another(there: ProcessTown, name: str, *arguments: str) -> SottoProcess:
    """One more process on the same database, with a folder and a log of its own."""
    environment = {**there.sotto.environment, "SOTTO_DATA": str(there.data.with_name(name))}
    return replace(
        there.sotto, environment=environment, log=there.data.with_name(f"log {name}"),
        process=None, starts=0, arguments=arguments,
    )  # fmt: skip


@asynccontextmanager
async def ended(*processes: SottoProcess) -> AsyncIterator[None]:
    try:
        yield
    finally:
        for each in processes:
            if each.running:
                each.process.send_signal(signal.SIGCONT)  # type: ignore[union-attr]
                await each.kill()


async def said(process: SottoProcess, event: str, times: int = 1) -> None:
    """Wait until its log has this line so often."""
    async with asyncio.timeout(PATIENCE):
        while process.log.read_text().count(f'"{event}"') < times:
            assert process.running, process.log.read_text()[-2000:]
            await asyncio.sleep(0.05)


async def posted(there: ProcessTown, token: str) -> None:
    await there.world.wait_until(lambda: there.posted()[token] > 0, PATIENCE)


async def test_a_second_process_stands_by_and_takes_over(fleet: ProcessTown) -> None:
    """Killed: within the lease's life. Stopped for a while: likewise, and it stands by when it goes
    on. Told to end: at once."""
    first, second = fleet.sotto, another(fleet, "second")
    async with ended(first, second):
        await fleet.start()
        second.start()
        await said(second, "standing_by")
        await fleet.confess("The first one is whisper-0001.")
        await posted(fleet, "whisper-0001")

        begun = time.monotonic()
        await first.kill()
        await said(second, "started")
        assert time.monotonic() - begun < GAP + SLOW
        await fleet.confess("After a kill comes whisper-0002.", patience=PATIENCE)
        await posted(fleet, "whisper-0002")

        first.start()
        await said(first, "standing_by")
        assert second.process is not None
        second.process.send_signal(signal.SIGSTOP)
        begun = time.monotonic()
        await said(first, "started", times=2)
        assert time.monotonic() - begun < GAP + SLOW
        await fleet.confess("After a pause comes whisper-0003.", patience=PATIENCE)
        await posted(fleet, "whisper-0003")
        second.process.send_signal(signal.SIGCONT)
        await said(second, "lease_taken")
        await said(second, "standing_by", times=2)

        begun = time.monotonic()
        assert await first.stop() == 0
        await said(second, "started", times=2)
        assert time.monotonic() - begun < SLOW, "a lease that is given back is not waited for"
        await fleet.confess("After an end comes whisper-0004.", patience=PATIENCE)
        await posted(fleet, "whisper-0004")
        assert await second.stop() == 0
        assert set(fleet.posted().values()) == {1}
        assert len(fleet.posted()) == 4


async def test_one_answers_and_of_two_that_publish_one_posts(fleet: ProcessTown) -> None:
    """The publisher is killed with whispers under way: the other one posts them, each once."""
    fleet.sotto.arguments = ("--role", "intake")
    presses = [another(fleet, name, "--role", "publish") for name in ("one", "two")]
    async with ended(fleet.sotto, *presses):
        await fleet.start()
        await fleet.confess("Nobody posts yet: whisper-0001.")
        for press in presses:
            press.start()
            await said(press, "started")
        await posted(fleet, "whisper-0001")
        for n in range(2, 6):
            await fleet.confess(f"One of several: whisper-000{n}.", patience=PATIENCE)
        begun = time.monotonic()
        await presses[0].kill()
        await fleet.confess("After the kill: whisper-0006.", patience=PATIENCE)
        await posted(fleet, "whisper-0006")
        assert time.monotonic() - begun < GAP + SLOW
        await fleet.world.wait_until(lambda: len(fleet.posted()) == 6, PATIENCE)
        assert await presses[1].stop() == 0
        assert await fleet.sotto.stop() == 0
        assert set(fleet.posted().values()) == {1}
