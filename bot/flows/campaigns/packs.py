"""Packs offer pictures of campaigns to authors, and complete the order for a card on one of
them."""

from dataclasses import dataclass, replace
from typing import Protocol

from bot.cards.order import CardOrder
from bot.clock import Clock
from bot.domain.campaigns.packs import PackPicture
from bot.domain.whisper import OWN_PHOTO, PictureId
from storage import Storage, Tables


class Packs(Protocol):
    """The pictures that campaigns of one channel offer."""

    async def offered(self) -> tuple[PictureId, ...]: ...

    async def find(self, picture: PictureId) -> PackPicture | None: ...


@dataclass(frozen=True, slots=True)
class NoPacks:
    """The packs where there are no campaigns: none."""

    async def offered(self) -> tuple[PictureId, ...]:
        return ()

    async def find(self, picture: PictureId) -> PackPicture | None:
        return None


@dataclass(frozen=True, slots=True)
class StoredPacks:
    storage: Storage
    clock: Clock
    offers: bool = True

    async def offered(self) -> tuple[PictureId, ...]:
        if not self.offers:
            return ()
        async with self.storage.reading() as tables:
            return await tables.campaigns.offered_pictures(self.clock.now())

    async def find(self, picture: PictureId) -> PackPicture | None:
        async with self.storage.reading() as tables:
            return await tables.campaigns.pack_picture(picture)


def on_pack(order: CardOrder, pack: PackPicture | None) -> CardOrder:
    """Return the card on a campaign's picture, under its label. ``pack`` None: it stays as it
    is."""
    if pack is None:
        return order
    return replace(order, picture=OWN_PHOTO, photo=pack.data, label=pack.label)


async def pack_of(tables: Tables, picture: PictureId | None) -> PackPicture | None:
    return None if picture is None else await tables.campaigns.pack_picture(picture)
