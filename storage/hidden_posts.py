"""HiddenPosts: where the moderators' chat shows a reported post, so that the card there can be
changed
when it is decided. One row from the first attempt to show it until it is decided; of a post that
stays unhidden meanwhile (``standing``), from the moment at which that was settled."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.rows import RowMapper
from storage.schema import hidden_posts
from storage.scope import Scope
from storage.upsert import insert_into


@dataclass(frozen=True, slots=True)
class Case:
    number: int
    message_id: int | None  # the card's in the moderators' chat; None: not known to be there
    high: int | None  # newest id known there before the first attempt whose end is not known
    standing: bool = False


_CASES = RowMapper(Case, hidden_posts)


class HiddenPosts:
    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._db = connection
        self._scope = scope
        self._here = hidden_posts.c.channel == scope.channel

    async def attempt(self, number: int, high: int) -> int | None:
        """Record that a call is about to be made. Returns from where on an earlier one may have
        left a card."""
        row = insert_into(self._db, hidden_posts).values(
            channel=self._scope.channel, number=number, high=high
        )
        first = await self._db.execute(
            row.on_conflict_do_nothing(
                index_elements=[hidden_posts.c.channel, hidden_posts.c.number]
            )
        )
        known = None if first.rowcount == 1 else await self.of(number)
        if known is None or known.message_id is not None or known.high is not None:
            return None if known is None else known.high
        await self._db.execute(update(hidden_posts).where(self._of(number)).values(high=high))
        return None

    async def open_standing(self, number: int) -> None:
        """Open a case for a post that is not hidden: the moderators are to look at it."""
        row = insert_into(self._db, hidden_posts).values(
            channel=self._scope.channel, number=number, standing=True
        )
        await self._db.execute(
            row.on_conflict_do_nothing(
                index_elements=[hidden_posts.c.channel, hidden_posts.c.number]
            )
        )

    async def hidden_now(self, number: int) -> None:
        """Make a standing case like any other."""
        await self._db.execute(update(hidden_posts).where(self._of(number)).values(standing=False))

    async def lost(self, number: int) -> None:
        """Note that no card of it stands there."""
        here = self._of(number)
        await self._db.execute(delete(hidden_posts).where(here, hidden_posts.c.standing.is_(False)))
        await self._db.execute(update(hidden_posts).where(here).values(message_id=None, high=None))

    async def shown(self, number: int, message_id: int) -> None:
        await self._db.execute(
            update(hidden_posts).where(self._of(number)).values(message_id=message_id, high=None)
        )

    async def of(self, number: int) -> Case | None:
        return _CASES.first(await self._db.execute(select(hidden_posts).where(self._of(number))))

    async def all(self) -> tuple[Case, ...]:
        rows = await self._db.execute(
            select(hidden_posts).where(self._here).order_by(hidden_posts.c.number)
        )
        return tuple(map(_CASES.value, rows))

    async def close_all(self) -> None:
        """Close all cases: no message shows any of them."""
        await self._db.execute(delete(hidden_posts).where(self._here))

    async def close(self, number: int) -> None:
        """Close a case that is decided."""
        await self._db.execute(delete(hidden_posts).where(self._of(number)))

    async def messages_in_room(self) -> frozenset[int]:
        """Return the messages of the moderators' chat that show one, of whichever channel."""
        ids = await self._db.scalars(
            select(hidden_posts.c.message_id).where(
                hidden_posts.c.channel.in_(self._scope.room), hidden_posts.c.message_id.is_not(None)
            )
        )
        return frozenset(ids)

    def _of(self, number: int) -> ColumnElement[bool]:
        return self._here & (hidden_posts.c.number == number)
