"""What several processes bring on one PostgreSQL server, beside the same on a file.

    python -m bench.scale [--seconds 10] [--workers 1,2,4]

Take-ins a second: each worker is a process that publishes drafts through the flow, one after the
other and four at a time, as fast as it can; nothing is drawn and no Telegram is asked. A file has
one process. Statements: what one whisper says to the database, its transactions' BEGIN left out.
Log: bytes that the server writes ahead for one whisper on its whole way, without the pages that it
copies after a checkpoint.
The gap: how long a lease is without a holder whose process was killed. The server does not wait
for its disk (as in the tests), a file does.
"""

import argparse
import asyncio
import itertools
import os
import random
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bench.running import run
from bot.domain.mixing import INSTANT
from bot.domain.receipts import new_code
from bot.flows.authors.release import release_due
from bot.flows.authors.submit import Accepted, submit
from bot.flows.publishing.publish import publish_next
from bot.flows.publishing.publisher import Tempo
from bot.flows.react import record_reactions
from bot.jobs.leases import LIFE, LeaseKeeper, posting
from storage import Storage, open_storage
from tests import servers
from tests.flows.test_submit import RULES, Author, reading_of, state_of
from tests.kit.database import prepared
from tests.kit.databases import databases_of
from tests.kit.works import CHAT, START, make_works
from tests.storage.interleaved import listening

AT_ONCE = 4
_NAME = posting(CHAT)
_FIRST, _WAYS = 20, 100
_WRITTEN = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint"


async def take_in(storage: Storage, n: int) -> None:
    author = Author(storage, most=1_000_000)
    draft = author.draft(f"I still think of the summer of {n}, and told nobody.")
    reading = reading_of(draft)
    end = await submit(
        draft, reading, state_of(reading, secrets.token_bytes(12)),
        code=new_code(random.SystemRandom()), storage=storage, routes=author.routes,
        memory=author.memory, rules=replace(RULES, pace=timedelta(0)), now=START,
    )  # fmt: skip
    assert isinstance(end, Accepted), end


async def work(address: str, seconds: float) -> None:
    """One worker: says how many it took in."""
    storage = await open_storage(address)
    await take_in(storage, 0)  # the first one loads lists
    print("ready", flush=True)
    sys.stdin.readline()
    counted, end = itertools.count(1), time.monotonic() + seconds

    async def one() -> int:
        done = 0
        while time.monotonic() < end:
            await take_in(storage, next(counted))
            done += 1
        return done

    print(sum(await asyncio.gather(*(one() for _ in range(AT_ONCE)))))
    await storage.close()


async def take_ins(address: str, workers: int, seconds: float) -> float:
    """A second, by all of them together."""
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.scale", "--work", address, "--seconds", str(seconds),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        for _ in range(workers)
    ]  # fmt: skip
    for each in processes:
        assert each.stdout is not None
        assert (await each.stdout.readline()).strip() == b"ready"
    for each in processes:
        assert each.stdin is not None
        each.stdin.write(b"\n")
    ends = [await each.communicate() for each in processes]
    return sum(int(out) for out, _err in ends) / seconds


async def statements(address: str) -> dict[str, int]:
    """Of one whisper: taken in, released and posted, loved once."""
    storage = await open_storage(address)
    works = make_works(storage)
    press = replace(works.press, tempo=Tempo(pace=timedelta(0)))
    found: dict[str, int] = {}
    for _ in range(2):  # the first learns what the channel holds
        for name, does in (
            ("to take in", lambda: take_in(storage, 1)),
            ("to release", lambda: _release(storage)),
            ("to post", lambda: publish_next(press)),
            ("to count a reaction", lambda: _react(storage)),
        ):
            with listening(storage) as said:
                await does()
            found[name] = sum(not each.startswith("BEGIN") for each in said.statements)
        while await publish_next(press):
            pass
    await storage.close()
    return found


