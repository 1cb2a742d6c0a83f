"""Posts that others make in the channel, and the linked group's automatic copies: evidence of
which message ids are taken, and of what has arrived."""

from telegram import Update

from bot.flows.publishing.resolve import note_echo, raise_high
from handlers.context import Context
from handlers.incoming.channel import channel_post_of


async def seen(update: Update, context: Context) -> None:
    services = context.services
    passage = channel_post_of(update)
    if passage is None:
        return
    if passage.copy_of is None:
        if passage.where == services.place.id:
            await raise_high(
                storage=services.storage, chat_id=passage.where, message_id=passage.message_id
            )
            if passage.title is not None:
                services.place.title = passage.title
    elif passage.copied_from == services.place.id:
        await note_echo(
            storage=services.storage,
            chat_id=services.place.id,
            message_id=passage.copy_of,
            first_line=passage.first_line,
            echo_chat=passage.where,
            echo_id=passage.message_id,
            now=services.clock.now(),
        )
