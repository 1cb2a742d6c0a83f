"""A campaign's figures: what was counted by the day, and its posts, which every reader can see."""

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.campaigns.campaign import Campaign
from bot.domain.campaigns.figures import CampaignFigures, Told, figures_of
from bot.domain.days import local_day
from bot.flows.campaigns.standing import posts_of
from storage import Storage


async def read_figures(
    campaign: Campaign, *, storage: Storage, zone: ZoneInfo, now: datetime
) -> CampaignFigures:
    """Read the campaign's figures of the days that are over. One without times has none."""
    if campaign.starts_at is None or campaign.until is None:
        return CampaignFigures(())
    async with storage.reading() as tables:
        rows = list(await tables.campaign_days.of(campaign.number))
        posts = await posts_of(tables, campaign)
    days = Counter(local_day(post.posted_at, zone) for post in posts)
    rows += [(day, Told.POSTS.value, times) for day, times in days.items()]
    return figures_of(
        rows,
        begins=local_day(campaign.starts_at, zone),
        ends=local_day(campaign.until, zone),
        today=local_day(now, zone),
    )
