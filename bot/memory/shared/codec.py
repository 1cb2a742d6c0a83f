"""Values as bytes, and back: numbers, texts, bytes, routes, times, and tuples of these. What is
read makes nothing else, whoever wrote it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.memory.identity import Route

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def ticks(at: datetime) -> int:
    """Return microseconds since 1970."""
    return (at - _EPOCH) // _TICK


def time_of(microseconds: int) -> datetime:
    return _EPOCH + microseconds * _TICK


def microseconds(life: timedelta) -> int:
    return life // _TICK


def milliseconds(life: timedelta) -> int:
    return max(1, life // timedelta(milliseconds=1))


def pack(value: object) -> bytes:
    return json.dumps(_plain(value), separators=(",", ":")).encode()


def unpack(data: bytes) -> Any:
    return _whole(json.loads(data))


def _plain(value: object) -> object:
    match value:
        case Route(tag=tag, bot=bot):
            return {"r": tag.hex(), "at": bot}
        case bytes():
            return {"b": value.hex()}
        case datetime():
            return {"t": ticks(value)}
        case tuple():
            return [_plain(each) for each in value]
        case None | bool() | int() | str():
            return value
    raise TypeError(f"a {type(value).__name__} cannot be shared")


def _whole(value: Any) -> Any:
    match value:
        case {"r": tag}:
            return Route(bytes.fromhex(tag), value.get("at", 0))
        case {"b": data}:
            return bytes.fromhex(data)
        case {"t": at}:
            return time_of(at)
        case list():
            return tuple(_whole(each) for each in value)
    return value