async def write_ahead(address: str) -> float:
    """Bytes of the server's log of one whisper: taken in, released, posted, loved once."""
    storage = await open_storage(address)
    works = make_works(storage)
    press = replace(works.press, tempo=Tempo(pace=timedelta(0)))

    async def written() -> int:
        async with storage.engine.reader.begin() as connection:
            found = await connection.exec_driver_sql(_WRITTEN)
            return int(found.scalar_one())

    async def whole_way(n: int) -> None:
        await take_in(storage, n)
        await _release(storage)
        while await publish_next(press):
            pass
        await _react(storage)

    for n in range(_FIRST):
        await whole_way(n)
    before = await written()
    for n in range(_FIRST, _FIRST + _WAYS):
        await whole_way(n)
    found = (await written() - before) / _WAYS
    await storage.close()
    return found


async def _release(storage: Storage) -> None:
    await release_due(storage=storage, now=START, mixing=INSTANT, rng=random.Random(1))


async def _react(storage: Storage) -> None:
    await record_reactions(storage=storage, chat_id=CHAT, message_id=2, counts={"❤": 1}, date=START)


async def hold(address: str) -> None:
    """A process that holds a lease until it is killed."""
    storage = await open_storage(address)
    async with LeaseKeeper(storage).kept() as keeper:
        await keeper.any_of([_NAME], asyncio.Event())
        print("ready", flush=True)
        await asyncio.sleep(3600)


async def gap(address: str) -> float:
    """Seconds from a kill until another holds what the killed one held."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.scale", "--hold", address,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdout is not None
    assert (await process.stdout.readline()).strip() == b"ready"
    storage = await open_storage(address)
    async with LeaseKeeper(storage).kept() as keeper:
        process.kill()
        killed = time.monotonic()
        await process.wait()
        async with asyncio.timeout(2 * LIFE.total_seconds()):
            await keeper.any_of([_NAME], asyncio.Event())
        waited = time.monotonic() - killed
    await storage.close()
    return waited


@contextmanager
def a_server() -> Iterator[Callable[[], str]]:
    """A server; each call makes another database on it and returns its address."""
    with servers.postgresql() as server, databases_of(server) as databases, ExitStack() as last:
        yield lambda: last.enter_context(databases.fresh())


async def compare(workers: list[int], seconds: float) -> None:
    with tempfile.TemporaryDirectory(prefix="sotto-bench-") as folder:
        file = prepared(Path(folder) / "sotto.db")
        other = prepared(Path(folder) / "other.db")
        with a_server() as fresh:
            print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
            print("| take-ins a second | workers | |\n|---|--:|--:|")
            print(f"| file | 1 | {await take_ins(file, 1, seconds):.0f} |", flush=True)
            for count in workers:
                rate = await take_ins(fresh(), count, seconds)
                print(f"| server | {count} | {rate:.0f} |", flush=True)
            on_file, on_server = await statements(other), await statements(fresh())
            print("\n| statements | file | server |\n|---|--:|--:|")
            for name, count in on_file.items():
                print(f"| {name} | {count} | {on_server[name]} |")
            print(f"\nlog of one whisper: {await write_ahead(fresh()):,.0f} bytes")
            gaps = [await gap(fresh()) for _ in range(3)]
            print(f"\ngap after a kill: {statistics.median(gaps):.1f} s ({max(gaps):.1f} at most)")


def main() -> None:
    parser = argparse.ArgumentParser(description="Several processes on one server.")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--workers", default="1,2,4")
    parser.add_argument("--work", metavar="ADDRESS", help=argparse.SUPPRESS)
    parser.add_argument("--hold", metavar="ADDRESS", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.work:
        run(work(chosen.work, chosen.seconds))
    elif chosen.hold:
        run(hold(chosen.hold))
    else:
        run(compare(list(map(int, chosen.workers.split(","))), chosen.seconds))


if __name__ == "__main__":
    main()
