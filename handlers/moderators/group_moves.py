"""A group has become a supergroup: its service messages say where it goes on."""

from telegram import Update

from bot.flows.replies.follow_group import group_moved
from handlers.context import Context
from handlers.incoming.channel import move_of


async def moved(update: Update, context: Context) -> None:
    """Note that a group has moved: ``bot/flows/moderation/group_moves.py`` follows at its next
    tick; a discussion group is another one from now on."""
    move = move_of(update)
    if move is None:
        return
    context.moderators.rooms.hear(*move)
    for channel in context.channels.all:
        press = channel.publisher
        await group_moved(
            storage=press.storage,
            old=move[0],
            new=move[1],
            tell=press.tell,
            now=press.clock.now(),
        )
