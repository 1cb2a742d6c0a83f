"""Values as bytes, and back: numbers, texts, bytes, routes, times, tuples of these, and the records
that are named here. What is read makes nothing else, whoever wrote it.

A record is written as its fields in order. A version that knows fewer of them leaves out the rest,
one that knows more takes their defaults: so new fields come last, and have one.
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from struct import Struct
from typing import Any

from bot.domain.bans import Ban
from bot.domain.draft import Contacts, DraftState
from bot.domain.replies.draft import ReplyDraft
from bot.domain.whisper import Look
from bot.memory.appeals import Appeal
from bot.memory.drafts import KeptPicture, OpenDraft
from bot.memory.identity import Route
from bot.memory.place_questions import AskedDraft, PlaceAsk, PlaceQuestion
from bot.memory.slates import FollowedQuestion

_RECORDS: Mapping[str, type[Any]] = {
    "draft": OpenDraft,
    "state": DraftState,
    "look": Look,
    "reply": ReplyDraft,
    "picture": KeptPicture,
    "place": PlaceQuestion,
    "placed": AskedDraft,
    "followed": FollowedQuestion,
    "appeal": Appeal,
    "ban": Ban,
}
_CHOICES: Mapping[str, type[Enum]] = {"contacts": Contacts, "ask": PlaceAsk}
_NAMES = {kind: name for name, kind in (*_RECORDS.items(), *_CHOICES.items())}

_BOT = Struct(">q")
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


def route_bytes(route: Route) -> bytes:
    """Return the one form of a route, in names and in values: the bot, then the person."""
    return _BOT.pack(route.bot) + route.tag


def route_of(data: bytes) -> Route:
    """Return the route of this form."""
    return Route(data[_BOT.size :], *_BOT.unpack_from(data))


def pack(value: object) -> bytes:
    return json.dumps(_plain(value), separators=(",", ":")).encode()


def unpack(data: bytes) -> Any:
    return _whole(json.loads(data))


def _plain(value: object) -> object:
    match value:
        case Route():
            return {"r": route_bytes(value).hex()}
        case bytes():
            return {"b": value.hex()}
        case datetime():
            return {"t": ticks(value)}
        case date():
            return {"d": value.toordinal()}
        case Enum() if type(value) in _NAMES:
            return {"e": [_NAMES[type(value)], value.name]}
        case _ if type(value) in _NAMES:
            kind: type[Any] = type(value)
            parts = [_plain(getattr(value, each.name)) for each in fields(kind)]
            return {"o": [_NAMES[kind], *parts]}
        case tuple():
            return [_plain(each) for each in value]
        case None | bool() | int() | str():
            return value
    raise TypeError(f"a {type(value).__name__} cannot be shared")


def _whole(value: Any) -> Any:
    match value:
        case {"r": tag}:
            return route_of(bytes.fromhex(tag))
        case {"b": data}:
            return bytes.fromhex(data)
        case {"t": at}:
            return time_of(at)
        case {"d": day}:
            return date.fromordinal(day)
        case {"e": [name, choice]}:
            return _CHOICES[name][choice]
        case {"o": [name, *parts]}:
            kind = _RECORDS[name]
            return kind(*(_whole(each) for each in parts[: len(fields(kind))]))
        case list():
            return tuple(_whole(each) for each in value)
    return value
