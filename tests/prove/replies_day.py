"""A few readers around one whisper, and what neither its moments, nor its names, nor the disk may
tell of them."""

import asyncio
import signal
import sqlite3
from contextlib import closing
from datetime import timedelta

from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.prove.authors import tap
from tests.prove.examine import rows_of
from tests.prove.readers import (
    SETTINGS,
    TalkingTown,
    after_a_slot,
    confessed,
    replied,
    send,
    thread_of,
    written,
)
from tests.prove.town import PLAIN

READERS = 4
_NAMELESS = (0, 1, 3)
"""Who have not replied and look at the name under which they would, twice: that all three are the
same by chance, one in 64 to the third."""
_COUNTERS = {"last_slot", "last_batch"}
"""Rows that move with the clock."""


async def replies_day(town: TalkingTown, leak: str | None = None) -> set[str]:
    """Somebody asks to be told; one replies at the beginning of a slot; some look at the name under
    which they would reply, before a restart and after it. Returns the names of the promises that
    do not hold."""
    program = PLAIN if leak is None else ("tests.prove.reply_leaks", leak)
    *readers, author = town.people
    life = await town.start(program=program, **SETTINGS)
    await confessed(town, author)
    broken = set()
    preview = await written(town, readers[0], replied(0))  # the card is recorded, its copy known
    await tap(town, readers[0], preview, "Cancel")
    await still(town, author)
    before = told(town)
    await tap(town, readers[1], await thread_of(town, readers[1]), "Tell me once")
    await asyncio.sleep(1.0)  # as long as a careless build may take to write it down
    if told(town) != before:
        broken.add("asking is not written down")
    slot = await after_a_slot(town)
    await send(town, readers[2], replied(2))
    assert town.world.clock.now() < slot - timedelta(seconds=1), "too slow for this machine"
    await town.until(lambda: town.comment(replied(2)) or town.world.clock.now() > slot)
    if town.world.clock.now() < slot:
        broken.add("a reply waits for its slot")
    names = [await name(town, n) for n in _NAMELESS]
    await life.end(signal.SIGKILL)
    await town.start(program=program, **SETTINGS)
    if [await name(town, n) for n in _NAMELESS] == names:
        broken.add("a restart draws other names")
    if await asyncio.to_thread(town.found):  # days beside this one go on
        broken.add("nobody is found")
    return broken


async def name(town: TalkingTown, reader: int) -> str:
    """Under which this reader would reply."""
    person = town.people[reader]
    preview: Message = await written(town, person, replied(reader, "nearly"))
    shown = (preview.text or "").split("\n")[0]
    await tap(town, person, preview, "Cancel")
    await town.until(lambda: preview.deleted)
    return shown


async def still(town: TalkingTown, somebody: Person) -> None:
    """Until no row names its draft any more, and what is on the disk has not changed for two
    seconds. ``somebody`` says something meanwhile: a draft is forgotten once Telegram has answered
    twice more, and it answers an idle bot after half a minute."""
    async with asyncio.timeout(120):
        while names_a_draft(town):
            somebody.send("/help")
            await asyncio.sleep(1.0)
        seen = None
        while seen != (seen := told(town)):
            await asyncio.sleep(2.0)


def names_a_draft(town: TalkingTown) -> bool:
    with closing(sqlite3.connect(town.folder / "data" / "sotto.db")) as database:
        [(named,)] = database.execute("SELECT count(handle_hash) FROM whispers")
    return bool(named)


def told(town: TalkingTown) -> set[str]:
    """All that the database and the files beside it say, but for the clock."""
    data = town.folder / "data"
    rows = {f"{table} {row}" for table, row in rows_of(data / "sotto.db")}
    files = {
        f"{file.name} {file.stat().st_size}"
        for file in data.rglob("*")
        if not file.name.startswith("sotto.db")
    }
    return {row for row in rows if not any(each in row for each in _COUNTERS)} | files
