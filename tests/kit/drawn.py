"""The studio's work in this process, for tests that look at cards."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.cards import CardOrder, PosterEntry, worker
from bot.cards.order import CampaignChart, ChartOrder
from bot.cards.pictures import Complain, Shelf
from bot.darkroom.photo import adopt


class DrawnStudio:
    """The studio's work in a thread of this process: the same pixels without new processes."""

    shelf: Shelf
    elsewhere = None
    drawn = in_line = 0

    @classmethod
    async def open(
        cls, *, cache: Path, pictures: Path | None, complain: Complain, **_: Any
    ) -> "DrawnStudio":
        studio = cls()
        studio.shelf = await asyncio.to_thread(worker.prepare, cache, pictures, complain)
        await asyncio.to_thread(worker.furnish, cache, pictures)
        return studio

    async def card(self, order: CardOrder) -> bytes:
        return await asyncio.to_thread(worker.card, order)

    async def notice(self, text: str) -> bytes:
        return await asyncio.to_thread(worker.notice, text, "square")

    async def poster(
        self,
        title: str,
        subtitle: str,
        entries: Sequence[PosterEntry],
        *,
        channel: str,
        design: int = 0,
    ) -> bytes:
        return await asyncio.to_thread(
            worker.poster, title, subtitle, tuple(entries), "square", channel, design
        )

    async def chart(self, order: ChartOrder) -> bytes:
        return await asyncio.to_thread(worker.figures, order)

    async def campaign_chart(self, order: CampaignChart) -> bytes:
        return await asyncio.to_thread(worker.campaign_figures, order)

    async def blur(self, jpeg: bytes) -> bytes:
        return await asyncio.to_thread(worker.blur, jpeg)

    async def adopt(self, data: bytes) -> bytes:
        return await asyncio.to_thread(adopt, data)

    async def close(self) -> None:
        """Nothing was started."""
