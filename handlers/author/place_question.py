"""Our questions about a place: one open at a time in a chat, deleted once it is answered."""

from dataclasses import replace

from telegram import ForceReply, KeyboardButton, ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.i18n import Translator
from bot.memory.identity import Route
from bot.memory.place_questions import PlaceAsk, PlaceQuestion
from bot.services import AuthorServices
from handlers.author.hello import say_and_forget
from handlers.incoming.private import PLACE_SIGN


async def ask(
    services: AuthorServices, route: Route, question: PlaceQuestion, t: Translator
) -> None:
    """Put the question, in place of one that may be open."""
    shared, slates = services.shared, services.memory.slates
    before = await slates.ask(route, question, shared.clock.now())
    await _delete(services, route, before)
    said, buttons = _worded(question.asked, t)

    async def sent(message_id: int) -> None:
        await shared.deletions.schedule(route, (message_id,), after=shared.settings.draft_ttl)
        asking = replace(question, message=message_id)
        await slates.turn(route, question, asking, shared.clock.now())

    await shared.chats.say(route, f"{PLACE_SIGN} {said}", buttons=buttons, then=sent)


def _worded(asked: PlaceAsk, t: Translator) -> tuple[str, ForceReply | ReplyKeyboardMarkup]:
    match asked:
        case PlaceAsk.TOWN | PlaceAsk.OFFERED:
            said = t("Which town? Write its name, or that of a big town near you.")
            return said, ForceReply(input_field_placeholder=t("A big town"))
        case PlaceAsk.COUNTRY:
            return t("Which country?"), ForceReply(input_field_placeholder=t("A country"))
        case PlaceAsk.POSITION:
            said = t(
                "Tap the button below. I look up which big town is nearby, delete your location "
                "at once and keep nothing of it. Then you choose."
            )
            find = KeyboardButton("🧭 " + t("Find it"), request_location=True)
            return said, ReplyKeyboardMarkup([[find]], one_time_keyboard=True, resize_keyboard=True)


async def listen(services: AuthorServices, route: Route, question: PlaceQuestion) -> None:
    """Hear a place from now on without asking for one, in place of a question that may be open."""
    now = services.shared.clock.now()
    await _delete(services, route, await services.memory.slates.ask(route, question, now))


async def close(services: AuthorServices, route: Route) -> None:
    """Delete the question about a place: whatever was asked is settled."""
    now = services.shared.clock.now()
    await _delete(services, route, await services.memory.slates.settle(route, PlaceQuestion, now))


async def _delete(services: AuthorServices, route: Route, question: PlaceQuestion | None) -> None:
    if question is not None and question.message is not None:
        await services.shared.deletions.delete_now(route, (question.message,))


async def say(services: AuthorServices, route: Route, said: str) -> None:
    """Answer about a place; a keyboard that asked for a position goes with it."""
    await say_and_forget(
        services.shared, route, f"{PLACE_SIGN} {said}", buttons=ReplyKeyboardRemove()
    )


async def say_expired(services: AuthorServices, route: Route, t: Translator) -> None:
    await say(
        services, route, t("I haven’t kept any of it. To add a place, tap 📍 under your card.")
    )
