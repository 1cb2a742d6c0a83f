"""The studio: cards are drawn in other processes, so that the loop never waits for a pixel.

Bounds: one process a core with one order in hand each, ``WAITING`` more in line; beyond that, or
when one takes longer than ``PATIENCE``, ``StudioBusy``. A process that dies is replaced and its
order drawn once more; one that hangs, or whose order nobody waits for any more, is replaced alone.
What ``elsewhere`` draws (``bot/renderers``) these processes need not; what it does not, they do.
Strangers' pictures never come near these processes: ``bot/darkroom`` decodes them.
"""

import asyncio
import contextlib
import functools
import os
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar, cast

from bot import logs
from bot.cards import worker
from bot.cards.order import CampaignChart, CardOrder, ChartOrder, PosterEntry, Size
from bot.cards.pictures import Complain, Shelf
from bot.cards.plates import PlateFolder
from bot.cards.preparing import Preparing, Progress, sizes_of
from bot.cards.recent import RecentCards
from bot.darkroom.door import Darkroom, DarkroomBusy

P = ParamSpec("P")
T = TypeVar("T")

WAITING = 200
"""Orders that may wait in line; each can hold a photo of some 300 KB."""

PATIENCE = 15.0
"""The seconds after which an order in hand is given up and its process replaced."""
LONGEST = 25.0
"""The seconds that an order takes at most, its time in line included: well below the time that one
update may take (``bot.botapi.intake.LONGEST``), so that whoever asked is answered."""
_GRACE = 1.0
"""The seconds that an order may still take when nobody waits for it any more."""


class StudioBusy(Exception):
    """Too many orders wait, or this one took too long. Try again in a moment."""


class Elsewhere(Protocol):
    """Processes of other studios that draw for this one."""

    async def draw(self, work: Callable[..., object], args: tuple[object, ...]) -> bytes | None:
        """Return what ``work`` makes of its arguments. None: it is to be drawn here. Raises what
        ``work`` raises."""

    async def close(self) -> None: ...

    @property
    def states(self) -> Mapping[str, int]:
        """How many are in use, and how many are not for which reason."""

    @property
    def drawn(self) -> int:
        """The number of orders that were drawn there."""


