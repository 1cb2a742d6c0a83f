"""How a piece of work travels: as JSON in the body of a request, pictures in base64. What comes
back is the JPEG, or why the words cannot be set.

Only the kinds of work that are named here can be asked for, each with its own types: what does not
fit is refused, and nothing that is read runs.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from bot.cards import worker
from bot.cards.order import CannotSet, CardOrder, PosterEntry
from bot.domain.whisper import PictureId

Work = Callable[..., bytes]

WORKS: Mapping[str, Work] = {
    work.__name__: work
    for work in (
        worker.card,
        worker.notice,
        worker.poster,
        worker.grid,
        worker.figures,
        worker.campaign_figures,
        worker.crop,
        worker.blur,
    )
}
"""What can be asked for, by name."""

LARGEST_ORDER = 16 * 2**20
"""The most bytes of an order: a poster of ten with an author's photo each takes 5 to 12 MB."""
LARGEST_CARD = 8 * 2**20
"""The most bytes of an answer."""

_NAME = b"\n"
"""Ends the name, which stands before the JSON."""

_STRICT = ConfigDict(
    strict=True,
    extra="forbid",
    hide_input_in_errors=True,
    ser_json_bytes="base64",
    val_json_bytes="base64",
)


class Unreadable(ValueError):
    """It is no order of ours, or no answer. Says nothing of what stands in it."""


def pack(work: Callable[..., object], args: tuple[object, ...]) -> bytes | None:
    """Return the body of a request. None: it is no work for others, or cannot be written."""
    name = getattr(work, "__name__", "")
    if WORKS.get(name) is not work:
        return None
    try:
        body = _arguments(name).dump_json(args)
    except (PydanticSerializationError, ValueError):  # half a character, say
        return None
    packed = name.encode() + _NAME + body
    return packed if len(packed) <= LARGEST_ORDER else None


def unpack(body: bytes) -> tuple[Work, tuple[object, ...]]:
    """Return the work and its arguments. Raises Unreadable."""
    name, _, written = body.partition(_NAME)
    work = WORKS.get(name.decode("ascii", "replace")) if len(name) < 32 else None
    if work is None:
        raise Unreadable
    try:
        return work, _arguments(work.__name__).validate_json(written)
    except ValidationError:
        raise Unreadable from None


@cache
def _arguments(name: str) -> TypeAdapter[tuple[Any, ...]]:
    """Return what writes and reads the arguments of a kind of work, by the types it names."""
    hints = get_type_hints(WORKS[name])
    del hints["return"]
    types: Any = tuple.__class_getitem__(tuple(hints.values()))
    return TypeAdapter(types, config=_STRICT)


def pack_refusal(refused: CannotSet) -> bytes:
    """Return the body that says why words cannot be set."""
    told = refused.reason, list(refused.clusters), refused.whole_script
    return json.dumps(told).encode()


def unpack_refusal(body: bytes) -> CannotSet:
    """Raises Unreadable."""
    try:
        reason, clusters, whole_script = json.loads(body)
    except (ValueError, TypeError, RecursionError):
        raise Unreadable from None
    known = reason in ("too_long", "uncovered", "hostile") and isinstance(whole_script, bool)
    if not known or not isinstance(clusters, list) or not all(isinstance(c, str) for c in clusters):
        raise Unreadable
    return CannotSet(reason, tuple(clusters), whole_script=whole_script)


def pictures_of(args: tuple[object, ...]) -> Iterator[PictureId]:
    """Yield the pictures on which something is to be drawn."""
    for each in args:
        match each:
            case CardOrder():
                yield each.picture
                yield from (choice.picture for choice in each.choices)
            case tuple():
                yield from pictures_of(each)
            case PosterEntry():
                yield each.picture
