"""Posts that others make in the channel, and the linked group's automatic copies: evidence of
which message ids are taken, and of what has arrived."""

from telegram import Update

from bot.flows.publishing.resolve import note_echo, raise_high
from handlers.context import Context
from handlers.incoming.channel import channel_post_of


async def seen(update: Update, context: Context) -> None:
    channel_post = channel_post_of(update)
    if channel_post is None:
        return
    copied = channel_post.copy_of is not None
    channel = context.channels.at(channel_post.copied_from if copied else channel_post.where)
    if channel is None:
        return
    shared = channel.shared
    if channel_post.copy_of is None:
        await raise_high(
            storage=shared.storage,
            chat_id=channel_post.where,
            message_id=channel_post.message_id,
        )
        if channel_post.title is not None:
            shared.place.title = channel_post.title
    else:
        await note_echo(
            storage=shared.storage,
            chat_id=shared.place.id,
            message_id=channel_post.copy_of,
            first_line=channel_post.first_line,
            echo_chat=channel_post.where,
            echo_id=channel_post.message_id,
            now=shared.clock.now(),
        )
