"""The Bot API as a table of functions: each method's parameters are its function's signature.

A parameter that the function does not name is refused with 400, so that a slip in the bot shows
here and not in production (the real server ignores it). Values come as the API takes them: text
from a form, or JSON. https://core.telegram.org/bots/api#making-requests
"""

import inspect
import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from bot.sandbox.chats import Channel, Chat, Group, PrivateChat, Shared
from bot.sandbox.errors import bad, forbidden, migrated
from bot.sandbox.messages import Message

if TYPE_CHECKING:
    from bot.sandbox.bots import Bot
    from bot.sandbox.world import World

Json = Any
ChatId = int | str


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a multipart request."""

    name: str
    mime: str
    data: bytes

    def __repr__(self) -> str:
        return f"<{self.name}, {len(self.data)} bytes>"


@dataclass(frozen=True)
class Call:
    """All that every method gets: the bot that calls, and the files of the request."""

    bot: "Bot"
    files: Mapping[str, Upload]

    @property
    def world(self) -> "World":
        return self.bot.world

    def chat(self, wanted: ChatId, *, only_read: bool = False) -> Chat:
        """Gives the chat that the bot means, if it may know it. A group that became a supergroup
        can be read under its old number, and nothing else. Raises ApiError 400 or 403."""
        chat = self.world.find_chat(self.bot, wanted)
        if chat is None:
            raise bad("chat not found")
        if isinstance(chat, PrivateChat):
            return chat
        if isinstance(chat, Group) and chat.upgraded_to is not None:
            if only_read:
                return chat
            raise migrated(chat.upgraded_to.id)
        status = chat.member(self.bot).status
        if status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.kind} chat")
        if status == "left":
            if isinstance(chat, Channel) and chat.username:
                return chat
            raise bad("chat not found")
        return chat

    def to_write(self, wanted: ChatId, what: str = "") -> Chat:
        """Gives a chat that the bot may write to now; ``what``: "photos" or "text messages"."""
        chat = self.chat(wanted)
        if isinstance(chat, PrivateChat):
            if chat.blocked:
                raise forbidden("bot was blocked by the user")
            if not chat.started:
                raise forbidden("bot can't initiate conversation with a user")
        elif not chat.member(self.bot).is_in:
            raise forbidden(f"bot is not a member of the {chat.kind} chat")
        elif isinstance(chat, Channel) and not chat.member(self.bot).may("can_post_messages"):
            raise bad("need administrator rights in the channel chat")
        elif (
            isinstance(chat, Shared)
            and what in chat.forbidden
            and not chat.member(self.bot).is_admin
        ):
            raise bad(f"not enough rights to send {what} to the chat")
        return chat

    def message(self, chat: Chat, message_id: int, what: str) -> Message:
        """Raises ApiError 400 "<what> not found"."""
        found = chat.find(self.bot, message_id)
        if found is None:
            raise bad(f"{what} not found")
        return found


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    kind: Any
    required: bool
    default: Any
    group: str | None = None
    """The dataclass argument that it belongs to, for parameters that many methods share."""


@dataclass(frozen=True, slots=True)
class Method:
    name: str
    function: Callable[..., Any]
    parameters: Mapping[str, Parameter]
    groups: Mapping[str, type]


METHODS: dict[str, Method] = {}


def method(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Registers a function as a Bot API method."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        parameters: dict[str, Parameter] = {}
        groups: dict[str, type] = {}
        for argument in list(inspect.signature(function).parameters.values())[1:]:
            kind = argument.annotation
            if is_dataclass(kind) and isinstance(kind, type) and kind is not Upload:
                groups[argument.name] = kind
                for each in fields(kind):
                    parameters[each.name] = Parameter(
                        each.name,
                        each.type,
                        each.default is MISSING,
                        each.default,
                        argument.name,
                    )
                continue
            required = argument.default is inspect.Parameter.empty
            parameters[argument.name.rstrip("_")] = Parameter(
                argument.name, kind, required, argument.default
            )
        METHODS[name.lower()] = Method(name, function, parameters, groups)
        return function

    return register


def convert(name: str, value: Any, kind: Any) -> Any:
    """Turns a form's text or a JSON value into the type that the method asks for. Raises ApiError
    400."""
    kinds = get_args(kind) if get_origin(kind) is Union or _is_union(kind) else (kind,)
    if Any in kinds:
        return _json(name, value)
    if Upload in kinds and isinstance(value, Upload):
        return value
    if kind == ChatId or kind == ChatId | None:
        return int(value) if str(value).lstrip("-").isdecimal() else str(value)
    if bool in kinds:
        return value if isinstance(value, bool) else str(value).lower() in ("true", "1", "yes")
    if int in kinds:
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad(f"parameter {name!r} must be an integer") from None
    if isinstance(value, Upload):
        raise bad(f"parameter {name!r} must be a string")
    return value if isinstance(value, str) else json.dumps(value)


def _is_union(kind: Any) -> bool:
    return type(kind).__name__ == "UnionType"


def _json(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad(f"can't parse {name}: it is no JSON") from None
