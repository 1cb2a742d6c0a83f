"""Places of released whispers: what was chosen, for 30 days, and what their posts print of it.

Before release the chosen place is with the waiting whisper. All of this is one channel's, but what
is forgotten by the hour.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    literal_column,
    select,
    union,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.places.crowd import PlacedWhisper
from bot.domain.places.place import Narrowest, Place, narrowed, steps_of
from storage.schema import places, standings
from storage.scope import Scope
from storage.upsert import in_parts

EVERY = "1 = 1 /* every place of a channel: its rule is another one */"


class Places:
    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._db = connection
        self._channel = scope.channel

    async def keep(self, chosen: Mapping[int, Place], until: datetime) -> None:
        """Keep at release what the authors of these numbers chose, for so long."""
        fixed = {"channel": self._channel, "gone": False, "until": until}
        rows = [fixed | {"number": n, "chosen": chosen[n]} for n in sorted(chosen)]
        if rows:
            await self._db.execute(insert(places), rows)

    # Reading

    async def standing(self, now: datetime) -> tuple[PlacedWhisper[int], ...]:
        """Return the whispers of the last 30 days, with what was chosen."""
        return await self._standing(places.c.until > now, now)

    async def every(self, now: datetime) -> tuple[PlacedWhisper[int], ...]:
        """Return all that stand and have a place."""
        return await self._standing(literal_column(EVERY), now)

    async def printing(
        self, steps: Iterable[Place], now: datetime
    ) -> tuple[PlacedWhisper[int], ...]:
        """Return the whispers whose posts print exactly one of these."""
        found: list[PlacedWhisper[int]] = []
        for part in in_parts(sorted(steps)):
            found += await self._standing(places.c.shown.in_(part), now)
        return tuple(found)

    async def printed(self, steps: Iterable[Place], most: int) -> dict[Place, int]:
        """How many posts print this step or a place in it, counted no further than that."""
        return {step: await self._count(step, most) for step in steps}

    async def fallen(self) -> frozenset[Place]:
        """Return what was printed by those that were taken down since the last slot."""
        rows = await self._db.scalars(select(places.c.shown).where(self._here, places.c.gone))
        return frozenset(Place(shown) for shown in rows if shown is not None)

    async def shown_of(self, number: int) -> Place | None:
        """Return what the post of this number is to print. None: nothing."""
        found = await self._db.scalar(
            select(places.c.shown).where(self._here, places.c.number == number, ~places.c.gone)
        )
        return None if found is None else Place(found)

    async def shown_of_all(self, numbers: Sequence[int]) -> dict[int, Place]:
        """Return number -> place for those of these whose posts are to print one."""
        found: dict[int, Place] = {}
        for part in in_parts(list(numbers)):
            rows = await self._db.execute(
                select(places.c.number, places.c.shown).where(
                    self._here, places.c.number.in_(part), ~places.c.gone
                )
            )
            found |= {row.number: Place(row.shown) for row in rows if row.shown is not None}
        return found

    async def chose(self, now: datetime) -> Counter[Place]:
        """How many whispers of the last 30 days chose a step or a place in it."""
        return Counter(
            step
            for each in await self.standing(now)
            if each.chosen is not None
            for step in steps_of(each.chosen)
        )

    async def named_by(self, step: Place, most: int) -> int:
        """How many whispers that feeds may show print this step or a place in it, counted no
        further than that."""
        shown = exists().where(
            standings.c.channel == self._channel, standings.c.number == places.c.number
        )
        some = (
            select(places.c.number)
            .where(self._here, ~places.c.gone, _within(step), shown)
            .limit(most)
        )
        return int(await self._db.scalar(select(func.count()).select_from(some.subquery())) or 0)

    async def newest(self, steps: Iterable[Place], most: int) -> tuple[int, ...]:
        """Return the numbers of those that print one of these steps or a place in it, the newest
        first."""
        each = [
            select(places.c.number)
            .where(self._here, ~places.c.gone, _within(step))
            .order_by(places.c.number.desc())
            .limit(most)
            .subquery()
            for step in steps
        ]
        if not each:
            return ()
        found = union(*(select(one.c.number) for one in each)).subquery()
        return tuple(
            await self._db.scalars(
                select(found.c.number).order_by(found.c.number.desc()).limit(most)
            )
        )

    # Changing

    async def show(self, changes: Mapping[int, Place | None]) -> None:
        """Store what these numbers are to print from now on. Of one that prints nothing, and whose
        chosen place is forgotten, nothing is left to keep."""
        rows = [{"its_number": number, "step": step} for number, step in changes.items()]
        if rows:
            await self._db.execute(
                update(places)
                .where(self._here, places.c.number == bindparam("its_number"))
                .values(shown=bindparam("step")),
                rows,
            )
        for part in in_parts([number for number, step in changes.items() if step is None]):
            await self._db.execute(delete(places).where(places.c.number.in_(part), self._empty))

    async def forget_finer(self, narrowest: Narrowest) -> None:
        """Keep of what was chosen no more than may be printed from now on. Call it when that has
        changed."""
        chosen = select(places.c.chosen).where(self._here, literal_column(EVERY)).distinct()
        for place in [each for each in await self._db.scalars(chosen) if each is not None]:
            step = narrowed(Place(place), narrowest)
            if step == place:
                continue
            left = {"chosen": step} if step is not None else {"chosen": None, "until": None}
            same = (places.c.chosen == place) & literal_column(EVERY)
            await self._db.execute(update(places).where(self._here, same).values(left))
        await self._db.execute(delete(places).where(self._empty, literal_column(EVERY)))

    async def clear_fallen(self) -> None:
        """Forget those that were taken down, since the slot has come."""
        await self._db.execute(delete(places).where(self._here, places.c.gone))

    async def forget_chosen(self, now: datetime) -> int:
        """An hourly tick, for all channels: what was chosen goes 30 days after release; what is
        printed stays, since every reader sees it. Returns how many went."""
        over = places.c.until <= now
        await self._db.execute(delete(places).where(over, places.c.shown.is_(None)))
        done = await self._db.execute(update(places).where(over).values(chosen=None, until=None))
        return done.rowcount

    @property
    def _here(self) -> ColumnElement[bool]:
        return places.c.channel == self._channel

    @property
    def _empty(self) -> ColumnElement[bool]:
        """It prints nothing, and what was chosen is forgotten."""
        nothing = places.c.shown.is_(None) & places.c.until.is_(None)
        return self._here & nothing & ~places.c.gone

    async def _standing(
        self, condition: ColumnElement[bool], now: datetime
    ) -> tuple[PlacedWhisper[int], ...]:
        fresh = case((places.c.until > now, places.c.chosen), else_=None)
        query = select(places.c.number, fresh.label("chosen"), places.c.shown)
        rows = await self._db.execute(query.where(self._here, ~places.c.gone, condition))
        return tuple(PlacedWhisper(row.number, row.chosen, row.shown) for row in rows)

    async def _count(self, step: Place, most: int) -> int:
        some = select(places.c.number).where(self._here, ~places.c.gone, _within(step)).limit(most)
        counted = await self._db.scalar(select(func.count()).select_from(some.subquery()))
        return int(counted or 0)


def _within(step: Place) -> ColumnElement[bool]:
    """Return the condition that a post prints that step, or a place in it. Nothing lies in a
    town."""
    if step.count(".") == 2:
        return places.c.shown == step
    return (places.c.shown >= step) & (places.c.shown < f"{step}/")  # "/" follows "."
