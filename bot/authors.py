"""Which waiting whispers have the same author: memory only, and only while they wait.

Mixing asks, so that one slot does not release two of one author. A restart forgets it, like every
route: what waited then is released as if each had an author of its own.
"""

from datetime import datetime, timedelta

from bot.domain.whisper import WhisperKey
from bot.fading import Fading
from bot.identity import ROUTE_LIFE, Route


class Authors:
    """Waiting whisper -> the route of its author; dropped at release, and after ``life``."""

    def __init__(self, *, life: timedelta = ROUTE_LIFE) -> None:
        self._of: Fading[WhisperKey, Route] = Fading(life)

    def note(self, key: WhisperKey, route: Route, now: datetime) -> None:
        self._of.put(key, route, now)

    def of(self, key: WhisperKey) -> Route | None:
        """None: taken in by a process before this one, or too long ago."""
        return self._of.get(key)

    def drop(self, key: WhisperKey) -> None:
        self._of.pop(key)
