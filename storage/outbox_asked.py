"""What a publisher asks of the outbox at each of its steps, most of which find nothing. The
statements are built once: to build one costs more than to carry it out.

Each is asked with ``chat`` and ``here``, the channel as which the transaction looks.
"""

from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    bindparam,
    func,
    literal,
    or_,
    select,
    union_all,
)

from bot.domain.parcel import ParcelKind, Progress
from storage.parcel_rows import ORDER, counts_replies, waiting
from storage.schema import outbox

UNSENT = (Progress.WAITING, Progress.SENDING, Progress.UNKNOWN)

_CHAT = bindparam("chat", type_=outbox.c.chat.type)
_HERE = outbox.c.channel == bindparam("here", type_=outbox.c.channel.type)
_ELSEWHERE = bindparam("besides", type_=outbox.c.chat.type, expanding=True)
_LOST = (outbox.c.state == Progress.UNKNOWN, outbox.c.chat == _CHAT)


def _first(*conditions: ColumnElement[bool]) -> Select[Any]:
    return select(outbox).where(_HERE, *conditions).order_by(*ORDER).limit(1)


LEFT_OVER = _first(outbox.c.state == Progress.SENDING, outbox.c.chat == _CHAT)
LOST = _first(*_LOST)

OLDEST = select(func.min(outbox.c.due_at)).where(
    _HERE,
    outbox.c.state.in_(UNSENT),
    or_(outbox.c.chat.is_(None), outbox.c.chat.not_in(_ELSEWHERE)),
)
"""Asked with ``besides`` instead of ``chat``."""
OLDEST_OF_CHAT = OLDEST.where(or_(outbox.c.chat.is_(None), outbox.c.chat == _CHAT))
"""Asked with both."""


@cache
def next_due(kinds: frozenset[ParcelKind], counts: bool | None) -> Select[Any]:
    counted = () if counts is None else (counts_replies(counts),)
    return _first(*waiting(_CHAT, kinds), *counted)


@cache
def first_of(several: tuple[frozenset[ParcelKind], ...]) -> CompoundSelect[Any]:
    """Return the statement for the lost parcel (its ``place`` is 0), and then the first that waits
    of each."""
    each_waits = [(*waiting(_CHAT, kinds), counts_replies(False)) for kinds in several]
    parts = (
        select(literal(place).label("place"), _first(*conditions).subquery())
        for place, conditions in enumerate([_LOST, *each_waits])
    )
    return union_all(*parts)
