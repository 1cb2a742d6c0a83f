"""A tick: campaigns whose time is over end, and each of their posts says so."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.campaigns.campaign import Campaign, CampaignState
from bot.domain.days import local_day
from bot.flows.campaigns.standing import end_campaign
from bot.flows.moderation.changes import note_campaign
from bot.logs import Event, log
from storage import Storage, Tables


async def end_due(*, storage: Storage, now: datetime, zone: ZoneInfo) -> datetime | None:
    """End what is over. Returns when the next one ends; None: none is approved."""
    async with storage.reading() as tables:
        approved = await tables.campaigns.in_state(CampaignState.APPROVED)
    over = [each for each in approved if each.until is not None and each.until <= now]
    if over:
        async with storage.transaction() as tables:
            for campaign in over:
                await _end(tables, campaign, now, zone)
        log(Event.CAMPAIGNS_ENDED, count=len(over))
    ends = (each.until for each in approved if each.until is not None)
    return min((until for until in ends if until > now), default=None)


async def end_now(*, storage: Storage, number: int, now: datetime, zone: ZoneInfo) -> bool:
    """End a campaign before its time, as its managers ask. False: it runs no more."""
    async with storage.transaction() as tables:
        campaign = await tables.campaigns.of(number)
        return campaign is not None and await _end(tables, campaign, now, zone)


async def _end(tables: Tables, campaign: Campaign, now: datetime, zone: ZoneInfo) -> bool:
    ended = await end_campaign(tables, campaign, now)
    if ended:
        await note_campaign(tables, campaign.token, CampaignState.ENDED, local_day(now, zone))
    return ended
