"""Gaps: what SQLite leaves between rows when it moves them. Words and pictures are never in one."""

import random
import secrets
import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from bot.domain.whisper import State, WhisperKey
from storage import Storage, open_storage, revisions
from storage.schema_parts import ROOM
from tests.kit.database import address
from tests.kit.whispers import a_whisper

pytestmark = pytest.mark.file("its bytes")

PAGE = 4096
SHORT = "§§§§"
"""Few words, and more bytes than chance puts together."""


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_words_are_in_the_file_once_while_they_wait_and_never_after(
    storage: Storage, seed: int
) -> None:
    rng = random.Random(seed)
    waiting: dict[WhisperKey, str] = {}
    gone: list[str] = []
    for n in range(90):
        mark = f"Person {n:03} wrote this:"
        photo = f"photo of {n:03} ".encode() * rng.choice([8, 40, 400]) if n % 2 else None
        state = rng.choice([State.POOL, State.REVIEW])
        whisper = a_whisper(mark + "x" * rng.choice([0, 30, 350]), photo=photo, state=state)
        async with storage.transaction() as tables:
            await tables.whispers.add(
                whisper, handle_hash=secrets.token_bytes(32), receipt_hash=secrets.token_bytes(32)
            )
        waiting[whisper.key] = mark
        if rng.random() < 0.5:
            key = rng.choice(list(waiting))
            async with storage.transaction() as tables:
                if rng.random() < 0.5:
                    assert await tables.whispers.erase(key)
                else:
                    assert await tables.whispers.reject(key, "no reason")
            gone.append(waiting.pop(key))
        image = storage.path.read_bytes()
        assert [mark for mark in waiting.values() if image.count(mark.encode()) != 1] == []
        assert [mark for mark in gone if mark.encode() in image] == []
        assert [mark for mark in gone if f"photo of {mark[7:10]} ".encode() in image] == []


async def test_no_page_that_rows_share_holds_a_beginning_of_words_or_picture(
    storage: Storage,
) -> None:
    """The shortest words, and every column before them empty or full."""
    for n in range(40):
        async with storage.transaction() as tables:
            await tables.whispers.add(
                a_whisper(SHORT if n % 2 else SHORT * 99, photo=b"\xff\xd8photo"),
                handle_hash=secrets.token_bytes(32),
                receipt_hash=secrets.token_bytes(32),
            )
    image = storage.path.read_bytes()
    shared = [page for page in pages(image) if page[0] in (0x02, 0x05, 0x0A, 0x0D)]
    assert len(shared) > 10
    assert not any(SHORT.encode() in page or b"\xff\xd8photo" in page for page in shared)
    assert sum(SHORT.encode() in page for page in pages(image)) >= 40


def pages(image: bytes) -> list[bytes]:
    return [image[at : at + PAGE] for at in range(0, len(image), PAGE)]


async def test_the_room_is_what_sqlites_format_asks_for(storage: Storage) -> None:
    with sqlite3.connect(storage.path) as plain:
        (size,) = plain.execute("PRAGMA page_size").fetchone()
    plain.close()
    assert size == PAGE
    assert (size - 12) * 64 // 255 - 23 == ROOM


async def test_what_an_older_version_stored_is_there_after_the_change(tmp_path: Path) -> None:
    path = tmp_path / "sotto.db"
    older(path, "0002")
    with sqlite3.connect(path) as plain:
        for n in range(30):
            key = secrets.token_bytes(16)
            plain.execute(
                "INSERT INTO whispers (key, state, words, picture, style, cover, findings, number,"
                " receipt_hash) VALUES (?, 'released', ?, 'abcd', 3, 0, '[\"person\"]', ?, ?)",
                (key, f"whisper {n}", n + 1, secrets.token_bytes(32)),
            )
            plain.execute("INSERT INTO photos (key, data) VALUES (?, ?)", (key, b"jpeg %d" % n))
    plain.close()
    storage = await open_storage(address(path))
    async with storage.reading() as tables:
        for n in range(30):
            found = await tables.whispers.by_number(n + 1)
            assert found is not None
            assert (found.words, found.findings) == (f"whisper {n}", ("person",))
            whole = await tables.whispers.by_key(found.key)
            assert whole is not None
            assert whole.photo == b"jpeg %d" % n
    await storage.close()
    image = path.read_bytes()
    assert all(image.count(f"whisper {n}".encode() + b"\0") == 1 for n in range(30))


def older(path: Path, revision: str) -> None:
    """A database as an older version left it."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = Config()
        migrations = Path(revisions.__file__).parent / "migrations"
        config.set_main_option("script_location", str(migrations))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()
