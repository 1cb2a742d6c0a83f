"""The disk read block by block, freed ones too: there is nothing of replies that were taken back or
rejected, and each that waits is there once."""

import secrets
from pathlib import Path

import pytest

from bot.domain.replies.reply import Reply
from bot.domain.whisper import State
from storage import Storage, open_storage
from storage.engines import sqlite
from tests.kit.database import address
from tests.kit.replies import a_reply
from tests.prove.disk import ext4
from tests.prove.test_raw_disk import write_beside

PEOPLE = 60
LONG = "and so on, for as long as a reply may be, " * 6


def words_of(person: int) -> str:
    return f"Reader {person:02} took this back, and nobody is to read it ever again. {LONG}"


def waiting(person: int) -> str:
    return f"A reply that waits: {person:02}. {LONG}"[: 60 + 4 * person]


async def add(storage: Storage, reply: Reply) -> None:
    async with storage.transaction() as tables:
        assert await tables.replies.add(
            reply, handle_hash=secrets.token_bytes(32), receipt_hash=secrets.token_bytes(32)
        )


async def live(folder: Path) -> None:
    """Sixty reply to six whispers while others do: some are rejected, some take it back before it
    was out, some afterwards. Every third whisper goes, and all replies with it."""
    storage = await open_storage(address(folder / "sotto.db"))
    given = []
    for person in range(PEOPLE):
        number = 1 + person % 6
        state = State.REVIEW if person % 2 else State.POOL
        given.append(a_reply(words_of(person), number, state=state))
        await add(storage, given[-1])
        write_beside(folder)
        await add(storage, a_reply(waiting(person), 7, state=State.POOL))
    for person, reply in enumerate(given):
        async with storage.transaction() as tables:
            if reply.number % 3 == 0:
                pass  # goes with its whisper
            elif reply.state is State.REVIEW:
                assert await tables.replies.reject(reply.key, "no reason")
            elif person % 4:
                assert await tables.replies.erase(reply.key)
            else:
                assert await tables.replies.release(reply.number, [reply.key])
                assert await tables.replies.take_down(reply.key, State.WITHDRAWN, None)
        write_beside(folder)
    for number in (3, 6):
        async with storage.transaction() as tables:
            await tables.replies.take_thread_down(number, None)
    await storage.close()


def left_in(raw: bytes) -> tuple[int, int]:
    """How many of those taken back are there in whole or in part, and the most copies of one that
    waits."""
    gone = [f"Reader {person:02} took this back".encode() for person in range(PEOPLE)]
    waits = [f"A reply that waits: {person:02}".encode() for person in range(PEOPLE)]
    return sum(words in raw for words in gone), max(raw.count(words) for words in waits)


async def test_no_block_of_the_disk_holds_a_reply_that_was_taken_back(tmp_path, figure):
    with ext4(tmp_path) as disk:
        await live(disk.folder)
        left, copies = left_in(disk.take_out())
    figure("raw disk: replies taken back and still there", f"{left} of {PEOPLE}")
    figure("raw disk: copies of each reply that waits", copies)
    assert (left, copies) == (0, 1)


@pytest.mark.parametrize("mode", ["truncate", "delete"])
async def test_a_journal_given_back_to_the_disk_would_show_replies(tmp_path, monkeypatch, mode):
    """The test above can fail."""
    pragmas = [
        (name, mode, mode) if name == "journal_mode" else (name, value, wanted)
        for name, value, wanted in sqlite._PRAGMAS
    ]
    monkeypatch.setattr(sqlite, "_PRAGMAS", tuple(pragmas))
    with ext4(tmp_path) as disk:
        await live(disk.folder)
        left, copies = left_in(disk.take_out())
    assert left > 0
    assert copies > 1
