"""How many posts reports may hide before moderators have looked. It counts posts, in the database:
waiting for a restart gains nobody a single one more."""

from datetime import datetime

from bot.domain.reports import RECENT, most_hidden
from storage import Tables

_RESTORED = "reports_restored"
"""Knob: the day (UTC), and how many hidden posts were restored on it."""


async def room(tables: Tables, chat: int, now: datetime) -> int:
    """Hidden ones take a place each, and so does, until midnight, one that was hidden wrongly."""
    posted = await tables.posts.cards_since(chat, now - RECENT)
    hidden = len(await tables.posts.hidden())
    return most_hidden(posted) - hidden - await _restored(tables, now)


async def note_restored(tables: Tables, now: datetime) -> None:
    """A hidden post stands again."""
    count = await _restored(tables, now) + 1
    await tables.runtime_settings.put(_RESTORED, [now.date().isoformat(), count])


async def _restored(tables: Tables, now: datetime) -> int:
    day, count = await tables.runtime_settings.get(_RESTORED, ["", 0])
    return int(count) if day == now.date().isoformat() else 0
