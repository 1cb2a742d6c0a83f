"""Leases: what only one process may do at a time, where several work on one database.

A lease holds for ``LIFE`` and is renewed every ``RENEWED`` seconds, also while a call to Telegram
is under way: it lasts as long as its process runs and reaches the database. A process that is
paused finds its leases over when it goes on, by its own clock, before it does anything; what it was
in the middle of is broken off, and what it still tries to write is refused by the tables.

On a file nothing of this is needed: its folder's lock keeps every other process away."""

import asyncio
import secrets
import socket
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from importlib.metadata import version
from os import getpid

from bot.errors import DatabaseUnusable
from bot.jobs.beat import Look, Rest
from bot.logs import Event, log, report
from bot.ops.workers import WORKER, worker_name
from storage import Storage, StorageUnavailable
from storage.errors import StorageBusy
from storage.leases import Claim, LeaseLost

LIFE = timedelta(seconds=15)
RENEWED = 5.0
"""The seconds between renewals: two of them may fail."""
SURELY = 2 / 3
"""The part of its life that must be left when a call to Telegram begins: ten seconds."""
_WAITING = 1.0
"""The seconds between looks of one that stands by: it takes over within a second of the lease's
end."""
_KEPT = timedelta(hours=1)
"""The time for which the list of processes remembers one that has died."""


def polling(bot: int) -> str:
    """Return the name of the lease to fetch this bot's updates. Its holder knows the bot's
    people."""
    return f"bot:{bot}"


def posting(chat: int) -> str:
    """Return the name of the lease to post in this channel and its discussion group."""
    return f"channel:{chat}"


def jobs_of(channel: int) -> str:
    """Return the name of the lease to release, review and choose for this channel (its id in the
    tables)."""
    return f"channel-jobs:{channel}"


HOURLY = "hourly"
"""The name of the lease to tidy up what all channels share."""


def _this_process() -> str:
    return f"{socket.gethostname()[:40]}:{getpid()}:{secrets.token_hex(2)}"


