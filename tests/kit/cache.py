"""Pictures are painted, plates prepared, once for all tests, their processes and all runs."""

import fcntl
from contextlib import suppress
from functools import cache as remembered
from functools import partial
from pathlib import Path

from bot.cards.draw import background
from bot.cards.pictures import LIBRARY, Shelf
from bot.cards.plates import PlateFolder
from bot.cards.preparing import sizes_of
from bot.domain.whisper import PictureId
from tests.kit.words import CACHE as CACHE


@remembered
def prepared() -> Path:
    """The folder, filled by as many processes as ask for it: each paints what no other is at."""
    locks = CACHE / "locks"
    locks.mkdir(parents=True, exist_ok=True)
    shelf, plates = Shelf(CACHE, None), PlateFolder(CACHE)
    for how in (fcntl.LOCK_EX | fcntl.LOCK_NB, fcntl.LOCK_EX):  # at last, wait for the others
        for info in LIBRARY:
            with (locks / info.id.hex()).open("w") as lock, suppress(BlockingIOError):
                fcntl.flock(lock, how)
                _prepare(info.id, shelf, plates)
    return CACHE


def _prepare(picture: PictureId, shelf: Shelf, plates: PlateFolder) -> None:
    for size in sizes_of(("square",)):
        if not plates.has(picture, size):
            decode = partial(background.from_jpeg, size=size)
            plates.keep(picture, size, partial(shelf.read, picture, decode))
