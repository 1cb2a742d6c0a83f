"""Authors as a test says who they are, each of whose whispers came through another bot."""

from collections.abc import Callable, Collection, Hashable, Mapping
from datetime import datetime

from bot.domain.whisper import WhisperKey
from bot.memory.authors import Authors
from bot.memory.identity import Route


class AuthorsBy(Authors):
    """Of each whisper the author that ``of`` names."""

    def __init__(self, of: Callable[[WhisperKey], Hashable]) -> None:
        super().__init__()
        self._named = of

    async def of_all(
        self, keys: Collection[WhisperKey], now: datetime
    ) -> Mapping[WhisperKey, Route]:
        return {
            key: Route(str(self._named(key)).encode(), bot) for bot, key in enumerate(keys, start=1)
        }
