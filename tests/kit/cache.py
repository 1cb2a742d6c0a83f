"""Pictures are painted, plates prepared, once for all tests, their processes and all runs."""

import fcntl
import os
from functools import cache as remembered
from functools import partial
from itertools import product
from pathlib import Path

from bot.cards.draw import background
from bot.cards.pictures import LIBRARY, open_shelf
from bot.cards.plates import PlateFolder
from bot.cards.preparing import sizes_of

CACHE = Path(
    os.environ.get("SOTTO_TEST_CACHE") or Path(__file__).parents[2] / ".pytest_cache" / "sotto"
)


@remembered
def prepared() -> Path:
    """The folder, filled; whoever comes second waits for whoever paints."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        shelf, plates = open_shelf(CACHE, None), PlateFolder(CACHE)
        for picture, size in product([info.id for info in LIBRARY], sizes_of(("square",))):
            if not plates.has(picture, size):
                decode = partial(background.from_jpeg, size=size)
                plates.keep(picture, size, partial(shelf.read, picture, decode))
    return CACHE
