"""What feeds cost where very many whispers stand, and what they cost those who write.

    python -m bench.feeds [--whispers 1000000] [--seconds 20] [--folder FOLDER]

Every feed and several searches are asked again and again, each time of the database (what is kept
in memory for some seconds is thrown away), in a process that does nothing else; then 10 whispers a
second are taken in alone, and while 100 questions a second are answered as the bot does. Words
follow Zipf's law over 60,000, with 24 a whisper. The yardstick is this machine's own: the time of
1,000 look-ups of one whisper each by its number through the same storage. Pictures are not drawn:
they cost what ``bench.render`` says, and no database.
"""

import argparse
import asyncio
import bisect
import itertools
import random
import secrets
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.feeds.asked import Asked, Feed, Period
from bot.domain.whisper import State
from bot.flows.feeds.reading import random_card, read_page
from bot.memory.feed_orders import FeedOrders
from storage import Storage, open_storage
from tests.kit.whispers import a_whisper

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
CHAT = -1002000104729
VOCABULARY, A_WHISPER = 60_000, 24
TAGS = 60
_A_BATCH = 20_000

Ask = Callable[[], Awaitable[object]]


def word(rank: int) -> str:
    """Pronounceable, so that beginnings are shared as in a language."""
    found, rest = "", rank * 7919 + 5
    while rest:
        rest, sound = divmod(rest, 75)
        found += "bcdfghjklmnprst"[sound // 5] + "aeiou"[sound % 5]
    return found or "a"


def fill(path: Path, whispers: int) -> None:
    """Rows as the bot leaves them, written in bulk."""
    rng = random.Random(1)
    ranks = range(VOCABULARY)
    words = [word(rank) for rank in ranks]
    weights = list(itertools.accumulate(1 / (rank + 2) for rank in ranks))
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        plain.execute("PRAGMA synchronous = OFF")
        plain.execute("PRAGMA cache_size = -400000")
        plain.execute("CREATE TEMP TABLE heap (term TEXT, number INTEGER)")
        for start in range(1, whispers + 1, _A_BATCH):
            batch = range(start, min(whispers, start + _A_BATCH - 1) + 1)
            plain.execute("BEGIN")
            _rows(plain, batch, whispers, rng, words, weights)
            plain.execute("COMMIT")
        plain.execute("BEGIN")
        plain.execute(
            "INSERT OR IGNORE INTO terms SELECT term, 1, number FROM heap ORDER BY term, number"
        )
        plain.execute(
            "INSERT INTO tags SELECT 1, term, count(*) FROM terms WHERE term >= '#' AND term < '$'"
            " GROUP BY term"
        )
        plain.execute("COMMIT")


def _rows(
    plain: sqlite3.Connection,
    batch: range,
    whispers: int,
    rng: random.Random,
    words: list[str],
    weights: list[float],
) -> None:
    said, posts, reactions, standings, heap = [], [], [], [], []
    for number in batch:
        drawn = {bisect.bisect(weights, rng.random() * weights[-1]) for _ in range(A_WHISPER)}
        text = [words[min(rank, VOCABULARY - 1)] for rank in drawn]
        age = timedelta(days=730) * ((whispers - number + 1) / (whispers + 1))
        at = NOW - age
        loved = int(rng.paretovariate(1.2)) if rng.random() < 0.7 else 0
        said.append((secrets.token_bytes(16), number, bytes(1002), " ".join(text)))
        stamp = int(at.timestamp() * 1000)
        posts.append((CHAT, number + 10, number, f"#{number}", stamp, f"AgAC{number:020}"))
        if loved:
            reactions.append((CHAT, number + 10, "❤", loved))
        heat = loved / (age.total_seconds() / 3600 + 2) ** 1.8
        standings.append((number, stamp, at.date().isoformat(), float(loved), heat))
        tag = f"#tag{min(TAGS - 1, int(rng.paretovariate(0.8)))}"
        heap += [(each, number) for each in (*text, tag)]
    plain.executemany(
        "INSERT INTO whispers (key, channel, state, picture, style, cover, findings, number, room,"
        " words) VALUES (?, 1, 'released', x'61626364', 1, 0, '[]', ?, ?, ?)",
        said,
    )
    plain.executemany(
        "INSERT INTO posts (chat, message_id, channel, kind, number, first_line, caption, content,"
        " spoiler, state, posted_at, file) VALUES (?, ?, 1, 'card', ?, ?, '', '{}', 0, 'live', ?,"
        " ?)",
        posts,
    )
    plain.executemany("INSERT INTO reactions VALUES (?, ?, ?, ?)", reactions)
    plain.executemany("INSERT INTO standings VALUES (1, ?, ?, ?, ?, ?)", standings)
    plain.executemany("INSERT INTO heap VALUES (?, ?)", heap)


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


async def timed(ask: Ask, times: int) -> list[float]:
    found = []
    for _ in range(times):
        began = time.perf_counter()
        await ask()
        found.append(time.perf_counter() - began)
    return found


async def yardstick(storage: Storage, whispers: int, rng: random.Random) -> float:
    """Milliseconds for one look-up, of 1,000."""

    async def look() -> None:
        async with storage.reading() as tables:
            await tables.whispers.by_number(rng.randint(1, whispers))

    return statistics.median(await timed(look, 1000)) * 1000


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


async def measure(path: Path, whispers: int, seconds: float) -> None:
    rng = random.Random(2)
    storage = await open_storage(f"sqlite+aiosqlite:///{path}")
    try:
        stick = await yardstick(storage, whispers, rng)
        print(f"yardstick: one look-up {stick:.2f} ms")
        print(f"{'':28} {'median ms':>10} {'p95 ms':>8} {'x yardstick':>12}")
        for name, ask in questions(storage, rng, anew=True).items():
            times = await timed(ask, 60)
            middle = statistics.median(times) * 1000
            print(f"{name:28} {middle:10.1f} {p95(times):8.1f} {middle / stick:12.1f}")
        alone = await intake(storage, seconds)
        over = asyncio.Event()
        asked = list(questions(storage, rng, anew=False).values())
        reading = asyncio.create_task(readers(asked, over, rng))
        began = time.perf_counter()
        together = await intake(storage, seconds)
        over.set()
        answered = await reading
        lasted = time.perf_counter() - began
        print(f"taking in, alone:            p95 {p95(alone):.1f} ms")
        print(f"taking in, with 100 readers: p95 {p95(together):.1f} ms")
        print(f"readers: {len(answered) / lasted:.0f} a second, p95 {p95(answered):.1f} ms")
    finally:
        await storage.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--whispers", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--folder", type=Path, help="keep the database there, and use it again")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sotto-feeds-") as temporary:
        folder = chosen.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"feeds-{chosen.whispers}.db"
        if not path.exists():
            asyncio.run(_make(path))
            began = time.perf_counter()
            fill(path, chosen.whispers)
            print(f"written in {time.perf_counter() - began:.0f} s")
        print(f"{chosen.whispers:,} whispers, {path.stat().st_size / 1e9:.1f} GB")
        asyncio.run(measure(path, chosen.whispers, chosen.seconds))


async def _make(path: Path) -> None:
    await (await open_storage(f"sqlite+aiosqlite:///{path}")).close()


if __name__ == "__main__":
    main()
