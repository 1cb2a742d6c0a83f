"""Lists of words are compiled by one test process, and never again.

This comes before whatever uses the lists is imported: it would compile its patterns by itself."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.ops import word_lists

CACHE = Path(
    os.environ.get("SOTTO_TEST_CACHE") or Path(__file__).parents[2] / ".pytest_cache" / "sotto"
)


@contextmanager
def locked() -> Iterator[None]:
    """None of the other test processes makes something in ``CACHE`` meanwhile."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def recall_words() -> None:
    """Those that the first process of all has compiled."""
    with locked():
        word_lists.recall(CACHE)
        word_lists.prepare(CACHE)
