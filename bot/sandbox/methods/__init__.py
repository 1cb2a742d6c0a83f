"""The Bot API's methods, by what they do, and the call of one by its name.

Importing this package fills ``api.METHODS``.
"""

import inspect
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.sandbox.api import METHODS, Call, Method, Upload, convert
from bot.sandbox.errors import ApiError, bad
from bot.sandbox.methods import (
    account,
    chats,
    deleting,
    editing,
    forwarding,
    inline,
    receiving,
    sending,
    topics,
)

if TYPE_CHECKING:
    from bot.sandbox.bots import Bot

__all__ = [
    "METHODS",
    "account",
    "chats",
    "deleting",
    "editing",
    "forwarding",
    "inline",
    "perform",
    "receiving",
    "sending",
    "topics",
]


async def perform(
    bot: "Bot", name: str, values: Mapping[str, Any], files: Mapping[str, Upload] | None = None
) -> Any:
    """Runs a method (names are case-insensitive). Raises ApiError."""
    found = METHODS.get(name.lower())
    if found is None:
        raise ApiError(404, "Not Found: method not found")
    files = files or {}
    shown = {**values, **files}
    bot.world.vanish()
    try:
        bot.world.floods.check(bot, name, values)
        call = Call(bot, files)
        result = found.function(call, **_arguments(found, shown))
        if inspect.isawaitable(result):
            result = await result
    except ApiError as refused:
        bot.world.record(found.name, shown, refused.description)
        raise
    bot.world.record(found.name, shown, None)
    return result


def _arguments(found: Method, values: Mapping[str, Any]) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    grouped: dict[str, dict[str, Any]] = {name: {} for name in found.groups}
    for name, value in values.items():
        if value is None:
            continue
        parameter = found.parameters.get(name)
        if parameter is None:
            if isinstance(value, Upload):
                continue  # referred to as attach://<name>
            raise bad(f"sandbox: {found.name} has no parameter {name!r}, or it is not modelled")
        target = arguments if parameter.group is None else grouped[parameter.group]
        target[parameter.name] = convert(name, value, parameter.kind)
    for name, parameter in found.parameters.items():
        if parameter.required and values.get(name) is None:
            raise bad(_MISSING.get(name, f"parameter {name!r} is required"))
    for name, kind in found.groups.items():
        arguments[name] = kind(**grouped[name])
    return arguments


_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "user_id": "invalid user_id specified",
}
