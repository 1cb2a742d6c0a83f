"""Deletes messages in private chats, for ``bot/memory/deletions.py``, which says which and when."""

from collections import deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from telegram import Bot
from telegram.error import BadRequest, Forbidden

from bot.botapi.client import bot_of
from bot.botapi.outcomes import CALL_FAILED, outcome_of
from bot.clock import Clock
from bot.domain.outcome import TryLater
from bot.memory.deletions import Erased
from bot.memory.identity import Route, RouteBook

_SWEEP_CALLS = 40
"""The deleteMessages calls that one batch of a sweep may cost when parts of it are refused."""


@dataclass(frozen=True, slots=True)
class ChatEraser:
    """The ``bot.memory.deletions.Eraser`` over PTB. ``bots``: every bot by its id, where there are
    several; each deletes in its own chats."""

    bot: Bot
    routes: RouteBook
    clock: Clock
    bots: Mapping[int, Bot] = field(default_factory=dict)

    async def erase(self, route: Route, message_ids: Collection[int]) -> Erased:
        """Delete messages; when the batch is refused, one by one."""
        return await self._erase(route, sorted(message_ids), calls=2 * len(message_ids) + 1)

    async def sweep(self, route: Route, message_ids: Collection[int]) -> Erased:
        """Delete ids that may not exist; gives up on the refused parts after some calls."""
        erased = await self._erase(route, sorted(message_ids), calls=_SWEEP_CALLS)
        return Erased(
            gone=erased.gone | erased.never | erased.refused,
            later=erased.later,
            after=erased.after,
        )

    async def _erase(self, route: Route, ids: list[int], *, calls: int) -> Erased:
        chat = await self.routes.resolve(route, self.clock.now())
        bot = bot_of(route, self.bots, self.bot)
        if chat is None or bot is None:
            return Erased(never=frozenset(ids))
        gone: set[int] = set()
        refused: set[int] = set()
        parts = deque([ids])
        while parts:
            part = parts.popleft()
            calls -= 1
            try:
                await bot.delete_messages(chat, part)
                gone.update(part)
            except (BadRequest, Forbidden) as error:
                if len(part) == 1:
                    absent = "not found" in str(error).lower()
                    (gone if absent else refused).update(part)
                elif calls > 0:
                    # halving finds the few that cannot go without asking for each of the others
                    middle = len(part) // 2
                    parts.extend((part[:middle], part[middle:]))
                else:
                    refused.update(part)
            except CALL_FAILED as error:
                end = outcome_of(error)
                rest = frozenset(part).union(*parts)
                after = end.after if isinstance(end, TryLater) else None
                return Erased(frozenset(gone), frozenset(), rest, frozenset(refused), after)
        return Erased(gone=frozenset(gone), refused=frozenset(refused))
