"""Campaigns that are posted, in the moderators' chat: removing one takes votes, as for any post."""

import re

from bot.domain.campaigns.campaign import CampaignState, token_of
from bot.flows.campaigns.approval import take_campaign_down, told, untold
from bot.flows.campaigns.drafting import find_campaign
from bot.flows.moderation.buttons import Action
from bot.flows.moderation.voting import cast, vote_button
from bot.flows.ports import Rows
from bot.i18n import Translator
from bot.services import CampaignServices, ModeratorServices
from handlers.incoming.moderators import Moderator, ModeratorPress
from handlers.moderators.access import vote_said, voter

NAMED = re.compile(r"c([1-9]\d{0,8})", re.IGNORECASE)
"""The form in which a command names a campaign."""
_REMOVE = "remove"


async def propose_removal(
    services: CampaignServices,
    moderators: ModeratorServices,
    member: Moderator,
    number: int,
    t: Translator,
) -> None:
    """Handle /remove c7, which is the first vote; the others vote under the answer."""
    chat = moderators.moderators_chat
    if chat is None:
        return
    if not await _stands(services, number):
        await chat.say(t("{name} isn’t in the channel.", name=token_of(number)))
        return
    tag = voter(moderators, member)
    if tag is not None:
        await moderators.votes.cast(_subject(services, number), tag, _REMOVE)
    votes = await moderators.votes.count(_subject(services, number), _REMOVE)
    if votes >= services.shared.settings.votes:
        await chat.say(await _remove(services, moderators, number, t))
        return
    await chat.say(
        _question(services, number, votes, t), rows=_removal_buttons(services, number, votes, t)
    )


async def pressed(
    services: CampaignServices,
    moderators: ModeratorServices,
    press: ModeratorPress,
    number: int,
    t: Translator,
) -> None:
    tag, chat = voter(moderators, press.member), moderators.moderators_chat
    if tag is None or chat is None:
        return
    answer = services.shared.chats.answer
    if not await _stands(services, number):
        said = t("{name} isn’t in the channel.", name=token_of(number))
        at = press.message_id
        gone = await untold(storage=services.shared.storage, number=number, message_id=at)
        if gone is not None and gone.state is CampaignState.REMOVED:
            said = await _tell_removed(services, number, at, t)
        await answer(press.query, said)
        await chat.rewrite(press.message_id, said)
        return
    vote = await cast(moderators.votes, _subject(services, number), tag, _REMOVE)
    if vote.votes >= services.shared.settings.votes:
        html = await _remove(services, moderators, number, t, press.message_id)
        await answer(press.query, t("Removed."))
        await chat.rewrite(press.message_id, html)
        return
    await answer(press.query, vote_said(vote, t))
    if not vote.again:
        await chat.rewrite(
            press.message_id,
            _question(services, number, vote.votes, t),
            rows=_removal_buttons(services, number, vote.votes, t),
        )


def _subject(services: CampaignServices, number: int) -> str:
    return f"remove campaign {services.shared.place.key}.{number}"


async def _stands(services: CampaignServices, number: int) -> bool:
    found = await find_campaign(storage=services.shared.storage, number=number)
    return found is not None and found.state in (CampaignState.APPROVED, CampaignState.ENDED)


def _removal_buttons(services: CampaignServices, number: int, votes: int, t: Translator) -> Rows:
    needed = services.shared.settings.votes
    return [[vote_button("🗑 " + t("Remove"), votes, needed, Action.UNPOST, number, t=t)]]


def _question(services: CampaignServices, number: int, votes: int, t: Translator) -> str:
    return t(
        "Remove {name} from the channel? This can’t be undone. Votes: {votes} of {needed}.",
        name=token_of(number),
        votes=votes,
        needed=services.shared.settings.votes,
    )


async def _remove(
    services: CampaignServices,
    moderators: ModeratorServices,
    number: int,
    t: Translator,
    message_id: int | None = None,
) -> str:
    """Remove a campaign. ``message_id``: under which the last vote was given."""
    await moderators.votes.forget(_subject(services, number))
    shared = services.shared
    gone = await take_campaign_down(
        storage=shared.storage,
        number=number,
        now=shared.clock.now(),
        zone=shared.settings.timezone,
        message_id=message_id,
    )
    if not gone:
        return t("{name} isn’t in the channel.", name=token_of(number))
    return await _tell_removed(services, number, message_id, t)


async def _tell_removed(
    services: CampaignServices, number: int, message_id: int | None, t: Translator
) -> str:
    named = services.shared.place.command_name(token_of(number))
    said = "🗑 " + t("{name} was removed.", name=named)
    await services.group.say(said)
    if message_id is not None:
        await told(storage=services.shared.storage, number=number, message_id=message_id)
    return said
