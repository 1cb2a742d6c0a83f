"""Remove: a published whisper leaves the channel, the ranking and the digests."""

from datetime import datetime

from bot.domain.parcel import Change
from bot.domain.whisper import State
from bot.flows.settle import take_post_down
from bot.logs import Event, log
from storage import Storage


async def take_down(
    *, storage: Storage, number: int, to: State, reason: str | None, now: datetime
) -> bool:
    """released -> ``to`` (removed or withdrawn): words and picture are erased here, the post is
    deleted, or covered when it is too old for that. One that is still on its way is not posted,
    or taken down when it arrives. False: no such whisper stands."""
    async with storage.transaction() as tables:
        whisper = await tables.whispers.by_number(number)
        if whisper is None or not await tables.whispers.take_down(whisper.key, to, reason):
            return False
        await take_post_down(tables, number, Change(to.value), now)
    log(Event.TAKEN_DOWN, kind=to.value)
    return True
