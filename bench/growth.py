"""What becomes slower as whispers come together over the years.

    python -m bench.growth [--rows 10000,100000,1000000] [--large] [--folder FOLDER] [--plans]
                           [--no-backup]

Takes the databases of ``bench.filled``: so many published whispers, with reactions, the words by
which each is found and a reply to every fourth. What the bot does again and again is measured:
processor time of the process, the thread that talks to SQLite included, in milliseconds, the
median of some runs. ``--large`` adds ten million, in lean rows: whole ones would need 70 GB.
``--plans`` prints beside each what SQLite says of every statement. Nothing may grow faster than the
logarithm but the backup, of which the memory is measured: what the process held most, more than
before, in MB.
"""

import argparse
import asyncio
import os
import random
import resource
import secrets
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select, update

from bench.filled import filled, word
from bot.domain.feeds.asked import Asked, Feed, Period, searching
from bot.domain.mixing import Mixing
from bot.domain.outcome import Delivered, Outcome
from bot.domain.whisper import Look, PictureId, State, Whisper, WhisperKey
from bot.flows.authors.receipts import look_up
from bot.flows.authors.release import release_due
from bot.flows.backup import back_up
from bot.flows.digest import DigestRules, digest_due
from bot.flows.feeds.index import clean_up
from bot.flows.feeds.reading import read_page
from bot.flows.moderation.bans import forget_ended
from bot.flows.publishing.publish import publish_due
from bot.flows.react import record_reactions
from bot.memory.feed_orders import FeedOrders
from bot.ops.overview import ChannelLook, overview
from storage import Storage, open_storage
from storage.schema import digests, featured, outbox, posts, whispers
from tests.kit.plans import asked_of, plan_of
from tests.kit.works import CHAT, ManualClock, ModelChannel, Works, make_works

RUNS = 5
LARGE = 10_000_000

_MIXING = Mixing(timedelta(minutes=15), 2, timedelta(hours=12))
Job = Callable[[], Awaitable[object]]


async def _nothing() -> None:
    """What most jobs need before them."""


@dataclass(frozen=True)
class Measured:
    """A job, and what is done before each run without being measured."""

    job: Job
    before: Job = _nothing


class Standing(ModelChannel):
    """Every post that is asked for is there."""

    async def edit_caption(self, message_id: int, caption: str) -> Outcome:
        return Delivered(message_id)


async def measure(path: Path, rows: int, *, plans: bool, backup: bool) -> dict[str, float]:
    storage = await open_storage(f"sqlite+aiosqlite:///{path}")
    works = make_works(storage, Standing(ManualClock()))
    await _as_at_the_start(storage, works)
    found: dict[str, float] = {}
    try:
        for name, one in _jobs(storage, works).items():
            with asked_of(storage) as asked:
                found[name] = await _time(one)
            if plans:
                print(f"\n{name}, with {rows:,}:")
                for line in dict.fromkeys(await plan_of(storage, asked)):
                    print(f"    {line}")
        if backup and rows < LARGE:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
                await back_up(storage=storage, file=Path(scratch) / "backup.db")
            after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            found["backup, MB"] = (after - before) / 1024
    finally:
        await storage.close()
    return found


async def _as_at_the_start(storage: Storage, works: Works) -> None:
    """A database that was measured before has digests, parcels and open drafts of that time."""
    async with storage.engine.writing(None, lambda _rows: None) as connection:
        for table in (digests, featured, outbox):
            await connection.execute(delete(table))
        kept = whispers.c.handle_hash >= b""
        await connection.execute(update(whispers).where(kept).values(handle_hash=None))
        newest = await connection.scalar(select(func.max(posts.c.message_id)))
    works.channel.highest = int(newest or 0)


def _jobs(storage: Storage, works: Works) -> dict[str, Measured]:
    """What is asked often, then what is done by the clock."""
    return {**_asked(storage, works), **_by_the_clock(storage, works)}


def _asked(storage: Storage, works: Works) -> dict[str, Measured]:
    now = works.clock.now()

    async def page(asked: Asked) -> None:
        orders = FeedOrders()
        await read_page(asked, storage=storage, channels=(1,), orders=orders, now=now)

    async def thread() -> None:
        async with storage.reading() as tables:
            await tables.replies.thread(8)
            await tables.replies.counts((4, 8, 12))

    async def receipt() -> None:
        await look_up(storage=storage, hashed=secrets.token_bytes(32), chat_id=CHAT)

    async def react() -> None:
        await record_reactions(
            storage=storage, chat_id=CHAT, message_id=5, counts={"❤": 9}, date=now
        )

    jobs: dict[str, Job] = {
        "take in": lambda: _take_in(storage),
        "a receipt": receipt,
        "a reaction": react,
        "a thread": thread,
        "most loved of today": lambda: page(Asked(Feed.POPULAR, Period.TODAY)),
        "most loved of a week": lambda: page(Asked(Feed.POPULAR, Period.WEEK)),
        "most loved of all time": lambda: page(Asked(Feed.POPULAR, Period.ALL)),
        "a tag": lambda: page(Asked(Feed.TAG, words="#tag1")),
        "a search: a rare word": lambda: page(_search(word(40_000))),
        "a search: a word that most have": lambda: page(_search(word(0))),
        "a search: two words": lambda: page(_search(word(0), word(30_000))),
    }
    return {name: Measured(job) for name, job in jobs.items()}


