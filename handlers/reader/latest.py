"""/latest: the newest first."""

from telegram import Update

from bot.domain.feeds.asked import Asked, Feed
from handlers.context import Context
from handlers.incoming.private import note_of
from handlers.reader.feed import asked_for


async def asked(update: Update, context: Context) -> None:
    shared = context.author.shared
    note = note_of(update, shared.routes, shared.clock.now())
    if note is not None:
        await asked_for(note, Asked(Feed.LATEST), context)
