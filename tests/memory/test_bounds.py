"""Memory stays bounded: over an outage of hours, under a rush of many thousands, and over weeks."""

import asyncio
import gc
import tracemalloc
from collections.abc import Awaitable, Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from telegram import Update
from telegram.error import RetryAfter, TimedOut

from bot.botapi.intake import Intake
from bot.botapi.private_chats import _MOST_WAITING, PrivateChats
from bot.botapi.rate_limit import RateLimit
from bot.botapi.turns import Burden
from bot.domain.bans import Ban
from bot.domain.draft import DraftState
from bot.domain.whisper import WhisperKey
from bot.memory.appeals import Appeal, Appeals
from bot.memory.authors import Authors
from bot.memory.deletions import Deletions, Erased, Urgency
from bot.memory.drafts import OpenDraft
from bot.memory.expiring import ExpiringDict
from bot.memory.identity import MemoryRoutes, Route
from bot.memory.kept import LocalKept
from bot.memory.limits import Tally
from bot.memory.near_duplicates import NearDuplicates
from bot.memory.published_drafts import PublishedDrafts
from bot.memory.said_once import SaidOnce
from bot.memory.slates import Slates
from bot.memory.unseen_messages import UnseenMessages
from bot.memory.votes import Votes
from tests.kit.works import START, ManualClock

MANY = 20_000
KB, MB = 1024, 1024 * 1024


@contextmanager
def measured() -> Iterator[Callable[[], int]]:
    """What is held, in bytes, more than at the beginning."""
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]

    def held() -> int:
        gc.collect()
        return tracemalloc.get_traced_memory()[0] - before

    try:
        yield held
    finally:
        tracemalloc.stop()


class Outage:
    """Nothing can be deleted until it is over."""

    def __init__(self) -> None:
        self.over = False
        self.asked = 0

    async def erase(self, _route: object, message_ids: Collection[int]) -> Erased:
        self.asked += 1
        ids = frozenset(message_ids)
        return Erased(gone=ids) if self.over else Erased(later=ids)

    sweep = erase


async def test_chats_that_come_back_after_a_kill_cost_little_while_nothing_can_be_deleted() -> None:
    """2,500 people wrote while the bot was down: 300 ids of each are to be swept, and two messages
    of each to be burnt; Telegram deletes nothing for four hours."""
    chats = 2_500
    clock, telegram = ManualClock(), Outage()
    routes = MemoryRoutes()
    with measured() as held:
        deletions = Deletions(telegram, clock)
        unseen = UnseenMessages(deletions, timedelta(0))
        for chat in range(chats):
            route = await routes.issue(7_000_000_000 + chat, clock.now())
            await unseen.saw(route, 1000)
            await deletions.schedule(
                route, (1000, 1001), after=timedelta(minutes=15), urgency=Urgency.DRAFT
            )
        assert deletions.pending() == chats * 302
        at_first = held()
        for _ in range(2):
            clock.pass_(hours=2)
            await deletions.delete_due()
        assert held() < 1.1 * at_first, "an outage adds nothing"
        assert at_first < chats * 3 * KB
        telegram.over = True
        clock.pass_(hours=1)
        await deletions.delete_due()
        assert deletions.pending() == 0
        clock.pass_(hours=49)
        await unseen.saw(await routes.issue(1, clock.now()), 1)
        assert held() < at_first / 5, "nothing is kept of who has gone but empty tables"
        assert (len(routes), entries(unseen)) == (1, 2)


async def test_what_can_never_be_deleted_is_given_up_after_two_days() -> None:
    clock, telegram = ManualClock(), Outage()
    deletions = Deletions(telegram, clock)
    route = await MemoryRoutes().issue(7, clock.now())
    await UnseenMessages(deletions, timedelta(0)).saw(route, 1000)
    await deletions.schedule(route, range(1000, 6000))
    for _ in range(49):
        clock.pass_(hours=1, minutes=10)
        await deletions.delete_due()
    assert deletions.pending() == 0
    assert deletions.at_rest


def entries(memory: object) -> int:
    """How many things it remembers, of all kinds."""
    parts = [getattr(memory, name, None) for name in dir(memory)]
    parts = [each.entries if isinstance(each, LocalKept) else each for each in parts]
    return sum(len(each) for each in parts if isinstance(each, ExpiringDict))


async def routes(chats: MemoryRoutes, n: int, now: datetime) -> None:
    await chats.issue(n, now)


async def authors(known: Authors, n: int, now: datetime) -> None:
    await known.note(WhisperKey(n.to_bytes(16, "big")), await MemoryRoutes().issue(n, now), now)


ROUTES = MemoryRoutes()


async def drafts(slates: Slates, n: int, now: datetime) -> None:
    route = await ROUTES.issue(n, now)
    state = DraftState.__new__(DraftState)
    await slates.put(route, OpenDraft(1, 2, state, now))
    await slates.put(route, OpenDraft(3, 4, state, now))
    await slates.end(route, 3, now)


async def once(said_once: SaidOnce, n: int, now: datetime) -> None:
    await said_once.first(await ROUTES.issue(n, now), "care 1", now)


async def receipts(published_drafts: PublishedDrafts, n: int, now: datetime) -> None:
    await published_drafts.give_receipt(n.to_bytes(32, "big"), now)


async def tallies(tally: Tally, n: int, now: datetime) -> None:
    tally.count(n.to_bytes(16, "big"), now)


