"""The hiding limit bounds the posts that reports may hide before moderators have looked. It counts
posts in the database: waiting for a restart gains nobody a single one more."""

from datetime import date, datetime

from bot.domain.reports import RECENT, most_hidden
from storage import Tables


async def room(tables: Tables, chat: int, now: datetime) -> int:
    """Return how many more posts may be hidden. Hidden ones take a place each, and so does, until
    midnight, one that was hidden wrongly."""
    posted = await tables.posts.cards_since(chat, now - RECENT)
    hidden = len(await tables.posts.hidden())
    return most_hidden(posted) - hidden - await _restored(tables, now)


async def note_restored(tables: Tables, now: datetime) -> None:
    """Note that a hidden post stands again."""
    count = await _restored(tables, now) + 1
    await tables.runtime_settings.reports_restored.put((now.date(), count))


async def _restored(tables: Tables, now: datetime) -> int:
    return _today(await tables.runtime_settings.reports_restored.get(), now)


async def room_for_replies(tables: Tables, chat: int, now: datetime) -> int:
    """Return how many more replies may be hidden: in all as many as posts, since a reply does not
    say when it came."""
    posted = await tables.posts.cards_since(chat, now - RECENT)
    restored = _today(await tables.runtime_settings.reply_reports_restored.get(), now)
    return most_hidden(posted) - await tables.replies.hidden() - restored


async def note_reply_restored(tables: Tables, now: datetime) -> None:
    """Note that a hidden reply stands again."""
    mark = tables.runtime_settings.reply_reports_restored
    await mark.put((now.date(), _today(await mark.get(), now) + 1))


def _today(restored: tuple[date, int] | None, now: datetime) -> int:
    return restored[1] if restored is not None and restored[0] == now.date() else 0
