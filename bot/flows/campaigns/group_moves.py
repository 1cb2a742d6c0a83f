"""The managers' group has become a supergroup: remember its number. What it was asked under the old
one cannot be answered any more, and ``/campaign`` asks it again."""

from bot.logs import Event, log
from bot.memory.private_groups import PrivateGroups
from storage import Storage


async def recall_group(*, storage: Storage, rooms: PrivateGroups) -> None:
    """Learn at the start where the group is."""
    async with storage.reading() as tables:
        rooms.know(await tables.runtime_settings.moved_chats.get())


async def follow_group(*, storage: Storage, rooms: PrivateGroups) -> None:
    """A tick: keep the group's new number, and forget what was asked under the old one."""
    for old, new in rooms.unwritten:
        async with storage.transaction() as tables:
            moved = await tables.runtime_settings.moved_chats.get()
            await tables.runtime_settings.moved_chats.put({**moved, old: new})
            await tables.campaigns.forget_group()
        rooms.written(old)
        log(Event.CHAT_MOVED, kind="campaigns")
