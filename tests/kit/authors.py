"""Authors as a test says who they are."""

from collections.abc import Callable, Collection, Hashable, Mapping
from datetime import datetime
from typing import Any

from bot.domain.whisper import WhisperKey
from bot.memory.authors import Authors


class AuthorsBy(Authors):
    """Of each whisper the author that ``of`` names."""

    def __init__(self, of: Callable[[WhisperKey], Hashable]) -> None:
        super().__init__()
        self._named = of

    async def of_all(self, keys: Collection[WhisperKey], now: datetime) -> Mapping[WhisperKey, Any]:
        return {key: self._named(key) for key in keys}
