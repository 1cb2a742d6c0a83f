"""Somebody takes the disk out and reads it block by block, freed ones too: what was taken back is
not there, and what waits is there once, so that no older copies tell who came before whom."""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.domain.whisper import State, Whisper
from storage import Storage, open_storage
from storage.engines import sqlite
from tests.kit.database import address
from tests.kit.whispers import a_whisper
from tests.prove.disk import ext4
from tests.storage.dying import die_in_a_transaction

PEOPLE = 30
PIECE = 32
"""Bytes of a photo that are looked for, one piece in each kilobyte of it."""


@dataclass
class Left:
    words: int
    photos: int
    copies: list[int]
    """How often the words of each that still waits are on the disk."""

    def __str__(self) -> str:
        return f"{self.words} of {PEOPLE} words, {self.photos} of {PEOPLE} photos"


def photo_of(person: int) -> bytes:
    """40 KB that no other person's photo shares a piece with."""
    return b"".join(hashlib.sha256(f"{person} {n}".encode()).digest() for n in range(1280))


def waiting(person: int) -> str:
    return f"Somebody who waits: {person:02}."


def words_of(person: int) -> str:
    return f"Person {person:02} took this back, and nobody is to read it ever again."


async def add(storage: Storage, whisper: Whisper) -> None:
    async with storage.transaction() as tables:
        await tables.whispers.add(
            whisper, handle_hash=secrets.token_bytes(32), receipt_hash=secrets.token_bytes(32)
        )


async def live(folder: Path) -> None:
    """Thirty publish while others do, and take it back later or are rejected. Another program
    writes meanwhile, as on any machine: freed blocks are not always the next to be taken."""
    storage = await open_storage(address(folder / "sotto.db"))
    whispers = []
    for person in range(PEOPLE):
        state = (State.POOL, State.REVIEW)[person % 2]
        whispers.append(a_whisper(words_of(person), photo=photo_of(person), state=state))
        await add(storage, whispers[-1])
        write_beside(folder)
        await add(storage, a_whisper(waiting(person), photo=b"photo" * 400 * person))
    for person, whisper in enumerate(whispers):
        async with storage.transaction() as tables:
            if person % 3:
                assert await tables.whispers.erase(whisper.key)
            else:
                assert await tables.whispers.reject(whisper.key, "no reason")
        write_beside(folder)
    await storage.close()


def write_beside(folder: Path) -> None:
    with (folder / "log").open("ab") as log:
        log.write(b"something else happened\n" * 500)
        log.flush()
        os.fsync(log.fileno())


def look_for(raw: bytes) -> Left:
    def any_piece(photo: bytes) -> bool:
        return any(photo[at : at + PIECE] in raw for at in range(0, len(photo), 1024))

    return Left(
        sum(words_of(person).encode() in raw for person in range(PEOPLE)),
        sum(any_piece(photo_of(person)) for person in range(PEOPLE)),
        [raw.count(waiting(person).encode()) for person in range(PEOPLE)],
    )


async def test_no_block_of_the_disk_holds_what_was_taken_back(tmp_path, figure):
    with ext4(tmp_path) as disk:
        await live(disk.folder)
        left = look_for(disk.take_out())
    figure("raw disk: taken back and still there", left)
    figure("raw disk: copies of each that waits", max(left.copies))
    assert (left.words, left.photos) == (0, 0)


@pytest.mark.parametrize("mode", ["truncate", "delete"])
async def test_a_journal_that_is_given_back_to_the_disk_would_show_all_of_it(
    tmp_path, figure, monkeypatch, mode
):
    """The test above can fail."""
    pragmas = [
        (name, mode, mode) if name == "journal_mode" else (name, value, wanted)
        for name, value, wanted in sqlite._PRAGMAS
    ]
    monkeypatch.setattr(sqlite, "_PRAGMAS", tuple(pragmas))
    with ext4(tmp_path) as disk:
        await live(disk.folder)
        left = look_for(disk.take_out())
    figure(f"raw disk: the same with the journal in mode {mode}", left)
    assert left.words > 0
    assert left.photos > 0
    assert max(left.copies) > 1


async def test_what_a_kill_left_in_the_journal_is_off_the_disk_after_the_next_start(
    tmp_path, figure
):
    """Killed in the middle of a transaction that takes everything back."""
    with ext4(tmp_path) as disk:
        path = disk.folder / "sotto.db"
        storage = await open_storage(address(path))
        for person in range(PEOPLE):
            await add(storage, a_whisper(words_of(person), photo=photo_of(person)))
        await storage.close()
        await die_in_a_transaction(path, words_of(0))
        storage = await open_storage(address(path))
        async with storage.transaction() as tables:
            everybody = await tables.whispers.by_state(State.POOL)
            assert len(everybody) == PEOPLE
            for whisper in everybody:
                assert await tables.whispers.erase(whisper.key)
        await storage.close()
        left = look_for(disk.take_out())
    figure("raw disk: taken back after a kill and still there", left)
    assert (left.words, left.photos) == (0, 0)
