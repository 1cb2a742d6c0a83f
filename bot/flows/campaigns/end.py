"""A tick: campaigns whose time is over end, and each of their posts says so."""

from datetime import datetime

from bot.domain.campaigns.campaign import CampaignState
from bot.flows.campaigns.standing import end_campaign
from bot.logs import Event, log
from storage import Storage


async def end_due(*, storage: Storage, now: datetime) -> datetime | None:
    """End what is over. Returns when the next one ends; None: none is approved."""
    async with storage.reading() as tables:
        approved = await tables.campaigns.in_state(CampaignState.APPROVED)
    ends = {each.number: each.until for each in approved if each.until is not None}
    over = [number for number, until in ends.items() if until <= now]
    if over:
        async with storage.transaction() as tables:
            for campaign in await tables.campaigns.in_state(CampaignState.APPROVED):
                if campaign.number in over:
                    await end_campaign(tables, campaign, now)
        log(Event.CAMPAIGNS_ENDED, count=len(over))
    return min((until for until in ends.values() if until > now), default=None)
