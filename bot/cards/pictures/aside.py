"""Files of the cache: written aside and moved into place, so that nobody ever meets half of one."""

import contextlib
import os
import time
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

_ENDING = ".tmp"
_LEFT = 3600.0
"""The seconds after which what is still aside belongs to nobody: its process was killed."""


def put(path: Path, data: Iterable[bytes | memoryview]) -> None:
    """Write ``path`` whole, for this user alone. Raises OSError and then leaves nothing behind."""
    with NamedTemporaryFile(dir=path.parent, suffix=_ENDING, delete=False) as aside:
        try:
            for part in data:
                aside.write(part)
            aside.close()  # a full disk may show only now
            os.replace(aside.name, path)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(aside.name)
            raise


def opened(path: Path) -> BinaryIO:
    """Open the file for reading, leaving no time of it where the system allows that: when a picture
    was last drawn on is nobody's business. Raises OSError."""
    try:
        return open(path, "rb", opener=_unseen)  # Path has no opener
    except PermissionError:  # another user's file
        return path.open("rb")


def _unseen(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOATIME", 0))


def sweep(folder: Path) -> None:
    """Take away what killed processes left aside."""
    for path in folder.glob(f"*{_ENDING}"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _LEFT:
                path.unlink()
