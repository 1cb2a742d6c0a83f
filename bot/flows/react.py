"""React: a snapshot of counts replaces what was known about a post."""

from collections.abc import Mapping
from datetime import datetime

from storage import Storage


async def record_reactions(
    *, storage: Storage, chat_id: int, message_id: int, counts: Mapping[str, int], date: datetime
) -> bool:
    """The newest snapshot wins, whatever order they come in, and whether or not our own send has
    been recorded yet. False: an older one, dropped."""
    async with storage.transaction() as tables:
        return await tables.reactions.record(chat_id, message_id, date, counts)
