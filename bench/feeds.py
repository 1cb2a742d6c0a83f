"""What feeds cost where very many whispers stand, and what they cost those who write.

    python -m bench.feeds [--whispers 1000000] [--seconds 20] [--folder FOLDER] [--lean]

Every feed and several searches are asked again and again, each time of the database (what is kept
in memory for some seconds is thrown away), in a process that does nothing else; then 10 whispers a
second are taken in alone, and while 100 questions a second are answered as the bot does, in turns.
Times are by the clock, and beside them the processor time of the process, which tells more on a
machine that others use too. The yardstick is this machine's own: the time of 1,000 look-ups of one
whisper each by its number through the same storage. Pictures are not drawn: they cost what
``bench.render`` says, and no database. The database is ``bench.filled``'s.
"""

import argparse
import asyncio
import itertools
import os
import random
import secrets
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.filled import NOW, filled, word
from bot.domain.feeds.asked import Asked, Feed, Period
from bot.domain.whisper import State
from bot.flows.feeds.reading import random_card, read_page
from bot.memory.feed_orders import FeedOrders
from storage import Storage, open_storage
from tests.kit.whispers import a_whisper

Ask = Callable[[], Awaitable[object]]
_TURNS = 4
"""Of taking in alone and with readers, one after the other: a busy machine is so for both."""


@dataclass
class Times:
    """Seconds by the clock, and of the processor, of each of some questions."""

    clock: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)

    async def of(self, ask: Ask) -> None:
        began, worked = time.perf_counter(), time.process_time()
        await ask()
        self.clock.append(time.perf_counter() - began)
        self.worked.append(time.process_time() - worked)


def questions(storage: Storage, rng: random.Random, *, anew: bool) -> dict[str, Ask]:
    """``anew``: nothing is answered from memory."""
    orders = FeedOrders()

    def feed(asked: Asked) -> Ask:
        async def ask() -> object:
            if anew:
                orders.forget()
            return await read_page(asked, storage=storage, channels=[1], orders=orders, now=NOW)

        return ask

    async def by_chance() -> object:
        return await random_card(
            Asked(Feed.RANDOM), storage=storage, channels=[1], rng=rng, orders=orders
        )

    popular = {f"popular {p.name.lower()}": feed(Asked(Feed.POPULAR, p)) for p in Period}
    searches = {
        "a common word": word(0),
        "a rare word": word(40_000),
        "three letters": word(9)[:3],
        "two common words": f"{word(0)} {word(1)}",
        "common and rare": f"{word(0)} {word(30_000)}",
        "two that rarely meet": f"{word(300)} {word(301)}",
    }
    return {
        **popular,
        "latest": feed(Asked(Feed.LATEST)),
        "latest, page 8": feed(Asked(Feed.LATEST, page=7)),
        "random": by_chance,
        "tag": feed(Asked(Feed.TAG, words="#tag1")),
        **{f"search: {n}": feed(Asked(Feed.SEARCH, words=w)) for n, w in searches.items()},
    }


def p95(times: list[float]) -> float:
    """Milliseconds."""
    return sorted(times)[int(len(times) * 0.95)] * 1000


async def timed(ask: Ask, times: int) -> Times:
    found = Times()
    for _ in range(times):
        await found.of(ask)
    return found


async def yardstick(storage: Storage, whispers: int, rng: random.Random) -> float:
    """Milliseconds for one look-up, of 1,000."""

    async def look() -> None:
        async with storage.reading() as tables:
            await tables.whispers.by_number(rng.randint(1, whispers))

    return statistics.median((await timed(look, 1000)).clock) * 1000


async def intake(storage: Storage, seconds: float) -> list[float]:
    """Ten whispers a second are taken in."""
    times = []
    start = time.perf_counter()
    for n in range(int(seconds * 10)):
        await asyncio.sleep(max(0.0, start + n / 10 - time.perf_counter()))
        began = time.perf_counter()
        async with storage.transaction() as tables:
            await tables.whispers.add(
                a_whisper("I still water his plants.", state=State.POOL),
                handle_hash=secrets.token_bytes(32),
                receipt_hash=secrets.token_bytes(32),
            )
        times.append(time.perf_counter() - began)
    return times


async def readers(asked: list[Ask], until: asyncio.Event, rng: random.Random) -> list[float]:
    """A hundred questions a second, each on its own."""
    times: list[float] = []
    tasks = set()

    async def one(ask: Ask) -> None:
        began = time.perf_counter()
        await ask()
        times.append(time.perf_counter() - began)

    start = time.perf_counter()
    for n in itertools.count():
        await asyncio.sleep(max(0.0, start + n / 100 - time.perf_counter()))
        if until.is_set():
            break
        task = asyncio.create_task(one(rng.choice(asked)))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    await asyncio.gather(*tasks)
    return times


async def feeds(storage: Storage, rng: random.Random) -> None:
    print(f"{'':28} {'median':>9} {'p95':>7}   {'processor: median':>17} {'p95':>7}   (ms)")
    for name, ask in questions(storage, rng, anew=True).items():
        times = await timed(ask, 100)
        figures = [f"{each:7.1f}" for of in (times.clock, times.worked) for each in told(of)]
        print(f"{name:28} {figures[0]:>9} {figures[1]}   {figures[2]:>17} {figures[3]}")


def told(times: list[float]) -> tuple[float, float]:
    return statistics.median(times) * 1000, p95(times)


async def writers(storage: Storage, rng: random.Random, seconds: float) -> None:
    alone, together, answered = [], [], []
    asked = list(questions(storage, rng, anew=False).values())
    lasted = writing = both = 0.0
    for _ in range(_TURNS):
        worked = time.process_time()
        alone += await intake(storage, seconds / _TURNS)
        writing += time.process_time() - worked
        over = asyncio.Event()
        reading = asyncio.create_task(readers(asked, over, rng))
        began, worked = time.perf_counter(), time.process_time()
        together += await intake(storage, seconds / _TURNS)
        over.set()
        answered += await reading
        lasted += time.perf_counter() - began
        both += time.process_time() - worked
    for name, times in (("alone", alone), ("with 100 readers", together)):
        print(f"taking in, {name}: median {told(times)[0]:.1f} ms, p95 {told(times)[1]:.1f} ms")
    print(f"readers: {len(answered) / lasted:.0f} a second, p95 {p95(answered):.1f} ms")
    one = (both - writing) / len(answered) * 1000
    print(f"of the processor: {one:.1f} ms a question, {writing / len(alone) * 1000:.1f} a whisper")


async def measure(path: Path, whispers: int, seconds: float) -> None:
    rng = random.Random(2)
    storage = await open_storage(f"sqlite+aiosqlite:///{path}")
    try:
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        print(f"yardstick: one look-up {await yardstick(storage, whispers, rng):.2f} ms")
        await feeds(storage, rng)
        await writers(storage, rng, seconds)
    finally:
        await storage.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--whispers", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--folder", type=Path, help="keep the database there, and use it again")
    parser.add_argument("--lean", action="store_true", help="smaller rows, for ten million")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sotto-feeds-") as temporary:
        folder = chosen.folder or Path(temporary)
        path = filled(folder, chosen.whispers, lean=chosen.lean)
        print(f"{chosen.whispers:,} whispers, {path.stat().st_size / 1e9:.1f} GB")
        asyncio.run(measure(path, chosen.whispers, chosen.seconds))


if __name__ == "__main__":
    main()
