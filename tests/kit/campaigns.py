"""Campaigns that are approved, a publisher that posts them, and cards for them to stand between."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.campaigns.campaign import Campaign, CampaignKind, CampaignState
from bot.domain.captions import first_line_of
from bot.domain.parcel import ParcelKind
from bot.domain.whisper import Look, PictureId, State
from storage import Storage
from storage.posts import Post
from tests.kit.whispers import a_whisper
from tests.kit.works import START, Standing, Works

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


async def stand(works: Works, *words: str) -> None:
    """Plain cards that stand, in the channel and in the tables, as if they had been posted at this
    moment: a tenth of what it costs to release and to post them."""
    now, channel = works.clock.now(), works.channel
    async with works.storage.transaction() as tables:
        first = await tables.runtime_settings.take_numbers(len(words))
        for number, text in enumerate(words, first):
            line = first_line_of(number)
            await tables.whispers.add(
                a_whisper(text, state=State.RELEASED, number=number),
                handle_hash=secrets.token_bytes(32),
                receipt_hash=secrets.token_bytes(32),
            )
            message_id = channel.put(Standing(line, photo=b"a card"))
            await tables.posts.add(
                Post(
                    chat=channel.chat_id,
                    message_id=message_id,
                    kind=ParcelKind.CARD,
                    first_line=line,
                    caption=line,
                    posted_at=now,
                    number=number,
                )
            )
        await tables.channel_states.raise_high(channel.chat_id, channel.highest)
