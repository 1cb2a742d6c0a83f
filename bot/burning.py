"""Burning the chat: what must vanish from authors' private chats, and when. Memory only.

A stolen token reads the whole private history (anonymity rule 2), so every message that carries
words, a code, a number or a payload is owed to the flames. A debt is retried, even when Telegram
refuses it, until bots may no longer delete (48 h), and is counted when it could not be paid.
After a SIGKILL the debts are unknown; ``Sweeper`` then sweeps what precedes a chat's first update.
"""

import random
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Protocol

from bot.clock import Clock
from bot.identity import Route

DELETABLE_FOR = timedelta(hours=48)
"""How long Telegram lets a bot delete a message."""

BATCH = 100
"""The most ids that deleteMessages takes in one call."""

SWEPT_IDS = 300
"""How many message ids before a chat's first update are swept after an unclean stop."""


class Urgency(IntEnum):
    """What is paid first when there is little time."""

    PUBLISHED = 0  # a published or cancelled draft
    RECEIPT = 1
    SERVICE = 2  # commands, refusals, answers
    DRAFT = 3  # an open draft: stays usable over a stop


@dataclass(frozen=True, slots=True)
class Erased:
    """How deleting went: ids that are gone, can never be deleted, or must be tried again, soon
    or, where Telegram refused, now and then: a refusal need not be its last word."""

    gone: frozenset[int] = frozenset()
    never: frozenset[int] = frozenset()
    later: frozenset[int] = frozenset()
    refused: frozenset[int] = frozenset()
    after: timedelta | None = None  # how long Telegram asks us to wait


class Eraser(Protocol):
    async def erase(self, route: Route, message_ids: Collection[int]) -> Erased:
        """Delete up to 100 messages of a chat; expected failures are values."""

    async def sweep(self, route: Route, message_ids: Collection[int]) -> Erased:
        """The same for ids that may not be ours or not exist: what cannot go is skipped."""


@dataclass(slots=True)
class _Debt:
    due: datetime
    urgency: Urgency
    until: datetime
    sweep: bool = False
    tries: int = 0


@dataclass(slots=True)
class Ledger:
    """Figures for the operator: how many messages were burnt, and how many never could be."""

    burnt: int = 0
    failed: int = 0
    retried: int = 0


@dataclass(slots=True)
class Burner:
    eraser: Eraser
    clock: Clock
    rng: random.Random = field(default_factory=random.SystemRandom)
    ledger: Ledger = field(default_factory=Ledger)
    _debts: dict[Route, dict[int, _Debt]] = field(default_factory=dict)

    def owe(
        self,
        route: Route,
        message_ids: Iterable[int],
        *,
        after: timedelta = timedelta(0),
        urgency: Urgency = Urgency.SERVICE,
        sweep: bool = False,
    ) -> None:
        """These messages are to go ``after`` this time. A nearer due time or a higher urgency
        replaces what was owed before; owing twice is owing once. A debt of our own making
        outweighs a sweep."""
        now = self.clock.now()
        book = self._debts.setdefault(route, {})
        for message_id in message_ids:
            known = book.get(message_id)
            due = now + after
            if known is not None and known.sweep != sweep:
                if sweep:
                    continue  # we know this message, and when it is to go
            elif known is not None:
                due, urgency = min(due, known.due), min(urgency, known.urgency)
            book[message_id] = _Debt(due, urgency, now + DELETABLE_FOR + after, sweep)

    def postpone(self, route: Route, message_ids: Iterable[int], *, after: timedelta) -> None:
        """An open draft was touched: its life starts again."""
        due = self.clock.now() + after
        for message_id in message_ids:
            debt = self._debts.get(route, {}).get(message_id)
            if debt is not None and debt.urgency is Urgency.DRAFT:
                debt.due = due

    async def burn(
        self,
        route: Route,
        message_ids: Iterable[int],
        *,
        urgency: Urgency = Urgency.SERVICE,
    ) -> bool:
        """Owe and try at once. True when all of them are gone (or never could be)."""
        ids = tuple(message_ids)
        self.owe(route, ids, urgency=urgency)
        await self._pay(route, ids)
        return self.settled(route, ids)

    def settled(self, route: Route, message_ids: Iterable[int]) -> bool:
        return not (self._debts.get(route, {}).keys() & set(message_ids))

    def owed_in(self, route: Route, urgency: Urgency) -> tuple[int, ...]:
        """The messages of one chat that are owed with this urgency (sweeps not counted)."""
        book = self._debts.get(route, {})
        return tuple(i for i, debt in book.items() if debt.urgency is urgency and not debt.sweep)

    def owed(self) -> int:
        return sum(len(book) for book in self._debts.values())

    def overdue(self) -> int:
        """Messages that should be gone by now: those that failed so far, and those now due."""
        now = self.clock.now()
        return sum(
            debt.tries > 0 or debt.due <= now
            for book in self._debts.values()
            for debt in book.values()
        )

    async def pay_due(self) -> int:
        """One pass over what is due now. Returns how many messages it dealt with."""
        now = self.clock.now()
        paid = 0
        for route, book in list(self._debts.items()):
            due = [message_id for message_id, debt in book.items() if debt.due <= now]
            for batch in _batches(due):
                paid += await self._pay(route, batch)
        return paid

    async def settle(self) -> int:
        """At a stop: pay everything but open drafts, the most urgent first; returns what is
        still owed (open drafts not counted)."""
        for urgency in (Urgency.PUBLISHED, Urgency.RECEIPT, Urgency.SERVICE):
            for route, book in list(self._debts.items()):
                ids = [message_id for message_id, debt in book.items() if debt.urgency is urgency]
                for batch in _batches(ids):
                    await self._pay(route, batch)
        return sum(
            debt.urgency is not Urgency.DRAFT
            for book in self._debts.values()
            for debt in book.values()
        )

    async def _pay(self, route: Route, message_ids: Collection[int]) -> int:
        book = self._debts.get(route, {})
        known = [message_id for message_id in message_ids if message_id in book]
        plain = [message_id for message_id in known if not book[message_id].sweep]
        swept = [message_id for message_id in known if book[message_id].sweep]
        for ids, erase in ((plain, self.eraser.erase), (swept, self.eraser.sweep)):
            for batch in _batches(ids):
                self._record(route, await erase(route, batch))
        return len(known)

    def _record(self, route: Route, erased: Erased) -> None:
        book = self._debts.get(route, {})
        now = self.clock.now()
        for message_id in erased.gone:
            debt = book.pop(message_id, None)
            self.ledger.burnt += debt is not None and not debt.sweep
        for message_id in erased.never:
            debt = book.pop(message_id, None)
            self.ledger.failed += debt is not None and not debt.sweep
        for message_id in (erased.later | erased.refused) & book.keys():
            debt = book[message_id]
            if now >= debt.until:
                del book[message_id]
                self.ledger.failed += 1
                continue
            debt.tries += 1
            self.ledger.retried += 1
            longest = 3600.0 if message_id in erased.refused else 300.0
            wait = erased.after or timedelta(seconds=min(2.0**debt.tries, longest))
            debt.due = now + wait * self.rng.uniform(1.0, 1.25)
        if not book:
            self._debts.pop(route, None)


