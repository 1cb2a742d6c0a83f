"""The messages that are to vanish from private chats, in the shared memory: whichever process of
the bot comes first deletes them, also those that a killed process owed.

One sorted set says when; what is taken moves ``HOLD`` on, so that two never work at
the same and nothing is forgotten with the one that took it.
"""

import random
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from bot.clock import Clock
from bot.domain.telegram_limits import DELETABLE_FOR, DELETED_AT_ONCE
from bot.memory.deletions import DeletionFigures, Erased, Eraser, Urgency, batches, side_by_side
from bot.memory.identity import Route
from bot.memory.shared import deletion_scripts as scripts
from bot.memory.shared.codec import milliseconds, pack, route_bytes, ticks, time_of, unpack
from bot.memory.shared.store import Script, SharedStore

HOLD = timedelta(seconds=60)
"""The time for which nobody else takes what one has taken."""
_LOOK_EVERY = timedelta(seconds=1)
_AT_ONCE = 1_000
"""The number of entries that one pass takes."""
_KEPT = milliseconds(2 * DELETABLE_FOR)
"""The time after which nothing of a bot that is gone is left."""


@dataclass(frozen=True, slots=True)
class _Owed:
    """A message that is to vanish, or a batch of ids under which something may stand."""

    name: bytes
    route: Route
    ids: tuple[int, ...]
    sweep: bool
    urgency: Urgency
    until: datetime
    tries: int
    sealed: bytes


