"""Outcomes tell how a call to Telegram ended: each of PTB's errors becomes a value.

PTB hides the cause of a failure behind two classes; what decides is httpx's exception below it.
A request that never left is not sent; one whose answer got lost may have been carried out.
"""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import TypeVar

import httpx
from telegram import Message
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.domain.outcome import Delivered, Outcome, Refused, TryLater, Unknown

Answer = TypeVar("Answer")

CALL_FAILED = (TelegramError, KeyError, TypeError)
"""The errors by which a call can fail; the last two are PTB's on a 2xx whose answer cannot be
read."""

LONGEST_SECONDS = 90.0
"""The seconds after which a call without an end counts as one whose answer was lost. Longer than a
read or write that stands still takes to fail, so that those are told by their own names."""

MOVED = TryLater(timedelta(seconds=1), "the chat has become a supergroup with another number")
"""The outcome of a call to a group that has moved, until we have followed it."""

_NEVER_LEFT = (httpx.PoolTimeout, httpx.ConnectTimeout, httpx.ConnectError)
_UNREADABLE = "Parsing the server response"  # in PTB's message for an error without JSON
_GONE = (
    "message to edit not found",
    "message to delete not found",
    "message to forward not found",
    "message to be replied not found",
    "message_id_invalid",
    "message not found",
)
_CHAT_UNUSABLE = (
    "chat not found",
    "not enough rights",
    "need administrator rights",
    "have no rights",
    "chat_write_forbidden",
    "chat_admin_required",
    "bot is not a member",
    "bot was kicked",
    "group chat was deleted",
    "message thread not found",
    "topic_closed",
    "topic_deleted",
    "chat_send_",  # …_PHOTOS_FORBIDDEN and its kin
    "chat_guest_send_forbidden",
    "chat_restricted",
    "user_banned_in_channel",
    "channel_private",
    "peer_id_invalid",
)
"""The words of refusals by which nothing can be sent there now: whatever else is sent meets the
same."""


def outcome_of(error: Exception) -> TryLater | Refused | Unknown:
    """How a failed call ended. ``why`` keeps Telegram's own words, never the token."""
    if isinstance(error, RetryAfter):
        after = error.retry_after
        wait = after if isinstance(after, timedelta) else timedelta(seconds=after)
        return TryLater(wait, "too many requests")
    if is_foreign(error):
        return Unknown("not Telegram's answer")
    if isinstance(error, BadRequest):
        return _refused(error.message)
    if isinstance(error, ChatMigrated):
        return MOVED
    if isinstance(error, Forbidden):
        return Refused(error.message, chat_unusable=True)
    if isinstance(error, InvalidToken | EndPointNotFound):
        return Refused(
            "the token is not accepted", chat_unusable=True
        )  # PTB's message holds the token
    if isinstance(error, Conflict):
        return Refused("another bot uses the token", chat_unusable=True)
    if isinstance(error, NetworkError) and isinstance(error.__cause__, _NEVER_LEFT):
        return TryLater(None, type(error.__cause__).__name__)
    if isinstance(error, NetworkError) and "Too Many Requests" in error.message:
        return TryLater(None, "too many requests")  # a 429 that names no time
    if isinstance(error, NetworkError) and error.message.startswith("Request Entity Too Large"):
        return Refused("the picture is too large")
    cause = error.__cause__ or error
    return Unknown(type(cause).__name__)


def is_foreign(error: Exception) -> bool:
    """Tell whether it is an error page of a proxy on the way, not Telegram's answer: it says
    nothing about the call, not even when its status is 401 or 404."""
    return _UNREADABLE in str(error)


def _refused(message: str) -> Refused:
    said = message.lower()
    return Refused(
        message,
        gone=any(words in said for words in _GONE),
        chat_unusable=any(words in said for words in _CHAT_UNUSABLE),
    )


async def made(call: Awaitable[Message]) -> Outcome:
    """Make a call that makes a message, and return how it ended."""
    message = await ended(call)
    if not isinstance(message, Message):
        return message
    return Delivered(message.message_id, picture_of(message))


def picture_of(message: Message) -> str | None:
    """Return Telegram's name of the picture in a message of ours."""
    largest = max(message.photo, key=lambda size: size.width * size.height, default=None)
    return None if largest is None else largest.file_id


async def changed(message_id: int, call: Awaitable[object]) -> Outcome:
    """Make a call that changes or deletes a message. An edit that changes nothing counts as
    done."""
    outcome = await ended(call)
    if isinstance(outcome, Refused) and "not modified" in outcome.why.lower():
        return Delivered(message_id)
    if isinstance(outcome, TryLater | Refused | Unknown):
        return outcome
    return Delivered(message_id, picture_of(outcome) if isinstance(outcome, Message) else None)


async def ended(call: Awaitable[Answer]) -> Answer | TryLater | Refused | Unknown:
    """Make a call: every end of it is a value, and every call has an end.

    httpx bounds each read and each write, not the call: a line that takes one packet a minute
    would hold the channel's only publisher for ever."""
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            return await call
    except TimeoutError:
        return Unknown(f"no end within {LONGEST_SECONDS:g} s")
    except Exception as error:  # noqa: BLE001  an unreadable 2xx raises KeyError or TypeError
        return outcome_of(error)
