"""Bans as people meet them: the author who may not write for a while, and their one appeal.

Days are told to the author alone. What moderators see is the same for a first ban and a second, so
that it does not tell which whispers are of one author."""

from html import escape

from telegram import Update

from bot.domain.inert import inert
from bot.domain.outcome import Delivered, Unknown
from bot.domain.receipts import parse, receipt_hash
from bot.domain.review import Queue, new_name
from bot.domain.whisper import State
from bot.domain.words import Limits, WordsRefused, accept
from bot.flows.moderation.bans import StandingBan, lift, standing_ban
from bot.flows.moderation.lost_messages import highest, raise_highest
from bot.flows.moderation.review_card_text import ReviewCardText
from bot.flows.ports import ModeratorsChat
from bot.i18n import Translator, translator_for
from bot.memory.appeals import Appeal
from bot.memory.identity import Route
from bot.services import Services
from handlers.author.hello import answer, say_and_forget
from handlers.context import Context
from handlers.incoming.moderators import ModeratorPress
from handlers.incoming.private import note_of
from storage.review_cards import ReviewCard


async def appealed(update: Update, context: Context) -> None:
    """/appeal CODE words: once for each ban, to the moderators, without a name."""
    services = context.services
    note = note_of(update, services.routes, services.clock.now())
    if note is None:
        return
    t = context.speak(note.language)
    _, _, said = note.text.partition(" ")
    typed, _, words = said.strip().partition(" ")
    code = parse(typed)
    found = await standing_ban(
        storage=services.storage,
        routes=services.routes,
        route=note.route,
        zone=services.rules.zone,
        now=services.clock.now(),
        pending=True,
    )
    if found is None:
        await answer(services, note, t("You can write here: there is nothing to appeal against."))
    elif code is None:
        await answer(services, note, t("Send /appeal, then the receipt, then a few words."))
    else:
        reply = await _bring(services, note.route, found, code, words, note.language, t)
        await answer(services, note, reply)


async def _bring(
    services: Services,
    route: Route,
    found: StandingBan,
    code: str,
    words: str,
    language: str | None,
    t: Translator,
) -> str:
    """Put the appeal before the moderators; returns what the author is told."""
    tag, ban = found.tag, found.ban
    now = services.clock.now()
    counter = services.routes.tag(route, "receipt")
    if not services.memory.tallies.receipts.room(counter, now):
        return t("Too many unknown codes. Please wait an hour.")
    async with services.storage.reading() as tables:
        whisper = await tables.whispers.by_receipt(receipt_hash(code))
    if whisper is None or whisper.state is not State.REJECTED:
        services.memory.tallies.receipts.count(counter, now)
        return t("I know no rejected whisper with this receipt.")
    if services.appeals.heard(tag, ban):
        return t(
            "You have appealed already, and it is asked once. You can write again on {day}.",
            day=t.day(ban.until),
        )
    kept = accept(words, Limits(graphemes=services.rules.limits.graphemes))
    plea = "" if isinstance(kept, WordsRefused) else kept
    if not await _show(services, Appeal(tag, route, ban, language), plea):
        return t("The moderators cannot be reached just now. Please try again later.")
    return t("I have passed it on, without your name. I tell you here what they say.")


async def _show(services: Services, appeal: Appeal, plea: str) -> bool:
    if services.moderators_chat is None or services.review_cards is None:
        return False
    async with services.review_cards.turn:
        return await _shown(services, services.moderators_chat, appeal, plea)


async def _shown(
    services: Services, moderators_chat: ModeratorsChat, appeal: Appeal, plea: str
) -> bool:
    t = translator_for(services.settings.language)
    async with services.storage.reading() as tables:
        name = new_name(services.rng, {card.name for card in await tables.review_cards.all()})
    asks = t("Somebody who may not write asks you to allow it again.")
    lines = [f"⚖️ <b>{name}</b> {asks}"]
    if plea:
        lines.append(f"<blockquote>{escape(inert(plea), quote=False)}</blockquote>")
    rows = [[("✅ " + t("Allow it"), f"m:lift:{name}"), ("✖️ " + t("Leave it"), f"m:uphold:{name}")]]
    face = ReviewCardText("\n".join(lines), rows)
    async with services.storage.transaction() as tables:
        await tables.review_cards.add(
            ReviewCard(name, None, Queue.APPEAL, high=await highest(tables))
        )
        services.appeals.open(name, appeal, face)
    outcome = await moderators_chat.say(face.html, rows=face.rows)
    async with services.storage.transaction() as tables:
        if isinstance(outcome, Delivered):
            await tables.review_cards.shown(name, outcome.message_id)
            await raise_highest(tables, outcome.message_id)
            return True
        if not isinstance(outcome, Unknown):
            await tables.review_cards.drop([name])
    services.appeals.withdraw(
        name
    )  # and what an unknown end has left there, the review cards deletes
    return False


async def heard(
    services: Services, press: ModeratorPress, name: str, *, allow: bool, t: Translator
) -> None:
    """A moderator answers an appeal."""
    appeal = services.appeals.close(name)
    if appeal is None:
        await services.chats.answer(press.query, t("It is answered already."))
        return
    if allow:
        await lift(storage=services.storage, tag=appeal.tag)
    await services.chats.answer(press.query, t("Allowed again.") if allow else t("Left as it is."))
    if services.review_cards is not None:
        services.review_cards.note(
            name, "✅ " + t("allowed again") if allow else "✖️ " + t("left as it is")
        )
        await services.review_cards.refresh(name)
    theirs = translator_for(appeal.language)
    await say_and_forget(
        services,
        appeal.route,
        theirs("The moderators have thought it over: you can write again now. Welcome back.")
        if allow
        else theirs(
            "The moderators have thought it over and leave it as it is. You can write again on "
            "{day}.",
            day=theirs.day(appeal.ban.until),
        ),
    )
