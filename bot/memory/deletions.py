"""Messages that must vanish from authors' private chats, and when. Memory only.

A stolen token reads the whole private history (anonymity rule 2), so every message with words, a
code, a number or a payload is scheduled for deletion. A deletion is retried, even when Telegram
refuses it, until bots may no longer delete (48 h), and counted as failed after that.
After a SIGKILL nothing is known of what was scheduled: see ``bot/memory/unseen_messages.py``.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from functools import partial
from typing import Protocol

from bot.clock import Clock
from bot.domain.telegram_limits import DELETABLE_FOR, DELETED_AT_ONCE
from bot.memory.identity import Route

AT_ONCE = 16
"""The number of chats from which something is deleted at the same time: an answer may take half a
second, and a second has some thirty deletions."""


class Urgency(IntEnum):
    """The order in which messages go when time is short."""

    PUBLISHED = 0  # a published or cancelled draft
    RECEIPT = 1
    SERVICE = 2  # commands, refusals, answers
    DRAFT = 3  # an open draft: stays usable over a stop


@dataclass(frozen=True, slots=True)
class Erased:
    """The end of a deletion: ids that are gone, can never be deleted, or must be tried again, soon
    or, where Telegram refused, now and then: a refusal need not be its last word."""

    gone: frozenset[int] = frozenset()
    never: frozenset[int] = frozenset()
    later: frozenset[int] = frozenset()
    refused: frozenset[int] = frozenset()
    after: timedelta | None = None  # how long Telegram asks us to wait


class Eraser(Protocol):
    async def erase(self, route: Route, message_ids: Collection[int]) -> Erased:
        """Delete up to DELETED_AT_ONCE messages of a chat; expected failures are values."""

    async def sweep(self, route: Route, message_ids: Collection[int]) -> Erased:
        """Delete ids that may not be ours or not exist: what cannot go is skipped."""


@dataclass(slots=True)
class _Deletion:
    due: datetime
    urgency: Urgency
    until: datetime
    tries: int = 0

    @property
    def late_since(self) -> datetime:
        return self.until - DELETABLE_FOR


@dataclass(slots=True)
class _Sweep:
    """Ids of one chat under which something may stand: a batch, dealt with as one."""

    ids: range
    spare: frozenset[int]
    deletion: _Deletion


@dataclass(slots=True)
class DeletionFigures:
    """Figures for the operator: how many messages were deleted, and how many never could be."""

    deleted: int = 0
    failed: int = 0
    retried: int = 0


class DeletionBook(Protocol):
    """The book of messages that are to vanish. Raises MemoryAway where it is a server's and cannot
    be reached."""

    @property
    def clock(self) -> Clock: ...

    @property
    def figures(self) -> DeletionFigures: ...

    async def schedule(
        self,
        route: Route,
        message_ids: Iterable[int],
        *,
        after: timedelta = timedelta(0),
        urgency: Urgency = Urgency.SERVICE,
    ) -> None:
        """Schedule these messages to go ``after`` this time. A nearer due time or a higher urgency
        replaces what was scheduled before."""

    async def schedule_range(
        self, route: Route, ids: range, *, spare: Collection[int] = (), after: timedelta
    ) -> None:
        """Schedule whatever stands under these ids, but for ``spare`` and for what is scheduled by
        itself when the time has come: that we know, and when it is to go."""

    async def postpone(self, route: Route, message_ids: Iterable[int], *, after: timedelta) -> None:
        """Begin the life of an open draft's messages again, since the draft was touched."""

    async def delete_now(
        self,
        route: Route,
        message_ids: Iterable[int],
        *,
        urgency: Urgency = Urgency.SERVICE,
    ) -> bool:
        """Schedule and try at once. True when all of them are gone (or never could be)."""

    async def are_done(self, route: Route, message_ids: Iterable[int]) -> bool: ...

    async def pending_in(self, route: Route, urgency: Urgency) -> tuple[int, ...]:
        """Return the messages of one chat scheduled with this urgency (sweeps not counted)."""

    def overdue(self, by: timedelta = timedelta(0)) -> int:
        """Count the messages that should be gone by now: those that failed so far, and those now
        due. Or only those that should have been gone so long ago. As of the last pass, where the
        memory is a server's."""

    def is_due(self) -> bool:
        """Whether ``delete_due`` may have something to do now."""

    async def delete_due(self) -> int:
        """Make one pass over what is due now, several chats at once, those that wait longest first.
        Return how many messages it dealt with."""

    async def finish(self) -> int:
        """Delete at a stop what nobody would delete later, the most urgent first. Return how much
        is still scheduled and forgotten with this process (open drafts not counted)."""


