"""A position that somebody sent: it is deleted before anything is said, and lives for one call."""

import asyncio

from telegram import Update

from bot.domain.places.towns import nearest
from bot.flows.places.offered import offered_for_position
from bot.i18n import Translator
from bot.memory.deletions import Urgency
from bot.memory.place_questions import PlaceAsk
from handlers.author import place
from handlers.author.place_question import close, say, say_expired
from handlers.context import Context
from handlers.incoming.private import Note, position_of
from handlers.reader import place as reader


async def sent(update: Update, note: Note, context: Context, t: Translator) -> None:
    """Take a location message, whether it was asked for or not."""
    services = context.author
    gone = await services.shared.deletions.delete_now(
        note.route, (note.message_id,), urgency=Urgency.PUBLISHED
    )
    slate = await services.memory.slates.of(note.route, services.shared.clock.now())
    question = slate.place
    position = position_of(update)
    if question is None or question.asked is not PlaceAsk.POSITION or position is None:
        await say_expired(services, note.route, t)
        return
    deleted = (
        t("I’ve deleted your location.")
        if gone
        else t("I haven’t been able to delete your location yet. I’ll keep trying.")
    )
    where = (position.latitude, position.longitude)
    del position
    if question.draft is None:
        found = await asyncio.to_thread(nearest, *where)
        del where
        await close(services, note.route)
        await say(services, note.route, deleted)
        await reader.offer(note, found, context, t)
        return
    narrowest = place.home_of(services, context.channels, question.draft).rules.places
    offered = await asyncio.to_thread(offered_for_position, *where, note.language, narrowest)
    del where
    await place.offer(services, note, question, slate, offered, t)
    then = (
        t(place.CHOOSE)
        if offered
        else t("There’s no big town nearby, and no country: you can type one.")
    )
    await say(services, note.route, f"{deleted} {then}")
