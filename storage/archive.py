"""The archive of a backup holds published data, receipt hashes and settings. It never holds waiting
whispers, bans, or a tie between a whisper and a chat.

A backup of years is larger than memory, and who reads it all at once keeps others from writing: so
it is read page by page, each page one consistent state. What changes between two pages is made
good in the copy (``settle``)."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Table,
    and_,
    delete,
    exists,
    func,
    insert,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.campaigns.campaign import CampaignState
from bot.domain.states import DigestState
from bot.domain.whisper import State
from storage import schema
from storage.runtime import declared
from storage.upsert import in_parts

Row = dict[str, Any]
Rows = list[Row]

SETTINGS = tuple(each.name for each in declared() if each.in_backup)
"""The run-time settings that a backup carries. Keys and marks of this installation stay here."""

PAGE = 2_000
"""The number of rows that are read, and written, at once."""

WHOLE = "/* a whole table, for a backup or after one */"
"""A mark that stands in each statement that reads more the more there is: no other one may."""

_GONE = (State.REMOVED, State.WITHDRAWN)  # they keep their receipts, and no words


_SHOWN = tuple(state for state in CampaignState if state.was_public)


def _in_channel() -> ColumnElement[bool]:
    return exists().where(
        schema.posts.c.channel == schema.whispers.c.channel,
        schema.posts.c.number == schema.whispers.c.number,
    )


_HELD: Mapping[Table, ColumnElement[bool] | None] = {
    schema.channels: None,
    schema.posts: None,
    schema.places: schema.places.c.shown.is_not(None),
    schema.whispers: _in_channel() | schema.whispers.c.state.in_(_GONE),
    schema.campaigns: schema.campaigns.c.state.in_(_SHOWN),
    schema.campaign_pictures: exists().where(
        schema.campaigns.c.channel == schema.campaign_pictures.c.channel,
        schema.campaigns.c.number == schema.campaign_pictures.c.campaign,
        schema.campaigns.c.state.in_(_SHOWN),
    ),
    schema.campaign_days: None,
    schema.replies: schema.replies.c.ordinal.is_not(None) | schema.replies.c.state.in_(_GONE),
    schema.threads: None,
    schema.snapshots: None,
    schema.reactions: None,
    schema.digests: schema.digests.c.state != DigestState.PLANNED,
    schema.featured: None,
    schema.bests: schema.bests.c.state != DigestState.PLANNED,
    schema.shown_as_best: None,
    schema.reports: None,
    schema.reply_reports: None,
    schema.channel_states: None,
    schema.runtime_settings: schema.runtime_settings.c.name.in_(SETTINGS),
}
"""Posts come before whispers and replies: one that comes out meanwhile is left out, never half of
it. The counter of numbers comes last: it is above all of them."""

_NOT_KEPT: Mapping[Table, Row] = {
    schema.whispers: {"handle_hash": None, "handle_until": None, "findings": [], "place": None},
    schema.places: {"chosen": None, "until": None},
    schema.replies: {"handle_hash": None, "handle_until": None, "findings": [], "sheet": None},
    schema.campaigns: dict.fromkeys(
        ("asking", "asked_id", "review_id", "begun", "card_id", "card_says")
    ),
}
"""The values that a backup holds in place of these."""

_LARGE = ("photos", "campaign_pictures")

EVERY_TABLE = tuple(
    table.name for table in schema.metadata.sorted_tables if table is not schema.leases
)
"""The tables of a move, in which nothing is left behind but who did what here."""

TABLES = tuple(table.name for table in _HELD)
"""The tables of a backup, in the order in which they are to be copied."""


class Archive:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def page(self, name: str, after: Row | None) -> Rows:
        """Return the next rows of this table after that one, by its key; photos apart (see
        ``photos``). Each database makes room of its own. Empty: there are no more."""
        table = schema.metadata.tables[name]
        held = _HELD[table]
        rows = await self._page(table, after, () if held is None else (held,), PAGE)
        return [row | _NOT_KEPT.get(table, {}) for row in rows]

    async def every_page(self, name: str, after: Row | None) -> Rows:
        """Return the next rows of this table, with all that is in them: for a move, not for a
        backup."""
        most = PAGE if name not in _LARGE else PAGE // 40
        return await self._page(schema.metadata.tables[name], after, (), most)

    async def _page(
        self, table: Table, after: Row | None, held: Sequence[ColumnElement[bool]], most: int
    ) -> Rows:
        key = tuple(table.primary_key.columns)
        query = select(table).prefix_with(WHOLE).where(*held).order_by(*key).limit(most)
        if after is not None:
            query = query.where(tuple_(*key) > tuple(after[column.name] for column in key))
        return [_moved(row) for row in (await self._db.execute(query)).mappings()]

    async def is_empty(self) -> bool:
        """Tell whether nothing has ever been put into this database."""
        for table in (schema.whispers, schema.posts, schema.outbox, schema.runtime_settings):
            first = select(func.count()).select_from(select(table.c[0]).limit(1).subquery())
            if await self._db.scalar(first.prefix_with(WHOLE)):
                return False
        return True

    async def photos(self, keys: Sequence[bytes]) -> Rows:
        rows: Rows = []
        for part in in_parts(list(keys)):
            query = select(schema.photos).where(schema.photos.c.key.in_(part))
            rows += [_moved(row) for row in (await self._db.execute(query)).mappings()]
        return rows

    async def clear(self) -> None:
        """Drop the channel with which a fresh database was made."""
        await self._db.execute(delete(schema.channels))

    async def fill(self, name: str, rows: Rows) -> None:
        if rows:
            await self._db.execute(insert(schema.metadata.tables[name]), rows)

    async def settle(self) -> None:
        """Settle the copy: what came out while it was made, and has no post here, is left out, and
        replies to it; what was taken down counts for no place."""
        out = and_(schema.whispers.c.state == State.RELEASED, ~_in_channel())
        lost = select(schema.whispers.c.key).where(out)
        await self._db.execute(
            delete(schema.photos).prefix_with(WHOLE).where(schema.photos.c.key.in_(lost))
        )
        await self._db.execute(delete(schema.whispers).prefix_with(WHOLE).where(out))
        replied_to = exists().where(
            schema.whispers.c.channel == schema.replies.c.channel,
            schema.whispers.c.number == schema.replies.c.number,
        )
        await self._db.execute(delete(schema.replies).prefix_with(WHOLE).where(~replied_to))
        stands = exists().where(
            schema.whispers.c.channel == schema.places.c.channel,
            schema.whispers.c.number == schema.places.c.number,
            schema.whispers.c.state == State.RELEASED,
        )
        gone = update(schema.places).prefix_with(WHOLE).where(~stands).values(gone=True)
        await self._db.execute(gone)

    async def counts(self) -> tuple[int, int, int]:
        """Count whispers, those of them that are out, and posts."""
        whispers = select(func.count()).prefix_with(WHOLE).select_from(schema.whispers)
        out = whispers.where(schema.whispers.c.state == State.RELEASED)
        posts = select(func.count()).prefix_with(WHOLE).select_from(schema.posts)
        counted = [await self._db.scalar(query) for query in (whispers, out, posts)]
        return counted[0] or 0, counted[1] or 0, counted[2] or 0


def _moved(row: Mapping[Any, Any]) -> Row:
    return {name: value for name, value in row.items() if name != "room"}
