"""Long patterns and lists of words, made ready once for all starts.

The regex package compiles in Python: the lists of words take it two seconds. What comes out can be
pickled, and is ready again in milliseconds. ``compiled`` and ``arranged`` make only what ``recall``
has not brought; ``kept`` is what to bring the next time. Who may read and write files calls both.
"""

import io
import os
import pickle
import sys
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any, TypeVar

import regex

Pattern = regex.Pattern[str]
T = TypeVar("T")

EDITION = blake2b(
    f"{regex.__version__} {sys.version} {os.uname().machine}".encode(), digest_size=8
).hexdigest()
"""The edition of Python and regex that compiled patterns fit, and no other."""

_DOMAIN = "bot.domain"
_recalled: dict[bytes, Any] = {}
_used: dict[bytes, Any] = {}


def compiled(pattern: str, flags: int = 0, **lists: Any) -> Pattern:
    """Compile as ``regex.compile`` does, for patterns of our own: what people write is never
    kept."""
    written = repr((pattern, int(flags), sorted((name, sorted(lists[name])) for name in lists)))
    made: Pattern = _ready(written, lambda: regex.compile(pattern, flags, **lists))
    return made


def arranged(name: str, make: Callable[[], T]) -> T:
    """Return what ``make`` makes of our lists: of built-in types alone, and the same as long as no
    file of the domain changes, code or list."""
    return _ready(f"{name} {_edition_of(_DOMAIN)}", make)


def _ready(what: str, make: Callable[[], T]) -> T:
    key = blake2b(what.encode(), digest_size=16).digest()
    made: T | None = _used.get(key) or _recalled.get(key)
    if made is None:
        made = make()
    _used[key] = made
    return made


@cache
def _edition_of(package: str) -> str:
    """Return a digest that changes with every file of the package and its folders."""
    found = blake2b(digest_size=16)
    folders = [files(package)]
    while folders:
        for entry in sorted(folders.pop().iterdir(), key=lambda entry: entry.name):
            if entry.is_dir() and entry.name != "__pycache__":
                folders.append(entry)
            elif entry.name.endswith((".py", ".txt", ".toml")):
                found.update(entry.name.encode() + entry.read_bytes())
    return found.hexdigest()


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
    """Return all that has been compiled or was recalled and used. None: nothing was compiled anew,
    since the last time either."""
    if _used.keys() <= _recalled.keys():
        return None
    _recalled.update(_used)
    return pickle.dumps(_used, protocol=5)


class _Reader(pickle.Unpickler):
    """An unpickler that makes patterns and built-in types, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) != ("regex._regex", "compile"):
            raise pickle.UnpicklingError(f"{module}.{name} is no pattern")
        return super().find_class(module, name)
