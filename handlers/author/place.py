"""A place for a draft: the buttons that ask for one, and the answers to them.

The choice is in the state of the buttons under the card (``bot/domain/draft.py``). What is typed
in answer to a question is deleted at once; a name that is typed while only the buttons stand there
goes with the draft, since it may have been a whisper. Positions come in by ``position.py``.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard

from bot.domain.draft import DraftState, Verb, encode
from bot.domain.places.place import Narrowest
from bot.flows.places.offered import (
    PlaceChoice,
    country_only,
    name_of,
    offered_for_name,
)
from bot.i18n import Translator, _
from bot.memory.place_questions import AskedDraft, PlaceAsk, PlaceQuestion
from bot.memory.slates import Slate
from bot.services import AuthorServices
from bot.services.channels import Channels
from handlers.author.hello import say_and_forget
from handlers.author.place_question import ask, listen, say_expired
from handlers.incoming.private import PLACE_SIGN, Note, Press

VERBS = (Verb.PLACES, Verb.TYPE_TOWN, Verb.FIND_PLACE, Verb.COUNTRY_ONLY)
"""The buttons that are answered here; the place itself is chosen like a style."""

CHOOSE = _("Is this the one? Tap it under your card: nothing is added until you do.")


def offers_places(services: AuthorServices) -> bool:
    return services.rules.places is not Narrowest.OFF


def first_row(
    services: AuthorServices, state: DraftState, t: Translator, language: str | None
) -> list[Button]:
    """Return ``📍 No place`` or ``📍 Lyon, France``: what is added, and the way to change it."""
    if not offers_places(services):
        return []
    label = name_of(state.place, language, services.rules.places) or t("No place")
    return [Button(f"{PLACE_SIGN} {label}", callback_data=encode(Verb.PLACES, state))]


def promise(
    services: AuthorServices, state: DraftState, t: Translator, language: str | None
) -> str | None:
    """Return what stands under the card of an added place. None: none is added."""
    place = name_of(state.place, language, services.rules.places)
    if place is None:
        return None
    return f"{PLACE_SIGN} " + t(
        "{place}: shown once others have written from there too; until then a wider place, "
        "or none.",
        place=place,
    )


async def pressed(
    services: AuthorServices, press: Press, note: Note, verb: Verb, state: DraftState, t: Translator
) -> None:
    """Handle one of ``VERBS``, under a card of a channel that prints places."""
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
        draft = AskedDraft(note.message_id, press.message_id, state)
        await listen(services, press.route, PlaceQuestion(PlaceAsk.OFFERED, draft))
        return
    await chats.answer(press.query)
    if verb is Verb.COUNTRY_ONLY and (country := country_only(state.place)):
        offered = PlaceChoice(country, name_of(country, press.language, Narrowest.COUNTRY) or "")
        await chats.rebutton(press.route, press.message_id, _ways([offered], state, t))
        return
    asked = {Verb.TYPE_TOWN: PlaceAsk.TOWN, Verb.COUNTRY_ONLY: PlaceAsk.COUNTRY}.get(
        verb, PlaceAsk.POSITION
    )
    draft = AskedDraft(note.message_id, press.message_id, state)
    await ask(services, press.route, PlaceQuestion(asked, draft), t)


def _ways(offered: Sequence[PlaceChoice], state: DraftState, t: Translator) -> Keyboard:
    """Return the buttons: what is offered, the ways to say another place, none, and the way
    back."""
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


async def typed(
    services: AuthorServices, channels: Channels, note: Note, slate: Slate, t: Translator
) -> bool:
    """Take words that answer a question about a place. False: they are none, so they may be a
    whisper.

    Without a reply they are an answer only where they name a place, and where nothing is asked (any
    more) only where they are exactly its name."""
    question = slate.place
    if question is None or question.draft is None or question.asked is PlaceAsk.POSITION:
        if note.answers is None:
            return False
        await services.shared.deletions.delete_now(note.route, (note.message_id, note.answers))
        await say_expired(services, note.route, t)
        return True
    home = home_of(services, channels, question.draft)
    asked = question.asked is not PlaceAsk.OFFERED and question.answer in (None, note.message_id)
    answers = asked or note.answers is not None
    offered = await asyncio.to_thread(
        offered_for_name,
        note.text,
        note.language,
        home.rules.places,
        country=question.asked is PlaceAsk.COUNTRY,
        slips=answers,
    )
    if not offered and note.answers is None:
        return False
    await _let_vanish(services, note, at_once=answers)
    if not offered:
        unknown = t("I don’t know a place by that name. Try the nearest big town.")
        await say_and_forget(services.shared, note.route, f"{PLACE_SIGN} {unknown}")
        await ask(services, note.route, replace(question, message=None), t)
        return True
    await offer(services, note, question, slate, offered, t)
    await say_and_forget(services.shared, note.route, f"{PLACE_SIGN} {t(CHOOSE)}")
    return True


async def _let_vanish(services: AuthorServices, note: Note, *, at_once: bool) -> None:
    """Delete the words, and the question that they answer: at once, or where they may yet be a
    whisper, when a draft's time is over."""
    owed = [note.message_id, *([note.answers] if note.answers else [])]
    if at_once:
        await services.shared.deletions.delete_now(note.route, owed)
        return
    life = services.shared.settings.draft_ttl
    await services.shared.deletions.schedule(note.route, owed, after=life)


async def stop_listening(services: AuthorServices, note: Note, slate: Slate) -> None:
    """Hear no more names for the card under which places are offered, since another whisper has
    begun."""
    if slate.place is not None and slate.place.asked is PlaceAsk.OFFERED:
        now = services.shared.clock.now()
        await services.memory.slates.turn(note.route, slate.place, None, now)


async def offer(
    services: AuthorServices,
    note: Note,
    question: PlaceQuestion,
    slate: Slate,
    offered: Sequence[PlaceChoice],
    t: Translator,
) -> None:
    """Show the choice under the card, as the card looks by now."""
    shared, now = services.shared, services.shared.clock.now()
    if question.message is not None:
        await shared.deletions.delete_now(note.route, (question.message,))
    answered = replace(question, message=None, answer=note.message_id)
    await services.memory.slates.ask(note.route, answered, now)
    if (asked := question.draft) is None:
        return
    draft = slate.draft(asked.author_message)
    state, preview = asked.state, asked.preview
    if draft is not None and isinstance(draft.state, DraftState):
        state, preview = draft.state, draft.preview
    await shared.chats.rebutton(note.route, preview, _ways(offered, state, t))


def home_of(services: AuthorServices, channels: Channels, asked: AskedDraft) -> AuthorServices:
    """Return the channel that the draft is for."""
    channel = channels.taking(asked.state.channel)
    return services if channel is None else channel.author
