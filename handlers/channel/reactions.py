"""Reactions in the channel arrive as anonymous counts, a full snapshot each time."""

from telegram import Update

from bot.flows.react import record_reactions
from handlers.context import Context
from handlers.incoming.channel import counts_of


async def counted(update: Update, context: Context) -> None:
    """Replace what was known about this post, unless what was known is newer."""
    seen = counts_of(update)
    channel = context.channels.at(seen.channel) if seen is not None else None
    if seen is None or channel is None:
        return
    await record_reactions(
        storage=channel.shared.storage,
        chat_id=seen.channel,
        message_id=seen.message_id,
        counts=seen.counts,
        date=seen.date,
        weights=channel.shared.settings.ranking_weights,
        zone=channel.shared.settings.timezone,
    )
