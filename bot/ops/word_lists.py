"""Word lists made ready: read, and their patterns compiled once, into the cache folder.

``recall`` comes first, before what uses the lists is even imported; ``prepare`` makes ready what is
left, and leaves in the cache what it had to compile.
"""

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from bot.domain import patterns

_NAME = "word-lists-"
_SUM = 32  # bytes of SHA-256 before the rest


def recall(cache: Path) -> None:
    """Bring what an earlier start has compiled. What is missing, damaged or another user's is
    compiled anew. It is brought once: in a process that has it nothing is read."""
    if not patterns.nothing_recalled():
        return
    with suppress(OSError, ValueError):
        patterns.recall(_read(cache / f"{_NAME}{patterns.EDITION}"))


def prepare(cache: Path) -> None:
    """Read every list, so that no author waits for it: a tenth of a second, two when nothing is in
    the cache."""
    from bot.domain import checks, keywords

    recall(cache)
    checks.prepare()
    keywords.prepare()
    if (data := patterns.kept()) is not None:
        with suppress(OSError):  # a full or read-only cache costs the next start its time
            _write(cache, data)


def _read(path: Path) -> bytes:
    """Raises OSError, ValueError."""
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        if status.st_uid != os.geteuid() or status.st_mode & 0o022:
            raise ValueError("others may write it")
        data = file.read()
    if hashlib.sha256(data[_SUM:]).digest() != data[:_SUM]:
        raise ValueError("damaged")
    return data[_SUM:]


def _write(cache: Path, data: bytes) -> None:
    """Write a file in one step, so that a start beside this one never reads half of it. Raises
    OSError."""
    cache.mkdir(parents=True, exist_ok=True)
    path = cache / f"{_NAME}{patterns.EDITION}"
    handle, made = tempfile.mkstemp(prefix=".word-lists-", dir=cache)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(data).digest() + data)
        Path(made).replace(path)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise
    for old in cache.glob(f"{_NAME}*"):
        if old != path:
            old.unlink(missing_ok=True)
