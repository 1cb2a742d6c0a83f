"""Masks of the people who reply, for as long as this process lives.

The same person has the same mask all through one thread, and in any other thread one that has
nothing to do with it: masks are drawn from a tag under the key made at start, made for this person
and this thread (``Purpose.MASK``). A restart makes another key and forgets them.
"""

import random
from collections.abc import Collection
from datetime import datetime, timedelta

from bot.domain.replies.masks import MASKS, Mask
from bot.memory.kept import Kept, LocalKept

MASK_LIFE = timedelta(days=30)
MOST_MASKS = 20_000


class Masks:
    """The masks that were put on. A tag names one person in one thread."""

    def __init__(self, worn: Kept[bytes, str] | None = None) -> None:
        self._worn = worn or LocalKept[bytes, str](MASK_LIFE, most=MOST_MASKS)

    async def worn(self, tag: bytes, now: datetime) -> Mask | None:
        """Return the mask under which this person has replied in this thread. None: they have
        not."""
        name = await self._worn.get(tag, now)
        return None if name is None else MASKS[name]

    async def proposed(self, tag: bytes, now: datetime, *, taken: Collection[str] = ()) -> Mask:
        """Return the mask this person has here, or else the one drawn for them.

        ``taken``: names of the masks that others wear in this thread; once all 64 are, they are
        shared."""
        worn = await self.worn(tag, now)
        if worn is not None:
            return worn
        drawn = _drawn(tag)
        free = [name for name in drawn if name not in taken] or drawn
        return MASKS[free[0]]

    async def another(
        self, tag: bytes, mask: str | None, now: datetime, *, taken: Collection[str] = ()
    ) -> Mask:
        """Return the mask that comes after this in the order drawn for them; the one they wear
        already stays theirs."""
        worn = await self.worn(tag, now)
        if worn is not None:
            return worn
        drawn = _drawn(tag)
        start = 0 if mask is None else drawn.index(mask) + 1
        turned = drawn[start:] + drawn[:start]
        free = [name for name in turned if name not in taken] or turned
        return MASKS[free[0]]

    async def wear(self, tag: bytes, mask: Mask, now: datetime) -> None:
        """Remember that this person has replied under it: from now on it is theirs in this
        thread."""
        await self._worn.put(tag, mask.name, now)


def _drawn(tag: bytes) -> list[str]:
    """Return all masks in this person's own order. The tag is keyed: nobody else can draw it."""
    drawn = list(MASKS)
    random.Random(tag).shuffle(drawn)
    return drawn
