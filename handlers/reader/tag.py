"""/tag rain: what stands under a tag. Without one, the commonest are offered."""

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram import Update

from bot.domain.feeds.questions import tag_in
from bot.flows.feeds.reading import common_tags
from handlers.author.hello import answer
from handlers.context import Context
from handlers.heard import note_in
from handlers.incoming.private import Note
from handlers.incoming.query import query_of
from handlers.reader.feed import asked_for
from handlers.reader.showing import hear

OFFERED = 12
_A_ROW = 3


async def asked(update: Update, context: Context) -> None:
    note = await note_in(update, context)
    if note is None:
        return
    words = query_of(note).words
    tag = tag_in(words)
    if tag is not None:
        await asked_for(note, tag, context)
    else:
        await _offer(note, context)


async def _offer(note: Note, context: Context) -> None:
    services, t = context.author, context.speak(note.language)
    if not await hear(services, note, t):
        return
    tags = await common_tags(
        storage=services.shared.storage,
        channels=[each.key for each in context.channels.open],
        most=OFFERED,
    )
    shown = [
        Button(f"{tag} · {t.number(times)}", callback_data=f"v:t:{tag}")
        for tag, times in tags
        if tag_in(tag) is not None
    ]
    if not shown:
        await answer(services, note, t("No whisper has a tag yet."))
        return
    rows = [shown[start : start + _A_ROW] for start in range(0, len(shown), _A_ROW)]
    said = t("What would you like to read about? Or write the tag after the command: /tag rain")
    await answer(services, note, said, buttons=Keyboard(rows))
