"""React: a snapshot of counts replaces what was known about a post."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.ranking import USUAL, Weights, score
from bot.flows.feeds.index import weigh
from storage import Storage


async def record_reactions(
    *,
    storage: Storage,
    chat_id: int,
    message_id: int,
    counts: Mapping[str, int],
    date: datetime,
    weights: Weights = USUAL,
) -> bool:
    """The newest snapshot wins, whatever order they come in, and whether or not our own send has
    been recorded yet. The feeds follow. False: an older one, dropped."""
    async with storage.transaction() as tables:
        worth = score(counts, weights)
        if not await tables.reactions.record(chat_id, message_id, date, counts, worth):
            return False
        await weigh(tables, chat_id, message_id, date, weights)
        return True
