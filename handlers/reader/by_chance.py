"""/random: one card, and another by a button."""

from telegram import Update

from bot.domain.feeds.asked import Asked, Feed
from handlers.context import Context
from handlers.heard import note_in
from handlers.reader.card_page import show_by_chance


async def asked(update: Update, context: Context) -> None:
    note = await note_in(update, context)
    if note is not None:
        await show_by_chance(note, Asked(Feed.RANDOM), context)
