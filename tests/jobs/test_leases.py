"""Leases on a real server: who holds one, who takes it over, and what becomes of who lost it.

Times are short here; a pause of a whole process is in ``tests/kills/test_succession.py``."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.domain.outcome import Delivered, Outcome, TryLater
from bot.errors import DatabaseUnusable
from bot.flows.publishing.publish import is_busy, publish_due
from bot.jobs import leases as keeping
from bot.jobs.beat import Rest
from bot.jobs.leases import Lease, LeaseKeeper, leases_of, under
from storage import Storage, open_storage
from storage.leases import Claim, LeaseLost
from tests import servers
from tests.kit.engines import database_address as database_address
from tests.kit.engines import databases as databases
from tests.kit.engines import server as server
from tests.kit.engines import storage as storage
from tests.kit.outbox import release, run
from tests.kit.works import CHAT, Standing, Works, make_works

STEP = 15.0
SHORT = timedelta(seconds=0.6)
LONG = timedelta(seconds=60)
NAME = "channel:-100"


@pytest.fixture
def engine() -> str:
    if servers.postgresql_folder() is None and not servers.required():
        pytest.skip("no PostgreSQL here: apt install postgresql")
    return "postgresql"


@dataclass
class Pausable:
    """A process's clock and its keeper, which a test stops as SIGSTOP would: it renews nothing, and
    knows nothing of it until it looks at the clock."""

    ahead: float = 0.0

    def __call__(self) -> float:
        return asyncio.get_running_loop().time() + self.ahead


@asynccontextmanager
async def keeper(
    storage: Storage, *, life: timedelta = LONG, renewed: float = 3600
) -> AsyncIterator[LeaseKeeper]:
    async with LeaseKeeper(storage, life=life, renewed=renewed, clock=Pausable()).kept() as kept:
        yield kept


async def sleeps_over(kept: LeaseKeeper) -> None:
    """Its process is stopped for longer than its leases live."""
    assert isinstance(kept.clock, Pausable)
    kept.clock.ahead += 2 * kept.life.total_seconds()
    async with kept.storage.adding() as tables:
        await tables.leases.give_back(kept.holder)


async def hold(kept: LeaseKeeper, name: str = NAME) -> Lease:
    async with asyncio.timeout(30):
        [lease] = await kept.any_of([name], asyncio.Event())
    assert lease.is_held
    return lease


async def rows(storage: Storage) -> dict[str, tuple[str, int]]:
    async with storage.reading() as tables:
        return {row.name: (row.holder, row.epoch) for row in (await tables.leases.all()).alive}


async def test_one_holds_it_and_its_epoch_grows_with_each_new_holder(storage: Storage) -> None:
    async with storage.transaction() as tables:
        assert await tables.leases.take([NAME, "hourly"], "a", "1", SHORT) == {NAME: 1, "hourly": 1}
        assert await tables.leases.take([NAME], "b", "1", SHORT) == {}
        assert await tables.leases.take([NAME], "a", "1", SHORT) == {NAME: 1}
    await asyncio.sleep(SHORT.total_seconds())
    async with storage.transaction() as tables:
        assert await tables.leases.take([NAME], "b", "1", SHORT) == {NAME: 2}
        assert await tables.leases.take([NAME], "a", "1", SHORT) == {}
        await tables.leases.give_back("b")
    async with storage.transaction() as tables:
        assert await tables.leases.take([NAME], "a", "2", SHORT) == {NAME: 3}
    assert await rows(storage) == {NAME: ("a", 3)}


async def test_one_of_many_that_ask_at_once_has_it(storage: Storage) -> None:
    async def ask(holder: str) -> int:
        async with storage.adding() as tables:
            return len(await tables.leases.take([NAME], holder, "1", SHORT))

    assert sum(await asyncio.gather(*(ask(str(n)) for n in range(12)))) == 1


async def test_it_is_renewed_while_its_process_works_and_given_back_at_the_end(
    storage: Storage,
) -> None:
    life = timedelta(seconds=3)
    async with keeper(storage, life=life, renewed=0.3) as first:
        lease = await hold(first)
        async with keeper(storage) as second:
            waiting = asyncio.create_task(hold(second))
            await asyncio.sleep(1.5 * life.total_seconds())
            assert lease.is_held
            assert not waiting.done()
            assert (await rows(storage))[NAME] == (first.holder, 1)
            stopped = asyncio.get_running_loop().time()
            async with storage.adding() as tables:
                await tables.leases.give_back(first.holder)
            first._wanted.pop(NAME)
            other = await waiting
            assert asyncio.get_running_loop().time() - stopped < 10
            assert other.claim == Claim(NAME, second.holder, 2)
    assert await rows(storage) == {}


async def test_what_is_done_under_it_is_broken_off_when_it_ends(storage: Storage) -> None:
    """The process goes on, and cannot renew: nobody may know what it would do next."""
    done: list[str] = []

    async def works() -> Rest:
        done.append("begun")
        await asyncio.sleep(30)
        done.append("ended")
        return Rest.LONG

    looks: dict[str, Callable[[], object]] = {}
    async with keeper(storage, life=timedelta(seconds=2)) as kept:
        lease = await hold(kept)
        under(lease, lambda does, *, name: looks.update({name: does}))(works, name="work")
        async with asyncio.timeout(20):
            assert await looks["work"]() is Rest.NONE  # type: ignore[misc]
            assert await looks["work"]() is Rest.NONE, "without it nothing begins"  # type: ignore[misc]
    assert done == ["begun"]


async def test_a_fence_keeps_out_who_has_lost_it(storage: Storage) -> None:
    async with keeper(storage) as first, keeper(storage) as second:
        lease = await hold(first)
        mine = storage.behind(lease)
        async with mine.channel_transaction() as tables:
            await tables.channel_states.set(CHAT, high=1)
        zombie = storage.behind(_Frozen(lease.held()))
        await sleeps_over(first)
        await hold(second)
        for late in (mine, zombie):
            with pytest.raises(LeaseLost):
                async with late.channel_transaction() as tables:
                    await tables.channel_states.set(CHAT, high=99)
        with pytest.raises(LeaseLost):
            await lease.surely()
        async with storage.reading() as tables:
            assert (await tables.channel_states.of(CHAT)).high == 1


@dataclass
class _Frozen:
    """Who was stopped between looking at its clock and asking the tables."""

    claim: Claim | None

    def held(self) -> Claim | None:
        return self.claim

    async def surely(self) -> None:
        raise AssertionError("it looks at its clock no more")


async def test_a_successor_waits_for_a_transaction_that_has_passed_the_fence(
    storage: Storage, database_address: str
) -> None:
    """Otherwise it would begin while its predecessor still writes."""
    other = await open_storage(database_address)
    try:
        async with keeper(storage, life=timedelta(seconds=2)) as kept:
            lease = await hold(kept)
            async with storage.behind(lease).channel_transaction() as tables:
                await tables.channel_states.set(CHAT, high=7)
                await asyncio.sleep(2)
                taking = asyncio.create_task(_take(other))
                await asyncio.sleep(0.5)
                assert not taking.done()
            assert await taking == {NAME: 2}
    finally:
        await other.close()


async def _take(storage: Storage) -> dict[str, int]:
    async with storage.adding() as tables:
        return dict(await tables.leases.take([NAME], "other", "1", LONG))


@pytest.mark.parametrize("engine", ["sqlite"])
async def test_on_a_file_the_folders_lock_is_the_lease(storage: Storage) -> None:
    """Nothing is written into the table; roles are refused with what mends it."""
    async with leases_of(storage, "all") as holder:
        [lease] = await holder.any_of([keeping.polling(42)], asyncio.Event())
        assert lease.is_held
        assert lease.left == float("inf")
        async with lease.while_held():
            await lease.surely()
        async with storage.behind(lease.fence).channel_transaction() as tables:
            await tables.channel_states.set(CHAT, high=1)
    with pytest.raises(DatabaseUnusable, match="run it without --role"):
        async with leases_of(storage, "publish"):
            raise AssertionError("it began")
    assert await rows(storage) == {}


@dataclass
class Succession:
    """A publisher that is stopped at one place, and the one that takes over from it."""

    first: Works
    second: Works
    kept: LeaseKeeper
    lease: Lease
    stopped: asyncio.Event = field(default_factory=asyncio.Event)
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def stop_here(self) -> None:
        """SIGSTOP: no renewal, no timer; the clock goes on."""
        for timeout in self.lease.at_work:
            timeout.reschedule(None)
        await sleeps_over(self.kept)
        self.stopped.set()
        await self.goes_on.wait()


@asynccontextmanager
async def succession(storage: Storage, address: str) -> AsyncIterator[Succession]:
    """One post stands, another one waits; the first publisher holds the channel."""
    first = make_works(storage)
    await release(first, "zero")
    await run(first)
    await release(first, "one")
    first.clock.pass_(seconds=4)
    other = await open_storage(address)
    try:
        async with keeper(storage) as kept:
            lease = await hold(kept)
            press = replace(first.press, storage=storage.behind(lease))
            second = make_works(other, first.channel)
            yield Succession(replace(first, press=press), second, kept, lease)
    finally:
        await other.close()


async def take_over(s: Succession) -> list[int]:
    """Publish as the successor does until nothing is left. How many copies of the new post stood
    at once, after each step."""
    seen: list[int] = []
    async with keeper(s.second.storage) as kept:
        lease = await hold(kept)
        press = replace(s.second.press, storage=s.second.storage.behind(lease))
        for _ in range(40):
            await publish_due(press)
            seen.append(s.first.channel.lines().count("#2"))
            if not await is_busy(press):
                break
            s.second.clock.pass_(seconds=STEP)
    return seen


async def late(s: Succession, publishing: "asyncio.Task[None]") -> None:
    """The first goes on."""
    s.goes_on.set()
    async with asyncio.timeout(60):
        await publishing
    await sleeps_over(s.kept)


async def publish_under(s: Succession) -> None:
    """One tick of the first publisher, as its job makes it."""
    try:
        async with s.lease.while_held():
            await publish_due(s.first.press)
    except LeaseLost:
        return


async def stopped_at(s: Succession, where: str) -> "asyncio.Task[None]":
    channel, press = s.first.channel, s.first.press
    send = channel.send_photo

    async def send_photo(photo: bytes, caption: str, **how: bool) -> Outcome:
        channel.send_photo = send  # type: ignore[method-assign]
        if where == "in the call, before it arrives":
            await s.stop_here()
            return await send(photo, caption, **how)
        if where == "in the call, with a late 429":
            await s.stop_here()
            return TryLater(timedelta(seconds=20), "too many requests")
        arrived = Delivered(channel.put(Standing(caption)))
        await s.stop_here()
        return arrived

    class Stopping:
        def held(self) -> Claim | None:
            return s.lease.held()

        async def surely(self) -> None:
            if where == "before the call":
                await s.stop_here()
            await s.lease.surely()

    s.first = replace(s.first, press=replace(press, storage=press.storage.behind(Stopping())))
    channel.send_photo = send_photo  # type: ignore[method-assign,assignment]
    publishing = asyncio.create_task(publish_under(s))
    async with asyncio.timeout(30):
        await s.stopped.wait()
    if where == "before the call":
        channel.send_photo = send  # type: ignore[method-assign]
    return publishing


WHERE = (
    "before the call",
    "in the call, before it arrives",
    "in the call, with a late 429",
    "in the call, after it arrived",
)


@pytest.mark.parametrize("wakes", ["before its successor posts", "after it"])
@pytest.mark.parametrize("where", WHERE)
async def test_a_stopped_publisher_and_its_successor_leave_one_copy(
    storage: Storage, database_address: str, where: str, wakes: str
) -> None:
    """One copy stands in the end; two are seen for no longer than a sweep takes, and made only by
    who was stopped inside the call."""
    async with succession(storage, database_address) as s:
        made: list[str] = []
        put = s.first.channel.put
        s.first.channel.put = lambda new: made.append(new.first_line) or put(new)  # type: ignore[func-returns-value,method-assign]
        publishing = await stopped_at(s, where)
        if wakes == "before its successor posts":
            await late(s, publishing)
        seen = await take_over(s)
        if wakes == "after it":
            await late(s, publishing)
            seen += await take_over(s)
        channel = s.first.channel
        assert channel.lines().count("#2") == 1, channel.lines()
        assert max(seen) <= 2
        doubled = [n for n, copies in enumerate(seen) if copies == 2]
        sweep = s.second.press.tempo.probe_after.total_seconds() / STEP
        assert len(doubled) <= sweep + 1, seen
        if where != "in the call, before it arrives":
            assert made.count("#2") == 1, "no second copy was made at all"
        async with storage.reading() as tables:
            assert await tables.outbox.oldest() is None
            assert await tables.posts.by_number(2) is not None


async def test_of_several_bots_a_process_takes_those_that_are_free(storage: Storage) -> None:
    """The others it has as soon as nobody holds them."""
    names = [keeping.polling(41), keeping.polling(42)]
    async with keeper(storage) as one, keeper(storage) as two:
        await hold(one, names[0])
        first, second = await two.any_of(names, asyncio.Event())
        assert (first.is_held, second.is_held) == (False, True)
        await sleeps_over(one)
        await two.renew()
        assert first.is_held
        assert not first.taken.is_set(), "nobody took it from this one"
