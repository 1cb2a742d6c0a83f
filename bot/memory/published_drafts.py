"""When a whisper may forget which draft it was.

The handle's hash makes Publish idempotent. It leaves the row once the chat is burnt, but not while
a press of the same button could still come: it must have been confirmed to Telegram, and a
second tap that was under way must have arrived. Memory only; after a crash the hourly
``Whispers.forget_handles`` ends what is left within 48 h.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.telegram_limits import DELETABLE_FOR
from bot.memory.deletions import Deletions
from bot.memory.expiring import ExpiringDict
from bot.memory.identity import Route

LINGER = timedelta(seconds=10)
"""A tap on a deleted message can be under way this long."""

_ROUNDS = 2
"""Answered fetches after the last press: the first may have been under way before it ended."""


@dataclass(slots=True)
class _Published:
    route: Route
    message_ids: tuple[int, ...]
    rounds: int
    pressed: datetime


@dataclass(slots=True)
class PublishedDrafts:
    """Handles whose draft was published by this process."""

    rounds: Callable[[], int]  # how many fetches Telegram has answered so far
    _waiting: dict[bytes, _Published] = field(default_factory=dict)
    _told: ExpiringDict[bytes, bool] = field(default_factory=lambda: ExpiringDict(DELETABLE_FOR))

    def press(
        self, handle_hash: bytes, route: Route, message_ids: tuple[int, ...], now: datetime
    ) -> None:
        self._waiting[handle_hash] = _Published(route, message_ids, self.rounds(), now)

    def any(self) -> bool:
        """Whether some draft's handle waits to be forgotten."""
        return bool(self._waiting)

    def receipt_given(self, handle_hash: bytes) -> bool:
        """Whether a receipt was shown, or is on its way, in this process."""
        return handle_hash in self._told

    def give_receipt(self, handle_hash: bytes, now: datetime) -> None:
        self._told.put(handle_hash, True, now)

    def receipt_failed(self, handle_hash: bytes) -> None:
        self._told.pop(handle_hash)

    def burnt(self, deletions: Deletions, now: datetime) -> list[bytes]:
        """Handles that no press can name any more: their chat is empty, the press confirmed."""
        return [
            handle_hash
            for handle_hash, spent in self._waiting.items()
            if self.rounds() >= spent.rounds + _ROUNDS
            and now >= spent.pressed + LINGER
            and deletions.are_done(spent.route, spent.message_ids)
        ]

    def drop(self, handle_hash: bytes) -> None:
        self._waiting.pop(handle_hash, None)
