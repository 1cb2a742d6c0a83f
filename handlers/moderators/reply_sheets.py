"""Buttons under a sheet of replies, and under a page of a thread."""

from bot.flows.moderation.buttons import Action, Intent
from bot.flows.moderation.lost_messages import discard_text
from bot.flows.moderation.reasons import reasons
from bot.flows.moderation.remove import REMOVE
from bot.flows.moderation.voting import cast
from bot.flows.replies.decide import NAME, Ends, OnSheet, cross, hold, undo
from bot.flows.replies.removal import (
    remove_reply,
    reply_removal,
    reply_stands,
    turn_page,
)
from bot.flows.replies.review_sheets import PAGE_STAYS, ReplySheets
from bot.flows.replies.sheet_text import ends_text, read_reply_subject, reasons_under
from bot.flows.replies.sheet_votes import MoreVotesOnSheet, WhyFirst, decide_sheet
from bot.i18n import Translator
from bot.services import ModeratorServices
from handlers.incoming.moderators import ModeratorPress
from handlers.moderators.access import vote_said, voter

ACTIONS = (
    Action.ALL,
    Action.CROSS,
    Action.ASIDE,
    Action.AGAIN,
    Action.UNDECIDE,
    Action.PAGE,
    Action.CUT,
)


async def pressed(
    services: ModeratorServices, press: ModeratorPress, intent: Intent, t: Translator
) -> bool:
    """Handle a press on a sheet. False: there is no such button."""
    sheets = services.reply_sheets
    if sheets is None:
        return False
    if intent.action is Action.CUT:
        return await _cut(services, press, sheets, intent.subject, t)
    name, rest = intent.subject[:NAME], intent.subject[NAME:]
    if not press.offered or not await _stands(services, press, sheets, name, t):
        return press.offered
    if intent.action is Action.ALL:
        return await _all(services, press, sheets, name, rest, intent.choice, t)
    if intent.action is Action.PAGE:
        return await _turned(services, press, sheets, name, intent.choice, t)
    said: str | None = None
    if intent.action is Action.CROSS:
        said = _said(await cross(storage=services.shared.storage, name=name, mark=rest), t)
    elif intent.action is Action.ASIDE:
        end = await hold(storage=services.shared.storage, name=name)
        said = _said(end, t) or t("On hold. /replies shows them again.")
        if end is None:
            sheets.note(name, "⏸ " + t("on hold, see /replies"))
    elif intent.action is Action.UNDECIDE:
        now = services.shared.clock.now()
        done = await undo(storage=services.shared.storage, name=name, now=now)
        said = t("Undone.") if done else t("It’s too late to undo this.")
    await services.shared.chats.answer(press.query, said)
    await sheets.refresh(name)
    return True


async def _stands(
    services: ModeratorServices,
    press: ModeratorPress,
    sheets: ReplySheets,
    name: str,
    t: Translator,
) -> bool:
    """Whether the message is the sheet's; what a lost answer left behind is taken away."""
    stands = await sheets.stands_under(name, press.message_id)
    if stands:
        return True
    if stands is False:
        said = t("This is a copy, so I’m removing it. Decide under the other one.")
    else:
        said = t("Already handled, or withdrawn by its author.")
    await services.shared.chats.answer(press.query, said, alert=stands is False)
    if services.moderators_chat is not None:
        await discard_text(press.message_id, services.moderators_chat)
    return False


async def _all(
    services: ModeratorServices,
    press: ModeratorPress,
    sheets: ReplySheets,
    name: str,
    stand: str,
    choice: int | None,
    t: Translator,
) -> bool:
    offered = reasons(services.shared.settings.reject_reasons)
    tag = voter(services, press.member)
    if tag is None or (choice is not None and choice >= len(offered)):
        return False
    end = await decide_sheet(
        name,
        stand,
        None if choice is None else offered[choice],
        voter=tag,
        storage=services.shared.storage,
        votes=services.votes,
        settings=services.shared.settings,
        now=services.shared.clock.now(),
    )
    match end:
        case WhyFirst(sheet):
            await services.shared.chats.answer(press.query)
            await sheets.show_reasons(
                name, lambda face: reasons_under(face, sheet, stand, offered, t)
            )
            return True
        case MoreVotesOnSheet(missing):
            more = t.n("{n} more vote is needed.", "{n} more votes are needed.", missing)
            said: str | None = t("Your vote counts.") + " " + more
        case Ends():
            said = ends_text(end, t)
        case OnSheet():
            said = _said(end, t)
    await services.shared.chats.answer(press.query, said)
    await sheets.refresh(name)
    return True


def _said(end: OnSheet | None, t: Translator) -> str | None:
    match end:
        case None:
            return None
        case OnSheet.GONE:
            return t("Already handled, or withdrawn by its author.")
        case OnSheet.DECIDED:
            return t("Someone has just handled it.")
        case OnSheet.CHANGED:
            return t("Someone has just changed it. Please look again.")


async def _turned(
    services: ModeratorServices,
    press: ModeratorPress,
    sheets: ReplySheets,
    name: str,
    page: int | None,
    t: Translator,
) -> bool:
    if page is None:
        return False
    done = await turn_page(
        storage=services.shared.storage,
        name=name,
        page=page,
        stays=PAGE_STAYS,
        now=services.shared.clock.now(),
    )
    said = None if done else t("This button has expired.")
    await services.shared.chats.answer(press.query, said)
    await sheets.refresh(name)
    return True


async def _cut(
    services: ModeratorServices,
    press: ModeratorPress,
    sheets: ReplySheets,
    subject: str,
    t: Translator,
) -> bool:
    """Take one more vote to remove a reply that is out."""
    named, tag = read_reply_subject(subject), voter(services, press.member)
    if named is None or tag is None:
        return False
    number, ordinal = named
    storage, votes = services.shared.storage, services.votes
    if not await reply_stands(storage=storage, number=number, ordinal=ordinal):
        said = t("{name} is no longer there.", name=f"{number}.{ordinal}")
    else:
        vote = await cast(votes, reply_removal(number, ordinal), tag, REMOVE)
        said = vote_said(vote, t)
        if vote.votes >= services.shared.settings.votes:
            await remove_reply(
                number,
                ordinal,
                storage=storage,
                votes=votes,
                zone=services.shared.settings.timezone,
                now=services.shared.clock.now(),
            )
            said = t("Removed.")
    await services.shared.chats.answer(press.query, said)
    await sheets.touch_pages()
    return True
