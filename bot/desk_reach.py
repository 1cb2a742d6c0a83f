"""Since when the moderators' chat takes nothing: for ``sotto status`` and ``/healthz``.

``Heard`` stands between whoever speaks in that chat and the chat itself, and listens to how each
call ends. Nobody asks anything of Telegram for it: what waits there is tried again anyway.
"""

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime

from bot.channel import Delivered, Outcome, Refused
from bot.clock import Clock
from bot.desk import Desk, Rows


@dataclass(slots=True)
class Reach:
    """``refused_since``: when the first of the calls was made that have failed one after another,
    without one that went well in between. None: the last one went well, or there was none."""

    refused_since: datetime | None = None

    def heard(self, outcome: Outcome, now: datetime) -> None:
        if isinstance(outcome, Delivered):
            self.refused_since = None
        elif not (isinstance(outcome, Refused) and outcome.gone):  # a message gone says nothing
            self.refused_since = self.refused_since or now


@dataclass(frozen=True, slots=True)
class Heard:
    """``bot.desk.Desk``, listened to."""

    desk: Desk
    reach: Reach
    clock: Clock

    @property
    def chat_id(self) -> int:
        return self.desk.chat_id

    async def say(self, html: str, *, rows: Rows = (), silent: bool = False) -> Outcome:
        return await self._end(self.desk.say(html, rows=rows, silent=silent))

    async def show(
        self,
        photo: bytes,
        html: str,
        *,
        rows: Rows = (),
        spoiler: bool = False,
        silent: bool = False,
    ) -> Outcome:
        return await self._end(
            self.desk.show(photo, html, rows=rows, spoiler=spoiler, silent=silent)
        )

    async def rewrite(self, message_id: int, html: str, *, rows: Rows = ()) -> Outcome:
        return await self._end(self.desk.rewrite(message_id, html, rows=rows))

    async def relabel(self, message_id: int, html: str, *, rows: Rows = ()) -> Outcome:
        return await self._end(self.desk.relabel(message_id, html, rows=rows))

    async def redraw(self, message_id: int, photo: bytes, html: str) -> Outcome:
        return await self._end(self.desk.redraw(message_id, photo, html))

    async def delete(self, message_id: int) -> Outcome:
        return await self._end(self.desk.delete(message_id))

    async def _end(self, call: Awaitable[Outcome]) -> Outcome:
        outcome = await call
        self.reach.heard(outcome, self.clock.now())
        return outcome