def _batches(ids: Collection[int]) -> Iterable[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH))


@dataclass(slots=True)
class Sweeper:
    """Messages whose ids nobody knows: what a former process owed, and answers that got lost.

    After a start the debts of the process before are unknown, so a chat's first update has what
    precedes it swept. ``delay`` is zero after an unclean stop. After a clean one only open drafts
    can be left over: they stay usable for one more draft's life and are swept then.

    A first update that is a press concerns an old message: what the process before said after it
    is unknown as well. It is swept ``later``, once a newer id shows where it ends; not at once,
    since the author may have written meanwhile.
    """

    burner: Burner
    delay: timedelta
    later: timedelta = timedelta(minutes=10)
    _newest: dict[Route, int] = field(default_factory=dict)
    _open: dict[Route, int] = field(default_factory=dict)  # nobody knows what follows this id

    def saw(self, route: Route, message_id: int, *, spare: Collection[int] = ()) -> None:
        """A message of this chat went by; ``spare`` is what this update is about."""
        known = self._newest.get(route)
        self._newest[route] = max(message_id, known or 0)
        if known is None:
            self._owe(route, message_id - SWEPT_IDS, message_id, spare, self.delay)
        elif message_id > self._open.get(route, message_id):
            first = max(self._open.pop(route) + 1, message_id - SWEPT_IDS)
            self._owe(route, first, message_id, spare, max(self.delay, self.later))

    def saw_pressed(self, route: Route, message_id: int, *, spare: Collection[int] = ()) -> None:
        """A button under this message was pressed: it need not be the newest one."""
        if route not in self._newest:
            self._open[route] = message_id
        self.saw(route, message_id, spare=spare)

    def sent(self, route: Route, message_id: int) -> None:
        """We said something ourselves."""
        if route in self._newest:
            self.saw(route, message_id)

    def newest(self, route: Route) -> int:
        """The highest message id seen in this chat (0: none)."""
        return self._newest.get(route, 0)

    def lost(self, route: Route, after: int, before: int, *, spare: Collection[int] = ()) -> None:
        """Something of ours may stand between these two ids: its answer never came."""
        self._owe(route, max(after + 1, before - SWEPT_IDS), before, spare, timedelta(0))

    def _owe(
        self, route: Route, first: int, end: int, spare: Collection[int], delay: timedelta
    ) -> None:
        ids = [message_id for message_id in range(max(1, first), end) if message_id not in spare]
        self.burner.owe(route, ids, after=delay, urgency=Urgency.SERVICE, sweep=True)
