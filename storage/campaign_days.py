"""CampaignDays: how much of what happened to a campaign on a day, for its managers. Never when,
never who."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.campaigns.figures import Told
from storage.schema_campaigns import campaign_days
from storage.scope import Scope
from storage.upsert import insert_into

_KEY = [
    campaign_days.c.channel,
    campaign_days.c.campaign,
    campaign_days.c.day,
    campaign_days.c.what,
]


class CampaignDays:
    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._db = connection
        self._channel = scope.channel

    async def count(self, campaign: int, day: date, what: Told, times: int = 1) -> None:
        """Count so many more of this on that day; of reactions that were taken back, fewer."""
        if times == 0:
            return
        row = insert_into(self._db, campaign_days).values(
            channel=self._channel, campaign=campaign, day=day, what=what, times=times
        )
        await self._db.execute(
            row.on_conflict_do_update(
                index_elements=_KEY, set_={"times": campaign_days.c.times + times}
            )
        )

    async def of(self, campaign: int) -> tuple[tuple[date, str, int], ...]:
        """Return (day, what, how many), by day."""
        rows = await self._db.execute(
            select(campaign_days.c.day, campaign_days.c.what, campaign_days.c.times)
            .where(campaign_days.c.channel == self._channel, campaign_days.c.campaign == campaign)
            .order_by(campaign_days.c.day, campaign_days.c.what)
        )
        return tuple((row.day, row.what, row.times) for row in rows)
