"""/appeal: an author who may not write for a while asks the moderators once to allow it again.

Days are told to the author alone. What moderators see is the same for a first ban and a second, so
that it does not tell which whispers are of one author."""

from telegram import Update

from bot.domain.receipts import parse
from bot.flows.moderation.appeal import Brought, bring_appeal, plea_of
from bot.flows.moderation.bans import StandingBan, standing_ban
from bot.i18n import Translator
from bot.memory.appeals import Appeal
from bot.memory.identity import Purpose
from bot.services import AuthorServices
from handlers.author.hello import answer
from handlers.author.receipts import home_of
from handlers.context import Context
from handlers.heard import note_in
from handlers.incoming.private import Note


async def appealed(update: Update, context: Context) -> None:
    """Handle /appeal CODE words: once for each ban, to the moderators, without a name."""
    services = context.author
    note = await note_in(update, context)
    if note is None:
        return
    t = context.speak(note.language)
    _, _, said = note.text.partition(" ")
    typed, _, words = said.strip().partition(" ")
    code = parse(typed)
    found = await standing_ban(
        storage=services.shared.storage,
        routes=services.shared.routes,
        route=note.route,
        zone=services.rules.zone,
        now=services.shared.clock.now(),
        pending=True,
    )
    if found is None:
        await answer(services, note, t("You can write here: there’s nothing to appeal."))
    elif code is None:
        await answer(services, note, t("Send /appeal, then the code, then a few words."))
    else:
        home = await home_of(context.channels, code)
        await answer(services, note, await _bring(home, note, found, code, words, t))


async def _bring(
    services: AuthorServices, note: Note, found: StandingBan, code: str, words: str, t: Translator
) -> str:
    """Returns what the author is told."""
    plea = plea_of(words, services.rules.limits)
    end = await bring_appeal(
        Appeal(found.tag, note.route, found.ban, note.language, plea, note.message_id),
        code,
        storage=services.shared.storage,
        review_cards=services.review_cards,
        codes=services.memory.tallies.receipts,
        counter=services.shared.routes.tag(note.route, Purpose.RECEIPT),
        rng=services.shared.rng,
        now=services.shared.clock.now(),
    )
    return {
        Brought.PASSED_ON: t(
            "I’ve passed it on, without your name. I’ll tell you here what the moderators say."
        ),
        Brought.TOO_MANY_CODES: t("Too many unknown codes. Please wait an hour."),
        Brought.NOT_REJECTED: t("I can’t find a rejected whisper with this code."),
        Brought.AGAIN: t(
            "You’ve already appealed, and that’s possible only once. You can write again on {day}.",
            day=t.day(found.ban.until),
        ),
        Brought.NOT_REACHED: t(
            "The moderators can’t be reached right now. Please try again later."
        ),
    }[end]
