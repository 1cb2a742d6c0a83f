"""A place for a draft: the buttons that ask for one, and the answers to them.

The choice is in the state of the buttons under the card (``bot/domain/draft.py``). A position is
deleted before anything is said about it, and lives for one call; what is typed is deleted too.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from telegram import ForceReply, KeyboardButton, ReplyKeyboardMarkup, ReplyKeyboardRemove, Update
from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard

from bot.channels import Channels
from bot.domain.draft import DraftState, Verb, encode
from bot.domain.places.place import Narrowest
from bot.flows.places.offered import (
    Offered,
    country_only,
    name_of,
    offered_for_name,
    offered_for_position,
)
from bot.i18n import Translator, _
from bot.memory.deletions import Urgency
from bot.memory.identity import Route
from bot.memory.place_questions import Asked, PlaceQuestion
from bot.services import AuthorServices
from handlers.author.hello import say_and_forget
from handlers.incoming.private import PLACE_SIGN, Note, Press, position_of

VERBS = (Verb.PLACES, Verb.TYPE_TOWN, Verb.FIND_PLACE, Verb.COUNTRY_ONLY)
"""Buttons that are answered here; the place itself is chosen like a style."""

_CHOOSE = _("Is it this one? Tap it under your card: nothing is added before you do.")


def offers_places(services: AuthorServices) -> bool:
    return services.rules.places is not Narrowest.OFF


def first_row(
    services: AuthorServices, state: DraftState, t: Translator, language: str | None
) -> list[Button]:
    """``📍 No place`` or ``📍 Lyon, France``: what is added, and the way to change it."""
    if not offers_places(services):
        return []
    label = name_of(state.place, language, services.rules.places) or t("No place")
    return [Button(f"{PLACE_SIGN} {label}", callback_data=encode(Verb.PLACES, state))]


def promise(
    services: AuthorServices, state: DraftState, t: Translator, language: str | None
) -> str | None:
    """What stands under the card of an added place."""
    place = name_of(state.place, language, services.rules.places)
    if place is None:
        return None
    return f"{PLACE_SIGN} " + t(
        "{place}: shown once others wrote from there too; until then a wider place, or none.",
        place=place,
    )


async def pressed(
    services: AuthorServices, press: Press, note: Note, verb: Verb, state: DraftState, t: Translator
) -> None:
    """One of ``VERBS``, under a card of a channel that prints places."""
    chats = services.shared.chats
    if verb is Verb.PLACES:
        await chats.answer(
            press.query,
            t(
                "Add a place? It is a big town at most, and it is shown only when others wrote "
                "from there too."
            ),
            alert=True,
        )
        await chats.rebutton(press.route, press.message_id, _ways((), state, t))
        return
    await chats.answer(press.query)
    if verb is Verb.COUNTRY_ONLY and (country := country_only(state.place)):
        offered = Offered(country, name_of(country, press.language, Narrowest.COUNTRY) or "")
        await chats.rebutton(press.route, press.message_id, _ways([offered], state, t))
        return
    asked = {Verb.TYPE_TOWN: Asked.TOWN, Verb.COUNTRY_ONLY: Asked.COUNTRY}.get(verb, Asked.POSITION)
    question = PlaceQuestion(asked, note.message_id, press.message_id, state)
    await _ask(services, press.route, question, t)


def _ways(offered: Sequence[Offered], state: DraftState, t: Translator) -> Keyboard:
    """What is offered, the ways to say another place, none, and the way back."""
    rows = [[_choice(each.label, replace(state, place=each.number))] for each in offered]
    rows += [
        [
            Button("⌨️ " + t("Type a town"), callback_data=encode(Verb.TYPE_TOWN, state)),
            Button("🧭 " + t("Find it"), callback_data=encode(Verb.FIND_PLACE, state)),
        ],
        [
            Button("🏳 " + t("Country only"), callback_data=encode(Verb.COUNTRY_ONLY, state)),
            Button("✖️ " + t("No place"), callback_data=encode(Verb.PLACE, replace(state, place=0))),
        ],
        [Button("↩️ " + t("Back"), callback_data=encode(Verb.SHOW, state))],
    ]
    return Keyboard(rows)


def _choice(label: str, state: DraftState) -> Button:
    return Button(f"{PLACE_SIGN} {label}", callback_data=encode(Verb.PLACE, state))


async def _ask(
    services: AuthorServices, route: Route, question: PlaceQuestion, t: Translator
) -> None:
    """Put the question, in place of one that may be open."""
    await close(services, route)
    shared, questions = services.shared, services.memory.questions.places
    questions.put(route, question, shared.clock.now())
    said, buttons = _question(question.asked, t)

    def sent(message_id: int) -> None:
        shared.deletions.schedule(route, (message_id,), after=shared.settings.draft_ttl)
        now = shared.clock.now()
        if questions.get(route, now) is question:
            questions.put(route, replace(question, message=message_id), now)

    await shared.chats.say(route, f"{PLACE_SIGN} {said}", buttons=buttons, then=sent)


def _question(asked: Asked, t: Translator) -> tuple[str, ForceReply | ReplyKeyboardMarkup]:
    match asked:
        case Asked.TOWN:
            said = t("Which town? Write its name, or that of a big town near you.")
            return said, ForceReply(input_field_placeholder=t("A big town"))
        case Asked.COUNTRY:
            return t("Which country?"), ForceReply(input_field_placeholder=t("A country"))
        case Asked.POSITION:
            said = t(
                "Tap the button below. I look which big town is near, delete your position at once "
                "and keep nothing of it. Then you choose."
            )
            find = KeyboardButton("🧭 " + t("Find it"), request_location=True)
            return said, ReplyKeyboardMarkup([[find]], one_time_keyboard=True, resize_keyboard=True)


async def close(services: AuthorServices, route: Route) -> None:
    """Whatever was asked is settled: the question goes."""
    question = services.memory.questions.places.drop(route)
    if question is not None and question.message is not None:
        await services.shared.deletions.delete_now(route, (question.message,))


async def typed(services: AuthorServices, channels: Channels, note: Note, t: Translator) -> bool:
    """Words that answer a question about a place. False: they are none, so they may be a whisper.

    Without a reply they are an answer only where they name a place."""
    now = services.shared.clock.now()
    question = services.memory.questions.places.get(note.route, now)
    if question is None or question.asked is Asked.POSITION:
        if note.answers is None:
            return False
        await services.shared.deletions.delete_now(note.route, (note.message_id, note.answers))
        await _expired(services, note, t)
        return True
    home = _home(services, channels, question)
    offered = await asyncio.to_thread(
        offered_for_name,
        note.text,
        note.language,
        home.rules.places,
        country=question.asked is Asked.COUNTRY,
    )
    if not offered and note.answers is None:
        return False
    if question.answer not in (None, note.message_id) and note.answers is None:
        return False
    owed = [note.message_id, *([note.answers] if note.answers else [])]
    await services.shared.deletions.delete_now(note.route, owed)
    if not offered:
        unknown = t("I know no place of that name. Try the nearest big town.")
        await say_and_forget(services.shared, note.route, f"{PLACE_SIGN} {unknown}")
        await _ask(services, note.route, replace(question, message=None), t)
        return True
    await _offer(services, note, question, offered, t)
    await say_and_forget(services.shared, note.route, f"{PLACE_SIGN} {t(_CHOOSE)}")
    return True


async def positioned(
    services: AuthorServices, channels: Channels, note: Note, update: Update, t: Translator
) -> None:
    """A location message: it is deleted first, whether it was asked for or not."""
    gone = await services.shared.deletions.delete_now(
        note.route, (note.message_id,), urgency=Urgency.PUBLISHED
    )
    question = services.memory.questions.places.get(note.route, services.shared.clock.now())
    position = position_of(update)
    if question is None or question.asked is not Asked.POSITION or position is None:
        await _expired(services, note, t)
        return
    offered = await asyncio.to_thread(
        offered_for_position,
        position.latitude,
        position.longitude,
        note.language,
        _home(services, channels, question).rules.places,
    )
    del position
    await _offer(services, note, question, offered, t)
    said = (
        t("Your position is deleted.")
        if gone
        else t("I could not delete your position yet, and keep trying.")
    )
    then = t(_CHOOSE) if offered else t("No big town is near, and no country: you can type one.")
    await say_and_forget(
        services.shared, note.route, f"{PLACE_SIGN} {said} {then}", buttons=ReplyKeyboardRemove()
    )


async def _offer(
    services: AuthorServices,
    note: Note,
    question: PlaceQuestion,
    offered: Sequence[Offered],
    t: Translator,
) -> None:
    """Show the choice under the card, as the card looks by now."""
    shared, now = services.shared, services.shared.clock.now()
    if question.message is not None:
        await shared.deletions.delete_now(note.route, (question.message,))
    answered = replace(question, message=None, answer=note.message_id)
    services.memory.questions.places.put(note.route, answered, now)
    draft = services.memory.drafts.get(note.route, question.author_message)
    state, preview = question.state, question.preview
    if draft is not None and isinstance(draft.state, DraftState):
        state, preview = draft.state, draft.preview
    await shared.chats.rebutton(note.route, preview, _ways(offered, state, t))


async def _expired(services: AuthorServices, note: Note, t: Translator) -> None:
    said = t("I have kept nothing of it. To add a place, tap 📍 under your card.")
    await say_and_forget(
        services.shared, note.route, f"{PLACE_SIGN} {said}", buttons=ReplyKeyboardRemove()
    )


def _home(services: AuthorServices, channels: Channels, question: PlaceQuestion) -> AuthorServices:
    """The channel that the draft is for."""
    channel = channels.taking(question.state.channel)
    return services if channel is None else channel.author
