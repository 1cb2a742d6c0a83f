"""A short day, and every question that a seizure of the running machine would answer."""

import asyncio
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.ops.pulse import EVERY
from bot.sandbox.chats import PrivateChat
from bot.sandbox.messages import Message
from bot.sandbox.world import WorldEvent
from storage.engines.journal import journal_of
from tests.prove.authors import only, photo_by, preview_of, publish, tap, words_of
from tests.prove.scan import Person, scan
from tests.prove.town import PLAIN, TOKEN, ProofTown

KEEP = 2
GRAIN = timedelta(minutes=5)
SLOT = timedelta(seconds=1)
SETTINGS = {
    "SOTTO_RELEASE_EVERY": "1s",
    "SOTTO_RELEASE_KEEP": str(KEEP),
    "SOTTO_RELEASE_MAX_AGE": "10m",
    "SOTTO_RECEIPT_TTL": "1s",
}
LURE = "#evil"
"""What Telegram makes tappable by itself."""
BOT_ITSELF = Person(6_181_989_977, (TOKEN, TOKEN.partition(":")[2]))
PUBLIC_TIMES = {
    "outbox",
    "posts",
    "standings",
    "snapshots",
    "digests",
    "featured",
    "channel_states",
}
"""Tables about the channel: their times are those of posts, which everybody sees."""


@dataclass
class Day:
    """What there is to be examined afterwards."""

    codes: list[str] = field(default_factory=list)
    taken_back: list[str] = field(default_factory=list)
    moments: list[datetime] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)


async def short_day(town: ProofTown) -> Day:
    """Five people: two publish, one of them withdraws; one cancels; two more publish, so that one
    whisper comes out and as many as the floor stay."""
    day = Day()
    two, five = town.people[1], town.people[4]

    def watch(event: WorldEvent) -> None:
        if event.kind in ("sent", "edited") and isinstance(event.chat, PrivateChat):
            assert event.message is not None
            rows = event.message.keyboard
            day.buttons += [button.data for row in rows for button in row if button.data]

    town.world.subscribe(watch)

    async def publishes(index: int) -> None:
        author, words = town.people[index], f"{words_of(index)} {LURE}"
        day.codes.append(await publish(town, author, words, photo=photo_by(author)))
        day.moments.append(town.world.clock.now())

    await publishes(0)
    day.taken_back.append(words_of(1, "burnt"))
    code = await publish(town, two, day.taken_back[-1])
    two.send(f"/receipt {code}")
    status = await town.until(
        lambda: only(two.chat, lambda m: any("Withdraw" in label for label in m.labels))
    )
    await tap(town, two, status, "Withdraw")
    await tap(town, two, status, "Yes")
    day.taken_back += [words_of(4, "sought"), words_of(3, "sought")]  # nor is what is looked for
    five.send(f"/search {day.taken_back[-2]}")
    await town.until(lambda: only(five.chat, lambda m: "can’t find a whisper" in (m.text or "")))
    await five.type_inline(day.taken_back[-1]).wait()
    day.taken_back.append(words_of(4, "burnt"))
    five.send(day.taken_back[-1])
    await tap(town, five, await preview_of(town, five), "Cancel")
    five.send("/cancel")
    await publishes(2)
    await publishes(3)
    await town.until(lambda: town.cards)
    later = town.world.clock.now() + 2 * SLOT + timedelta(seconds=1)  # the tick may come late
    await town.until(lambda: town.world.clock.now() > later)
    return day


async def examine(town: ProofTown, day: Day) -> set[str]:
    """The names of the promises that do not hold."""
    broken = set()
    image = town.image()
    held = list(image.parts.values())
    for number, data in enumerate(day.buttons):
        image.add(f"button {number}", data)
    people, secrets = [*town.suspects, BOT_ITSELF], [TOKEN.encode()]
    for hit in await asyncio.to_thread(scan, image, people, secrets=secrets):  # others go on
        if hit.person == BOT_ITSELF.id:
            broken.add("the token is nowhere")
        elif hit.where.startswith("button"):
            broken.add("buttons name nobody")
        else:
            broken.add("nobody is found")
    texts = [code.replace("-", dash) for code in day.codes for dash in ("-", "")]
    for data in held:
        if any(form in data for words in day.taken_back for form in _forms(words)):
            broken.add("what was taken back is gone")
        if any(text.encode() in data for text in texts):
            broken.add("receipts are stored as hashes")
    if any(map(_tappable_words, town.cards)):
        broken.add("nothing an author wrote is tappable")
    if town.uploads_by_id:
        broken.add("pictures go as bytes")
    if list(_times_near(town.folder / "data" / "sotto.db", day.moments)):
        broken.add("no time of arrival is stored")
    if _waiting(town.folder / "data" / "sotto.db") != KEEP:
        broken.add("the floor stays")
    database = town.folder / "data" / "sotto.db"
    if not await _soon(lambda: _is_blank(journal_of(database)), 5.0):
        broken.add("the journal keeps nothing")
    if not await _soon(lambda: _told_by_pulses(database), 4 * EVERY):
        broken.add("files tell the last pulse")
    if await _left_in_chats(town):
        broken.add("chats are wiped")
    return broken


