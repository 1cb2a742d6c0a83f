"""Posts and replies that were reported enough are hidden at fixed times and within the brake.

Which are due follows from the counts, so a crash or a restart loses none of them.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from bot.domain.reports import slot
from bot.logs import Event, log
from bot.memory.reporters import Given, GivenReply, ReporterBook
from storage import Storage, Tables
from storage.runtime import SettingHere

What = TypeVar("What")
Told = TypeVar("Told", Given, GivenReply)


class Hidable(Protocol[What, Told]):
    """One kind of what is reported. ``What`` names one of it, ``Told`` is what a person told."""

    def kept(self, tables: Tables) -> SettingHere[datetime | None]:
        """Return the setting that keeps the last time for hiding."""

    async def undecided(self, now: datetime) -> Sequence[Told]: ...

    async def let_stand(self, tables: Tables, told: Told) -> bool:
        """Tell whether moderators have looked at it, and let it stand."""

    async def due(self, tables: Tables) -> list[What]:
        """Return what stands and was reported enough, most reported first."""

    async def room(self, tables: Tables, now: datetime) -> int:
        """How many more may be hidden."""

    async def hide(self, tables: Tables, what: What, now: datetime) -> None: ...

    async def brake(self, tables: Tables, what: What) -> None:
        """Deal with what is due when there is no room."""

    def number(self, what: What) -> int:
        """Return the whisper that it is, or to which it replies."""


async def hide_at_times(
    kind: Hidable[What, Told],
    *,
    storage: Storage,
    reporters: ReporterBook,
    every: timedelta,
    now: datetime,
) -> int:
    """A tick: hide what is due, and return how many. ``every`` of zero: each moment is a time."""
    mark = slot(now, every)
    async with storage.reading() as tables:
        last = await kind.kept(tables).get()
        if last == mark:
            return 0
        if last is not None and not every:  # each moment is one: nothing is written without need
            told = await kind.undecided(now)
            stands = [each for each in told if await kind.let_stand(tables, each)]
            if not stands and not await kind.due(tables):
                return 0
    async with storage.transaction() as tables:
        first = await kind.kept(tables).get() is None
        await kind.kept(tables).put(mark)
        if first:  # nothing can have been reported before the first of all times
            return 0
        told = await kind.undecided(now)
        decided = [each for each in told if await kind.let_stand(tables, each)]
        due = await kind.due(tables)
        left = max(0, await kind.room(tables, now)) if due else 0
        for each in due[:left]:
            await kind.hide(tables, each, now)
        for each in due[left:]:
            await kind.brake(tables, each)
    await reporters.not_upheld(decided, now)
    for each in due[:left]:
        log(Event.HIDDEN, number=kind.number(each))
    if due[left:]:
        log(Event.HIDING_BRAKED, count=len(due) - left)
    return len(due[:left])
