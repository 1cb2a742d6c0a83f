"""/popular: the most loved of today, and of longer times by a button."""

from telegram import Update

from bot.domain.feeds.asked import Asked, Feed
from handlers.context import Context
from handlers.heard import note_in
from handlers.reader.feed import asked_for


async def asked(update: Update, context: Context) -> None:
    note = await note_in(update, context)
    if note is not None:
        await asked_for(note, Asked(Feed.POPULAR), context)
