"""Removing what is published: moderators vote under a message in their chat."""

from bot.domain.whisper import State
from bot.flows.moderation.buttons import Action, button
from bot.flows.moderation.find import find
from bot.flows.moderation.remove import (
    REMOVE,
    carry_out_removal,
    removal_subject,
    removal_votes,
)
from bot.flows.moderation.voting import cast, vote_button
from bot.flows.ports import Rows
from bot.i18n import Translator
from bot.services import ModeratorServices
from handlers.incoming.moderators import Moderator, ModeratorPress
from handlers.moderators.access import vote_said, voter


async def propose(
    services: ModeratorServices, member: Moderator, number: int, t: Translator
) -> None:
    """Handle /remove 12, which is the first vote; the others vote under the answer."""
    if services.moderators_chat is None:
        return
    if not await _stands(services, number):
        await services.moderators_chat.say(t("#{number} isn’t in the channel.", number=number))
        return
    tag = voter(services, member)
    if tag is not None:
        await services.votes.cast(removal_subject(number), tag, REMOVE)
    votes = await removal_votes(services.votes, number)
    if votes >= services.shared.settings.votes:
        await services.moderators_chat.say(await _remove(services, number, t))
    else:
        await services.moderators_chat.say(
            _question(number, votes, services, t), rows=buttons(number, votes, services, t)
        )


async def pressed(
    services: ModeratorServices, press: ModeratorPress, number: int, t: Translator
) -> None:
    """Take one more vote to remove it."""
    tag = voter(services, press.member)
    if tag is None or services.moderators_chat is None:
        return
    if not await _stands(services, number):  # somebody was a moment earlier
        said = t("#{number} isn’t in the channel.", number=number)
        await services.shared.chats.answer(press.query, said)
        await services.moderators_chat.rewrite(press.message_id, said)
        return
    vote = await cast(services.votes, removal_subject(number), tag, REMOVE)
    if vote.votes >= services.shared.settings.votes:
        html = await _remove(services, number, t)
        await services.shared.chats.answer(press.query, t("Removed."))
        await services.moderators_chat.rewrite(press.message_id, html)
        return
    await services.shared.chats.answer(press.query, vote_said(vote, t))
    if not vote.again:
        await services.moderators_chat.rewrite(
            press.message_id,
            _question(number, vote.votes, services, t),
            rows=buttons(number, vote.votes, services, t),
        )


async def kept(
    services: ModeratorServices, press: ModeratorPress, number: int, t: Translator
) -> None:
    """Drop the votes, since one moderator says no: nothing is removed until somebody asks again."""
    await services.votes.forget(removal_subject(number))
    await services.shared.chats.answer(press.query, t("It stays."))
    if services.moderators_chat is not None:
        await services.moderators_chat.rewrite(
            press.message_id, t("#{number} stays in the channel.", number=number)
        )


async def _stands(services: ModeratorServices, number: int) -> bool:
    found = await find(storage=services.shared.storage, number=number)
    return found is not None and found.state is State.RELEASED


def buttons(number: int, votes: int, services: ModeratorServices, t: Translator) -> Rows:
    needed = services.shared.settings.votes
    remove = vote_button("🗑 " + t("Remove"), votes, needed, Action.REMOVE, number, t=t)
    return [[remove, button("✖️ " + t("Leave it up"), Action.STAY, number)]]


def _question(number: int, votes: int, services: ModeratorServices, t: Translator) -> str:
    return t(
        "Remove #{number} from the channel? This can’t be undone. Votes: {votes} of {needed}.",
        number=number,
        votes=votes,
        needed=services.shared.settings.votes,
    )


async def _remove(services: ModeratorServices, number: int, t: Translator) -> str:
    gone = await carry_out_removal(
        number,
        storage=services.shared.storage,
        votes=services.votes,
        zone=services.shared.settings.timezone,
        now=services.shared.clock.now(),
    )
    if not gone:
        return t("#{number} isn’t in the channel.", number=number)
    return "🗑 " + t("#{number} was removed.", number=number)
