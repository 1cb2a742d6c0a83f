"""Campaigns that are approved, and a publisher that posts them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.campaigns.campaign import Campaign, CampaignKind, CampaignState
from bot.domain.whisper import Look, PictureId
from storage import Storage
from tests.kit.works import START, Works

PARIS = ZoneInfo("Europe/Paris")
DAY = timedelta(days=1)


def with_campaigns(works: Works) -> Works:
    return replace(works, press=replace(works.press, campaigns=PARIS))


def a_campaign(starts_at: datetime = START, **fields: Any) -> Campaign:
    """A question that nobody pays for, approved, for a week."""
    usual: dict[str, Any] = {
        "kind": CampaignKind.QUESTION,
        "state": CampaignState.APPROVED,
        "label": "Question",
        "words": "What helped you against bullying?",
        "look": Look(PictureId(b"abcd"), 1),
        "starts_at": starts_at,
        "until": starts_at + 7 * DAY,
    }
    return Campaign(0, **(usual | fields))


async def approved(storage: Storage, *campaigns: Campaign) -> list[int]:
    """Their numbers."""
    async with storage.transaction() as tables:
        return [(await tables.campaigns.add(each)).number for each in campaigns]
