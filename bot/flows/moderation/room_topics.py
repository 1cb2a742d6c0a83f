"""Topics of the moderators' chat, kept over restarts. Another chat has none of them."""

from collections.abc import Mapping

from bot.domain.review import RoomTopic
from storage import Storage

_CHAT = "chat"


async def topics_known(*, storage: Storage, chat: int) -> Mapping[RoomTopic, int]:
    async with storage.reading() as tables:
        kept = await tables.runtime_settings.room_topics.get()
    if kept.get(_CHAT) != chat:
        return {}
    return {queue: kept[queue] for queue in RoomTopic if queue in kept}


async def keep_topics(topics: Mapping[RoomTopic, int], *, storage: Storage, chat: int) -> None:
    """Keep the topics of this chat. Without any, nothing changes: what is kept may still stand,
    should the bot be let in again."""
    if not topics:
        return
    async with storage.transaction() as tables:
        numbers = {queue.value: number for queue, number in topics.items()}
        await tables.runtime_settings.room_topics.put({_CHAT: chat, **numbers})
