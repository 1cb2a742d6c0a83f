"""A bot's updates on the server: kept until confirmed by an offset, for 24 hours at most.

https://core.telegram.org/bots/api#getting-updates, and TQueue of tdlib/td.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.sandbox.clock import WorldClock
from bot.sandbox.errors import conflict

KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "my_chat_member",
    "chat_member",
    "message_reaction",
    "message_reaction_count",
    "poll",
    "poll_answer",
    "chat_join_request",
    "inline_query",
)
OPT_IN = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that a bot gets only when it names them in ``allowed_updates``."""
KEPT_FOR = timedelta(hours=24)
AHEAD = 10
"""How far above the next id an offset may lie; one beyond is answered with all that waits."""
BEHIND = 200_000
"""How far below it. Both as in TQueue, which then takes the offset for another queue's."""


@dataclass(frozen=True, slots=True)
class Pending:
    update_id: int
    at: datetime
    body: dict[str, Any]


class Inbox:
    """Updates of one bot, in order."""

    def __init__(self, clock: WorldClock, first_id: int) -> None:
        self._clock = clock
        self._next_id = first_id
        self._pending: deque[Pending] = deque()
        self._news = asyncio.Event()
        self._poll: asyncio.Future[None] | None = None
        self.allowed: frozenset[str] | None = None
        self.webhook: dict[str, Any] = {}
        """What setWebhook was given ("url", "secret_token", …); empty while polling."""
        self.on_webhook: Callable[[], None] = lambda: None
        self.last_error: tuple[datetime, str] | None = None

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in OPT_IN

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Sets ``allowed_updates``: None leaves it as it was, an empty list means the default
        set."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def push(self, kind: str, payload: dict[str, Any]) -> int | None:
        """Adds an update, unless the bot did not ask for its kind. Gives its update_id."""
        if not self.wants(kind):
            return None
        update_id, self._next_id = self._next_id, self._next_id + 1
        body = {"update_id": update_id, kind: payload}
        self._pending.append(Pending(update_id, self._clock.now(), body))
        self._news.set()
        self.on_webhook()
        return update_id

    @property
    def waiting(self) -> list[dict[str, Any]]:
        """Updates that are not confirmed."""
        oldest = self._clock.now() - KEPT_FOR
        while self._pending and self._pending[0].at < oldest:
            self._pending.popleft()
        return [pending.body for pending in self._pending]

    def confirm(self, offset: int) -> None:
        """Forgets updates below ``offset``; a negative one keeps that many from the end, one that
        cannot be of this sequence does nothing."""
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
            return
        if not self._next_id - BEHIND <= offset <= self._next_id + AHEAD:
            return
        while self._pending and self._pending[0].update_id < offset:
            self._pending.popleft()

    def drop(self, update: dict[str, Any]) -> None:
        """Forgets one update, which the webhook has taken."""
        self._pending = deque(p for p in self._pending if p.body is not update)

    def clear(self) -> None:
        self._pending.clear()

    def begin_anew(self, first_id: int) -> None:
        """Begins anew, as after a week without updates, or on another server: what waited is gone,
        and the next update has this id, which may well be lower than the last one's."""
        self._pending.clear()
        self._next_id = first_id

    @property
    def next_id(self) -> int:
        """The id of the update that comes next."""
        return self._next_id

    async def fetch(self, offset: int, limit: int, timeout: float) -> list[dict[str, Any]]:
        """Answers getUpdates. A second poller ends the first with 409, as on the real server."""
        if self.webhook:
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
        self.stop_poll()
        self.confirm(offset)
        mine = self._poll = asyncio.get_running_loop().create_future()
        deadline = asyncio.get_running_loop().time() + timeout
        try:
            while not (found := self.waiting[:limit]):
                left = deadline - asyncio.get_running_loop().time()
                if left <= 0:
                    break
                self._news.clear()
                news = asyncio.ensure_future(self._news.wait())
                await asyncio.wait({news, mine}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
                news.cancel()
                if mine.done():
                    mine.result()
                    return []
            return found
        finally:
            mine.cancel()
            if self._poll is mine:
                self._poll = None

    def stop_poll(self, by: str = "other getUpdates", *, quietly: bool = False) -> None:
        """Ends the poll under way: with 409, or ``quietly`` with no updates."""
        if self._poll is None or self._poll.done():
            return
        if quietly:
            self._poll.set_result(None)
        else:
            self._poll.set_exception(
                conflict(
                    f"terminated by {by} request"
                    + ("; make sure that only one bot instance is running" * (by != "setWebhook"))
                )
            )

    @property
    def polled(self) -> bool:
        """Whether somebody is waiting for updates right now."""
        return self._poll is not None