class Studio:
    """Draws cards, posters and notices. Made by ``open``, ended by ``close``."""

    shelf: Shelf
    """The pictures that may be proposed; ``shelf.refresh()`` looks for new ones."""
    elsewhere: Elsewhere | None = None
    """Who is asked first."""
    drawn: int = 0
    """The number of orders that were drawn here."""

    def __init__(self, cache: Path, pictures: Path | None, size: Size, workers: int) -> None:
        self._start = functools.partial(_start_worker, cache, pictures)
        self._size: Size = size
        self._artists = {self._new_artist() for _ in range(workers)}
        self._free = asyncio.Queue[ProcessPoolExecutor]()
        for artist in self._artists:
            self._free.put_nowait(artist)
        self._in_line = 0
        self._recent = RecentCards()
        self._preparing: asyncio.Task[None] | None = None
        self._closed = False
        self._darkroom = Darkroom(at_once=max(1, workers // 2))

    @classmethod
    async def open(
        cls,
        *,
        cache: Path,
        pictures: Path | None,
        size: Size = "square",
        workers: int | None = None,
        shapes: Sequence[Size] = (),
        progress: Progress | None = None,
        complain: Complain | None = None,
        strangers: bool = True,
    ) -> "Studio":
        """Start the processes. ``complain`` hears which of the operators' ``pictures`` are left
        out. ``strangers``: authors' pictures will come as they were sent.

        With ``progress`` what is missing in ``cache`` is painted and prepared meanwhile, for cards
        of ``shapes`` and ``size``; in any case what is asked for before is done then.
        ``size`` is the shape of notices and posters, and of what is kept of authors' pictures; a
        card's order names its own.
        """
        shelf = await asyncio.to_thread(worker.prepare, cache, pictures, complain)
        studio = cls(cache, pictures, size, workers or max(1, min(4, os.cpu_count() or 1)))
        studio.shelf = shelf
        if strangers:
            studio._darkroom.open()
        await asyncio.gather(
            *(asyncio.wrap_future(artist.submit(worker.ready)) for artist in studio._artists)
        )
        if progress is not None:
            preparing = Preparing(
                shelf, PlateFolder(cache), sizes_of((size, *shapes)), studio._start, progress
            )
            await asyncio.to_thread(preparing.plates.sweep)
            await asyncio.to_thread(shelf.sweep)
            studio._preparing = asyncio.create_task(preparing.go_on())
        return studio

    @property
    def processes(self) -> int:
        """How many orders are drawn at once."""
        return len(self._artists)

    @property
    def in_line(self) -> int:
        """The orders that are drawn or wait for it."""
        return self._in_line

    async def close(self) -> None:
        """End the processes, and what they still draw."""
        self._closed = True
        if self._preparing is not None:
            self._preparing.cancel()
            await asyncio.wait((self._preparing,))
        if self.elsewhere is not None:
            await self.elsewhere.close()
        await self._darkroom.close()
        idle = {self._free.get_nowait() for _ in range(self._free.qsize())}
        for artist in self._artists:
            if artist not in idle:  # nobody waits for its order any more, and it may hang
                _end(artist)
            await asyncio.to_thread(artist.shutdown, wait=True, cancel_futures=True)

    async def card(self, order: CardOrder) -> bytes:
        """Return the card as JPEG. Raises CannotSet, StudioBusy."""
        if (finished := self._recent.get(order)) is not None:
            return finished
        card = await self._do(worker.card, order)
        self._recent.put(order, card)
        return card

    async def notice(self, text: str) -> bytes:
        """Return a card that says one (translated) sentence: removed, withdrawn, being looked
        at."""
        return await self._do(worker.notice, text, self._size)

    async def poster(
        self,
        title: str,
        subtitle: str,
        entries: Sequence[PosterEntry],
        *,
        channel: str,
        design: int = 0,
    ) -> bytes:
        """Return the digest as one picture. ``design``: any number, they take turns."""
        size, shown = self._size, tuple(entries)
        return await self._do(worker.poster, title, subtitle, shown, size, channel, design)

    async def grid(self, entries: Sequence[PosterEntry]) -> bytes:
        """Return up to six cards as one picture."""
        return await self._do(worker.grid, tuple(entries))

    async def chart(self, order: ChartOrder) -> bytes:
        """Return the moderators' figures as JPEG."""
        return await self._do(worker.figures, order)

    async def campaign_chart(self, order: CampaignChart) -> bytes:
        """Return a campaign's figures as JPEG."""
        return await self._do(worker.campaign_figures, order)

    async def adopt(self, data: bytes) -> bytes:
        """Return the author's picture, drawn anew as a clean JPEG of what a card shows of it: what
        lies beside that is stored nowhere. Raises PhotoRefused, StudioBusy."""
        try:
            clean = await self._darkroom.adopt(data)
        except DarkroomBusy:
            raise StudioBusy from None
        return await self._do(worker.crop, clean, self._size)

    async def blur(self, jpeg: bytes) -> bytes:
        """Turn a clean JPEG of ours into one of which only colours are left. Raises StudioBusy."""
        return await self._do(worker.blur, jpeg)

    async def lend(self, work: Callable[..., bytes], args: tuple[object, ...]) -> bytes:
        """Do a piece of work for another process's studio; it is not kept. Raises CannotSet,
        StudioBusy."""
        return await self._do(work, *args)

    async def _do(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        if self._in_line >= WAITING:
            raise StudioBusy
        self._in_line += 1
        try:
            async with asyncio.timeout(LONGEST):
                if self.elsewhere is not None and not kwargs:
                    drawn = await self.elsewhere.draw(work, args)
                    if drawn is not None:
                        return cast(T, drawn)
                self.drawn += 1
                try:
                    return await self._once(work, *args, **kwargs)
                except BrokenProcessPool:  # a process was killed, by lack of memory say
                    return await self._once(work, *args, **kwargs)
        except (BrokenProcessPool, TimeoutError):
            raise StudioBusy from None
        finally:
            self._in_line -= 1

    async def _once(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        artist = await self._free.get()
        drawing = asyncio.create_task(self._drawn(artist, functools.partial(work, *args, **kwargs)))
        try:
            return await asyncio.shield(drawing)
        except asyncio.CancelledError:
            if not drawing.done():  # it may be nearly done, or hang
                drawing.add_done_callback(_unheard)
                asyncio.get_running_loop().call_later(_GRACE, drawing.cancel)
            raise

    async def _drawn(self, artist: ProcessPoolExecutor, work: Callable[[], T]) -> T:
        """Let a process draw. It is free again when this ends, or another is in its place."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await asyncio.wrap_future(artist.submit(work))
        except (BrokenProcessPool, TimeoutError, asyncio.CancelledError):
            if not self._closed:
                artist = self._replaced(artist)
            raise
        finally:
            self._free.put_nowait(artist)

    def _replaced(self, artist: ProcessPoolExecutor) -> ProcessPoolExecutor:
        """End this one alone; the new process starts now, so that its order need not wait."""
        self._artists.discard(artist)
        _end(artist)
        fresh = self._new_artist()
        self._artists.add(fresh)
        fresh.submit(worker.ready)
        return fresh

    def _new_artist(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=self._start)


def _end(artist: ProcessPoolExecutor) -> None:
    """Kill the process of one that broke or hangs."""
    for process in list((artist._processes or {}).values()):
        process.kill()
    artist.shutdown(wait=False, cancel_futures=True)


def _unheard(drawing: "asyncio.Task[object]") -> None:
    """Take note of how an order ended that nobody waits for."""
    with contextlib.suppress(asyncio.CancelledError):
        drawing.exception()


def _start_worker(cache: Path, pictures: Path | None) -> None:
    """Runs first in each process: deaf to signals meant for the parent, but dies with it.

    It holds words and photos, so it says no more than the parent does when something falls."""
    logs.configure("WARNING")
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    worker.furnish(cache, pictures)
    worker.settle()


def _die_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
