"""The channel lets the bot post again: Telegram says so, and nothing is waited for any longer."""

from datetime import datetime, timedelta

from storage import Storage


async def end_pause(*, storage: Storage, chat: int, now: datetime) -> bool:
    """End the pause that follows refusals; they are counted from the beginning. False: there was
    none. A flood limit holds on: who keeps it refuses the next call before it is made."""
    async with storage.transaction() as tables:
        state = await tables.channel_states.of(chat)
        if not state.failures:
            return False
        await tables.channel_states.pause(chat, now, timedelta(0), failures=0)
    return True
