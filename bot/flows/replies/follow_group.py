"""Follow which discussion group is linked to the channel: its owner may change it any time."""

from datetime import datetime

from bot.domain.outcome import ChannelName
from bot.flows.ports import Channel
from bot.flows.publishing.alerts import Alert, AlertKind
from bot.flows.publishing.publisher import SendAlert
from bot.flows.replies.group import follow
from storage import Storage


async def follow_group(
    *, storage: Storage, channel: Channel, tell: SendAlert, now: datetime
) -> None:
    """A tick: ask Telegram which group is linked, since it tells nobody."""
    named = await channel.name()
    if isinstance(named, ChannelName):
        await linked_now(storage=storage, group=named.linked, tell=tell, now=now)


async def linked_now(
    *, storage: Storage, group: int | None, tell: SendAlert, now: datetime
) -> bool:
    """Note which group is linked now; None: none is. Return whether anything changed; the operator
    is told unless it is the first."""
    async with storage.transaction() as tables:
        before = await tables.runtime_settings.discussion_group.get()
        if not await follow(tables, group, now):
            return False
    if before is not None:
        kind = AlertKind.GROUP_UNLINKED if group is None else AlertKind.GROUP_CHANGED
        await tell(Alert(kind))
    return True


async def group_moved(
    *, storage: Storage, old: int, new: int, tell: SendAlert, now: datetime
) -> bool:
    """Follow a group that has become a supergroup. False: it is not the channel's discussion
    group."""
    async with storage.reading() as tables:
        if await tables.runtime_settings.discussion_group.get() != old:
            return False
    return await linked_now(storage=storage, group=new, tell=tell, now=now)