def _by_the_clock(storage: Storage, works: Works) -> dict[str, Measured]:
    now = works.clock.now()
    channel = ChannelLook(None, storage, _MIXING, "post", ZoneInfo("UTC"))
    rules = DigestRules(at=(now - timedelta(minutes=1)).time(), zone=ZoneInfo("UTC"))
    rng = random.Random(3)

    async def release() -> None:
        await release_due(storage=storage, now=now, mixing=_MIXING, rng=rng, everything=True)

    async def waits() -> None:
        await publish_due(works.press)
        await _take_in(storage)
        await release()
        works.clock.pass_(hours=1)

    async def hourly() -> None:
        async with storage.transaction() as tables:
            await tables.whispers.forget_handles(now)
            await tables.ended_drafts.forget(now)
            await tables.whispers.forget_photos(now)
            await tables.replies.forget_handles(now)
            await tables.places.forget_chosen(now)
        await forget_ended(storage=storage, today=now.date())

    async def left() -> None:
        async with storage.transaction() as tables:
            await tables.runtime_settings.feeds_left.put(True)

    async def undecided() -> None:
        await _as_at_the_start(storage, works)
        works.clock.pass_(minutes=1)

    async def hidden() -> None:
        async with storage.reading() as tables:
            await tables.posts.hidden()
            await tables.reports.undecided()
            await tables.review_cards.orphaned()
            await tables.posts.digest_of(CHAT, now.date())

    async def replies() -> None:
        async with storage.transaction() as tables:
            await tables.replies.without_sheet(now)
            await tables.replies.next_look()
            await tables.replies.next_slot()
            await tables.reply_reports.undecided()

    return {
        "release": Measured(release, before=lambda: _take_in(storage)),
        "publish": Measured(lambda: publish_due(works.press), before=waits),
        "status": Measured(lambda: overview(channels=[channel], now=now, pulse=None)),
        "what is hidden or reported": Measured(hidden),
        "waiting replies": Measured(replies),
        "all that is hourly": Measured(hourly),
        "a step of moving the words": Measured(lambda: clean_up(storage=storage), before=left),
        "digest": Measured(lambda: digest_due(works.press, rules), before=undecided),
    }


async def _take_in(storage: Storage) -> None:
    whisper = Whisper(
        WhisperKey(secrets.token_bytes(16)), State.POOL, "two cups", Look(PictureId(bytes(4)), 0)
    )
    async with storage.transaction() as tables:
        await tables.whispers.add(
            whisper, handle_hash=secrets.token_bytes(32), receipt_hash=secrets.token_bytes(32)
        )


def _search(*words: str) -> Asked:
    asked = searching(words)
    assert asked is not None
    return asked


async def _time(one: Measured) -> float:
    taken = []
    for _ in range(RUNS):
        await one.before()
        start = time.process_time()
        await one.job()
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default="10000,100000,1000000")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--folder", type=Path, help="keep the databases there, and use them again")
    parser.add_argument("--plans", action="store_true")
    parser.add_argument("--no-backup", action="store_true", help="which takes the longest")
    arguments = parser.parse_args()
    sizes = [int(each) for each in arguments.rows.split(",") if each]
    if arguments.large:
        sizes.append(LARGE)
    with tempfile.TemporaryDirectory(prefix="sotto-growth-") as temporary:
        folder = arguments.folder or Path(temporary)
        files = [filled(folder, each, lean=each >= LARGE) for each in sizes]
        table = [
            asyncio.run(measure(path, each, plans=arguments.plans, backup=not arguments.no_backup))
            for path, each in zip(files, sizes, strict=True)
        ]
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print("| ms of processor | " + " | ".join(f"{each:,}" for each in sizes) + " |")
    print("|---" * (1 + len(sizes)) + "|")
    for name in table[0]:
        print(f"| {name} | " + " | ".join(f"{each.get(name, 0):.1f}" for each in table) + " |")


if __name__ == "__main__":
    main()
