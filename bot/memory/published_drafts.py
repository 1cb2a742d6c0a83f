"""When a whisper may forget which draft it was.

The handle's hash makes Publish idempotent. It leaves the row once the chat is burnt, but not while
a press of the same button could still come: it must have been confirmed to Telegram, and a
second tap that was under way must have arrived, been handled and been confirmed, however long
others before it take. Then a process that is alone forgets the draft altogether. Memory only; after
a crash the hourly ``Whispers.forget_handles`` ends what is left within 48 h.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.telegram_limits import DELETABLE_FOR
from bot.memory.deletions import DeletionBook
from bot.memory.identity import Route
from bot.memory.kept import Kept, LocalKept

LINGER = timedelta(seconds=10)
"""The time for which a tap on a deleted message can be under way."""

MOST_RECEIPTS = 100_000
"""The most drafts of which this process remembers that their receipt was shown: some 30 MB. They
are forgotten once their chat is burnt. Above it the oldest are: whoever taps such a draft again,
which still stands, gets another receipt, and the first one is void."""

_SHOWN = b""
_SWEEPS = 2
"""The number of sweeps of the intake after the last tap can have arrived: the first of them may
have begun before it did."""


class Spent(Exception):
    """The draft was published before, and its row names it no more: a process that was stopped for
    a while may only now come to a press that another one has long dealt with."""


@dataclass(slots=True)
class _Published:
    route: Route
    message_ids: tuple[int, ...]
    pressed: datetime
    known_to: bytes  # the beginning of the memory that knows what is to be deleted there
    sweeps: int | None = None  # that had ended when the last tap can have arrived


@dataclass(slots=True)
class PublishedDrafts:
    """Handles whose draft was published by this process, and which of all have a receipt."""

    sweeps: Callable[[int], int]  # how many sweeps of this bot's intake have ended so far
    _told: Kept[bytes, bytes] = field(
        default_factory=lambda: LocalKept(DELETABLE_FOR, most=MOST_RECEIPTS)
    )
    beginning: Callable[[], bytes] = bytes
    """Returns another value once the shared memory has begun anew: from then on nobody knows what
    stands in a chat of before, so that a button may be pressed there."""
    shared: bool = True
    """Whether another process may come, long after, to a press that this one has dealt with."""
    _waiting: dict[bytes, _Published] = field(default_factory=dict)
    _process: bytes = field(default_factory=lambda: secrets.token_bytes(8))

    def press(
        self, handle_hash: bytes, route: Route, message_ids: tuple[int, ...], now: datetime
    ) -> None:
        """Note that *Publish* was pressed. ``message_ids``: all that burns of the draft. Pressed
        again, it waits anew, and for the messages of before as well."""
        before, known_to = self._waiting.get(handle_hash), self.beginning()
        if before is not None and before.known_to == known_to:
            message_ids = tuple(dict.fromkeys((*before.message_ids, *message_ids)))
        self._waiting[handle_hash] = _Published(route, message_ids, now, known_to)

    def any(self) -> bool:
        """Whether some draft's handle waits to be forgotten."""
        return bool(self._waiting)

    async def receipt_given(self, handle_hash: bytes, now: datetime) -> bool:
        """Whether a receipt was shown, or is on its way in this process. Another one that was
        about to show it has ended over it, else nobody would bring the press again."""
        return await self._told.get(handle_hash, now) in (_SHOWN, self._process)

    async def give_receipt(self, handle_hash: bytes, now: datetime) -> None:
        await self._told.put(handle_hash, self._process, now)

    async def receipt_shown(self, handle_hash: bytes, now: datetime) -> None:
        await self._told.put(handle_hash, _SHOWN, now)

    async def receipt_failed(self, handle_hash: bytes, now: datetime) -> None:
        await self._told.pop(handle_hash, now)

    async def burnt(self, deletions: DeletionBook, now: datetime) -> list[bytes]:
        """Return the handles that no press can name any more: their chat is empty, the press
        confirmed. Those of before the memory began anew are left to the hourly tidying."""
        now_known = self.beginning()
        for handle_hash, spent in list(self._waiting.items()):
            if spent.known_to != now_known:
                del self._waiting[handle_hash]
        ready = [
            handle_hash
            for handle_hash, spent in list(self._waiting.items())
            if self._swept(spent, now) and await deletions.are_done(spent.route, spent.message_ids)
        ]
        return ready if self.beginning() == now_known else []

    def _swept(self, spent: _Published, now: datetime) -> bool:
        if spent.sweeps is None:
            if now >= spent.pressed + LINGER:
                spent.sweeps = self.sweeps(spent.route.bot)
            return False
        return self.sweeps(spent.route.bot) >= spent.sweeps + _SWEEPS

    async def drop(self, handle_hash: bytes, now: datetime) -> tuple[Route, tuple[int, ...]] | None:
        """Forget a burnt draft, since its row has: no press of it can come to this process any
        more. Returns its chat, and its messages there. None: it was forgotten before."""
        spent = self._waiting.pop(handle_hash, None)
        if not self.shared:
            await self._told.pop(handle_hash, now)
        return None if spent is None else (spent.route, spent.message_ids)