def _boottime() -> float:
    """Return seconds that pass while the machine sleeps, too, where the system counts them."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Lease:
    """A lease as those see it who work under it."""

    def __init__(self, keeper: "LeaseKeeper | None", name: str) -> None:
        self._keeper, self.name = keeper, name
        self.taken = asyncio.Event()
        """Set once another process has it that was ours."""
        self.claim: Claim | None = None
        self.good_until = 0.0
        self.at_work: set[asyncio.Timeout] = set()

    @property
    def left(self) -> float:
        """The seconds that are left; negative: it is over, as far as this process knows."""
        return float("inf") if self._keeper is None else self.good_until - self._keeper.clock()

    @property
    def is_held(self) -> bool:
        return self.left > 0

    @property
    def patience(self) -> float:
        """The seconds in which a holder of before has surely noticed, once it goes on; none on a
        file: there was none."""
        return 0.0 if self._keeper is None else 2 * self._keeper.life.total_seconds()

    @property
    def fence(self) -> "Lease | None":
        """The fence for ``Storage.behind``. None, on a file: nothing has to be asked there."""
        return None if self._keeper is None else self

    def held(self) -> Claim | None:
        """Return the claim for the tables, which know whether it still is so. None: it is not
        held."""
        return self.claim if self.is_held else None

    async def surely(self) -> None:
        """Make sure, before a call that must not be made twice, that enough is left. Raises
        LeaseLost."""
        if self._keeper is None or self.left >= self._keeper.surely:
            return
        before = self.claim
        with suppress(StorageUnavailable, TimeoutError):
            await self._keeper.renew()
        if self.claim is None or self.claim != before or self.left < self._keeper.surely:
            raise LeaseLost(f"{self.name} could not be renewed")

    @asynccontextmanager
    async def while_held(self) -> AsyncIterator[None]:
        """Work under it; what goes on when it ends is broken off. Raises LeaseLost."""
        if self._keeper is None:
            yield
            return
        if not self.is_held:
            raise LeaseLost(self.name)
        timeout = asyncio.timeout(self.left)
        try:
            async with timeout:
                self.at_work.add(timeout)
                yield
        except TimeoutError:
            if not timeout.expired():
                raise
            raise LeaseLost(self.name) from None
        finally:
            self.at_work.discard(timeout)

    async def changed(self, held: bool, stop: asyncio.Event) -> None:
        """Wait until it is held, or is not; or until ``stop``."""
        while self.is_held is not held and not stop.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(_WAITING):
                    await stop.wait()

    def _hold(self, claim: Claim, until: float) -> None:
        if self.claim is not None and self.claim != claim:
            self._lose()  # another had it in between
        if self.claim is None and self.at_work:
            return  # what began under the one of before must end first
        self.claim, self.good_until = claim, until
        ends = asyncio.get_running_loop().time() + self.left
        for timeout in self.at_work:
            if not timeout.expired():
                timeout.reschedule(ends)

    def _lose(self) -> None:
        if self.claim is not None:
            self.taken.set()
        self.claim, self.good_until = None, 0.0
        for timeout in self.at_work:
            if not timeout.expired():
                timeout.reschedule(0.0)


@dataclass
class LeaseKeeper:
    """Takes and renews what this process wants. Use it as a context: what it holds at the end is
    given back, so that another one need not wait."""

    storage: Storage
    role: str = "all"
    life: timedelta = LIFE
    renewed: float = RENEWED
    clock: Callable[[], float] = _boottime
    holder: str = field(default_factory=_this_process)
    _wanted: dict[str, Lease] = field(default_factory=dict)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    _out_of_reach: bool = False

    def lease(self, name: str) -> Lease:
        """Return the lease with this name. It is taken with the next renewal, unless somebody has
        it, and tried again with each one after."""
        return self._wanted.setdefault(name, Lease(self, name))

    @property
    def surely(self) -> float:
        """The seconds that must be left when a call begins."""
        return self.life.total_seconds() * SURELY

    @property
    def here(self) -> Lease:
        """The lease that says that this process is there."""
        return self.lease(worker_name(self.role, self.holder))

    @asynccontextmanager
    async def kept(self) -> AsyncIterator["LeaseKeeper"]:
        async with self.storage.adding() as tables:
            await tables.leases.forget(WORKER, _KEPT)
        self.lease(self.here.name)
        await self.renew()
        renewing = asyncio.create_task(self._renew_always(), name="leases")
        try:
            yield self
        finally:
            renewing.cancel()
            with suppress(asyncio.CancelledError):
                await renewing
            for lease in self._wanted.values():
                lease.claim, lease.good_until = None, 0.0
            with suppress(StorageBusy, StorageUnavailable, TimeoutError):  # then they run out
                async with asyncio.timeout(self.renewed), self.storage.adding() as tables:
                    await tables.leases.give_back(self.holder)

    async def renew(self) -> None:
        """Take and renew in one statement. Raises StorageBusy, StorageUnavailable."""
        async with self._one_at_a_time:
            begun = self.clock()
            asked = [each for each in self._wanted.values() if each.claim or not each.at_work]
            async with asyncio.timeout(self.renewed), self.storage.adding() as tables:
                found = await tables.leases.take(
                    [each.name for each in asked], self.holder, version("sotto"), self.life
                )
            until = begun + self.life.total_seconds()
            for each in asked:
                if (epoch := found.get(each.name)) is None:
                    each._lose()
                else:
                    each._hold(Claim(each.name, self.holder, epoch), until)

    async def any_of(self, names: Sequence[str], stop: asyncio.Event) -> list[Lease]:
        """Stand by until this process has at least one of them, or until ``stop``; return them all.
        Those that another one has are tried again with each renewal."""
        leases, told = [self.lease(name) for name in names], False
        while not stop.is_set():
            with suppress(StorageBusy, StorageUnavailable, TimeoutError):
                await self.renew()
            if any(lease.is_held for lease in leases):
                break
            if not told:
                log(Event.STANDING_BY)
                told = True
            with suppress(TimeoutError):
                async with asyncio.timeout(min(_WAITING, self.renewed)):
                    await stop.wait()
        return leases

    async def _renew_always(self) -> None:
        while True:
            await asyncio.sleep(self.renewed if not self._out_of_reach else self.renewed / 5)
            try:
                await self.renew()
                self._out_of_reach = False
            except (StorageBusy, StorageUnavailable, TimeoutError) as failure:
                if not self._out_of_reach:
                    report(failure, Event.LEASES_UNRENEWED)
                self._out_of_reach = True


@asynccontextmanager
async def leases_of(storage: Storage, role: str) -> AsyncIterator["Holder"]:
    """Yield what this process works under, with this database. Raises DatabaseUnusable: a role, on
    a database that is a file."""
    if not storage.shared:
        if role != "all":
            raise DatabaseUnusable(
                f"--role {role} is for several processes on one PostgreSQL server (SOTTO_DATABASE)."
                " A file is used by one process: run it without --role."
            )
        yield _AlwaysHeld()
        return
    async with LeaseKeeper(storage, role).kept() as keeper:
        yield keeper


class _AlwaysHeld:
    """The leases of a file, which are always held."""

    def lease(self, name: str) -> Lease:
        return Lease(None, name)

    @property
    def here(self) -> Lease:
        return self.lease(WORKER)

    async def any_of(self, names: Sequence[str], _stop: asyncio.Event) -> list[Lease]:
        return [self.lease(name) for name in names]


Holder = LeaseKeeper | _AlwaysHeld


def under(lease: Lease, look: Callable[..., None]) -> Callable[..., None]:
    """Return ``Beat.look`` for what is done under this lease: without it nothing is looked at, and
    the next beat asks again."""

    def add(does: Look, *, name: str) -> None:
        look(partial(_held, lease, does), name=name)

    return add


async def _held(lease: Lease, does: Look) -> datetime | Rest:
    with suppress(LeaseLost):
        async with lease.while_held():
            return await does()
    return Rest.NONE
