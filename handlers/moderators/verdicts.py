"""A moderator presses a button under a waiting whisper."""

from bot.domain.review import Verdict
from bot.flows.moderation.buttons import Action, Intent
from bot.flows.moderation.lost_messages import discard
from bot.flows.moderation.reasons import reasons
from bot.flows.moderation.review import Decided
from bot.flows.moderation.review_cards import ReviewCards
from bot.flows.moderation.verdicts import (
    CannotBan,
    CardStand,
    MoreVotes,
    show_reasons,
    stand_under,
    take_back,
    vote,
)
from bot.i18n import Translator, _
from bot.services import ModeratorServices
from handlers.incoming.moderators import ModeratorPress
from handlers.moderators.access import voter

ANSWERS = {
    Verdict.APPROVE: _("Approved."),
    Verdict.COVER: _("Approved, covered."),
    Verdict.REJECT: _("Rejected."),
    Verdict.HOLD: _("On hold. /held shows it again."),
    Verdict.BAN: _("Rejected, author banned."),
}
"""The words that pop up for whoever has decided."""

ACTIONS = (Action.WHY, Action.BACK, Action.UNDO, *map(Action, Verdict))


async def pressed(
    services: ModeratorServices, press: ModeratorPress, intent: Intent, t: Translator
) -> bool:
    """Handle a press on a card. False: there is no such button."""
    cards, chosen = services.review_cards, reasons(services.shared.settings.reject_reasons)
    name, choice = intent.subject, intent.choice
    if cards is None or (choice is not None and choice >= len(chosen)):
        return False
    stand = await stand_under(name, press.message_id, offered=press.offered, review_cards=cards)
    if stand in (CardStand.GONE, CardStand.LEFT_BEHIND, CardStand.COPY):
        await _stale(services, press, stand, t)
    elif intent.action is Action.UNDO:
        await _undo(services, press, cards, name, t)
    elif stand is CardStand.DECIDED:
        await services.shared.chats.answer(press.query, t("Someone has just handled it."))
        await cards.refresh(name)
    elif intent.action is Action.WHY:
        await services.shared.chats.answer(press.query)
        await show_reasons(name, chosen, review_cards=cards, t=t)
    elif intent.action is Action.BACK:
        await services.shared.chats.answer(press.query)
        await cards.refresh(name)
    else:
        reason = chosen[choice] if choice is not None else None
        await _vote(services, press, cards, name, Verdict(intent.action), reason, t)
    return True


async def _stale(
    services: ModeratorServices, press: ModeratorPress, stand: CardStand, t: Translator
) -> None:
    """Say that the message stands for nothing; what a lost answer left behind is taken away."""
    if stand is CardStand.COPY:
        said = t("This is a copy, so I’m removing it. Decide under the other one.")
    else:
        said = t("Already handled, or withdrawn by its author.")
    await services.shared.chats.answer(press.query, said, alert=stand is CardStand.COPY)
    if stand is not CardStand.GONE and services.moderators_chat is not None:
        await discard(press.message_id, services.moderators_chat)


async def _vote(
    services: ModeratorServices,
    press: ModeratorPress,
    cards: ReviewCards,
    name: str,
    verdict: Verdict,
    reason: str | None,
    t: Translator,
) -> None:
    tag = voter(services, press.member)
    if tag is None:
        return
    end = await vote(
        name,
        verdict,
        reason,
        voter=tag,
        shown_at=press.shown_at,
        review_cards=cards,
        authors=services.authors,
        settings=services.shared.settings,
        now=services.shared.clock.now(),
    )
    alert = isinstance(end, CannotBan)
    await services.shared.chats.answer(press.query, _said(end, verdict, t), alert=alert)
    if not alert:
        await cards.refresh(name)


def _said(end: Decided | MoreVotes | CannotBan, verdict: Verdict, t: Translator) -> str:
    match end:
        case MoreVotes(missing):
            more = t.n("{n} more vote is needed.", "{n} more votes are needed.", missing)
            return t("Your vote counts.") + " " + more
        case CannotBan():
            return t(
                "I no longer know whose it is: I was restarted, or too much time has passed. "
                "Reject it instead."
            )
        case Decided.DONE:
            return t(ANSWERS[verdict])
        case Decided.ALREADY:
            return t("Someone has just handled it.")
        case Decided.GONE:
            return t("Already handled, or withdrawn by its author.")


async def _undo(
    services: ModeratorServices, press: ModeratorPress, cards: ReviewCards, name: str, t: Translator
) -> None:
    done = await take_back(
        name,
        shown_at=press.shown_at,
        review_cards=cards,
        settings=services.shared.settings,
        now=services.shared.clock.now(),
    )
    await services.shared.chats.answer(
        press.query, t("Undone.") if done else t("It’s too late to undo this.")
    )
    await cards.refresh(name)
