"""What becomes slower as whispers come together over the years.

    python -m bench.growth [--rows 10000,100000,1000000] [--large]

Fills a database with so many published whispers, one every 3.1 seconds up to now, with reactions,
three terms by which each is found and a reply to every fourth. What the bot does again and again is
measured: processor time of the process, the thread that talks to SQLite included, in milliseconds,
the median of some runs. ``--large`` adds ten million. Nothing may grow faster than the logarithm
but the backup, of which the memory is measured: what the process held most, more than before, in
MB.
"""

import argparse
import asyncio
import json
import resource
import secrets
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.feeds.asked import Asked, Feed, Period, searching
from bot.domain.mixing import Mixing
from bot.domain.outcome import Delivered, Outcome
from bot.domain.ranking import USUAL
from bot.domain.whisper import Look, PictureId, State, Whisper, WhisperKey
from bot.flows.authors.receipts import look_up
from bot.flows.backup import back_up
from bot.flows.digest import DigestRules, digest_due
from bot.flows.feeds.index import edition_of
from bot.flows.feeds.reading import read_page
from bot.flows.react import record_reactions
from bot.memory.feed_orders import FeedOrders
from bot.ops.overview import ChannelLook, overview
from storage import Storage, open_storage
from tests.kit.works import CHAT, ManualClock, ModelChannel, Works, make_works

RUNS = 5
PACE = timedelta(seconds=3.1)

_MIXING = Mixing(timedelta(minutes=15), 2, timedelta(hours=12))
Job = Callable[[], Awaitable[object]]


class Standing(ModelChannel):
    """Every post that is asked for is there."""

    async def edit_caption(self, message_id: int, caption: str) -> Outcome:
        return Delivered(message_id)


def fill(file: Path, rows: int, now: float) -> None:
    """Straight into the file: so many whispers that came out, with their posts."""
    keys = sorted(secrets.token_bytes(16) for _ in range(rows))
    order = list(range(rows))
    secrets.SystemRandom().shuffle(order)
    with sqlite3.connect(file) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.executemany(
            "INSERT INTO whispers (key, channel, state, picture, style, cover, findings, number,"
            " receipt_hash, room, words) VALUES (?, 1, 'released', x'00000000', 0, 0, '[]', ?, ?,"
            " zeroblob(1002), 'I still set two cups on the table every morning.')",
            (
                (key, number + 1, secrets.token_bytes(32))
                for key, number in zip(keys, order, strict=True)
            ),
        )
        db.executemany(
            "INSERT INTO posts (chat, message_id, channel, kind, number, first_line, caption,"
            " content, spoiler, state, posted_at) VALUES (?, ?, 1, 'card', ?, ?, ?, '{}', 0,"
            " 'live', ?)",
            (
                (CHAT, n, n, f"#{n}", f"<b>#{n}</b> two cups", _stored(now, rows - n))
                for n in range(1, rows + 1)
            ),
        )
        for table, more in (("snapshots", "date"), ("reactions", "emoji, times")):
            values = "?" if more == "date" else "'❤', ?"
            db.executemany(
                f"INSERT INTO {table} (chat, message_id, {more}) VALUES (?, ?, {values})",
                (
                    (CHAT, n, _stored(now, rows - n) if more == "date" else 1 + n % 97)
                    for n in range(1, rows + 1)
                ),
            )
        db.executemany(
            "INSERT INTO standings (channel, number, posted_at, day, score, hot)"
            " VALUES (1, ?, ?, ?, ?, ?)",
            (
                (n, _stored(now, rows - n), _day(now, rows - n), float(n % 97), float(n % 97))
                for n in range(1, rows + 1)
            ),
        )
        db.executemany(
            "INSERT INTO terms (term, channel, number) VALUES (?, 1, ?)",
            sorted((term, n) for n in range(1, rows + 1) for term in _terms(n)),
        )
        db.executemany(
            "INSERT INTO replies (key, channel, number, ordinal, state, author, findings, room,"
            " words) VALUES (?, 1, ?, 1, 'released', 0, '[]', zeroblob(502), 'So do I.')",
            ((secrets.token_bytes(16), n) for n in range(4, rows + 1, 4)),
        )
        for name, value in (("next_number", rows + 1), ("feeds_filled", [edition_of(USUAL), None])):
            db.execute(
                "INSERT OR REPLACE INTO runtime_settings VALUES (1, ?, ?)",
                (name, json.dumps(value)),
            )


def _terms(number: int) -> tuple[str, str, str]:
    """One that all have, one of many and one of few."""
    return "cups", f"month{number // 30_000}", f"word{number // 20}"


