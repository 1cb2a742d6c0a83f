"""Stirring: where a whisper lies in the file must not tell when it came.

Random keys order the rows, but not the bytes: inside a page SQLite lays cells down as they arrive,
in the table and in each of its indexes, and a photo goes to the end of the file. With the times of
arrival at hand, a seized disk would name the author of every waiting whisper. So whoever comes is
laid down anew together with those that wait, in random order. Once released a row is rewritten in
the order of release, which is public.

A server lays rows down as they come, in a heap and in its log: nothing here could change that, and
nothing is done there (docs/privacy.md says what that tells).

Up to ``ALL`` waiting whispers are stirred completely. Of more, those are whose keys are nearest:
they share the newcomer's page. Photos are large, so a newcomer trades places with a few.
"""

import secrets
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    Table,
    bindparam,
    case,
    delete,
    func,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningDelete
from sqlalchemy.types import NULLTYPE

from bot.domain.replies.reply import ReplyKey
from bot.domain.whisper import State, WhisperKey
from storage.schema import channels, photos, replies, whispers

ALL = 64
PHOTOS = 8

_random = secrets.SystemRandom()
_STATES = (State.REVIEW, State.HELD, State.POOL)


async def shuffle(db: AsyncConnection, newcomer: WhisperKey) -> None:
    """Call inside the transaction that added the newcomer, after everything else of it.

    Only what still waits is touched, and exactly the rows that were taken up are laid down: one
    released in between is not brought back as it was."""
    if not _lies_in_a_file(db):
        return
    await _stir(db, whispers, newcomer)
    photo = select(photos.c.key).where(photos.c.key == newcomer)
    if await db.scalar(photo) is None:
        return  # nothing was laid down among the photos
    waiting = list(
        await db.scalars(
            select(photos.c.key)
            .join(whispers, whispers.c.key == photos.c.key)
            .where(_waiting(whispers), photos.c.key != newcomer)
        )
    )
    others = _random.sample(waiting, min(PHOTOS, len(waiting)))
    chosen = photos.c.key.in_([newcomer, *others])
    await _lay_down_anew(db, photos, _returning_all(photos, chosen))


async def shuffle_replies(db: AsyncConnection, newcomer: ReplyKey) -> None:
    """Do the same for a reply, which has no picture."""
    if _lies_in_a_file(db):
        await _stir(db, replies, newcomer)


def _lies_in_a_file(db: AsyncConnection) -> bool:
    return db.dialect.name == "sqlite"


async def _stir(db: AsyncConnection, table: Table, newcomer: bytes) -> None:
    await _lay_down_anew(db, table, _taking_up(table), newcomer=newcomer)


def _waiting(table: Table) -> ColumnElement[bool]:
    """Return the condition that a row waits, in any channel. The channels are named, so that the
    index finds them among all that ever came."""
    return table.c.channel.in_(select(channels.c.id)) & table.c.state.in_(_STATES)


@cache
def _taking_up(table: Table) -> ReturningDelete[*tuple[Any, ...]]:
    """Return the statement that takes rows up. Built once: to build so long a statement costs as
    much as to carry it out."""
    near = _near(table, bindparam("newcomer", type_=table.c.key.type))
    return _returning_all(table, table.c.key.in_(near) & _waiting(table))


def _returning_all(table: Table, chosen: ColumnElement[bool]) -> ReturningDelete[*tuple[Any, ...]]:
    """Return the statement that deletes and returns rows. Values are returned as they lie in the
    file: they are not looked at, and go back as they were."""
    as_they_lie = (type_coerce(each, NULLTYPE).label(each.name) for each in table.c)
    return delete(table).where(chosen).returning(*as_they_lie)


@cache
def _laying_down(table: Table) -> str:
    """Return SQLite's own statement: its values come as they lie, and nothing has to look at
    them."""
    columns = ", ".join(f'"{each.name}"' for each in table.c)
    return f"INSERT INTO {table.name} ({columns}) VALUES ({', '.join('?' for _ in table.c)})"


def _near(table: Table, newcomer: ColumnElement[bytes]) -> Select[Any]:
    """Return the keys of all that wait, or of the nearest where there are more than ``ALL``."""
    key, waiting = table.c.key, _waiting(table)
    count: ScalarSelect[int] = select(func.count()).where(waiting).scalar_subquery()
    most = case((count <= ALL, ALL), else_=ALL // 2)

    def some(beyond: ColumnElement[bool], order: ColumnElement[bytes]) -> Select[Any]:
        found = select(key).where(waiting, beyond).order_by(order).limit(most)
        return select(found.subquery().c.key)

    near = union_all(some(key >= newcomer, key.asc()), some(key < newcomer, key.desc()))
    return select(near.subquery().c.key)


async def _lay_down_anew(
    db: AsyncConnection, table: Table, taking_up: ReturningDelete[*tuple[Any, ...]], **given: bytes
) -> None:
    taken = await db.execute(taking_up, given)
    rows = [tuple(row) for row in taken]
    if rows:
        _random.shuffle(rows)
        await db.exec_driver_sql(_laying_down(table), rows)