def _tappable_words(card: Message) -> bool:
    """Whether the quotation holds more than words, and perhaps the spoiler that covers them."""
    (quotation,) = [e for e in card.words.entities if e.kind == "expandable_blockquote"]
    end = quotation.offset + quotation.length
    inside = [e for e in card.words.entities if quotation.offset <= e.offset < end]
    return any(e.kind not in ("expandable_blockquote", "spoiler") for e in inside)


def _forms(words: str) -> tuple[bytes, ...]:
    return words[:-1].encode(), words[:-1].encode("utf-16-le")


async def _left_in_chats(town: ProofTown) -> bool:
    try:
        await town.until(lambda: not any(author.chat for author in town.people), 20.0)
    except TimeoutError:
        return True
    return False


async def _soon(holds: Callable[[], bool], patience: float) -> bool:
    """Whether it is seen to hold: writes of the running bot come in between."""
    try:
        async with asyncio.timeout(patience):
            while not holds():
                await asyncio.sleep(0.005)
    except TimeoutError:
        return False
    return True


def _told_by_pulses(database: Path) -> bool:
    """One moment in whole seconds stands under all its files: that of a pulse, and of no write."""
    files = database.parent.glob(f"{database.name}*")
    times = {file.stat().st_mtime_ns for file in files}
    return len(times) == 1 and times.pop() % 1_000_000_000 == 0


def _is_blank(journal: Path) -> bool:
    return not journal.exists() or not journal.read_bytes().strip(b"\0")


def _waiting(database: Path) -> int:
    return sum(1 for table, row in rows_of(database) if table == "whispers" and "pool" in row)


def _times_near(database: Path, moments: list[datetime]) -> Iterator[object]:
    """Stored values, outside of what the channel shows, that tell a time of arrival."""
    for table, row in rows_of(database):
        if table in PUBLIC_TIMES or "last_slot" in row:  # the slots are clock times
            continue
        for value in row:
            for read in _as_times(value):
                near = any(abs(read - moment) < timedelta(seconds=20) for moment in moments)
                coarse = (read - datetime.fromtimestamp(0, UTC)) % GRAIN == timedelta(0)
                if near and not coarse:
                    yield value


def _as_times(value: object) -> Iterator[datetime]:
    if isinstance(value, str):
        try:
            read = datetime.fromisoformat(value)
        except ValueError:
            return
        yield read if read.tzinfo else read.replace(tzinfo=UTC)
    elif isinstance(value, int | float):
        for unit in (1, 1e3, 1e6, 1e9):
            if 1e9 < value / unit < 4e9:
                yield datetime.fromtimestamp(value / unit, UTC)


def rows_of(database: Path) -> Iterator[tuple[str, tuple[Any, ...]]]:
    with tempfile.TemporaryDirectory() as folder:
        for path in database.parent.glob(database.name + "*"):
            Path(folder, path.name).write_bytes(path.read_bytes())
        connection = sqlite3.connect(Path(folder, database.name))
        try:
            named = "select name from sqlite_master where type = 'table'"
            for (table,) in connection.execute(named).fetchall():
                for row in connection.execute(f'select * from "{table}"'):
                    yield table, row
        finally:
            connection.close()


async def live_and_examine(town: ProofTown, leak: str | None = None) -> set[str]:
    program = PLAIN if leak is None else ("tests.prove.leaks", leak)
    await town.start(program=program, **SETTINGS)
    async with asyncio.timeout(90):
        return await examine(town, await short_day(town))
