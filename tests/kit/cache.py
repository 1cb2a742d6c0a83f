"""Pictures are painted once for all tests, all their processes and all runs of one edition."""

import fcntl
import os
from functools import cache as remembered
from pathlib import Path

from bot.cards.pictures import open_shelf

CACHE = Path(
    os.environ.get("SOTTO_TEST_CACHE") or Path(__file__).parents[2] / ".pytest_cache" / "sotto"
)


@remembered
def prepared() -> Path:
    """The folder, filled; whoever comes second waits for whoever paints."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        open_shelf(CACHE, None)
    return CACHE