def _day(now: float, ago: int) -> str:
    moment = datetime.fromtimestamp(now - ago * PACE.total_seconds(), UTC)
    return moment.date().isoformat()


def _stored(now: float, ago: int) -> int:
    return int((now - ago * PACE.total_seconds()) * 1000)


async def measure(rows: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="sotto-growth-") as folder:
        file = Path(folder) / "sotto.db"
        storage = await open_storage(f"sqlite+aiosqlite:///{file}")
        works = make_works(storage, Standing(ManualClock()))
        fill(file, rows, works.clock.now().timestamp())
        try:
            found = {name: await _time(job) for name, job in _jobs(storage, works).items()}
            found["digest"] = await _digest(works)
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            await back_up(storage=storage, file=Path(folder) / "backup.db")
            after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            found["backup, MB"] = (after - before) / 1024
        finally:
            await storage.close()
    return found


def _jobs(storage: Storage, works: Works) -> dict[str, Job]:
    now = works.clock.now()
    channel = ChannelLook(None, storage, _MIXING, "post", ZoneInfo("UTC"))

    async def take_in() -> None:
        whisper = Whisper(
            WhisperKey(secrets.token_bytes(16)),
            State.POOL,
            "two cups",
            Look(PictureId(bytes(4)), 0),
        )
        async with storage.transaction() as tables:
            await tables.whispers.add(
                whisper, handle_hash=secrets.token_bytes(32), receipt_hash=secrets.token_bytes(32)
            )

    async def forget_photos() -> None:
        async with storage.transaction() as tables:
            await tables.whispers.forget_photos(now)

    async def forget_handles() -> None:
        async with storage.transaction() as tables:
            await tables.whispers.forget_handles(now)

    async def digest_of() -> None:
        async with storage.reading() as tables:
            await tables.posts.digest_of(CHAT, now.date())

    async def hidden() -> None:
        async with storage.reading() as tables:
            await tables.posts.hidden()
            await tables.reports.undecided()
            await tables.review_cards.orphaned()

    async def page(asked: Asked) -> None:
        orders = FeedOrders()
        await read_page(asked, storage=storage, channels=(1,), orders=orders, now=now)

    async def thread() -> None:
        async with storage.reading() as tables:
            await tables.replies.thread(8)
            await tables.replies.counts((4, 8, 12))

    async def replies() -> None:
        async with storage.transaction() as tables:
            await tables.replies.forget_handles(now)
            await tables.replies.without_sheet(now)
            await tables.replies.next_look()
            await tables.replies.next_slot()
            await tables.reply_reports.undecided()

    async def receipt() -> None:
        await look_up(storage=storage, hashed=secrets.token_bytes(32), chat_id=CHAT)

    async def react() -> None:
        await record_reactions(
            storage=storage, chat_id=CHAT, message_id=5, counts={"❤": 9}, date=now
        )

    return {
        "take in": take_in,
        "forget photos": forget_photos,
        "forget handles": forget_handles,
        "overview": lambda: overview(channels=[channel], now=now, pulse=None),
        "digest of a day": digest_of,
        "what is hidden or reported": hidden,
        "a receipt": receipt,
        "most loved of all time": lambda: page(Asked(Feed.POPULAR, Period.ALL)),
        "most loved of a week": lambda: page(Asked(Feed.POPULAR, Period.WEEK)),
        "a search": lambda: page(_search("word5")),
        "a word that all have": lambda: page(_search("cups")),
        "a thread": thread,
        "waiting replies": replies,
        "a reaction": react,
    }


def _search(word: str) -> Asked:
    asked = searching([word])
    assert asked is not None
    return asked


async def _digest(works: Works) -> float:
    """The second day's: at the first one after an upgrade the scores are worked out."""
    rules = DigestRules(at=works.clock.now().time(), zone=ZoneInfo("UTC"))
    await digest_due(works.press, rules)
    works.clock.pass_(days=1, seconds=1)
    start = time.process_time()
    await digest_due(works.press, rules)
    return (time.process_time() - start) * 1000


async def _time(job: Job) -> float:
    taken = []
    for _ in range(RUNS):
        start = time.process_time()
        await job()
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default="10000,100000,1000000")
    parser.add_argument("--large", action="store_true")
    arguments = parser.parse_args()
    sizes = [int(each) for each in arguments.rows.split(",")]
    if arguments.large:
        sizes.append(10_000_000)
    table = [await measure(each) for each in sizes]
    print("| ms of processor | " + " | ".join(f"{each:,}" for each in sizes) + " |")
    print("|---" * (1 + len(sizes)) + "|")
    for name in table[0]:
        print(f"| {name} | " + " | ".join(f"{each[name]:.1f}" for each in table) + " |")


if __name__ == "__main__":
    asyncio.run(main())
