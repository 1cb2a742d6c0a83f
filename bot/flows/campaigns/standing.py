"""Campaigns that stand in the channel: found there, ended, taken down. Each of these belongs into
the transaction that decides it: nothing here talks to Telegram."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.campaigns.campaign import Campaign, CampaignState, first_line
from bot.domain.campaigns.schedule import Plan
from bot.domain.outcome import FoundPost
from bot.domain.parcel import CampaignContent, Change, ParcelKind
from bot.domain.states import PostState
from bot.flows.publishing.put_changes import change_post
from storage import Tables
from storage.posts import Post


def plan_of(campaign: Campaign, zone: ZoneInfo | None) -> Plan | None:
    """Return the plan of the campaign's turns. None: it has no times, or there are no campaigns
    here."""
    if zone is None or campaign.starts_at is None or campaign.until is None:
        return None
    return Plan(campaign.starts_at, campaign.until, campaign.weekly, zone)


async def is_wanted(
    tables: Tables, content: CampaignContent, zone: ZoneInfo | None, now: datetime
) -> bool:
    """Whether this turn may still be posted: the campaign is approved, and the turn's time is not
    over."""
    campaign = await tables.campaigns.of(content.campaign)
    if campaign is None or campaign.state is not CampaignState.APPROVED:
        return False
    plan = plan_of(campaign, zone)
    return plan is not None and now < plan.end_of(content.turn)


async def campaign_found(tables: Tables, post: Post, now: datetime) -> None:
    """Record that a turn stands in the channel. If the campaign was ended or removed meanwhile, its
    post follows at once."""
    number = post.campaign or 0
    await tables.campaigns.stood(number, post.posted_at)
    campaign = await tables.campaigns.of(number)
    if campaign is None or campaign.state is CampaignState.REMOVED:
        await take_campaign_post_down(tables, post, now)
    elif campaign.state is CampaignState.ENDED:
        await change_post(tables, post, Change.ENDED, now)


async def campaign_came(
    tables: Tables, number: int, chat: int, seen: FoundPost, zone: ZoneInfo | None, now: datetime
) -> None:
    """Take up a turn that stands in the channel after a restore, of which the backup knows nothing.
    It counts as the turn whose time it is, and as posted just now. Of a campaign that was made
    since nothing is known but its number."""
    await tables.campaigns.skip(number)
    campaign = await tables.campaigns.of(number)
    post = Post(
        chat=chat,
        message_id=seen.message_id,
        kind=ParcelKind.CAMPAIGN,
        first_line=seen.first_line,
        caption="",
        posted_at=now,
        campaign=number,
    )
    await tables.posts.add(post)
    if campaign is None or not campaign.label or first_line(campaign) != seen.first_line:
        return
    await _take_turn_of_now(tables, campaign, zone, now)
    await campaign_found(tables, post, now)


async def all_may_have_come(
    tables: Tables, messages: int, zone: ZoneInfo | None, now: datetime
) -> None:
    """Count each turn whose time it is as posted, after a restore where nothing can be read; as
    many numbers are used as there were messages."""
    if zone is None or messages <= 0:
        return
    for campaign in await tables.campaigns.in_state(CampaignState.APPROVED):
        await _take_turn_of_now(tables, campaign, zone, now)
    await tables.campaigns.skip(await tables.campaigns.highest() + messages)


async def _take_turn_of_now(
    tables: Tables, campaign: Campaign, zone: ZoneInfo | None, now: datetime
) -> None:
    plan = plan_of(campaign, zone)
    turn = None if plan is None else plan.turn_at(now)
    if turn is not None:
        await tables.campaigns.took_turn(campaign.number, turn)


async def end_campaign(tables: Tables, campaign: Campaign, now: datetime) -> bool:
    """End an approved campaign: each of its posts says so. False: somebody was quicker."""
    moved = await tables.campaigns.move(
        campaign.number, start=(CampaignState.APPROVED,), to=CampaignState.ENDED
    )
    if moved is None:
        return False
    for post in await posts_of(tables, campaign):
        if post.state is PostState.LIVE:
            await change_post(tables, post, Change.ENDED, now)
    return True


async def remove_campaign(tables: Tables, number: int, now: datetime) -> Campaign | None:
    """Remove an approved or ended campaign: its posts are taken down, and no further one comes.
    None: there is no such campaign."""
    moved = await tables.campaigns.move(
        number, start=(CampaignState.APPROVED, CampaignState.ENDED), to=CampaignState.REMOVED
    )
    if moved is None:
        return None
    for post in await posts_of(tables, moved):
        if not post.state.is_down:
            await take_campaign_post_down(tables, post, now)
    return moved


async def posts_of(tables: Tables, campaign: Campaign) -> tuple[Post, ...]:
    """Return the campaign's posts, whatever became of them, oldest first."""
    if not campaign.label:
        return ()
    return await tables.posts.all_with_first_line(first_line(campaign))


async def take_campaign_post_down(tables: Tables, post: Post, now: datetime) -> None:
    """Set the tombstone first, which the linked group's copy follows; then the post is deleted,
    while a bot may."""
    await tables.posts.set_state(post.chat, post.message_id, PostState.LEAVING)
    await tables.reactions.forget(post.chat, post.message_id)
    await change_post(tables, post, Change.REMOVED, now)
