"""Stirring: where a whisper lies in the file must not tell when it came.

Random keys order the rows, but not the bytes: inside a page SQLite lays cells down as they arrive,
in the table and in each of its indexes, and a photo goes to the end of the file. With the times of
arrival at hand, a seized disk would name the author of every waiting whisper. So whoever comes is
laid down anew together with those that wait, in random order. Once released a row is rewritten in
the order of release, which is public.

Up to ``ALL`` waiting whispers are stirred completely. Of more, those are whose keys are nearest:
they share the newcomer's page. Photos are large, so a newcomer trades places with a few.
"""

import secrets
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Table, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.whisper import State, WhisperKey
from storage.schema import photos, whispers

ALL = 64
PHOTOS = 8

_random = secrets.SystemRandom()
_WAITING = whispers.c.state.in_((State.REVIEW, State.HELD, State.POOL))


async def stir(db: AsyncConnection, newcomer: WhisperKey) -> None:
    """Call inside the transaction that added the newcomer, after everything else of it."""
    await _lay_down_anew(db, whispers, await _near(db, newcomer))
    waiting = list(
        await db.scalars(
            select(photos.c.key)
            .join(whispers, whispers.c.key == photos.c.key)
            .where(_WAITING, photos.c.key != newcomer)
        )
    )
    others = _random.sample(waiting, min(PHOTOS, len(waiting)))
    await _lay_down_anew(db, photos, [newcomer, *others])


async def _near(db: AsyncConnection, newcomer: WhisperKey) -> list[bytes]:
    """Keys of all that wait, or of the nearest where there are more than ``ALL``."""

    async def some(
        beyond: ColumnElement[bool], order: ColumnElement[bytes], most: int
    ) -> list[bytes]:
        keys = select(whispers.c.key).where(_WAITING, beyond).order_by(order).limit(most)
        return list(await db.scalars(keys))

    count = await db.scalar(select(func.count()).select_from(whispers).where(_WAITING)) or 0
    most = ALL if count <= ALL else ALL // 2
    return [
        *await some(whispers.c.key >= newcomer, whispers.c.key.asc(), most),
        *await some(whispers.c.key < newcomer, whispers.c.key.desc(), most),
    ]


async def _lay_down_anew(db: AsyncConnection, table: Table, keys: Sequence[bytes]) -> None:
    chosen = table.c.key.in_(keys)
    rows = [dict(row) for row in (await db.execute(select(table).where(chosen))).mappings()]
    if rows:
        _random.shuffle(rows)
        await db.execute(delete(table).where(chosen))
        await db.execute(insert(table), rows)
