"""``python -m tests.kit.plain run`` is ``sotto run`` with cards of one colour, drawn in the
process itself: for proofs that start the bot dozens of times and do not look at cards. Photos are
redrawn as they always are. The seizure proofs run the real program.
"""

import asyncio
import io
import zlib
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image

from bot.cards.pictures import Complain, Shelf, open_shelf
from bot.darkroom import photo


class PlainStudio:
    """What ``bot.cards.studio.Studio`` offers, without letters and other processes."""

    shelf: Shelf

    @classmethod
    async def open(
        cls, *, cache: Path, pictures: Path | None, complain: Complain | None = None, **_: Any
    ) -> "PlainStudio":
        studio = cls()
        studio.shelf = await asyncio.to_thread(
            partial(open_shelf, cache, pictures, complain=complain)
        )
        return studio

    async def card(self, order: object) -> bytes:
        """Another colour for each order: an edit is seen."""
        return _plain(repr(order))

    async def notice(self, text: str) -> bytes:
        return _plain(text)

    async def poster(self, *order: object, **rest: object) -> bytes:
        return _plain(repr((order, rest)))

    async def chart(self, order: object) -> bytes:
        return _plain(repr(order))

    async def adopt(self, data: bytes) -> bytes:
        return await asyncio.to_thread(photo.adopt, data)

    async def close(self) -> None:
        """Nothing was started."""


def _plain(what: str) -> bytes:
    out = io.BytesIO()
    colour = f"#{zlib.crc32(what.encode()) & 0xFFFFFF:06x}"
    Image.new("RGB", (540, 540), colour).save(out, "JPEG")
    return out.getvalue()


def install() -> None:
    """Before ``bot.app`` is imported."""
    from bot.cards.studio import Studio

    Studio.open = PlainStudio.open  # type: ignore[method-assign, assignment]


def main() -> None:
    install()
    from bot.cli.main import main as sotto

    sotto()


if __name__ == "__main__":
    main()
