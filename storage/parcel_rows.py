"""Rows of the outbox: the parcel in each, and the conditions under which it is found or
changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Update, false, func, or_, update

from bot.domain.parcel import Change, Parcel, ParcelKind, Progress
from bot.domain.places.place import Place
from bot.domain.whisper import State
from storage.contents import content_of_json, content_to_json
from storage.rows import RowMapper
from storage.schema import outbox

_PARCELS = RowMapper(Parcel, outbox, apart={"content"})
_COUNTED = outbox.c.content["change"].as_string() == Change.COUNTED
ORDER = (outbox.c.due_at, outbox.c.number, outbox.c.key)


@dataclass(frozen=True, slots=True)
class Taken:
    """A parcel as it was last, and how its whisper stands by now."""

    parcel: Parcel
    whisper: State | None
    place: Place | None
    """The place that the whisper's post is to print."""


def counts_replies(wanted: bool) -> ColumnElement[bool]:
    return func.coalesce(_COUNTED, false()) == wanted


def waiting(
    chat: int | BindParameter[int], kinds: Iterable[ParcelKind]
) -> tuple[ColumnElement[bool], ...]:
    return (
        outbox.c.state == Progress.WAITING,
        or_(outbox.c.chat.is_(None), outbox.c.chat == chat),
        outbox.c.kind.in_(tuple(kinds)),
    )


def as_read(parcel: Parcel) -> tuple[ColumnElement[bool], ...]:
    """Return the fence: this parcel, and nobody has begun another attempt since it was read."""
    return (outbox.c.key == parcel.key, outbox.c.attempts == parcel.attempts)


def change_of(parcel: Parcel, start: Iterable[Progress]) -> Update:
    return update(outbox).where(*as_read(parcel), outbox.c.state.in_(tuple(start)))


def values_of(parcel: Parcel) -> dict[str, Any]:
    return _PARCELS.values(parcel) | {
        "kind": parcel.kind,
        "content": content_to_json(parcel.content),
    }


def parcel_of(row: Any) -> Parcel:
    return _PARCELS.value(row, content=content_of_json(ParcelKind(row.kind), row.content))
