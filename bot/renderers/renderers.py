"""All renderers: each order goes to the least busy of them, and what none draws in time is drawn
here."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from bot.cards.pictures import Shelf
from bot.domain.whisper import OWN_PHOTO
from bot.renderers.likeness import likeness_of
from bot.renderers.renderer import Renderer
from bot.renderers.wire import pack, pictures_of

PATIENCE = 4.0
"""The seconds after which an order is drawn here; a picture that was never prepared takes two. What
is left of ``bot.cards.studio.LONGEST`` is enough for that."""


class Renderers:
    """What a studio has elsewhere (``bot.cards.studio.Elsewhere``). ``shelf``: the pictures
    here."""

    def __init__(self, addresses: Sequence[str], secret: str | None, shelf: Shelf) -> None:
        self._shelf = shelf
        self._each = [
            Renderer(address, secret, lambda: str(likeness_of(shelf.infos)))
            for address in addresses
        ]

    async def open(self) -> None:
        """Greet them, side by side; who does not answer is greeted again later."""
        await asyncio.to_thread(likeness_of, self._shelf.infos)
        await asyncio.gather(*(each.open() for each in self._each))

    async def close(self) -> None:
        await asyncio.gather(*(each.close() for each in self._each))

    @property
    def drawn(self) -> int:
        """The number of orders that were drawn there."""
        return sum(each.drawn for each in self._each)

    @property
    def states(self) -> Mapping[str, int]:
        """How many are in use, and how many are not for which reason."""
        return dict(Counter(each.state for each in self._each))

    async def draw(self, work: Callable[..., object], args: tuple[object, ...]) -> bytes | None:
        """Return what one of them has drawn. None: none has, within PATIENCE. Raises CannotSet."""
        if not any(each.may_be_asked for each in self._each):
            return None
        known = {OWN_PHOTO, *(info.id for info in self._shelf.infos)}
        if not all(picture in known for picture in pictures_of(args)):
            return None  # it has left the folder, and only here there may be a copy of it
        order = pack(work, args)
        if order is None:
            return None
        deadline = asyncio.get_running_loop().time() + PATIENCE
        asked: set[Renderer] = set()
        while renderer := self._least_busy(asked):
            asked.add(renderer)
            card = await renderer.draw(order, deadline)
            if card is not None or asyncio.get_running_loop().time() >= deadline:
                return card
        return None

    def _least_busy(self, besides: set[Renderer]) -> Renderer | None:
        free = [each for each in self._each if each.may_be_asked and each not in besides]
        return min(free, key=lambda each: (each.in_hand, each.drawn), default=None)
