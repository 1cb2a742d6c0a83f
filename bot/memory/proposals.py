"""Values that a moderator has typed for a setting, while others vote on them. Memory only."""

from datetime import datetime, timedelta

from bot.memory.expiring import ExpiringDict


class Proposals:
    """The newest proposal for each setting, kept for a day."""

    def __init__(self) -> None:
        self._values: ExpiringDict[str, str] = ExpiringDict(timedelta(days=1), most=100)

    def put(self, field: str, value: str, now: datetime) -> None:
        self._values.put(field, value, now)

    def get(self, field: str) -> str | None:
        return self._values.get(field)
