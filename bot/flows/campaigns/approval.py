"""Approving a campaign: four eyes. Nobody approves what they had a hand in; where nobody knows any
more who that was, two have to approve it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, auto
from zoneinfo import ZoneInfo

from bot.domain.campaigns.campaign import Campaign, CampaignState, missing
from bot.domain.days import local_day
from bot.domain.outcome import Delivered, Outcome
from bot.flows.campaigns.drafting import Step
from bot.flows.campaigns.standing import remove_campaign
from bot.flows.moderation.changes import note_campaign
from bot.flows.moderation.lost_messages import keep, raise_highest
from bot.memory.campaign_makers import MakerBook
from bot.memory.in_hand import InHand
from bot.memory.votes import VoteBook
from storage import Storage

_WITHOUT_MAKERS = 2
_APPROVE = "approve"


class Approval(Enum):
    DONE = auto()
    OWN = auto()  # whoever presses had a hand in it
    ONE_MORE = auto()
    AGAIN = auto()  # this vote counts already
    LATE = auto()  # it is decided, or was taken back to be changed


@dataclass(frozen=True, slots=True)
class FourEyes:
    """The rule of who may approve which campaign, and the votes for it."""

    makers: MakerBook
    votes: VoteBook
    in_hand: InHand = field(default_factory=InHand)

    @asynccontextmanager
    async def deciding(self, campaign: Campaign, by: str, now: datetime) -> AsyncIterator[bool]:
        """Hold the campaign while both chats are told; yield False if somebody else holds it now.
        ``by``: the press, or the words, that decided."""
        subject = _subject(campaign)
        if not await self.in_hand.take(subject, by, now):
            yield False
            return
        try:
            yield True
        finally:
            await self.in_hand.let_go(subject, now)

    async def forget(self, campaign: Campaign) -> None:
        await self.votes.forget(_subject(campaign))

    async def press(self, campaign: Campaign, moderator: bytes, now: datetime) -> Approval:
        """Count a moderator's press on Approve. DONE: it was the last that was needed."""
        own = await self.makers.made(campaign.number, moderator, now)
        if own is not None:
            return Approval.OWN if own else Approval.DONE
        before = await self.votes.count(_subject(campaign), _APPROVE)
        votes = await self.votes.cast(_subject(campaign), moderator, _APPROVE)
        if votes >= _WITHOUT_MAKERS:
            return Approval.DONE
        return Approval.AGAIN if votes == before else Approval.ONE_MORE


def _subject(campaign: Campaign) -> str:
    return f"campaign {campaign.channel}.{campaign.number}"


async def ask_moderators(
    campaign: Campaign,
    show: Callable[[], Awaitable[Outcome]],
    *,
    storage: Storage,
    eyes: FourEyes,
) -> bool:
    """Ask moderators about a draft, shown in their chat by ``show``. False: it is not complete, not
    what was shown any more, or their chat takes nothing now."""
    if campaign.state is not CampaignState.DRAFT or missing(campaign) is not None:
        return False
    async with storage.reading() as tables:
        pictures = await tables.campaigns.pictures(campaign.number)
    outcome = await show()
    if not isinstance(outcome, Delivered):
        return False
    await eyes.forget(campaign)
    async with storage.transaction() as tables:
        await raise_highest(tables, outcome.message_id)
        await keep(tables, outcome.message_id)
        now = await tables.campaigns.of(campaign.number)
        if now != campaign or await tables.campaigns.pictures(campaign.number) != pictures:
            return False  # it was changed while it was shown: that message asks about nothing
        start = (CampaignState.DRAFT,)
        moved = await tables.campaigns.move(campaign.number, start=start, to=CampaignState.ASKED)
        await tables.campaigns.show_to_moderators(campaign.number, outcome.message_id)
    return moved is not None


async def show_to_stay(show: Callable[[], Awaitable[Outcome]], *, storage: Storage) -> bool:
    """Show a message of the moderators' chat that no search for lost cards deletes. False: it did
    not come there."""
    outcome = await show()
    if not isinstance(outcome, Delivered):
        return False
    async with storage.transaction() as tables:
        await raise_highest(tables, outcome.message_id)
        await keep(tables, outcome.message_id)
    return True


async def ask_for_change(
    campaign: Campaign, ask: Callable[[], Awaitable[Outcome]], *, storage: Storage
) -> None:
    """Ask moderators what is to be changed; they say so in answer to this message."""
    outcome = await ask()
    if not isinstance(outcome, Delivered):
        return
    async with storage.transaction() as tables:
        await raise_highest(tables, outcome.message_id)
        await keep(tables, outcome.message_id)
        await tables.campaigns.ask(campaign.number, Step.CHANGE, outcome.message_id)


async def review_message_of(*, storage: Storage, number: int) -> int:
    """Return the message of the moderators' chat that shows it. 0: none."""
    async with storage.reading() as tables:
        return await tables.campaigns.review_message(number) or 0


async def shown_by(*, storage: Storage, number: int, message_id: int) -> Campaign | None:
    """Return the campaign that this message asks about. None: it asks no more."""
    async with storage.reading() as tables:
        campaign = await tables.campaigns.of(number)
        current = await tables.campaigns.review_message(number)
    if campaign is None or campaign.state is not CampaignState.ASKED or current != message_id:
        return None
    return campaign


async def untold(*, storage: Storage, number: int, message_id: int) -> Campaign | None:
    """Return the campaign that was decided at this message of the moderators' chat, if the bot died
    before both chats were told. None: there is nothing to be told."""
    async with storage.reading() as tables:
        campaign = await tables.campaigns.of(number)
        current = await tables.campaigns.review_message(number)
    if campaign is None or campaign.state.is_open or current != message_id:
        return None
    return campaign


async def told(*, storage: Storage, number: int, message_id: int) -> None:
    async with storage.transaction() as tables:
        await tables.campaigns.told(number, message_id)


async def decide(
    campaign: Campaign,
    to: CampaignState,
    *,
    storage: Storage,
    day: date,
    message_id: int,
    note: str | None = None,
) -> Campaign | None:
    """Decide about a campaign that was asked for: it becomes approved, rejected, or a draft again
    with what is to be changed. ``message_id``: the message that was decided on. None: somebody was
    quicker, or it was changed and is asked about anew."""
    async with storage.transaction() as tables:
        if await tables.campaigns.review_message(campaign.number) != message_id:
            return None
        start = (CampaignState.ASKED,)
        moved = await tables.campaigns.move(campaign.number, start=start, to=to, note=note)
        if moved is not None:
            await note_campaign(tables, moved.token, to, day)
    return moved


async def take_campaign_down(
    *, storage: Storage, number: int, now: datetime, zone: ZoneInfo, message_id: int | None = None
) -> bool:
    """Remove a campaign. ``message_id``: of the moderators' chat, where it was decided, until both
    chats are told. False: there is no such campaign."""
    async with storage.transaction() as tables:
        gone = await remove_campaign(tables, number, now)
        if gone is not None:
            await tables.campaigns.show_to_moderators(number, message_id)
            await note_campaign(tables, gone.token, gone.state, local_day(now, zone))
    return gone is not None
