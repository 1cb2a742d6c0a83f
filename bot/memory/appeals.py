"""Appeals against bans, in memory only: nothing on a disk ties one to a ban or to a chat.

A restart forgets those that are open, unless the memory is shared; their messages are then emptied,
and they may be made anew.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.bans import LADDER, Ban
from bot.memory.identity import Route
from bot.memory.kept import Kept, LocalKept


@dataclass(frozen=True, slots=True)
class Appeal:
    tag: bytes = field(repr=False)  # the ban's tag
    route: Route
    ban: Ban
    language: str | None
    plea: str = field(default="", repr=False)  # in the author's words, or nothing
    message: int = 0  # by which it was made: brought again after a kill, it is the same appeal


APPEAL_LIFE = timedelta(days=max(LADDER) + 1)
"""As long as the longest ban, with the day on which it was given."""
DECIDED_FOR = timedelta(days=1)
"""The time within which the card of an appeal that was decided says so."""
MOST_APPEALS = 1_000
"""The most appeals remembered; the oldest give way. One is made for each ban at most."""


@dataclass(frozen=True, slots=True)
class Appeals:
    """Open appeals by the name of their card, and by what message and under what name there was one
    against a ban, which is named by its tag and its last day's number."""

    _open: Kept[str, Appeal] = field(
        default_factory=lambda: LocalKept(APPEAL_LIFE, most=MOST_APPEALS)
    )
    _made: Kept[tuple[bytes, int], tuple[int, str]] = field(
        default_factory=lambda: LocalKept(APPEAL_LIFE, most=MOST_APPEALS)
    )
    _decided: Kept[str, bool] = field(
        default_factory=lambda: LocalKept(DECIDED_FOR, most=MOST_APPEALS)
    )

    async def made(self, tag: bytes, ban: Ban, now: datetime) -> tuple[int, str] | None:
        """Return the message that appealed against this ban, and the name of its card. None: none
        did."""
        return await self._made.get(_ban(tag, ban), now)

    async def open(self, name: str, appeal: Appeal, now: datetime) -> bool:
        """Let an appeal wait for an answer. False: there was one against this ban; of several at
        once, one is opened."""
        made = (appeal.message, name)
        if not await self._made.add(_ban(appeal.tag, appeal.ban), made, now):
            return False
        await self._decided.pop(name, now)  # an older appeal may have had its name
        await self._open.put(name, appeal, now)
        return True

    async def withdraw(self, name: str, now: datetime) -> None:
        """Take an appeal back that could not be shown, so it does not count."""
        appeal = await self._open.pop(name, now)
        if appeal is not None:
            await self._made.pop(_ban(appeal.tag, appeal.ban), now)

    async def decide(self, name: str, now: datetime, *, allow: bool) -> Appeal | None:
        """Decide about the appeal with this name, and return it. None: it does not wait, or is
        decided otherwise. It still waits until it is closed, so that whoever was killed over it can
        go on."""
        appeal = await self._open.get(name, now)
        if appeal is None or await self._decided.add(name, allow, now):
            return appeal
        return appeal if await self._decided.get(name, now) is allow else None

    async def close(self, name: str, now: datetime) -> Appeal | None:
        """Take out the appeal with this name. Of several at once, one gets it."""
        return await self._open.pop(name, now)

    async def decision(self, name: str, now: datetime) -> bool | None:
        """Return how it was decided. None: it was not, or long ago."""
        return await self._decided.get(name, now)

    async def get(self, name: str, now: datetime) -> Appeal | None:
        """Return the appeal with this name while it waits for an answer. None: it does not."""
        return await self._open.get(name, now)


def _ban(tag: bytes, ban: Ban) -> tuple[bytes, int]:
    return tag, ban.until.toordinal()
