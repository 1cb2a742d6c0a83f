"""Groups: the bot listens to nobody there."""

from telegram import Update

from handlers.context import Context


async def silent(update: Update, context: Context) -> None:
    """Text in a group is never published and never answered."""
