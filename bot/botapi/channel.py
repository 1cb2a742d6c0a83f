"""The only code that sends to the channel: PTB's calls, and how each of its errors ends.

Cancellation passes: the parcel's row then says "sending", which means unknown.

PTB hides the cause of a failure behind two classes; what decides is httpx's exception below it.
A request that never left is not sent; one whose answer got lost may have been carried out.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

import httpx
from telegram import Bot, ChatFullInfo, InputMediaPhoto, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
)

from bot.domain.outcome import Delivered, Named, Outcome, Refused, Seen, TryLater, Unknown

Answer = TypeVar("Answer")

_NEVER_LEFT = (httpx.PoolTimeout, httpx.ConnectTimeout, httpx.ConnectError)
_READ_SECONDS = 60.0
"""PTB's own 5 s is the main producer of false time-outs on photos."""

LONGEST_SECONDS = 90.0
"""A call that has no end by then ends as one whose answer was lost. Longer than a read or write
that stands still takes to fail, so that those are told by their own names."""

_UNREADABLE = "Parsing the server response"  # in PTB's message for an error without JSON

MOVED = TryLater(timedelta(seconds=1), "the chat has become a supergroup with another number")
"""Until we have followed it."""

_MOST_LITTER = 100
"""Copies in the staging chat that we remember to delete."""

