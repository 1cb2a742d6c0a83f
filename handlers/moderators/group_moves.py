"""A group has become a supergroup: its service messages say where it goes on."""

from telegram import Update

from handlers.context import Context
from handlers.incoming.channel import move_of


async def moved(update: Update, context: Context) -> None:
    """``bot/flows/moderation/group_moves.py`` follows at its next tick."""
    move = move_of(update)
    if move is not None:
        context.moderators.rooms.hear(*move)
