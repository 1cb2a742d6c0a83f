"""Standings: which whispers the feeds may show, and how much each is loved.

A row is there exactly while the whisper's card stands unhidden, is not covered and needs no
helpline. Each list reads as many rows of an index as it brings."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    TextualSelect,
    bindparam,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import standings
from storage.scope import Scope
from storage.terms import Terms
from storage.upsert import insert_into

_TRIES = 24
"""The numbers drawn at once by ``at_random``: most exist, where few were taken down."""


@dataclass(frozen=True, slots=True)
class StandingRow:
    channel: int
    number: int
    posted_at: datetime
    score: float


class Standings:
    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._db = connection
        self._scope = scope
        self._here = standings.c.channel == scope.channel

    async def enter(self, number: int, *, posted_at: datetime, score: float, hot: float) -> None:
        """Enter a whisper: feeds may show it from now on."""
        row = insert_into(self._db, standings).values(
            channel=self._scope.channel,
            number=number,
            posted_at=posted_at,
            day=_day(posted_at),
            score=score,
            hot=hot,
        )
        await self._db.execute(
            row.on_conflict_do_update(
                index_elements=[standings.c.channel, standings.c.number],
                set_={"score": score, "hot": hot},
            )
        )

    async def weigh(self, number: int, *, score: float, hot: float) -> None:
        """Store what its reactions are worth, since they were counted. What no feed may show stays
        unknown here."""
        await self._db.execute(
            update(standings).where(self._of(number)).values(score=score, hot=hot)
        )

    async def leave(self, number: int) -> None:
        """Drop a whisper: no feed shows it, and nobody finds it any more."""
        await self._db.execute(delete(standings).where(self._of(number)))
        await Terms(self._db, self._scope).leave(number)

    # Reading.

    async def has(self, number: int) -> bool:
        found = await self._db.scalar(select(standings.c.number).where(self._of(number)))
        return found is not None

    async def of(self, numbers: Sequence[int]) -> tuple[StandingRow, ...]:
        """Return those of these that feeds may show, in the order given."""
        rows = await self._db.execute(
            select(standings).where(self._here, standings.c.number.in_(numbers))
        )
        found = {row.number: _row(row) for row in rows}
        return tuple(found[number] for number in numbers if number in found)

    async def latest(self, most: int) -> tuple[StandingRow, ...]:
        """Return the newest first."""
        return await self._some(self._list(standings.c.number.desc(), most))

    async def most_loved(self, most: int) -> tuple[StandingRow, ...]:
        """Return the most loved of all time; nothing that nobody loved."""
        return await self._some(self._list(standings.c.score.desc(), most, standings.c.score > 0))

    async def most_loved_since(
        self, since: datetime, now: datetime, most: int
    ) -> tuple[StandingRow, ...]:
        """Return, of those posted since then, as many of each day as could be the best of all."""
        return await self._of_days(since, now, "score", most)

    async def hottest_since(
        self, since: datetime, now: datetime, most: int
    ) -> tuple[StandingRow, ...]:
        """Return the same by what was hot when their reactions came last: what is less hot by now
        is for the caller to weigh."""
        return await self._of_days(since, now, "hot", most)

    async def at_random(self, rng: random.Random) -> StandingRow | None:
        """Return one by chance. Each of those that feeds may show is as likely as any other, unless
        so many numbers are missing that none of some that are drawn is there."""
        ends = await self._db.execute(
            select(func.min(standings.c.number))
            .where(self._here)
            .union_all(select(func.max(standings.c.number)).where(self._here))
        )
        first, last = ends.scalars().all()
        if first is None or last is None:
            return None
        drawn = [rng.randint(first, last) for _ in range(_TRIES)]
        found = await self.of(drawn)
        if found:
            return found[0]
        [row] = await self._some(
            self._list(standings.c.number.asc(), 1, standings.c.number >= drawn[0])
        )
        return row

    async def count(self) -> int:
        """How many feeds may show. Reads all: for tests and for the operator."""
        found = await self._db.scalar(select(func.count()).select_from(standings).where(self._here))
        return int(found or 0)

    def _of(self, number: int) -> ColumnElement[bool]:
        return self._here & (standings.c.number == number)

    def _list(
        self, order: ColumnElement[Any], most: int, *conditions: ColumnElement[bool]
    ) -> Select[Any]:
        return select(standings).where(self._here, *conditions).order_by(order).limit(most)

    async def _some(self, query: Select[Any] | TextualSelect) -> tuple[StandingRow, ...]:
        return tuple(map(_row, await self._db.execute(query)))

    async def _of_days(
        self, since: datetime, now: datetime, by: str, most: int
    ) -> tuple[StandingRow, ...]:
        days = _days(since, now)
        asked = _best_of_days(by, len(days)).bindparams(
            **{f"day{n}": day for n, day in enumerate(days)},
            channel=self._scope.channel,
            since=since,
            most=most,
        )
        return await self._some(asked)


@cache
def _best_of_days(by: str, days: int) -> TextualSelect:
    """Return a query for the best of so many days: as many of each as could be the best of all,
    each an index's first. Spelt out, since to build so long a statement anew costs more than to
    carry it out."""
    assert by in standings.columns
    each = " UNION ALL ".join(
        "SELECT * FROM (SELECT channel, number, posted_at, score, hot FROM standings WHERE "
        f"channel = :channel AND day = :day{n} AND {by} > 0 AND posted_at >= :since "
        f"ORDER BY {by} DESC LIMIT :most) AS day{n}"
        for n in range(days)
    )
    asked = text(f"SELECT * FROM ({each}) AS best ORDER BY {by} DESC, number DESC LIMIT :most")
    typed = [bindparam(f"day{n}", type_=standings.c.day.type) for n in range(days)]
    typed.append(bindparam("since", type_=standings.c.posted_at.type))
    shown = ("channel", "number", "posted_at", "score", "hot")
    return asked.bindparams(*typed).columns(*(standings.columns[name] for name in shown))


def _row(row: Any) -> StandingRow:
    return StandingRow(row.channel, row.number, row.posted_at, row.score)


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def _days(since: datetime, now: datetime) -> list[date]:
    """Return the days since then, and one more than now's: Telegram's clock may be ahead of
    ours."""
    first, last = _day(since), _day(now) + timedelta(days=1)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
