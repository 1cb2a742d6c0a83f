"""Flood limits: 429 with the seconds to wait. Off until switched on.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: about 30 messages
a second over all, one a second in a chat (short bursts pass), 20 a minute in a group; channels are
treated as groups here. While a chat is closed every further try is refused with what remains.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.sandbox.chats import Chat
from bot.sandbox.errors import too_many

if TYPE_CHECKING:
    from bot.sandbox.bots import Bot

_WRITES = ("send", "forward", "copy", "editmessage")


@dataclass(frozen=True, slots=True)
class FloodLimit:
    """A limit: one message ``every`` so often, and ``burst`` of them at once after a rest."""

    every: timedelta
    burst: int


PRIVATE = FloodLimit(timedelta(seconds=1), 5)
SHARED = FloodLimit(timedelta(seconds=3), 20)
TOTAL = FloodLimit(timedelta(seconds=1 / 30), 30)
Lane = tuple[int, int | None]
"""Bot and chat; None: all of the bot's chats together."""


class Floods:
    """The limits of a world. ``ignored`` counts tries in a chat that was closed at the time."""

    def __init__(self) -> None:
        self.ignored = 0
        self.everywhere = False
        self._own: dict[int, FloodLimit | None] = {}
        self._full_at: dict[Lane, datetime] = {}
        self._closed_until: dict[Lane, datetime] = {}

    def switch_on(self, chat: Chat | None = None, limit: FloodLimit | None = None) -> None:
        """Limits one chat (``limit`` None: the usual one of its kind), or all."""
        if chat is None:
            self.everywhere = True
        else:
            self._own[chat.id] = limit or _usual(chat)

    def switch_off(self, chat: Chat | None = None) -> None:
        """Lifts the limit of one chat, even if all others are limited; or of all."""
        if chat is None:
            self.everywhere = False
            self._own.clear()
        else:
            self._own[chat.id] = None

    def close(self, bot: "Bot", chat: Chat | None, seconds: float) -> None:
        """Lets nothing be written there (None: anywhere) for so long."""
        until = bot.world.clock.now() + timedelta(seconds=seconds)
        self._closed_until[bot.id, chat.id if chat else None] = until

    def check(self, bot: "Bot", method: str, values: Mapping[str, Any]) -> None:
        """Counts a call that writes. Raises ApiError 429."""
        if not method.lower().startswith(_WRITES) or method.lower() == "sendchataction":
            return
        chat = bot.world.meant_chat(bot, values)
        now = bot.world.clock.now()
        channel_states: list[tuple[Lane, FloodLimit | None]] = [
            ((bot.id, None), TOTAL if self.everywhere else None)
        ]
        if chat is not None:
            usual = _usual(chat) if self.everywhere else None
            channel_states.append(((bot.id, chat.id), self._own.get(chat.id, usual)))
        for channel_state, _ in channel_states:
            self._refuse_while_closed(channel_state, now)
        for channel_state, limit in channel_states:
            if limit is not None:
                self._take(channel_state, limit, now)

    def _refuse_while_closed(self, channel_state: Lane, now: datetime) -> None:
        until = self._closed_until.get(channel_state)
        if until is None:
            return
        if until <= now:
            del self._closed_until[channel_state]
            return
        self.ignored += 1
        raise too_many(_seconds(until - now))

    def _take(self, channel_state: Lane, limit: FloodLimit, now: datetime) -> None:
        full = max(self._full_at.get(channel_state, now), now) + limit.every
        over = full - now - limit.every * limit.burst
        if over > timedelta():
            self._closed_until[channel_state] = now + over
            raise too_many(_seconds(over))
        self._full_at[channel_state] = full


def _usual(chat: Chat) -> FloodLimit:
    return PRIVATE if chat.kind == "private" else SHARED


def _seconds(left: timedelta) -> int:
    return max(1, math.ceil(left.total_seconds()))
