"""Long patterns, compiled once for all starts.

The regex package compiles in Python: the lists of words take it two seconds. What comes out can be
pickled, and is ready again in milliseconds. ``compiled`` compiles only what ``recall`` has not
brought; ``kept`` is what to bring the next time. Who may read and write files calls both.
"""

import io
import os
import pickle
import sys
from hashlib import blake2b
from typing import Any

import regex

Pattern = regex.Pattern[str]

EDITION = blake2b(
    f"{regex.__version__} {sys.version} {os.uname().machine}".encode(), digest_size=8
).hexdigest()
"""Compiled patterns fit this edition of Python and regex alone."""

_recalled: dict[bytes, Pattern] = {}
_used: dict[bytes, Pattern] = {}


def compiled(pattern: str, flags: int = 0, **lists: Any) -> Pattern:
    """``regex.compile``, for patterns of our own: what people write is never kept."""
    written = repr((pattern, int(flags), sorted((name, sorted(lists[name])) for name in lists)))
    key = blake2b(written.encode(), digest_size=16).digest()
    made = _used.get(key) or _recalled.get(key)
    if made is None:
        made = regex.compile(pattern, flags, **lists)
    _used[key] = made
    return made


def recall(data: bytes) -> None:
    """Bring what ``kept`` gave. Raises ValueError when it is not that."""
    try:
        found = _Reader(io.BytesIO(data)).load()
        _recalled.update(found)
    except Exception as error:
        raise ValueError("no compiled patterns") from error


def nothing_recalled() -> bool:
    return not _recalled


def kept() -> bytes | None:
    """All that has been compiled or was recalled and used; None when nothing was compiled anew."""
    if _used.keys() <= _recalled.keys():
        return None
    return pickle.dumps(_used, protocol=5)


class _Reader(pickle.Unpickler):
    """Makes patterns and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) != ("regex._regex", "compile"):
            raise pickle.UnpicklingError(f"{module}.{name} is no pattern")
        return super().find_class(module, name)
