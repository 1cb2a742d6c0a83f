"""Pictures painted and plates prepared beside the bot, by one process that gives way to all others.

No start waits for it: a picture that is asked for before it has been here is painted then and
there. It comes again for the pictures that operators add.
"""

import asyncio
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context

from bot.cards import worker
from bot.cards.order import CARDS, PIXELS
from bot.cards.order import Size as Shape
from bot.cards.pictures import Shelf
from bot.cards.plates import PlateFolder, Size
from bot.domain.pictures import PictureInfo

Progress = Callable[[str, float], None]
"""(what is being prepared, share done from 0 to 1)."""

AGAIN = 600.0
"""The seconds between looks for what is missing."""

_SLOW = frozenset(("dunes-at-evening", "blossom", "fireworks-far-away", "meadow-at-dusk"))
"""The pictures that are painted first: whoever asks for one before that waits a second or two, not
half of one."""

SMALL: Size = (540, 540)
"""The size in which a digest's small cards are drawn."""


def sizes_of(shapes: Sequence[Shape]) -> tuple[Size, ...]:
    """Return the plates that are worth a file of each picture where cards have these ``shapes``."""
    wanted = (*(each for each in CARDS if each in shapes), "tile")
    return (*(PIXELS[shape] for shape in wanted), SMALL)


@dataclass(slots=True)
class Preparing:
    """Fills the cache. ``furnish`` sets the process up."""

    shelf: Shelf
    plates: PlateFolder
    sizes: tuple[Size, ...]
    furnish: Callable[[], None]
    progress: Progress
    _given_up: tuple[PictureInfo, ...] = ()  # still missing after the last time

    async def go_on(self) -> None:
        """Prepare what is missing until this is cancelled."""
        while True:
            missing = await asyncio.to_thread(self.missing)
            if missing != self._given_up:
                await self._fill(missing)
                self._given_up = await asyncio.to_thread(self.missing)
            await asyncio.sleep(AGAIN)

    def missing(self) -> tuple[PictureInfo, ...]:
        """Return what is not in the cache as it should be; files are looked at, not into."""
        unpainted = {info.id for info in self.shelf.missing()}
        found = (
            info
            for info in self.shelf.infos
            if info.id in unpainted or not all(self.plates.has(info.id, s) for s in self.sizes)
        )
        return tuple(sorted(found, key=lambda info: info.name not in _SLOW))

    async def _fill(self, missing: Sequence[PictureInfo]) -> None:
        """Prepare as much as there is room and memory for: the rest is prepared when it is asked
        for."""
        helper = ProcessPoolExecutor(
            1, mp_context=get_context("spawn"), initializer=partial(_give_way, self.furnish)
        )
        try:
            for done, info in enumerate(missing, start=1):
                if not await asyncio.wrap_future(helper.submit(worker.keep, info.id, self.sizes)):
                    return
                self.progress(info.name, done / len(missing))
        except (OSError, BrokenProcessPool):
            return
        finally:
            for process in list((helper._processes or {}).values()):
                process.kill()
            helper.shutdown(wait=False, cancel_futures=True)


def _give_way(furnish: Callable[[], None]) -> None:
    os.nice(19)
    furnish()
