"""/place Lyon and /near: what names a place, or a big town around it. Only places that ten whispers
name are offered, and nothing is kept of where a reader looks, or is."""

import asyncio
from collections.abc import Sequence

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram import Update

from bot.domain.feeds.asked import Asked, Feed
from bot.domain.places.names import said
from bot.domain.places.place import Place
from bot.domain.places.typed import places_named
from bot.flows.feeds.by_place import places_offered
from bot.i18n import Translator
from bot.memory.place_questions import PlaceAsk, PlaceQuestion
from handlers.author.hello import answer
from handlers.author.place_question import ask
from handlers.context import Context
from handlers.heard import note_in
from handlers.incoming.private import PLACE_SIGN, Note
from handlers.incoming.query import query_of
from handlers.reader.feed import show_first
from handlers.reader.showing import hear

_MOST = 8
"""The most places that are offered at once."""


async def asked(update: Update, context: Context) -> None:
    """Handle /place Lyon: show its feed, or ask which of several is meant."""
    services = context.author
    note = await _heard(update, context)
    if note is None:
        return
    t, words = context.speak(note.language), query_of(note).words
    found = await asyncio.to_thread(places_named, words, note.language)
    if not words:
        hint = t("Write a big town after the command: /place Lyon. Or let /near find one.")
        await answer(services, note, hint)
    elif not found:
        unknown = t("I don’t know a place by that name. Try the nearest big town.")
        await answer(services, note, f"{PLACE_SIGN} {unknown}")
    else:
        offered = await _offered(found, context)
        if len(found) == 1 and offered[:1] == found:
            await show_first(note, Asked(Feed.PLACE, words=found[0]), context, t)
        else:
            await _say(note, offered, context, t)


async def near(update: Update, context: Context) -> None:
    """Handle /near: ask for a position, as authors are asked."""
    note = await _heard(update, context)
    if note is not None:
        t = context.speak(note.language)
        await ask(context.author, note.route, PlaceQuestion(PlaceAsk.POSITION, None), t)


async def _heard(update: Update, context: Context) -> Note | None:
    """Return a command about places, where any channel prints them. None: there is nothing more to
    say."""
    services = context.author
    note = await note_in(update, context)
    if note is None:
        return None
    t = context.speak(note.language)
    if not context.channels.print_places:
        await answer(services, note, t("I don’t know that command. /help shows what I can do."))
        return None
    return note if await hear(services, note, t) else None


async def offer(note: Note, found: Sequence[Place], context: Context, t: Translator) -> None:
    """Offer what is near somebody who asked, to be chosen from even where it is one place alone."""
    await _say(note, await _offered(found, context), context, t)


async def _offered(found: Sequence[Place], context: Context) -> tuple[Place, ...]:
    services = context.author
    return await places_offered(
        found,
        storage=services.shared.storage,
        channels=[each.key for each in context.channels.open],
        orders=services.readers.orders,
    )


async def _say(note: Note, offered: Sequence[Place], context: Context, t: Translator) -> None:
    if not offered:
        few = t("Fewer than ten whispers name a place there, so I don’t show any.")
        await answer(context.author, note, f"{PLACE_SIGN} {few}")
        return
    rows = [
        [Button(f"{PLACE_SIGN} {said(place, t.spoken)}", callback_data=f"v:p:{place}")]
        for place in offered[:_MOST]
    ]
    which = t("Whispers from where? Each of these places has ten or more.")
    await answer(context.author, note, f"{PLACE_SIGN} {which}", buttons=Keyboard(rows))
