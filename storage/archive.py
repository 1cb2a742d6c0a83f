"""What a backup holds: published data, receipt hashes and settings. Never what waits, who may not
write, or what ties a whisper to a chat."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, delete, exists, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.states import DigestState
from bot.domain.whisper import State
from storage import schema
from storage.runtime import declared
from storage.upsert import in_parts

Rows = list[dict[str, Any]]

SETTINGS = tuple(each.name for each in declared() if each.in_backup)
"""Run-time settings that a backup carries. Keys and marks of this installation stay here."""

_GONE = (State.REMOVED, State.WITHDRAWN)  # they keep their receipts, and no words


class Archive:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def published(self) -> dict[str, Rows]:
        """Table -> rows, photos apart (see ``photos``). One consistent state."""
        in_channel = exists().where(
            schema.posts.c.channel == schema.whispers.c.channel,
            schema.posts.c.number == schema.whispers.c.number,
        )
        whispers = select(schema.whispers).where(in_channel | schema.whispers.c.state.in_(_GONE))
        return {
            "channels": await self._rows(select(schema.channels)),
            "whispers": [
                {**row, "handle_hash": None, "handle_until": None, "findings": []}
                for row in await self._rows(whispers)
            ],
            "replies": [
                {**row, "handle_hash": None, "handle_until": None, "findings": [], "sheet": None}
                for row in await self._rows(
                    select(schema.replies).where(
                        schema.replies.c.ordinal.is_not(None) | schema.replies.c.state.in_(_GONE)
                    )
                )
            ],
            "threads": await self._rows(select(schema.threads)),
            "posts": await self._rows(select(schema.posts)),
            "snapshots": await self._rows(select(schema.snapshots)),
            "reactions": await self._rows(select(schema.reactions)),
            "digests": await self._rows(
                select(schema.digests).where(schema.digests.c.state != DigestState.PLANNED)
            ),
            "featured": await self._rows(select(schema.featured)),
            "channel_states": await self._rows(select(schema.channel_states)),
            "reports": await self._rows(select(schema.reports)),
            "reply_reports": await self._rows(select(schema.reply_reports)),
            "runtime_settings": await self._rows(
                select(schema.runtime_settings).where(schema.runtime_settings.c.name.in_(SETTINGS))
            ),
        }

    async def photos(self, keys: Sequence[bytes]) -> Rows:
        rows: Rows = []
        for part in in_parts(list(keys)):
            rows += await self._rows(select(schema.photos).where(schema.photos.c.key.in_(part)))
        return rows

    async def fill(self, tables: Mapping[str, Rows]) -> None:
        """Into a fresh database, which knows no channel but the one it was made with."""
        await self._db.execute(delete(schema.channels))
        for name, rows in tables.items():
            if rows:
                await self._db.execute(insert(schema.metadata.tables[name]), rows)

    async def _rows(self, query: Select[Any]) -> Rows:
        return [dict(row) for row in (await self._db.execute(query)).mappings()]
