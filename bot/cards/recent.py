"""Previews drawn a moment ago: most buttons under one change its sentence, not its card.

Memory only, a few megabytes and two minutes at most, known by a digest that only this process can
make. A card on an author's own photo is not kept: the photo is forgotten with its draft.
"""

import asyncio
import secrets
from collections import OrderedDict
from hashlib import blake2b
from itertools import count

from bot.cards.order import CardOrder

MOST_BYTES = 8 * 2**20
"""The most bytes of all together: some fifty cards. The oldest go first."""

LIFE = 120.0
"""The seconds for which a card is kept."""


class RecentCards:
    """Finished previews by their order."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._kept: OrderedDict[bytes, tuple[int, bytes]] = OrderedDict()
        self._ordinals = count()
        self._held = 0

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, order: CardOrder) -> bytes | None:
        found = self._kept.get(self._mark(order)) if _may_be_kept(order) else None
        return None if found is None else found[1]

    def put(self, order: CardOrder, card: bytes) -> None:
        """Keep it, if it is one that may be kept, and let go of it in time."""
        if not _may_be_kept(order):
            return
        mark, ordinal = self._mark(order), next(self._ordinals)
        self._drop(mark)
        self._kept[mark] = ordinal, card
        self._held += len(card)
        # The loop holds what it is given until then: the ordinal, never the card.
        asyncio.get_running_loop().call_later(LIFE, self._drop, mark, ordinal)
        while self._held > MOST_BYTES:
            self._drop(next(iter(self._kept)))

    def _drop(self, mark: bytes, ordinal: int | None = None) -> None:
        """Drop a card. ``ordinal``: only this card, not what was put in its place."""
        kept = self._kept.get(mark)
        if kept is not None and ordinal in (None, kept[0]):
            del self._kept[mark]
            self._held -= len(kept[1])

    def _mark(self, order: CardOrder) -> bytes:
        look = (order.picture, order.style, order.imprint, order.size)
        told = (order.words, look, order.label, order.question)
        return blake2b(repr(told).encode("utf-8", "surrogatepass"), key=self._key).digest()


def _may_be_kept(order: CardOrder) -> bool:
    return order.photo is None and order.imprint.number is None and not order.choices
