"""The studio: cards are drawn in other processes, so that the loop never waits for a pixel.

Bounds: one process a core, two orders a process handed over, ``WAITING`` more in line; beyond
that ``StudioBusy``. A process that dies is replaced and its order drawn once more.
"""

import asyncio
import functools
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import ParamSpec, TypeVar

from bot import logs
from bot.cards import workshop
from bot.cards.chart import ChartOrder
from bot.cards.order import CardOrder, PosterEntry, Size
from bot.cards.pictures import Complain, Shelf

P = ParamSpec("P")
T = TypeVar("T")

Progress = Callable[[str, float], None]
"""(what is being prepared, share done from 0 to 1)."""

WAITING = 200
"""Orders that may wait in line; each can hold a photo of some 300 KB."""

_PATIENCE = 60.0
"""Seconds after which an order is given up and the processes are replaced."""


class StudioBusy(Exception):
    """Too many orders wait already. Try again in a moment."""


class Studio:
    """Draws cards, posters and notices. Made by ``open``, ended by ``close``."""

    shelf: Shelf
    """The pictures that may be proposed; ``shelf.refresh()`` looks for new ones."""

    def __init__(self, cache: Path, pictures: Path | None, size: Size, workers: int) -> None:
        self._start = functools.partial(_start_worker, cache, pictures)
        self._workers = workers
        self._size: Size = size
        self._pool = self._new_pool()
        self._places = asyncio.Semaphore(workers * 2)
        self._in_line = 0

    @classmethod
    async def open(
        cls,
        *,
        cache: Path,
        pictures: Path | None,
        size: Size = "square",
        workers: int | None = None,
        progress: Progress | None = None,
        complain: Complain | None = None,
    ) -> "Studio":
        """Paint the pictures missing in ``cache`` (later, one by one, without ``progress``), then
        start the processes. ``complain`` hears which of the operators' ``pictures`` are left out.

        ``size`` is the shape of notices and posters; a card's order names its own.
        """
        shelf = await asyncio.to_thread(workshop.prepare, cache, pictures, progress, complain)
        studio = cls(cache, pictures, size, workers or max(1, min(4, os.cpu_count() or 1)))
        studio.shelf = shelf
        await asyncio.gather(*(studio._do(workshop.ready) for _ in range(studio._workers)))
        return studio

    async def close(self) -> None:
        """End the processes; orders not yet begun are dropped."""
        await asyncio.to_thread(self._pool.shutdown, wait=True, cancel_futures=True)

    async def card(self, order: CardOrder) -> bytes:
        """The card as JPEG. Raises CannotSet, StudioBusy."""
        return await self._do(workshop.card, order)

    async def notice(self, text: str) -> bytes:
        """A card that says one (translated) sentence: removed, withdrawn, being looked at."""
        return await self._do(workshop.notice, text, self._size)

    async def poster(
        self, title: str, subtitle: str, entries: Sequence[PosterEntry], *, channel: str
    ) -> bytes:
        """The digest as one picture."""
        return await self._do(workshop.poster, title, subtitle, tuple(entries), self._size, channel)

    async def chart(self, order: ChartOrder) -> bytes:
        """The moderators' figures as JPEG."""
        return await self._do(workshop.figures, order)

    async def adopt(self, data: bytes) -> bytes:
        """The author's picture, drawn anew as a clean JPEG. Raises PhotoRefused, StudioBusy."""
        return await self._do(workshop.adopt, data)

    async def _do(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        if self._in_line >= WAITING:
            raise StudioBusy
        self._in_line += 1
        try:
            async with self._places:
                try:
                    return await self._once(work, *args, **kwargs)
                except BrokenProcessPool:  # a process was killed, by lack of memory say
                    return await self._once(work, *args, **kwargs)
        finally:
            self._in_line -= 1

    async def _once(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        pool = self._pool
        try:
            future = pool.submit(work, *args, **kwargs)
            async with asyncio.timeout(_PATIENCE):
                return await asyncio.wrap_future(future)
        except (BrokenProcessPool, TimeoutError):
            if self._pool is pool:
                self._pool = self._new_pool()
                _end(pool)
            raise

    def _new_pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._workers, mp_context=get_context("spawn"), initializer=self._start
        )


def _end(pool: ProcessPoolExecutor) -> None:
    """Kill the processes of a pool that broke or hangs."""
    for process in list((pool._processes or {}).values()):
        process.kill()
    pool.shutdown(wait=False, cancel_futures=True)


def _start_worker(cache: Path, pictures: Path | None) -> None:
    """Runs first in each process: deaf to signals meant for the parent, but dies with it.

    It holds words and photos, so it says no more than the parent does when something falls."""
    logs.configure("WARNING")
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    workshop.furnish(cache, pictures)


def _die_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
