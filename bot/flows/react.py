"""React: a snapshot of counts replaces what was known about a post."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.campaigns.figures import Told
from bot.domain.days import local_day
from bot.domain.ranking import USUAL, Weights, score
from bot.flows.feeds.index import weigh
from storage import Storage

_UTC = ZoneInfo("UTC")


async def record_reactions(
    *,
    storage: Storage,
    chat_id: int,
    message_id: int,
    counts: Mapping[str, int],
    date: datetime,
    weights: Weights = USUAL,
    zone: ZoneInfo = _UTC,
) -> bool:
    """Record a snapshot. The newest wins, whatever order they come in, and whether or not our own
    send has been recorded yet. The feeds follow; those of a campaign rank nothing, and are counted
    for its managers by the local day in ``zone``. False: an older one, dropped."""
    async with storage.channel_transaction() as tables:
        post = await tables.posts.by_message(chat_id, message_id)
        campaign = None if post is None else post.campaign
        before = {} if campaign is None else await tables.reactions.of(chat_id, message_id)
        worth = score(counts, weights) if campaign is None else 0.0
        if not await tables.reactions.record(chat_id, message_id, date, counts, worth):
            return False
        if post is None:
            return True
        if campaign is not None:
            more = sum(counts.values()) - sum(before.values())
            days = tables.of(post.channel).campaign_days
            await days.count(campaign, local_day(date, zone), Told.REACTIONS, more)
        else:
            await weigh(tables, post, counts, date, weights)
        return True
