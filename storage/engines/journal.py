"""The rollback journal holds pages as they were before each change: words, pictures, and in which
order they came. None of it may stay on the disk once the change is done.

SQLite can delete, truncate or keep a journal. The first two give its blocks back to the file system
as they are: on a raw ext4 image all of thirty withdrawn whispers were found again. So it is kept
(``journal_mode = PERSIST``), and after each transaction overwritten in place and synced.

A journal is needed until its transaction has ended, and after a crash it is all there is. SQLite
ends a transaction by overwriting the journal's header with zeros and syncing that; only then, and
only while we hold the write lock with nothing written of our own, is the rest overwritten. Under
that lock nobody else can have a journal in use, and one that a dead process left behind has been
rolled back by SQLite before it gave us the lock.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LARGEST = 1 << 20
"""The most bytes. A longer journal is cut to this, once its blocks are overwritten."""

_BLOCK = 1 << 14
_ZEROS = bytes(_BLOCK)
_MAGIC = bytes.fromhex("d9d505f920a163d7")
"""The beginning of a journal that may still be needed (sqlite.org/fileformat.html, 3)."""


class JournalInUse(Exception):
    """The journal's header stands, since it belongs to a transaction that has not ended."""


def journal_of(database: Path) -> Path:
    return database.with_name(f"{database.name}-journal")


def overwrite(journal: Path) -> int:
    """Write zeros in place of whatever an ended transaction left, synced. Returns how many bytes
    were written.

    Call it under the write lock, before anything is written. Raises JournalInUse, OSError."""
    try:
        file = os.open(journal, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        return 0
    try:
        if os.pread(file, len(_MAGIC), 0) == _MAGIC:
            raise JournalInUse
        written = _overwrite(file)
        if os.fstat(file).st_size > LARGEST:
            os.ftruncate(file, LARGEST)
    finally:
        os.close(file)
    return written


@contextmanager
def held(journal: Path) -> Iterator[None]:
    """Hold the journal open. A fresh connection, before it is told to keep journals, deletes one
    that a dead process left, as soon as it has rolled it back. Held open its blocks stay ours, and
    are overwritten here."""
    try:
        file = os.open(journal, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        yield
        return
    try:
        yield
        if os.fstat(file).st_nlink == 0:  # nobody can roll back from it any more
            _overwrite(file)
    finally:
        os.close(file)


def _overwrite(file: int) -> int:
    """Overwrite only blocks that hold anything: the disk is spared, the order stays."""
    written = 0
    for start in range(0, os.fstat(file).st_size, _BLOCK):
        block = os.pread(file, _BLOCK, start)
        if block != _ZEROS[: len(block)]:
            written += os.pwrite(file, _ZEROS[: len(block)], start)
    if written:
        os.fsync(file)
    return written