_GONE = (
    "message to edit not found",
    "message to delete not found",
    "message to forward not found",
    "message to be replied not found",
    "message_id_invalid",
    "message not found",
)
_LANE = (
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
"""Not now, not here: whatever else is sent there meets the same."""


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
        return Refused(error.message, lane=True)
    if isinstance(error, InvalidToken | EndPointNotFound):
        return Refused("the token is not accepted", lane=True)  # PTB's message holds the token
    if isinstance(error, Conflict):
        return Refused("another bot uses the token", lane=True)
    if isinstance(error, NetworkError) and isinstance(error.__cause__, _NEVER_LEFT):
        return TryLater(None, type(error.__cause__).__name__)
    if isinstance(error, NetworkError) and "Too Many Requests" in error.message:
        return TryLater(None, "too many requests")  # a 429 that names no time
    if isinstance(error, NetworkError) and error.message.startswith("Request Entity Too Large"):
        return Refused("the picture is too large")
    cause = error.__cause__ or error
    return Unknown(type(cause).__name__)


def is_foreign(error: Exception) -> bool:
    """An error page of a proxy on the way, not Telegram's answer: it says nothing about the call,
    not even when its status is 401 or 404."""
    return _UNREADABLE in str(error)


def _refused(message: str) -> Refused:
    said = message.lower()
    return Refused(
        message,
        gone=any(words in said for words in _GONE),
        lane=any(words in said for words in _LANE),
    )


@dataclass(slots=True)
class TelegramChannel:
    """``bot.flows.ports.Channel`` over PTB. ``staging`` is a private chat for looking posts up."""

    bot: Bot
    chat_id: int
    staging: int | None = None
    now: Callable[[int], int] = lambda number: number
    """The number under which a private group goes on, if it has become another."""
    _litter: deque[tuple[int, int]] = field(
        default_factory=lambda: deque(maxlen=_MOST_LITTER), init=False
    )

    @property
    def can_look(self) -> bool:
        return self.staging is not None

    async def send_photo(self, photo: bytes, caption: str, *, spoiler: bool = False) -> Outcome:
        return await made(
            self.bot.send_photo(
                self.chat_id,
                photo,
                caption=caption,
                parse_mode=ParseMode.HTML,
                has_spoiler=spoiler or None,
                filename="card.jpg",
                read_timeout=_READ_SECONDS,
                write_timeout=_READ_SECONDS,
            )
        )

    async def send_text(self, text: str, *, silent: bool = True) -> Outcome:
        return await made(
            self.bot.send_message(
                self.chat_id,
                text,
                parse_mode=ParseMode.HTML,
                disable_notification=silent,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                read_timeout=_READ_SECONDS,
            )
        )

    async def edit_photo(
        self, message_id: int, photo: bytes, caption: str, *, spoiler: bool = False
    ) -> Outcome:
        media = InputMediaPhoto(
            photo,
            caption=caption,
            parse_mode=ParseMode.HTML,
            has_spoiler=spoiler or None,
            filename="card.jpg",
        )
        return await changed(
            message_id,
            self.bot.edit_message_media(
                media,
                chat_id=self.chat_id,
                message_id=message_id,
                read_timeout=_READ_SECONDS,
                write_timeout=_READ_SECONDS,
            ),
        )

    async def edit_caption(self, message_id: int, caption: str) -> Outcome:
        return await changed(
            message_id,
            self.bot.edit_message_caption(
                self.chat_id, message_id, caption=caption, parse_mode=ParseMode.HTML
            ),
        )

    async def delete(self, message_id: int) -> Outcome:
        return await changed(message_id, self.bot.delete_message(self.chat_id, message_id))

    async def delete_echo(self, chat: int, message_id: int) -> Outcome:
        outcome = await changed(message_id, self.bot.delete_message(chat, message_id))
        if outcome == MOVED:  # its ids mean nothing in the new chat
            return Refused(MOVED.why)
        if isinstance(outcome, Refused) and outcome.lane:  # the group's door, not the channel's
            return Refused(outcome.why)
        return outcome

    async def name(self) -> Named | Refused | TryLater | Unknown:
        chat = await _end(self.bot.get_chat(self.chat_id))
        if not isinstance(chat, ChatFullInfo):
            return chat
        return Named(chat.title or "", chat.username)

    async def is_protected(self) -> bool | Refused | TryLater | Unknown:
        chat = await _end(self.bot.get_chat(self.chat_id))
        return bool(chat.has_protected_content) if isinstance(chat, ChatFullInfo) else chat

    async def look(self, message_id: int) -> Seen | Refused | TryLater | Unknown:
        if self.staging is None:
            return Refused("there is no staging chat", lane=True)
        copy = await _end(
            self.bot.forward_message(
                self.now(self.staging), self.chat_id, message_id, disable_notification=True
            )
        )
        if not isinstance(copy, Message):
            return copy
        self._litter.append((copy.chat_id, copy.message_id))
        await self._tidy()
        text = copy.caption or copy.text or ""
        return Seen(message_id, text.split("\n", 1)[0].strip())

    async def _tidy(self) -> None:
        """Delete the copies in the staging chat, with those that could not be deleted before.
        They hold nothing that is not public."""
        for _ in range(len(self._litter)):
            chat, message_id = self._litter.popleft()
            if self.now(chat) != chat:  # it stays there: nothing of it is private
                continue
            outcome = await changed(message_id, self.bot.delete_message(chat, message_id))
            if isinstance(outcome, TryLater | Unknown):
                self._litter.append((chat, message_id))
                return


async def made(call: Awaitable[Message]) -> Outcome:
    """A call that makes a message, and how it ended."""
    message = await _end(call)
    return Delivered(message.message_id) if isinstance(message, Message) else message


async def changed(message_id: int, call: Awaitable[object]) -> Outcome:
    """A call that changes or deletes one. An edit that changes nothing counts as done."""
    outcome = await _end(call)
    if isinstance(outcome, Refused) and "not modified" in outcome.why.lower():
        return Delivered(message_id)
    return outcome if isinstance(outcome, TryLater | Refused | Unknown) else Delivered(message_id)


async def _end(call: Awaitable[Answer]) -> Answer | TryLater | Refused | Unknown:
    """Every end of a call is a value, and every call has an end.

    httpx bounds each read and each write, not the call: a line that takes one packet a minute
    would hold the channel's only publisher for ever."""
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            return await call
    except TimeoutError:
        return Unknown(f"no end within {LONGEST_SECONDS:g} s")
    except Exception as error:  # noqa: BLE001  an unreadable 2xx raises KeyError or TypeError
        return outcome_of(error)
