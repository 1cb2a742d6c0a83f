"""``python -m tests.kit.plain run`` is ``sotto run`` with cards of one colour, drawn in the
process itself, and without the menus that a start presents in each language: for proofs that start
the bot dozens of times and look at neither. Photos are redrawn as they always are. The seizure
proofs run the real program.
"""

import asyncio
import io
import zlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from PIL import Image

from bot.botapi import menus
from bot.cards import worker
from bot.cards.order import CardOrder, PosterEntry
from bot.cards.pictures import Complain, Shelf, open_shelf
from bot.cards.studio import Elsewhere
from bot.darkroom import photo


def one_colour(_said: str, order: object) -> bytes:
    """A picture, of another colour for each order: an edit is seen."""
    out = io.BytesIO()
    colour = f"#{zlib.crc32(repr(order).encode()) & 0xFFFFFF:06x}"
    Image.new("RGB", (540, 540), colour).save(out, "JPEG")
    return out.getvalue()


def in_words(said: str, _order: object) -> bytes:
    """No picture: what it would show, to be read by a test."""
    return said.encode()


class PlainStudio:
    """What ``bot.cards.studio.Studio`` offers, without letters and other processes.

    ``failures`` are raised first, one a card; ``posters`` are the entries of those drawn."""

    shelf: Shelf
    elsewhere: Elsewhere | None = None
    drawn = in_line = 0
    processes = 1

    def __init__(self, draw: Callable[[str, object], bytes] = one_colour) -> None:
        self.draw = draw
        self.failures: list[Exception] = []
        self.posters: list[tuple[PosterEntry, ...]] = []

    @classmethod
    async def open(
        cls, *, cache: Path, pictures: Path | None, complain: Complain | None = None, **_: Any
    ) -> "PlainStudio":
        studio = cls()
        studio.shelf = await asyncio.to_thread(
            partial(open_shelf, cache, pictures, complain=complain)
        )
        return studio

    async def card(self, order: CardOrder) -> bytes:
        if self.failures:
            raise self.failures.pop(0)
        if self.elsewhere is not None:
            drawn = await self.elsewhere.draw(worker.card, (order,))
            if drawn is not None:
                return drawn
        return self.draw(f"card {order.imprint.number}: {order.words}", order)

    async def notice(self, text: str) -> bytes:
        return self.draw(f"notice: {text}", text)

    async def poster(
        self,
        title: str,
        subtitle: str,
        entries: Sequence[PosterEntry],
        *,
        channel: str,
        design: int = 0,
    ) -> bytes:
        self.posters.append(tuple(entries))
        said = "poster: " + ", ".join(f"{e.rank}. #{e.number}" for e in entries)
        return self.draw(said, (title, subtitle, entries, channel, design))

    async def grid(self, entries: Sequence[PosterEntry]) -> bytes:
        said = "grid: " + ", ".join(f"{e.rank}. #{e.number} {e.words}" for e in entries)
        return self.draw(said, tuple(entries))

    async def chart(self, order: object) -> bytes:
        return self.draw("chart", order)

    async def campaign_chart(self, order: object) -> bytes:
        return self.draw("campaign chart", order)

    async def blur(self, jpeg: bytes) -> bytes:
        return await asyncio.to_thread(worker.blur, jpeg)

    async def adopt(self, data: bytes) -> bytes:
        return await asyncio.to_thread(photo.adopt, data)

    async def lend(self, work: Callable[..., bytes], args: tuple[object, ...]) -> bytes:
        return self.draw(work.__name__, args[0] if len(args) == 1 else args)

    async def close(self) -> None:
        if self.elsewhere is not None:
            await self.elsewhere.close()


async def no_menus(*_: object, **__: object) -> None:
    """In place of some sixty calls, for which nobody waits."""


def without_menus() -> AbstractContextManager[object]:
    """Whoever starts inside the block presents nothing."""
    return mock.patch.object(menus, "present", no_menus)


def install() -> None:
    """Before ``bot.app`` is imported."""
    from bot.cards.studio import Studio

    Studio.open = PlainStudio.open  # type: ignore[method-assign, assignment]
    menus.present = no_menus


def main() -> None:
    install()
    from bot.cli.main import main as sotto

    sotto()


if __name__ == "__main__":
    main()
