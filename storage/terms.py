"""Terms: the words, and tags with their ``#``, by which published whispers are found.

A look-up costs what it brings: terms that begin alike are found by one step of the index each, and
of each the newest whispers. Of several words the rarest leads, and of it the newest ``LOOKED_AT``
are compared with the others.

Where SQLite moves rows from page to page it may leave a copy in a gap, which deleting the row does
not reach: of 33,000 whispers that were taken out, eleven left a word behind. So after something has
left, all words are moved to the tables of the other side, some at a time and in their order, and
each page that becomes empty is overwritten. Meanwhile a word may be on either side: both are read.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Exists,
    Select,
    Table,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.runtime import RuntimeSettings
from storage.schema import (
    tags,
    terms,
    terms_aside,
    terms_by_number,
    terms_by_number_aside,
)
from storage.scope import Scope
from storage.upsert import insert_into

ALIKE = 24
"""The number of terms with one beginning that are looked up, in the order of the alphabet."""

LOOKED_AT = 4_000
"""The number of whispers with a search's rarest word that are compared with its other words, the
newest."""

_PLENTY = 1_000
"""The number of whispers from which on a word counts as frequent as any."""

AT_ONCE = 2_000
"""The number of rows of each table that are moved in one step: some 15 ms."""

FIRST = "/* the first rows of a table, or the few that are left */"
"""The mark of statements that read no more than ``AT_ONCE`` rows from a table's beginning."""

