"""Backup while the bot runs, and restore into an empty data folder, or a server's empty database. A
backup is an SQLite file, whichever engine it was made from.

What waits (drafts, whispers in review, in the pool or in the outbox) is not in a backup: nobody has
seen it yet, and a copy of it would be one more place to keep safe.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.domain.whisper import OWN_PHOTO, State
from bot.errors import BackupRefused, DatabaseUnusable
from storage import Storage, Tables, open_storage
from storage.archive import TABLES, Rows

_PHOTOS_AT_ONCE = 50
_ALIVE = (State.REVIEW, State.HELD, State.POOL, State.RELEASED)


@dataclass(frozen=True, slots=True)
class Copied:
    """Counts of what a backup or a restore carried."""

    whispers: int  # published ones, those taken down included
    posts: int
    left_out: int  # whispers that wait: not in a backup


async def back_up(*, storage: Storage, file: Path) -> Copied:
    """Write published data, receipt hashes and settings into a fresh file (mode 0600).

    Reads in short transactions, so that the running bot is not held up. Raises BackupRefused:
    the file exists, or cannot be made."""
    part = await asyncio.to_thread(_place_for, file)
    try:
        copied = await _copy(storage, part)
        await asyncio.to_thread(_name, part, file)
    finally:
        await asyncio.to_thread(_remove, part)
    return copied


def _place_for(file: Path) -> Path:
    part = file.absolute().with_name(f".{file.name}.part")
    if file.exists():
        raise BackupRefused(f"{file} exists already. Name a file that does not.")
    if not file.parent.is_dir():
        raise BackupRefused(f"There is no folder {file.parent}.")
    if part.exists():
        raise BackupRefused(
            f"Another backup is being written, or ended halfway: {part}. Remove it."
        )
    return part


def _name(part: Path, file: Path) -> None:
    try:
        os.link(part, file)  # unlike a rename, this refuses to overwrite
    except FileExistsError:
        raise BackupRefused(f"{file} exists already. Name a file that does not.") from None


async def _copy(storage: Storage, part: Path) -> Copied:
    copy = await open_storage(f"sqlite+aiosqlite:///{part}")
    try:
        async with copy.transaction() as tables:
            await tables.archive.clear()
            await tables.runtime_settings.backup.put(True)
        for name in TABLES:
            async for rows in _pages(storage, name):
                async with copy.transaction() as tables:
                    await tables.archive.fill(name, rows)
                if name == "whispers":
                    async for photos in _photos(storage, rows):
                        async with copy.transaction() as tables:
                            await tables.archive.fill("photos", photos)
        async with copy.transaction() as tables:
            await tables.archive.settle()
        async with copy.reading() as tables:
            whispers, out, posts = await tables.archive.counts()
    finally:
        await copy.close()
    async with storage.reading() as tables:
        alive = [
            await tables.of(channel.id).whispers.count(*_ALIVE)
            for channel in await tables.channels.all()
        ]
    return Copied(whispers, posts, max(0, sum(alive) - out))


async def _pages(storage: Storage, name: str) -> AsyncIterator[Rows]:
    """Yield the rows of one table page by page, each page read in a transaction of its own."""
    last = None
    while True:
        async with storage.reading() as tables:
            rows = await tables.archive.page(name, last)
        if not rows:
            return
        yield rows
        last = rows[-1]


async def _photos(storage: Storage, rows: Sequence[Mapping[str, Any]]) -> AsyncIterator[Rows]:
    """Yield authors' own pictures of these whispers, a few at a time. The read of each few has
    ended when they are handed on: a slow disk of the backup keeps nobody from writing."""
    keys = [
        row["key"] for row in rows if row["state"] == State.RELEASED and row["picture"] == OWN_PHOTO
    ]
    for start in range(0, len(keys), _PHOTOS_AT_ONCE):
        async with storage.reading() as tables:
            photos = await tables.archive.photos(keys[start : start + _PHOTOS_AT_ONCE])
        yield photos


async def restore_backup(*, file: Path, database: Path) -> Copied:
    """Make a backup the database of an empty data folder. Before the bot gives numbers again it
    reads what the channel got since. Raises BackupRefused, DatabaseUnusable (damaged, newer)."""
    part = await asyncio.to_thread(_copy_file, file, database)
    try:
        try:
            copied = await _wake(part, file)
        except DatabaseUnusable as wrong:  # it names the copy that we made
            raise DatabaseUnusable(str(wrong).replace(str(part), str(file))) from None
        await asyncio.to_thread(_name, part, database)
    finally:
        await asyncio.to_thread(_remove, part)
    return copied


def _copy_file(file: Path, database: Path) -> Path:
    if database.exists():
        raise BackupRefused(f"{database} exists already. Restore into an empty data folder.")
    if not file.is_file():
        raise BackupRefused(f"There is no file {file}.")
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = database.absolute().with_name(f".{database.name}.part")
    _remove(part)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with file.open("rb") as source, os.fdopen(descriptor, "wb") as target:
        shutil.copyfileobj(source, target)
    return part


async def _wake(part: Path, file: Path) -> Copied:
    restored = await open_storage(f"sqlite+aiosqlite:///{part}")
    try:
        async with restored.transaction() as tables:
            if not await tables.runtime_settings.backup.get():
                raise BackupRefused(f"{file} is not a backup made by “sotto backup”.")
            await tables.runtime_settings.backup.drop()
            await _look_first(tables)
        async with restored.reading() as tables:
            return await _restored(tables)
    finally:
        await restored.close()


async def _look_first(tables: Tables) -> None:
    """Make the bot read what the channels got since the backup before it gives numbers, and sweep
    what it said in private chats since then."""
    await tables.runtime_settings.clean_stop.put(False)
    for row in await tables.channels.all():
        settings = tables.of(row.id).runtime_settings
        await settings.walk_first.put(True)
        if await settings.discussion_group.get() is not None:
            await settings.walk_group_first.put(True)


async def _restored(tables: Tables) -> Copied:
    whispers, _out, posts = await tables.archive.counts()
    return Copied(whispers, posts, 0)


async def restore_into_server(*, file: Path, address: str) -> Copied:
    """Fill an empty database of a server from a backup, whole or not at all. Raises
    BackupRefused, DatabaseUnusable."""
    if not await asyncio.to_thread(file.is_file):
        raise BackupRefused(f"There is no file {file}.")
    with TemporaryDirectory(dir=file.parent, prefix=".sotto-") as folder:
        part = await asyncio.to_thread(_copy_file, file, Path(folder) / file.name)
        await _wake(part, file)
        source = await open_storage(f"sqlite+aiosqlite:///{part}")
        try:
            return await _fill_server(source, address)
        finally:
            await source.close()


async def _fill_server(source: Storage, address: str) -> Copied:
    target = await open_storage(address)
    try:
        async with target.transaction() as tables:
            if not await tables.archive.is_empty():
                raise BackupRefused(
                    "The server's database is not empty. Restore into one that is: SOTTO_DATABASE."
                )
            await tables.archive.clear()
            for name in TABLES:
                async for rows in _pages(source, name):
                    await tables.archive.fill(name, rows)
                    if name == "whispers":
                        async for photos in _photos(source, rows):
                            await tables.archive.fill("photos", photos)
            await _look_first(tables)
            return await _restored(tables)
    finally:
        await target.close()


def _remove(part: Path) -> None:
    for file in (part, part.with_name(f"{part.name}-journal")):
        file.unlink(missing_ok=True)
