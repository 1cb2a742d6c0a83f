"""Deletions that several processes share: each once, none lost with the process that took it."""

from collections.abc import Collection
from datetime import timedelta

import pytest_asyncio

from bot.memory.deletions import DeletionBook, Erased, Urgency
from bot.memory.identity import Route
from bot.memory.maker import MemoryMaker
from bot.memory.shared.maker import SharedMemory
from tests.kit.works import ManualClock

MIA, NOAH = Route(b"mia"), Route(b"noah")
MINUTE = timedelta(minutes=1)
BOT = 4_711


class Chats:
    """What stands there, and what was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[Route, tuple[int, ...]]] = []
        self.end = "gone"
        self.fatal = False

    async def erase(self, route: Route, message_ids: Collection[int]) -> Erased:
        if self.fatal:
            raise RuntimeError("killed")
        self.asked.append((route, tuple(sorted(message_ids))))
        return Erased(**{self.end: frozenset(message_ids)})

    sweep = erase


class Fleet:
    """Two processes that owe the same deletions; of a memory of one process, the same one twice."""

    def __init__(self, make: MemoryMaker) -> None:
        self.clock, self.chats = ManualClock(), Chats()
        self.one: DeletionBook = make.deletions(BOT, self.chats, self.clock)
        several = isinstance(make, SharedMemory)
        self.two = make.deletions(BOT, self.chats, self.clock) if several else self.one

    async def pass_(self) -> int:
        return await self.two.delete_due()


@pytest_asyncio.fixture
async def fleet(make: MemoryMaker) -> Fleet:
    return Fleet(make)


async def test_what_is_due_goes_whoever_scheduled_it(fleet: Fleet) -> None:
    await fleet.one.schedule(MIA, (1, 2), after=MINUTE)
    await fleet.one.schedule(NOAH, (7,))
    assert not await fleet.one.are_done(MIA, (1,))
    assert await fleet.pass_() == 1
    assert await fleet.one.are_done(NOAH, (7,))
    fleet.clock.pass_(minutes=1)
    assert fleet.two.is_due()
    assert await fleet.pass_() == 2
    assert fleet.chats.asked == [(NOAH, (7,)), (MIA, (1, 2))]
    assert await fleet.one.are_done(MIA, (1, 2))
    assert await fleet.pass_() == 0


async def test_the_nearer_time_and_the_higher_urgency_hold(fleet: Fleet) -> None:
    await fleet.one.schedule(MIA, (1,), after=15 * MINUTE, urgency=Urgency.DRAFT)
    await fleet.one.schedule(MIA, (1,), after=20 * MINUTE, urgency=Urgency.SERVICE)
    assert await fleet.two.pending_in(MIA, Urgency.SERVICE) == (1,)
    assert await fleet.two.pending_in(MIA, Urgency.DRAFT) == ()
    fleet.clock.pass_(minutes=15)
    assert await fleet.pass_() == 1


async def test_a_touched_draft_lives_longer_and_nothing_else_does(fleet: Fleet) -> None:
    await fleet.one.schedule(MIA, (1,), after=15 * MINUTE, urgency=Urgency.DRAFT)
    await fleet.one.schedule(MIA, (2,), after=15 * MINUTE, urgency=Urgency.RECEIPT)
    fleet.clock.pass_(minutes=10)
    await fleet.two.postpone(MIA, (1, 2, 3), after=15 * MINUTE)
    fleet.clock.pass_(minutes=5)
    assert await fleet.pass_() == 1
    assert fleet.chats.asked == [(MIA, (2,))]
    fleet.clock.pass_(minutes=10)
    assert await fleet.pass_() == 1


async def test_now_means_now(fleet: Fleet) -> None:
    assert await fleet.one.delete_now(MIA, (1, 2))
    assert fleet.chats.asked == [(MIA, (1, 2))]
    fleet.chats.end = "later"
    assert not await fleet.one.delete_now(MIA, (3,))
    fleet.chats.end = "gone"
    fleet.clock.pass_(minutes=2)
    assert await fleet.pass_() == 1
    assert (fleet.one.figures.deleted, fleet.one.figures.retried) in ((2, 1), (3, 1))


async def test_what_never_can_be_deleted_is_given_up(fleet: Fleet) -> None:
    fleet.chats.end = "refused"
    await fleet.one.schedule(MIA, (1,))
    for _ in range(60):
        await fleet.pass_()
        fleet.clock.pass_(hours=1, minutes=20)
    assert await fleet.one.are_done(MIA, (1,))
    assert fleet.two.figures.failed == 1
    fleet.chats.end = "never"
    await fleet.one.schedule(MIA, (2,))
    await fleet.pass_()
    assert fleet.two.figures.failed == 2


async def test_what_is_late_is_counted(fleet: Fleet) -> None:
    fleet.chats.end = "later"
    await fleet.one.schedule(MIA, (1, 2))
    await fleet.one.schedule(MIA, (3,), after=MINUTE)
    await fleet.pass_()
    assert fleet.two.overdue() == 2
    fleet.clock.pass_(minutes=6)
    await fleet.pass_()
    assert fleet.two.overdue(by=5 * MINUTE) == 3
    assert fleet.two.overdue(by=6 * MINUTE) == 2
    fleet.chats.end = "gone"
    fleet.clock.pass_(minutes=6)
    await fleet.pass_()
    assert fleet.two.overdue() == 0


async def test_a_range_is_swept_but_for_what_is_spared_or_known(fleet: Fleet) -> None:
    await fleet.one.schedule(MIA, (13,), after=15 * MINUTE, urgency=Urgency.DRAFT)
    await fleet.one.schedule_range(MIA, range(10, 15), spare=(11,), after=MINUTE)
    assert await fleet.pass_() == 0
    fleet.clock.pass_(minutes=1)
    assert await fleet.pass_() == 3
    assert fleet.chats.asked == [(MIA, (10, 12, 14))]
    assert fleet.two.figures.deleted == 0, "nobody knows whether anything stood there"


async def test_a_long_range_goes_in_batches(fleet: Fleet) -> None:
    await fleet.one.schedule_range(MIA, range(1, 251), after=timedelta(0))
    assert await fleet.pass_() == 250
    assert sorted(len(ids) for _route, ids in fleet.chats.asked) == [50, 100, 100]


async def test_of_two_processes_one_deletes(shared: SharedMemory) -> None:
    fleet = Fleet(shared)
    await fleet.one.schedule(MIA, range(1, 51))
    fleet.chats.end = "later"
    await fleet.one.delete_due()
    fleet.chats.asked.clear()
    fleet.chats.end = "gone"
    await fleet.two.delete_due()
    assert fleet.chats.asked == [], "what one has in hand the other leaves"


async def test_what_a_killed_process_had_taken_goes_a_minute_later(shared: SharedMemory) -> None:
    fleet = Fleet(shared)
    await fleet.one.schedule(MIA, (1,))
    fleet.chats.fatal = True
    try:
        await fleet.one.delete_due()
    except* RuntimeError:
        pass
    fleet.chats.fatal = False
    assert await fleet.two.delete_due() == 0
    fleet.clock.pass_(seconds=59)
    assert await fleet.two.delete_due() == 0
    fleet.clock.pass_(seconds=1)
    assert await fleet.two.delete_due() == 1
    assert await fleet.one.are_done(MIA, (1,))


async def test_a_stop_leaves_to_the_others_what_is_not_due(shared: SharedMemory) -> None:
    fleet = Fleet(shared)
    await fleet.one.schedule(MIA, (1,))
    await fleet.one.schedule(MIA, (2,), after=MINUTE)
    assert await fleet.one.finish() == 0
    assert fleet.chats.asked == [(MIA, (1,))]
    fleet.clock.pass_(minutes=1)
    assert await fleet.two.delete_due() == 1


async def test_two_bots_owe_each_their_own(shared: SharedMemory) -> None:
    fleet = Fleet(shared)
    other = shared.deletions(BOT + 1, fleet.chats, fleet.clock)
    await fleet.one.schedule(MIA, (1,))
    assert await other.delete_due() == 0
    assert await other.are_done(MIA, (1,))