@dataclass(slots=True)
class Deletions:
    """The messages that are to vanish, as this process knows them."""

    eraser: Eraser
    clock: Clock
    rng: random.Random = field(default_factory=random.SystemRandom)
    figures: DeletionFigures = field(default_factory=DeletionFigures)
    _scheduled: dict[Route, dict[int, _Deletion]] = field(default_factory=dict)
    _sweeps: dict[Route, list[_Sweep]] = field(default_factory=dict)
    _latest: datetime | None = None

    async def schedule(
        self,
        route: Route,
        message_ids: Iterable[int],
        *,
        after: timedelta = timedelta(0),
        urgency: Urgency = Urgency.SERVICE,
    ) -> None:
        """Schedule these messages to go ``after`` this time. A nearer due time or a higher urgency
        replaces what was scheduled before."""
        now = self._now()
        for message_id in message_ids:
            book = self._scheduled.setdefault(route, {})
            known = book.get(message_id)
            due = now + after
            if known is not None:
                due, urgency = min(due, known.due), min(urgency, known.urgency)
            book[message_id] = _Deletion(due, urgency, now + DELETABLE_FOR + after)

    async def schedule_range(
        self, route: Route, ids: range, *, spare: Collection[int] = (), after: timedelta
    ) -> None:
        """Schedule whatever stands under these ids, but for ``spare`` and for what is scheduled by
        itself when the time has come: that we know, and when it is to go."""
        now = self._now()
        for start in range(0, len(ids), DELETED_AT_ONCE):
            batch = ids[start : start + DELETED_AT_ONCE]
            deletion = _Deletion(now + after, Urgency.SERVICE, now + DELETABLE_FOR + after)
            spared = frozenset(each for each in spare if each in batch)
            self._sweeps.setdefault(route, []).append(_Sweep(batch, spared, deletion))

    async def postpone(self, route: Route, message_ids: Iterable[int], *, after: timedelta) -> None:
        """Begin the life of an open draft's messages again, since the draft was touched."""
        due = self.clock.now() + after
        for message_id in message_ids:
            deletion = self._scheduled.get(route, {}).get(message_id)
            if deletion is not None and deletion.urgency is Urgency.DRAFT:
                deletion.due = due

    async def delete_now(
        self,
        route: Route,
        message_ids: Iterable[int],
        *,
        urgency: Urgency = Urgency.SERVICE,
    ) -> bool:
        """Schedule and try at once. True when all of them are gone (or never could be)."""
        ids = tuple(message_ids)
        await self.schedule(route, ids, urgency=urgency)
        await self._delete(route, ids)
        return await self.are_done(route, ids)

    async def are_done(self, route: Route, message_ids: Iterable[int]) -> bool:
        return not (self._scheduled.get(route, {}).keys() & set(message_ids))

    async def pending_in(self, route: Route, urgency: Urgency) -> tuple[int, ...]:
        return self._pending_in(route, urgency)

    def _pending_in(self, route: Route, urgency: Urgency) -> tuple[int, ...]:
        book = self._scheduled.get(route, {})
        return tuple(i for i, deletion in book.items() if deletion.urgency is urgency)

    @property
    def at_rest(self) -> bool:
        """Whether nothing is kept about any chat."""
        return not (self._scheduled or self._sweeps)

    def pending(self) -> int:
        return sum(count for count, _ in self._all())

    def overdue(self, by: timedelta = timedelta(0)) -> int:
        """Count the messages that should be gone by now: those that failed so far, and those now
        due. Or only those that should have been gone so long ago."""
        now = self.clock.now()
        return sum(
            count
            for count, deletion in self._all()
            if (deletion.tries > 0 or deletion.due <= now) and now - deletion.late_since >= by
        )

    def is_due(self) -> bool:
        """Whether ``delete_due`` has something to do now."""
        now = self._now()
        return any(deletion.due <= now for _, deletion in self._all())

    async def delete_due(self) -> int:
        """Make one pass over what is due now, several chats at once, those that wait longest first.
        Return how many messages it dealt with."""
        now = self._now()
        found: list[tuple[datetime, Route, list[int]]] = []
        for route, book in self._scheduled.items():
            due = [message_id for message_id, deletion in book.items() if deletion.due <= now]
            if due:
                found.append((min(book[each].due for each in due), route, due))
        found.sort(key=lambda each: each[0])
        done = await side_by_side(partial(self._delete, route, due) for _, route, due in found)
        return done + await side_by_side(
            partial(self._sweep, route, sweep)
            for route, sweeps in list(self._sweeps.items())
            for sweep in list(sweeps)
            if sweep.deletion.due <= now
        )

    async def finish(self) -> int:
        """Delete at a stop everything but open drafts, the most urgent first; return how much is
        still scheduled (open drafts not counted)."""
        for urgency in (Urgency.PUBLISHED, Urgency.RECEIPT, Urgency.SERVICE):
            await side_by_side(
                partial(self._delete, route, self._pending_in(route, urgency))
                for route in list(self._scheduled)
            )
        await side_by_side(
            partial(self._sweep, route, sweep)
            for route, sweeps in list(self._sweeps.items())
            for sweep in list(sweeps)
        )
        return sum(
            count for count, deletion in self._all() if deletion.urgency is not Urgency.DRAFT
        )

    def _all(self) -> Iterator[tuple[int, _Deletion]]:
        """Yield (number of messages, their deletion)."""
        for book in self._scheduled.values():
            yield from ((1, deletion) for deletion in book.values())
        for sweeps in self._sweeps.values():
            yield from ((len(each.ids) - len(each.spare), each.deletion) for each in sweeps)

    def _now(self) -> datetime:
        """Return the time. When the clock is set back, every deletion moves with it: none waits
        until its time comes again."""
        now = self.clock.now()
        back = (self._latest or now) - now
        if back > timedelta(seconds=1):
            for _, deletion in self._all():
                deletion.due, deletion.until = deletion.due - back, deletion.until - back
        if back > timedelta(seconds=1) or back <= timedelta(0):
            self._latest = now
        return now

    async def _delete(self, route: Route, message_ids: Collection[int]) -> int:
        book = self._scheduled.get(route, {})
        known = [message_id for message_id in message_ids if message_id in book]
        for batch in batches(known):
            self._record(route, await self.eraser.erase(route, batch))
        return len(known)

    def _record(self, route: Route, erased: Erased) -> None:
        book = self._scheduled.get(route, {})
        self.figures.deleted += sum(book.pop(each, None) is not None for each in erased.gone)
        self.figures.failed += sum(book.pop(each, None) is not None for each in erased.never)
        for message_id in (erased.later | erased.refused) & book.keys():
            longest = 3600.0 if message_id in erased.refused else 300.0
            if not self._later(book[message_id], erased.after, longest):
                del book[message_id]
                self.figures.failed += 1
        if not book:
            self._scheduled.pop(route, None)

    async def _sweep(self, route: Route, sweep: _Sweep) -> int:
        """Delete a batch of ids. It is not counted in the figures: nobody knows whether anything
        stood there."""
        sweeps = self._sweeps.get(route, [])
        if sweep not in sweeps:
            return 0
        known = self._scheduled.get(route, {})
        ids = [each for each in sweep.ids if each not in sweep.spare and each not in known]
        erased = await self.eraser.sweep(route, ids) if ids else Erased()
        if not erased.later or not self._later(sweep.deletion, erased.after, longest=300.0):
            sweeps.remove(sweep)
        if not sweeps:
            self._sweeps.pop(route, None)
        return len(ids)

    def _later(self, deletion: _Deletion, after: timedelta | None, longest: float) -> bool:
        """Try again after a while. False: bots may no longer delete it."""
        now = self._now()
        if now >= deletion.until:
            return False
        deletion.tries += 1
        self.figures.retried += 1
        wait = after or timedelta(seconds=min(2.0**deletion.tries, longest))
        deletion.due = now + wait * self.rng.uniform(1.0, 1.25)
        return True


async def side_by_side(calls: Iterable[Callable[[], Awaitable[int]]]) -> int:
    """Make all these calls, ``AT_ONCE`` at a time and in this order; return the sum."""
    waiting, done = iter(calls), 0

    async def work() -> None:
        nonlocal done
        for call in waiting:
            dealt_with = await call()
            done += dealt_with  # not in one line: others count while this one waits

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(work())
    return done


def batches(ids: Collection[int]) -> Iterable[list[int]]:
    ordered = sorted(ids)
    return (
        ordered[start : start + DELETED_AT_ONCE]
        for start in range(0, len(ordered), DELETED_AT_ONCE)
    )
