"""Somebody follows a link under a campaign: that is counted by the day, and nothing else is."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.campaigns.campaign import Campaign
from bot.domain.campaigns.figures import Told
from bot.domain.days import local_day
from storage import Storage


async def opened_link(
    *, storage: Storage, number: int, what: Told, zone: ZoneInfo, now: datetime
) -> Campaign | None:
    """Count the link, and return the campaign, if it is public or was."""
    async with storage.reading() as tables:
        campaign = await tables.campaigns.of(number)
    if campaign is None or not campaign.is_public(now):
        return None
    async with storage.transaction() as tables:
        await tables.campaign_days.count(number, local_day(now, zone), what)
    return campaign