@dataclass(slots=True)
class SharedDeletions:
    """The ``bot.memory.deletions.DeletionBook`` of an installation, named by its first bot's id.
    Each entry knows whose chat it is about."""

    store: SharedStore
    bot: int
    eraser: Eraser
    clock: Clock
    rng: random.Random = field(default_factory=random.SystemRandom)
    figures: DeletionFigures = field(default_factory=DeletionFigures)
    _late: list[datetime] = field(default_factory=list)
    _look_at: datetime | None = None

    async def schedule(
        self,
        route: Route,
        message_ids: Iterable[int],
        *,
        after: timedelta = timedelta(0),
        urgency: Urgency = Urgency.SERVICE,
    ) -> None:
        await self._schedule(route, message_ids, after=after, urgency=urgency)

    async def schedule_range(
        self, route: Route, ids: range, *, spare: Collection[int] = (), after: timedelta
    ) -> None:
        now, spared = self.clock.now(), frozenset(spare)
        args: list[bytes | int] = []
        for start in range(0, len(ids), DELETED_AT_ONCE):
            batch = ids[start : start + DELETED_AT_ONCE]
            name = self._sweep_name(route, batch)
            what = pack((route, *(each for each in batch if each not in spared)))
            args += [name, ticks(now + after), int(Urgency.SERVICE)]
            args += [ticks(now + DELETABLE_FOR + after), ticks(now + after)]
            args += [b"s" + self.store.seal(what, name)]
        await self._run(scripts.SCHEDULE, route, [_KEPT, *args])

    async def postpone(self, route: Route, message_ids: Iterable[int], *, after: timedelta) -> None:
        names = [self._name(route, each) for each in message_ids]
        args: list[bytes | int] = [ticks(self.clock.now() + after), int(Urgency.DRAFT), *names]
        await self._run(scripts.POSTPONE, route, args)

    async def delete_now(
        self,
        route: Route,
        message_ids: Iterable[int],
        *,
        urgency: Urgency = Urgency.SERVICE,
    ) -> bool:
        ids = tuple(message_ids)
        await self._schedule(route, ids, urgency=urgency, held=HOLD)
        owed = await self._owed(route, [self._name(route, each) for each in ids])
        await self._delete(route, owed)
        return await self.are_done(route, ids)

    async def are_done(self, route: Route, message_ids: Iterable[int]) -> bool:
        names = [self._name(route, each) for each in message_ids]
        return not any(await self._run(scripts.KNOWN, route, names))

    async def pending_in(self, route: Route, urgency: Urgency) -> tuple[int, ...]:
        found = await self._run(scripts.IN_CHAT, route, ())
        owed = [self._opened(*each) for each in zip(found[::2], found[1::2], strict=True)]
        return tuple(each.ids[0] for each in owed if not each.sweep and each.urgency is urgency)

    def overdue(self, by: timedelta = timedelta(0)) -> int:
        """Count what is overdue, as of the last pass and among the first thousand; a batch of ids
        counts once."""
        latest = self.clock.now() - by
        return sum(at <= latest for at in self._late)

    def is_due(self) -> bool:
        """Tell whether to look now, which is so once a second: nobody here knows what others have
        scheduled."""
        return self._look_at is None or self.clock.now() >= self._look_at

    async def delete_due(self) -> int:
        now = self.clock.now()
        self._look_at = now + _LOOK_EVERY
        args = [ticks(now), ticks(now + HOLD), _AT_ONCE]
        found = await self._run(scripts.TAKE, None, args)
        owed = [self._opened(*each) for each in zip(found[::2], found[1::2], strict=True)]
        chats: dict[Route, list[_Owed]] = {}
        for each in owed:
            chats.setdefault(each.route, []).append(each)
        done = await side_by_side(self._calls(chats))
        late = await self._run(scripts.LATE, None, [ticks(self.clock.now()), _AT_ONCE])
        self._late = [time_of(int(at)) for at in late]
        return done

    async def finish(self) -> int:
        """Delete what is due now. The rest is still known when this process has ended."""
        await self.delete_due()
        return 0

    def _calls(self, chats: dict[Route, list[_Owed]]) -> list[Callable[[], Awaitable[int]]]:
        calls: list[Callable[[], Awaitable[int]]] = []
        for route, owed in chats.items():
            calls.append(partial(self._delete, route, [each for each in owed if not each.sweep]))
            calls += [partial(self._sweep, each) for each in owed if each.sweep]
        return calls

    async def _schedule(
        self,
        route: Route,
        message_ids: Iterable[int],
        *,
        urgency: Urgency,
        after: timedelta = timedelta(0),
        held: timedelta = timedelta(0),
    ) -> None:
        now = self.clock.now()
        args: list[bytes | int] = []
        for message_id in message_ids:
            name = self._name(route, message_id)
            args += [name, ticks(now + after + held), int(urgency)]
            args += [ticks(now + DELETABLE_FOR + after), ticks(now + after)]
            args += [b"m" + self.store.seal(pack((route, message_id)), name)]
        if args:
            await self._run(scripts.SCHEDULE, route, [_KEPT, *args])

    async def _owed(self, route: Route, names: Sequence[bytes]) -> list[_Owed]:
        found = await self._run(scripts.ITEMS, route, names)
        return [self._opened(name, item) for name, item in zip(names, found, strict=True) if item]

    async def _delete(self, route: Route, owed: Sequence[_Owed]) -> int:
        by_id = {each.ids[0]: each for each in owed}
        for batch in batches(by_id):
            await self._record(route, by_id, await self.eraser.erase(route, batch))
        return len(by_id)

    async def _record(self, route: Route, by_id: dict[int, _Owed], erased: Erased) -> None:
        self.figures.deleted += await self._done(route, [by_id[each] for each in erased.gone])
        self.figures.failed += await self._done(route, [by_id[each] for each in erased.never])
        for message_id in erased.later | erased.refused:
            longest = 3600.0 if message_id in erased.refused else 300.0
            if not await self._later(by_id[message_id], erased.after, longest):
                self.figures.failed += await self._done(route, [by_id[message_id]])

    async def _sweep(self, owed: _Owed) -> int:
        names = [self._name(owed.route, each) for each in owed.ids]
        known = await self._run(scripts.KNOWN, owed.route, names) if names else ()
        ids = [each for each, is_known in zip(owed.ids, known, strict=True) if not is_known]
        erased = await self.eraser.sweep(owed.route, ids) if ids else Erased()
        if not erased.later or not await self._later(owed, erased.after, longest=300.0):
            await self._done(owed.route, [owed])
        return len(ids)

    async def _done(self, route: Route, owed: Collection[_Owed]) -> int:
        if not owed:
            return 0
        done: object = await self._run(scripts.DONE, route, [each.name for each in owed])
        assert isinstance(done, int)
        return done

    async def _later(self, owed: _Owed, after: timedelta | None, longest: float) -> bool:
        """Try again after a while. False: bots may no longer delete it."""
        now, tries = self.clock.now(), owed.tries + 1
        if now >= owed.until:
            return False
        self.figures.retried += 1
        wait = after or timedelta(seconds=min(2.0**tries, longest))
        due = ticks(now + wait * self.rng.uniform(1.0, 1.25))
        item = b"%d|%d|%d|" % (owed.urgency, ticks(owed.until), tries) + owed.sealed
        await self._run(scripts.LATER, owed.route, [owed.name, due, item])
        return True

    async def _run(
        self, script: Script, route: Route | None, args: Sequence[bytes | int]
    ) -> list[bytes]:
        """Run a script. The keys are when, since when, what, and (of a route) what of this chat."""
        bot = str(self.bot).encode()
        keys = [self.store.name(each, bot) for each in (b"due", b"since", b"owed")]
        if route is not None:
            keys.append(self.store.name(b"owed in", route_bytes(route)))
        found: list[bytes] = await self.store.run(script, keys, args)
        return found

    def _opened(self, name: bytes, item: bytes) -> _Owed:
        urgency, until, tries, sealed = item.split(b"|", 3)
        route, *ids = unpack(self.store.unseal(sealed[1:], name))
        return _Owed(
            name,
            route,
            tuple(ids),
            sealed[:1] == b"s",
            Urgency(int(urgency)),
            time_of(int(until)),
            int(tries),
            sealed,
        )

    def _name(self, route: Route, message_id: int) -> bytes:
        return self.store.name(b"message", route_bytes(route), b"%d" % message_id)

    def _sweep_name(self, route: Route, ids: range) -> bytes:
        about = b"%d %d" % (ids.start, ids.stop)
        return self.store.name(b"sweep", route_bytes(route), about)
