"""The bot's tables as the chaos looks at them, channel by channel, while the bot runs."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

from bot.domain.whisper import State
from storage import Scope, Storage, StorageBusy, StorageUnavailable, open_storage
from tests.kills.process import ProcessTown

T = TypeVar("T")


@asynccontextmanager
async def open_views(place: ProcessTown) -> AsyncIterator[Mapping[str, Storage]]:
    """By the channel's name."""
    storage = await open_storage(place.address)
    try:
        async with storage.reading() as tables:
            keys = {row.chat: row.id for row in await tables.channels.all()}
        yield {
            name: storage.within(Scope(keys[channel.id]))
            for name, channel in place.channels.items()
        }
    finally:
        await storage.close()


async def patiently(work: Callable[[], Awaitable[T]]) -> T:
    """What a person would do who is told that the database is busy: try again, some times."""
    for _ in range(5):
        with suppress(StorageBusy):
            return await work()
    return await work()


async def nothing_left(storage: Storage) -> bool:
    """Nothing of this channel waits, and nothing late is watched for in any."""
    try:
        async with storage.reading() as tables:
            channel_states = await tables.channel_states.all()
            return (
                await tables.outbox.oldest() is None
                and await tables.whispers.count(State.REVIEW, State.HELD, State.POOL) == 0
                and all(channel_state.watch_until is None for channel_state in channel_states)
            )
    except StorageUnavailable:
        return False
