"""A moderator presses a button under a waiting whisper."""

from datetime import timedelta

from bot.domain.review import Verdict, needed
from bot.domain.tallies import Counted
from bot.flows.moderation.reasons import BANNED, reasons
from bot.flows.moderation.review import Decided, decide, undo
from bot.flows.moderation.review_card_text import ReviewCardText, reason_rows
from bot.i18n import Translator, _
from bot.services import Services
from handlers.incoming.moderators import ModeratorPress
from handlers.moderators.access import voter
from handlers.moderators.stats import count, uncount
from storage.review_cards import ReviewCard

_COUNTED = {
    Verdict.APPROVE: Counted.APPROVED,
    Verdict.COVER: Counted.COVERED,
    Verdict.REJECT: Counted.REJECTED,
    Verdict.BAN: Counted.REJECTED,
}

ANSWERS = {
    Verdict.APPROVE: _("Approved."),
    Verdict.COVER: _("Approved, and covered."),
    Verdict.REJECT: _("Rejected."),
    Verdict.HOLD: _("Held. /held shows it again."),
    Verdict.BAN: _("Rejected, and its author banned."),
}
"""What pops up for whoever has decided."""

VERBS = ("why", "back", "undo", *Verdict)


async def pressed(
    services: Services,
    press: ModeratorPress,
    verb: str,
    name: str,
    choice: int | None,
    t: Translator,
) -> bool:
    """False: there is no such button."""
    chosen = reasons(services.settings.reject_reasons)
    if services.review_cards is None or (choice is not None and choice >= len(chosen)):
        return False
    async with services.storage.reading() as tables:
        card = await tables.review_cards.by_name(name)
    if card is None or card.whisper is None:
        await services.chats.answer(press.query, t("It is decided, or taken back by its author."))
        if card is None and press.offered:  # a copy that a lost answer left behind
            await services.review_cards.discard(press.message_id, services.moderators_chat)
    elif press.offered and not await services.review_cards.stands_under(name, press.message_id):
        await services.chats.answer(
            press.query,
            t("This is a copy; I take it away. Decide under the other one."),
            alert=True,
        )
        await services.review_cards.discard(press.message_id, services.moderators_chat)
    elif verb == "undo":
        await _undo(services, press, card, t)
    elif card.verdict is not None:
        await services.chats.answer(press.query, t("Somebody has just decided it."))
        await services.review_cards.refresh(name)
    elif verb == "why":
        await services.chats.answer(press.query)
        face = await services.review_cards.face(card)
        if face is not None:
            rows = reason_rows(card, chosen, t)
            await services.review_cards.open_reasons(card, ReviewCardText(face.html, rows))
    elif verb == "back":
        await services.chats.answer(press.query)
        await services.review_cards.refresh(name)
    else:
        reason = chosen[choice] if choice is not None else None
        await _vote(services, press, card, Verdict(verb), reason, t)
    return True


async def _vote(
    services: Services,
    press: ModeratorPress,
    card: ReviewCard,
    verdict: Verdict,
    reason: str | None,
    t: Translator,
) -> None:
    review_cards, tag = services.review_cards, voter(services, press.member)
    if review_cards is None or tag is None or card.whisper is None:
        return
    now = services.clock.now()
    if verdict is Verdict.BAN and not services.memory.authors.can_ban(card.whisper, now):
        await services.chats.answer(
            press.query,
            t(
                "I no longer know whose it is: I was started anew since, or too much time has "
                "passed. Reject it instead."
            ),
            alert=True,
        )
        return
    votes = services.votes.cast(card.name, tag, verdict)
    takes = needed(verdict, card.queue, services.settings.votes)
    if votes < takes:
        missing = t.n("{n} more vote is needed.", "{n} more votes are needed.", takes - votes)
        await services.chats.answer(press.query, t("Your vote counts.") + " " + missing)
        await review_cards.refresh(card.name)
        return
    end = await decide(
        storage=services.storage,
        name=card.name,
        verdict=verdict,
        reason=BANNED if verdict is Verdict.BAN else reason,
        undo=max(timedelta(0), services.settings.undo),
        now=services.clock.now(),
    )
    services.votes.forget(card.name)
    if end is Decided.DONE and verdict in _COUNTED:
        await count(services, _COUNTED[verdict], press.shown_at)
    said = {
        Decided.DONE: t(ANSWERS[verdict]),
        Decided.ALREADY: t("Somebody has just decided it."),
        Decided.GONE: t("It is decided, or taken back by its author."),
    }[end]
    await services.chats.answer(press.query, said)
    await review_cards.refresh(card.name)


async def _undo(services: Services, press: ModeratorPress, card: ReviewCard, t: Translator) -> None:
    done = await undo(storage=services.storage, name=card.name, now=services.clock.now())
    if done and card.verdict in _COUNTED and card.settles is not None:
        decided_at = card.settles - services.settings.undo
        await uncount(services, _COUNTED[card.verdict], decided_at, press.shown_at)
    await services.chats.answer(
        press.query, t("Undone.") if done else t("It is too late to undo it.")
    )
    if services.review_cards is not None:
        await services.review_cards.refresh(card.name)
