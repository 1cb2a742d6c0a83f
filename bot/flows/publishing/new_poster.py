"""A channel gets another poster: another bot, or another token. What was posted before, it cannot
name by its files."""

from storage import Storage


async def follow_poster(*, storage: Storage, chat: int, bot: int) -> bool:
    """Whether another bot than this one posted there until now: then the pictures' names are
    forgotten, which Telegram would refuse."""
    async with storage.reading() as tables:
        before = await tables.runtime_settings.poster.get()
    if before == bot:
        return False
    async with storage.channel_transaction() as tables:
        await tables.runtime_settings.poster.put(bot)
        if before is not None:
            await tables.posts.forget_files(chat)
    return before is not None
