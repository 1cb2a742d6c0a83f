"""Terms: the words, and tags with their ``#``, by which published whispers are found.

A look-up costs what it brings: terms that begin alike are found by one step of the index each, and
of each the newest whispers. Of several words the rarest leads, and of it the newest ``LOOKED_AT``
are compared with the others."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Select,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.runtime import RuntimeSettings
from storage.schema import tags, terms
from storage.scope import Scope
from storage.upsert import insert_into

ALIKE = 24
"""The number of terms with one beginning that are looked up, in the order of the alphabet."""

LOOKED_AT = 4_000
"""The number of whispers with a search's rarest word that are compared with its other words, the
newest."""

_PLENTY = 1_000
"""The number of whispers from which on a word counts as frequent as any."""

_TAG = "#"
_LAST = "\U0010ffff"  # comes after whatever a word goes on with


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is looked for. ``open``: it may go on."""

    text: str
    open: bool = False


class Terms:
    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._db = connection
        self._scope = scope
        self._channel = scope.channel

    async def enter(self, number: int, found_by: Collection[str]) -> None:
        """Let a whisper be found by these words and tags from now on, and by no others."""
        await self.leave(number)
        new = list(dict.fromkeys(found_by))
        if not new:
            return
        await self._db.execute(
            insert(terms),
            [{"term": term, "channel": self._channel, "number": number} for term in new],
        )
        for tag in [term for term in new if term.startswith(_TAG)]:
            one = insert_into(self._db, tags).values(channel=self._channel, tag=tag, times=1)
            await self._db.execute(
                one.on_conflict_do_update(
                    index_elements=[tags.c.channel, tags.c.tag],
                    set_={"times": tags.c.times + 1},
                )
            )

    async def leave(self, number: int) -> None:
        """Let nobody find a whisper any more."""
        gone = await self._db.scalars(
            delete(terms)
            .where(terms.c.channel == self._channel, terms.c.number == number)
            .returning(terms.c.term)
        )
        known = [str(term) for term in gone]
        if known:
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
        newest = union_all(*(self._newest(term, depth) for term in rarest)).subquery()
        found = select(newest.c.number).distinct().order_by(newest.c.number.desc()).limit(most)
        for other in others:
            found = found.where(
                exists().where(
                    terms.c.term.in_(other),
                    terms.c.channel == self._channel,
                    terms.c.number == newest.c.number,
                )
            )
        return tuple(await self._db.scalars(found))

    async def more_than(self, many: int) -> bool:
        """Whether there are more terms than this, of all channels."""
        some = select(literal(1)).select_from(terms).limit(many + 1).subquery()
        return int(await self._db.scalar(select(func.count()).select_from(some)) or 0) > many

    async def lay_down_anew(self) -> None:
        """Write all of it into fresh pages, and overwrite the old ones.

        Where SQLite moves rows from page to page it may leave a copy in a gap, which deleting the
        row does not reach: of 33,000 whispers that were taken out, eleven left a word behind. A
        server does not overwrite what it deletes anyway."""
        if self._db.dialect.name != "sqlite":
            return
        aside = "CREATE TABLE terms_anew (term VARCHAR(40) NOT NULL, channel INTEGER DEFAULT '1' "
        await self._run(
            aside + "NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (term, channel, number)) "
            "WITHOUT ROWID",
            "INSERT INTO terms_anew SELECT term, channel, number FROM terms "
            "ORDER BY term, channel, number",
            "DROP TABLE terms",
            "ALTER TABLE terms_anew RENAME TO terms",
            "CREATE INDEX ix_terms_number ON terms (channel, number)",
        )

    async def _run(self, *statements: str) -> None:
        for statement in statements:
            await self._db.execute(text(statement))

    async def _spellings(self, word: Word) -> list[str]:
        """Return the terms in the table that this word can mean, without reading their whispers:
        each step jumps to the next term."""
        if not word.open:
            return [word.text]
        inside = (terms.c.term < word.text + _LAST,)
        first = select(func.min(terms.c.term).label("term")).where(
            terms.c.term >= word.text, *inside
        )
        chain = first.cte("alike", recursive=True)
        following = (
            select(func.min(terms.c.term)).where(terms.c.term > chain.c.term, *inside)
        ).scalar_subquery()
        chain = chain.union_all(select(following).where(chain.c.term.is_not(None)))
        found = await self._db.scalars(select(chain.c.term).limit(ALIKE))
        return [term for term in found if term is not None]

    async def _how_often(self, spellings: Sequence[str]) -> int:
        some = (
            select(literal(1))
            .where(terms.c.term.in_(spellings), terms.c.channel == self._channel)
            .limit(_PLENTY)
        )
        return int(await self._db.scalar(select(func.count()).select_from(some.subquery())) or 0)

    def _newest(self, term: str, most: int) -> Select[Any]:
        some = (
            select(terms.c.number)
            .where(terms.c.term == term, terms.c.channel == self._channel)
            .order_by(terms.c.number.desc())
            .limit(most)
        )
        return select(some.subquery().c.number)
