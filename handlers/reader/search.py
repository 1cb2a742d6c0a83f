"""/search words: what has them all; a number or a tag is understood too."""

from telegram import Update

from bot.domain.feeds.asked import Asked
from bot.domain.feeds.questions import Numbered, question
from handlers.author.hello import answer
from handlers.context import Context
from handlers.heard import note_in
from handlers.incoming.query import query_of
from handlers.reader.card_page import show_number
from handlers.reader.feed import asked_for


async def asked(update: Update, context: Context) -> None:
    services = context.author
    note = await note_in(update, context)
    if note is None:
        return
    t = context.speak(note.language)
    match question(query_of(note).words):
        case None:
            said = t("Write what you’re looking for after the command: /search rain")
            await answer(services, note, said)
        case Numbered(number, name):
            channel = context.channels.named(name)
            if channel is None:
                await answer(services, note, t("I can’t find a whisper with that number."))
            else:
                await show_number(note, channel.author, number, context)
        case Asked() as wanted:
            await asked_for(note, wanted, context)
