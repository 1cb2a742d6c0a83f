"""Authors' own pictures, drawn anew once for each draft and kept while it is open: memory only.

A press of *Style* needs the same picture again; fetched and decoded each time it would be an
attacker's lever. Bounds: a few files in hand at a time, one of a chat; so many bytes kept, the
oldest go first and are fetched again when they are needed. What was refused is remembered too.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from bot.cards.studio import StudioBusy
from bot.darkroom.headers import PhotoRefusal, PhotoRefused
from bot.memory.expiring import ExpiringDict
from bot.memory.identity import Route

MOST_BYTES = 32 * 1024 * 1024
"""The most bytes that are kept; a picture takes some 400 KB."""

_IN_HAND = 3
"""The number of files fetched or decoded side by side: each holds up to 20 MB."""
_WAITING = 40
PATIENCE = 25.0
"""The seconds that one may take, its time in line included: well below
``bot.botapi.intake.LONGEST``."""
_REFUSED_MOST = 2_000


@dataclass(frozen=True, slots=True)
class NotFetched:
    """Telegram does not give the file now. ``too_big``: it never will; a message need not say how
    large its file is."""

    too_big: bool = False


Download = Callable[[str, Route], Awaitable[bytes | NotFetched]]
"""Takes the file's id, and the chat in which it was sent."""
Adopt = Callable[[bytes], Awaitable[bytes]]
Draft = tuple[Route, int]
"""The chat, and the author's message in it."""


async def _cannot(_jpeg: bytes) -> bytes:
    raise StudioBusy


@dataclass(slots=True)
class OwnPictures:
    download: Download
    adopt: Adopt
    life: timedelta
    """The time for which a picture stays after it was last asked for: as long as a draft."""
    blur: Adopt = _cannot
    """Returns a clean JPEG of which only colours are left. Raises StudioBusy."""
    _kept: ExpiringDict[Draft, tuple[str, bytes]] = field(init=False)
    _refused: ExpiringDict[tuple[Route, str], PhotoRefusal] = field(init=False)
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_IN_HAND))
    _turns: WeakValueDictionary[Route, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    _in_line: int = 0

    def __post_init__(self) -> None:
        self._kept = ExpiringDict(self.life)
        self._refused = ExpiringDict(self.life, most=_REFUSED_MOST)

    @property
    def kept(self) -> int:
        """The number of pictures in memory."""
        return len(self._kept)

    async def of(
        self, route: Route, message_id: int, file: str, mark: str, now: datetime
    ) -> bytes | NotFetched:
        """Return the picture of this message as a clean JPEG. ``mark``: equal marks are the same
        file. Raises PhotoRefused and StudioBusy."""
        async with self._turn(route):
            kept = self._kept.get((route, message_id))
            if kept is not None and kept[0] == mark:
                self._keep((route, message_id), kept, now)
                return kept[1]
            if (reason := self._refused.get((route, mark))) is not None:
                raise PhotoRefused(reason)
            async with self._places:
                fetched = await self.download(file, route)
                if isinstance(fetched, NotFetched):
                    return fetched
                try:
                    jpeg = await self.adopt(fetched)
                except PhotoRefused as refused:
                    self._refused.put((route, mark), refused.reason, now)
                    raise
            self._keep((route, message_id), (mark, jpeg), now)
            return jpeg

    def forget(self, route: Route, message_id: int) -> None:
        """Forget the picture of this message, whose draft has ended."""
        self._kept.pop((route, message_id))

    def fade(self, now: datetime) -> None:
        """Let go of the pictures of drafts that were left alone."""
        self._kept.fade(now)
        self._refused.fade(now)

    @asynccontextmanager
    async def _turn(self, route: Route) -> AsyncIterator[None]:
        """Let a chat's pictures come one after another, and nobody wait for ever."""
        if self._in_line >= _WAITING:
            raise StudioBusy
        self._in_line += 1
        try:
            async with asyncio.timeout(PATIENCE):
                async with self._turns.setdefault(route, asyncio.Lock()):
                    yield
        except TimeoutError:
            raise StudioBusy from None
        finally:
            self._in_line -= 1

    def _keep(self, draft: Draft, picture: tuple[str, bytes], now: datetime) -> None:
        self._kept.put(draft, picture, now)
        held = sum(len(jpeg) for _, (_, jpeg) in self._kept.items())
        for oldest, (_, jpeg) in list(self._kept.items()):
            if held <= MOST_BYTES:
                return
            self._kept.pop(oldest)
            held -= len(jpeg)
