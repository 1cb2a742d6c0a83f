"""Values that a moderator has typed for a setting, while others vote on them. Memory only."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.memory.kept import Kept, LocalKept

PROPOSAL_LIFE = timedelta(days=1)
MOST_PROPOSALS = 100


@dataclass(frozen=True, slots=True)
class Proposals:
    """The newest proposal for each setting."""

    _values: Kept[str, str] = field(
        default_factory=lambda: LocalKept(PROPOSAL_LIFE, most=MOST_PROPOSALS)
    )

    async def put(self, field: str, value: str, now: datetime) -> None:
        await self._values.put(field, value, now)

    async def get(self, field: str, now: datetime) -> str | None:
        return await self._values.get(field, now)
