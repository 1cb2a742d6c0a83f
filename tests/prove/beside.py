"""Days of several builds, lived side by side: each mostly waits, for its slots and its batches."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

AT_ONCE = 3
"""Bots that run at a time. All of them together keep half a core busy."""

Build = str | None
"""The name of a leak that is built in. None: the build as it is."""

Found = TypeVar("Found")
Town = TypeVar("Town")


@dataclass(frozen=True)
class Days(Generic[Found]):
    """How the day of each build ended."""

    ends: dict[Build, Found | BaseException]

    def of(self, build: Build) -> Found:
        """What its examination found; raises whatever broke its day off."""
        end = self.ends[build]
        if isinstance(end, BaseException):
            raise end
        return end


async def lived(
    builds: Iterable[str],
    open_town: Callable[[Path], AbstractAsyncContextManager[Town]],
    day: Callable[[Town, Build], Awaitable[Found]],
    folder: Path,
    at_once: int = AT_ONCE,
) -> Days[Found]:
    """The same day in a town of its own for each of these builds, and for the one as it is. A day
    that a busy machine broke off has told nothing yet: it is lived once more, from its morning."""
    room = asyncio.Semaphore(at_once)

    async def live(name: str, build: Build) -> Found:
        place = folder / name
        place.mkdir()
        async with room, open_town(place) as town:
            return await day(town, build)

    async def one(build: Build) -> Found:
        name = build or "sound"
        try:
            return await live(name, build)
        except TimeoutError:
            return await live(f"{name} again", build)

    every: list[Build] = [None, *builds]
    ends = await asyncio.gather(*map(one, every), return_exceptions=True)
    return Days(dict(zip(every, ends, strict=True)))