_TAG = "#"
_LAST = "\U0010ffff"  # comes after whatever a word goes on with


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is looked for. ``open``: it may go on."""

    text: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class _Side:
    words: Table
    numbers: Table


_SIDES = _Side(terms, terms_by_number), _Side(terms_aside, terms_by_number_aside)
"""The two sides, by ``feeds_aside``, which says where new words come in."""


class Terms:
    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._db = connection
        self._scope = scope
        self._channel = scope.channel

    async def enter(self, number: int, found_by: Collection[str], *, known: bool = True) -> None:
        """Let a whisper be found by these words and tags from now on, and by no others. ``known``:
        it may be found by some already."""
        if known:
            await self.leave(number)
        new = list(dict.fromkeys(found_by))
        if not new:
            return
        aside = await RuntimeSettings(self._db, self._scope).feeds_aside.get()
        rows = [{"term": term, "channel": self._channel, "number": number} for term in new]
        for table in (_SIDES[aside].words, _SIDES[aside].numbers):
            await self._db.execute(insert_into(self._db, table).on_conflict_do_nothing(), rows)
        tapped = [term for term in new if term.startswith(_TAG)]
        if tapped:
            once_more = insert_into(self._db, tags).on_conflict_do_update(
                index_elements=[tags.c.channel, tags.c.tag], set_={"times": tags.c.times + 1}
            )
            its = [{"channel": self._channel, "tag": tag, "times": 1} for tag in tapped]
            await self._db.execute(once_more, its)

    async def leave(self, number: int) -> None:
        """Let nobody find a whisper any more."""
        known: list[str] = []
        for side in _SIDES:
            its = side.numbers.c
            gone = delete(side.numbers).where(its.channel == self._channel, its.number == number)
            known += await self._db.scalars(gone.returning(its.term))
        if known:
            for side in _SIDES:
                its = side.words.c
                its_own = (its.channel == self._channel) & (its.number == number)
                await self._db.execute(delete(side.words).where(its.term.in_(known), its_own))
            await RuntimeSettings(self._db, self._scope).feeds_left.put(True)
        named = [term for term in known if term.startswith(_TAG)]
        if named:
            mine = tags.c.channel == self._channel
            await self._db.execute(
                update(tags).where(mine, tags.c.tag.in_(named)).values(times=tags.c.times - 1)
            )
            await self._db.execute(
                delete(tags).where(mine, tags.c.tag.in_(named), tags.c.times < 1)
            )

    async def commonest_tags(self, most: int) -> tuple[tuple[str, int], ...]:
        """Return (tag, under how many whispers), the commonest first."""
        rows = await self._db.execute(
            select(tags.c.tag, tags.c.times)
            .where(tags.c.channel == self._channel)
            .order_by(tags.c.times.desc())
            .limit(most)
        )
        return tuple((row.tag, row.times) for row in rows)

    async def with_all(self, words: Sequence[Word], most: int) -> tuple[int, ...]:
        """Return the numbers of whispers that have every one of these words, the newest first."""
        spelt = [await self._spellings(word) for word in words]
        if not spelt or not all(spelt):
            return ()
        if len(spelt) > 1:
            often = [await self._how_often(each) for each in spelt]
            spelt = [each for _, each in sorted(zip(often, spelt, strict=True))]
        rarest, others = spelt[0], spelt[1:]
        depth = max(most, LOOKED_AT // len(rarest)) if others else most
        newest = union_all(*self._newest(rarest, depth)).subquery()
        found = select(newest.c.number).distinct().order_by(newest.c.number.desc()).limit(most)
        for other in others:
            found = found.where(or_(*self._has(other, newest.c.number)))
        return tuple(await self._db.scalars(found))

    async def move_on(self) -> bool:
        """Move some of the words to the other side, if something has left since they were moved
        last. False: nothing is left to move. A server does not overwrite what it deletes, so
        there nothing is moved."""
        settings = RuntimeSettings(self._db, self._scope)
        if not await settings.feeds_moving.get():
            if not await settings.feeds_left.get():
                return False
            await settings.feeds_left.drop()
            if self._db.dialect.name != "sqlite":
                return False
            await settings.feeds_aside.put(not await settings.feeds_aside.get())
            await settings.feeds_moving.put(True)
        to = await settings.feeds_aside.get()
        old, new = _SIDES[not to], _SIDES[to]
        more = await self._move(old.words, new.words)
        more = await self._move(old.numbers, new.numbers) or more
        if not more:
            await settings.feeds_moving.drop()
        return more

    async def _move(self, old: Table, new: Table) -> bool:
        """Move the first ``AT_ONCE`` rows. False: the table is empty now, its last page too."""
        key = tuple(old.primary_key.columns)
        named = [column.name for column in key]
        last = (
            await self._db.execute(
                select(*key).prefix_with(FIRST).order_by(*key).limit(1).offset(AT_ONCE - 1)
            )
        ).one_or_none()
        some: ColumnElement[bool] = true() if last is None else tuple_(*key) <= tuple(last)
        every = FIRST if last is None else ""
        rows = select(*key).prefix_with(every).where(some).order_by(*key)
        await self._db.execute(insert(new).from_select(named, rows))
        gone = delete(old) if last is None else delete(old).where(some)
        await self._db.execute(gone.prefix_with(every))
        return last is not None

    async def _spellings(self, word: Word) -> list[str]:
        """Return the terms in the table that this word can mean, without reading their whispers:
        each step jumps to the next term."""
        if not word.open:
            return [word.text]
        found: set[str] = set()
        for side in _SIDES:
            found.update(await self._alike(side.words.c.term, word.text))
        return sorted(found)[:ALIKE]

    async def _alike(self, term: Column[str], begins: str) -> list[str]:
        inside = (term < begins + _LAST,)
        first = select(func.min(term).label("term")).where(term >= begins, *inside)
        chain = first.cte("alike", recursive=True)
        following = select(func.min(term)).where(term > chain.c.term, *inside).scalar_subquery()
        chain = chain.union_all(select(following).where(chain.c.term.is_not(None)))
        found = await self._db.scalars(select(chain.c.term).limit(ALIKE))
        return [each for each in found if each is not None]

    async def _how_often(self, spellings: Sequence[str]) -> int:
        some = union_all(
            *(
                select(literal(1).label("one")).where(
                    side.words.c.term.in_(spellings), side.words.c.channel == self._channel
                )
                for side in _SIDES
            )
        ).limit(_PLENTY)
        return int(await self._db.scalar(select(func.count()).select_from(some.subquery())) or 0)

    def _has(self, spellings: Sequence[str], number: ColumnElement[int]) -> list[Exists]:
        return [
            exists().where(
                side.words.c.term.in_(spellings),
                side.words.c.channel == self._channel,
                side.words.c.number == number,
            )
            for side in _SIDES
        ]

    def _newest(self, spellings: Sequence[str], most: int) -> list[Select[Any]]:
        """Select the newest with each of these terms, on each side."""
        each = [
            select(side.words.c.number)
            .where(side.words.c.term == term, side.words.c.channel == self._channel)
            .order_by(side.words.c.number.desc())
            .limit(most)
            for term in spellings
            for side in _SIDES
        ]
        return [select(some.subquery().c.number) for some in each]
