"""Posting chooses the next post where there are campaigns: whispers in their order, and a campaign
between two of them when its turn has come and there is room.

A turn comes into the outbox at the moment at which it can be sent, in the transaction that notes it
as taken. So nothing waits there for days, and no turn is sent twice, whatever dies in between.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.campaigns.campaign import Campaign, CampaignState
from bot.domain.campaigns.schedule import ONE_IN, Give, Neighbour, next_post
from bot.domain.parcel import CampaignContent, Change, Parcel, ParcelKind
from bot.domain.states import PostState
from bot.domain.whisper import OWN_PHOTO
from bot.flows.campaigns.apart import is_tender, is_tender_post, standing
from bot.flows.campaigns.content import campaign_caption, campaign_card
from bot.flows.campaigns.standing import plan_of, take_campaign_post_down
from bot.flows.publishing.composed import Composed
from bot.flows.publishing.publisher import PostStyle, Publisher
from storage import Tables
from storage.posts import Post

_LOOK_BACK = 4 * ONE_IN
"""The number of messages among which the last posts that stand are looked for."""
_LOOK_AHEAD = 50
"""The most waiting cards among which one is looked for that can stand behind a campaign."""
_DAYS = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Chance:
    """There is room for this turn of a campaign; or, without one, the campaign that stands last
    has to give way."""

    campaign: int = 0
    turn: int = 0
    gives_way: Post | None = None


async def among_campaigns(
    tables: Tables, press: Publisher, first: Parcel | None
) -> Parcel | Chance | None:
    """Return the next post, where ``first`` is the first besides campaigns. None: none waits, or
    none may be made."""
    zone, now = press.campaigns, press.clock.now()
    if zone is None or first is None or first.kind is not ParcelKind.CARD:
        return first
    waits = await tables.outbox.next_due(press.chat, {ParcelKind.CAMPAIGN})
    if waits is not None and await _is_over(tables, press, waits, now):
        return waits  # it leaves the outbox instead of being sent
    due = await _due(tables, press, now) if waits is None else None
    posts = await tables.posts.last(press.chat, _LOOK_BACK)
    above = standing(posts)
    behind = bool(above) and above[0].campaign is not None
    if waits is None and due is None and not behind:
        return first
    cards: Sequence[Parcel] = (first,)
    if behind:
        cards = await tables.outbox.cards_due(press.chat, _LOOK_AHEAD)
    choice = next_post(
        await _before(tables, press.house, above),
        [Neighbour(tender=await is_tender(tables, press.house, card.number)) for card in cards],
        campaign=due is not None or await _has_begun(tables, press, waits, now),
        posted=await tables.posts.campaigns_since(press.chat, now - _DAYS),
        now=now,
        zone=zone,
        most=press.tempo.campaigns_a_day,
    )
    match choice:
        case Give.WAY:
            return Chance(gives_way=above[0])
        case Give.CAMPAIGN:
            return waits or due
        case Give.NOTHING:
            return None
        case int():
            return cards[choice]


async def take_chance(press: Publisher, chance: Chance) -> None:
    """Put the turn into the outbox, or take the campaign's post down. The next step goes on."""
    now = press.clock.now()
    async with press.storage.transaction() as tables:
        if chance.gives_way is not None:
            await take_campaign_post_down(tables, chance.gives_way, now)
        elif await tables.campaigns.took_turn(chance.campaign, chance.turn):
            content = CampaignContent(chance.campaign, chance.turn)
            await tables.outbox.enqueue(
                Parcel(key=secrets.token_bytes(16), content=content, due_at=now)
            )


async def _due(tables: Tables, press: Publisher, now: datetime) -> Chance | None:
    """Return the turn that waits longest. None: none waits."""
    turns: list[tuple[datetime, Chance]] = []
    for campaign in await tables.campaigns.in_state(CampaignState.APPROVED):
        plan = plan_of(campaign, press.campaigns)
        if plan is None or not campaign.kind.is_posted:
            continue
        turn = plan.due(now, campaign.turn)
        if turn is not None:
            turns.append((plan.begin_of(turn), Chance(campaign.number, turn)))
    return min(turns, key=lambda each: each[0])[1] if turns else None


async def _is_over(tables: Tables, press: Publisher, parcel: Parcel, now: datetime) -> bool:
    campaign, turn = await _turn_of(tables, parcel)
    plan = None if campaign is None else plan_of(campaign, press.campaigns)
    if campaign is None or campaign.state is not CampaignState.APPROVED or plan is None:
        return True
    return now >= plan.end_of(turn)


async def _has_begun(
    tables: Tables, press: Publisher, parcel: Parcel | None, now: datetime
) -> bool:
    """Tell whether the turn's time has begun. It may not have: the clock may have been set back
    behind the beginning of what is in the outbox."""
    if parcel is None:
        return False
    campaign, turn = await _turn_of(tables, parcel)
    plan = None if campaign is None else plan_of(campaign, press.campaigns)
    return plan is not None and now >= plan.begin_of(turn)


async def _turn_of(tables: Tables, parcel: Parcel) -> tuple[Campaign | None, int]:
    content = parcel.content
    assert isinstance(content, CampaignContent), "only turns of campaigns are asked for"
    return await tables.campaigns.of(content.campaign), content.turn


async def _before(tables: Tables, house: PostStyle, above: Sequence[Post]) -> tuple[Neighbour, ...]:
    """Return the posts above as neighbours. Only the last one is asked whether it is tender."""
    found = [
        Neighbour(campaign=post.campaign is not None, counts=post.kind is not ParcelKind.DIGEST)
        for post in above
    ]
    if above:
        tender = await is_tender_post(tables, house, above[0])
        found[0] = Neighbour(found[0].campaign, tender, found[0].counts)
    return tuple(found)


async def compose_campaign(press: Publisher, parcel: Parcel, post: Post | None) -> Composed | None:
    """Compose a turn as it is sent, or another face for one that stands. None: there is nothing to
    send any more."""
    number = parcel.campaign or (post.campaign if post is not None else None) or 0
    async with press.storage.reading() as tables:
        campaign = await tables.campaigns.of(number)
        pictures = await tables.campaigns.pictures(number)
    if parcel.change is Change.REMOVED and post is not None:
        said = press.house.t("This post was removed.")
        return Composed(await press.studio.notice(said), "", post.first_line)
    if campaign is None or not campaign.label:
        return None
    if parcel.change is Change.ENDED:
        stands = post is not None and post.state is PostState.LIVE
        return campaign_caption(campaign, press.house) if stands else None
    if campaign.state is not CampaignState.APPROVED:
        return None
    photo = pictures[0][1] if pictures and campaign.look.picture == OWN_PHOTO else None
    return await campaign_card(campaign, photo, studio=press.studio, house=press.house)