MEMORIES: list[tuple[Callable[[], Any], Callable[[Any, int, datetime], Awaitable[None]]]] = [
    (MemoryRoutes, routes),
    (Authors, authors),
    (lambda: Slates(waits=timedelta(minutes=15)), drafts),
    (SaidOnce, once),
    (lambda: PublishedDrafts(lambda _bot: 0), receipts),
    (lambda: Tally(most=3, within=timedelta(days=1)), tallies),
]


@pytest.mark.parametrize(("make", "add"), MEMORIES, ids=lambda each: getattr(each, "__name__", ""))
@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(days=365)], ids=["", "clock set back"])
async def test_of_many_thousands_nothing_is_left_two_days_later(
    make: Callable[[], Any], add: Callable[[Any, int, datetime], Awaitable[None]], ahead: timedelta
) -> None:
    """Even when they came while the clock was a year ahead."""
    memory = make()
    for n in range(MANY):
        await add(memory, n, START + ahead)
    assert entries(memory) >= MANY, "it was there"
    if ahead:
        await add(memory, MANY, START)
    await add(memory, MANY + 1, START + timedelta(hours=49))
    assert entries(memory) <= 3, "an open draft, and both messages of one that has ended"


async def test_limits_by_number_hold_under_a_rush() -> None:
    """Flood limits of chats, fingerprints of words, votes: thousands within one moment."""
    clock = ManualClock()
    with measured() as held:
        pace = RateLimit(clock=clock, per_second=4 * MANY)
        near, votes = NearDuplicates(b"key"), Votes()

        async def flooded() -> None:
            raise RetryAfter(timedelta(seconds=30))

        refused = 0
        for n in range(12_000):
            try:
                await pace.process_request(flooded, (), {}, "sendMessage", {"chat_id": n}, None)
            except RetryAfter:
                refused += 1
        assert refused == 12_000
        for n in range(2_500):
            await near.note(
                f"{n} and some more words of {n * 7}", n.to_bytes(8, "big"), clock.now()
            )
            await votes.cast(f"remove {n}", b"somebody", "yes")
        assert held() < 8 * MB
        assert (entries(pace), near.remembered, votes.subjects) == (10_000, 2_000, 1_000)
        clock.pass_(days=2)
        await pace.process_request(asyncio.sleep, (0,), {}, "getMe", {}, None)
        assert entries(pace) == 0, "no chat's id is kept longer than a flood can last"


async def test_the_intake_knows_the_last_updates_and_not_all_that_ever_came() -> None:
    """A webhook brings them for weeks: each in a chat of its own."""
    handled: list[int] = []

    async def handle(update: Update) -> None:
        handled.append(update.update_id)

    intake = Intake(
        None,  # type: ignore[arg-type]
        handle,
        lambda raw: Burden(str(raw["update_id"])),
        ManualClock(),
    )
    for n in range(12_000):
        await intake.take({"update_id": n})
    assert handled == list(range(12_000))
    assert len(intake.window) <= 10_000
    await asyncio.sleep(0)
    assert intake.at_rest


async def test_appeals_give_way_to_newer_ones() -> None:
    appeals = Appeals()
    ban = Ban(date(2026, 12, 1), 0)
    for n in range(3_000):
        tag = n.to_bytes(32, "big")
        await appeals.open(f"A{n}", Appeal(tag, await ROUTES.issue(n, START), ban, None), START)
    known = [await appeals.get(f"A{n}", START) is not None for n in (0, 1_999, 2_000, 2_999)]
    assert known == [False, False, True, True]
    assert await appeals.made((1_999).to_bytes(32, "big"), ban, START) is None
    assert await appeals.made((2999).to_bytes(32, "big"), ban, START) == (0, "A2999")


class Away:
    """A bot whose Telegram is away, and then back."""

    def __init__(self) -> None:
        self.away = True
        self.said: list[int] = []

    async def send_message(self, chat: int, *_: object, **__: object) -> Any:
        if self.away:
            raise TimedOut
        self.said.append(chat)
        return type("Sent", (), {"message_id": 1})


class HeldClock(ManualClock):
    """Sleeps end when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        await self.go_on.wait()


async def test_of_many_thousands_of_answers_a_bounded_number_waits_for_telegram() -> None:
    """The others are refused, so that whoever speaks knows; those that wait are said in the end,
    and what may have got through of the dropped is swept."""
    telegram, clock, routes = Away(), HeldClock(), MemoryRoutes()
    swept: list[object] = []

    async def newest(_route: Route) -> int:
        return 5

    async def lost(*where: object) -> None:
        swept.append(where)

    chats = PrivateChats(
        telegram,  # type: ignore[arg-type]
        routes,
        clock,
        newest=newest,
        lost=lost,
    )
    ends: list[str] = []
    for n in range(5_000):
        outcome = await chats.say(await routes.issue(n, clock.now()), "x" * 3000)
        ends.append(type(outcome).__name__)
    assert chats.waiting == _MOST_WAITING
    assert ends == ["Unknown"] * _MOST_WAITING + ["Refused"] * (5_000 - _MOST_WAITING)
    assert chats.dropped == len(swept) == 5_000 - _MOST_WAITING
    telegram.away = False
    clock.go_on.set()
    async with asyncio.timeout(60):
        while not chats.at_rest:
            await asyncio.sleep(0)
    assert sorted(telegram.said) == list(range(_MOST_WAITING))
    await chats.close()
