"""Sheets of replies over real tables: what is on which, and what a decision does."""

import random
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.replies.reply import Reply
from bot.domain.replies.slots import ReplySlots
from bot.domain.whisper import State
from bot.flows.replies.decide import (
    Ends,
    OnSheet,
    call_held,
    cross,
    decide,
    hold,
    lay_sheets,
    mark_of,
    needed_for,
    settle,
    stand_of_sheet,
    undo,
)
from storage import Storage
from tests.kit.replies import a_reply, brought_out, reply_now, taken_in

NOW = datetime(2026, 11, 25, 12, 3, tzinfo=UTC)
FIVE = timedelta(minutes=5)
SLOTS = ReplySlots(timedelta(minutes=15))
NEXT = datetime(2026, 11, 25, 12, 15, tzinfo=UTC)
ROOM = 3800


async def lay(storage: Storage, now: datetime = NOW) -> tuple[str, ...]:
    return await lay_sheets(
        storage=storage, now=now, rng=random.Random(3), weigh=lambda _reply: 10, most=ROOM
    )


async def on(storage: Storage, name: str) -> tuple[Reply, ...]:
    async with storage.reading() as tables:
        return await tables.replies.on_sheet(name)


async def cross_out(storage: Storage, name: str, *replies: Reply) -> None:
    for each in replies:
        assert await cross(storage=storage, name=name, mark=mark_of(name, each.key)) is None


async def decided(
    storage: Storage, name: str, reason: str | None = None, at: datetime = NOW
) -> Ends | OnSheet:
    stand = stand_of_sheet(name, await on(storage, name))
    return await decide(storage=storage, name=name, stand=stand, reason=reason, until=at + FIVE)


async def carried_out(storage: Storage, now: datetime = NOW + FIVE) -> list[tuple[int, int]]:
    done = await settle(
        storage=storage, slots=SLOTS, rng=random.Random(3), zone=ZoneInfo("UTC"), now=now
    )
    return [(each.ends.approved, each.ends.rejected) for each in done]


async def states(storage: Storage, replies: Collection[Reply]) -> list[State | None]:
    return [each.state if each else None for each in [await reply_now(storage, r) for r in replies]]


async def test_a_reply_comes_to_moderators_at_its_slot_and_keeps_no_time(storage: Storage) -> None:
    (given,) = await taken_in(storage, a_reply(slot=NEXT))
    assert await lay(storage, NOW) == ()
    (name,) = await lay(storage, NEXT)
    (shown,) = await on(storage, name)
    assert (shown.key, shown.slot) == (given.key, None)
    assert await lay(storage, NEXT) == (), "it has a sheet"


async def test_a_sheet_holds_ten_at_most_and_keeps_threads_together(storage: Storage) -> None:
    await taken_in(storage, *(a_reply(number=n % 3 + 1) for n in range(24)))
    sheets = [await on(storage, name) for name in await lay(storage)]
    assert sorted(map(len, sheets)) == [4, 10, 10]
    for each in sheets:
        numbers = [reply.number for reply in each]
        assert numbers == sorted(numbers)


async def test_long_replies_take_more_sheets(storage: Storage) -> None:
    await taken_in(storage, *(a_reply() for _ in range(5)))
    names = await lay_sheets(
        storage=storage, now=NOW, rng=random.Random(3), weigh=lambda _reply: 50, most=100
    )
    assert len(names) == 3


async def test_who_is_not_well_and_what_was_reported_have_sheets_of_their_own(
    storage: Storage,
) -> None:
    await taken_in(storage, a_reply("I want to die too."), a_reply(), a_reply())
    (out,) = await brought_out(storage, "Everybody knows where you live.", number=2)
    async with storage.transaction() as tables:
        assert await tables.replies.hide(out.key)
    sheets = [await on(storage, name) for name in await lay(storage)]
    assert sorted(map(len, sheets)) == [1, 1, 2]


async def test_nothing_moves_before_the_time_to_undo_is_over(storage: Storage) -> None:
    kept, cruel = await taken_in(storage, a_reply(), a_reply("Nobody likes you."))
    (name,) = await lay(storage)
    await cross_out(storage, name, cruel)
    assert await decided(storage, name, "Not kind.") == Ends(approved=1, rejected=1)
    assert await carried_out(storage, NOW + timedelta(minutes=4)) == []
    assert await states(storage, [kept, cruel]) == [State.REVIEW, State.REVIEW]
    assert await carried_out(storage) == [(1, 1)]
    approved, rejected = await reply_now(storage, kept), await reply_now(storage, cruel)
    assert approved is not None
    assert rejected is not None
    assert (approved.state, approved.slot, approved.findings) == (State.POOL, NEXT, ())
    assert (rejected.state, rejected.words, rejected.reason) == (State.REJECTED, "", "Not kind.")
    assert not rejected.crossed
    assert await on(storage, name) == ()


async def test_a_decision_can_be_undone_in_time_only_and_outlives_a_restart(
    storage: Storage,
) -> None:
    (given,) = await taken_in(storage, a_reply())
    (name,) = await lay(storage)
    await decided(storage, name)
    assert await decided(storage, name) is OnSheet.DECIDED
    assert await undo(storage=storage, name=name, now=NOW)
    assert not await undo(storage=storage, name=name, now=NOW)
    await decided(storage, name)
    assert not await undo(storage=storage, name=name, now=NOW + FIVE)
    assert await carried_out(storage) == [(1, 0)]
    assert await states(storage, [given]) == [State.POOL]


async def test_whoever_decides_names_what_they_saw_crossed_out(storage: Storage) -> None:
    """Mia sees nothing crossed out, Noa crosses one out, then Mia's press on All arrives."""
    (given,) = await taken_in(storage, a_reply())
    (name,) = await lay(storage)
    seen = stand_of_sheet(name, await on(storage, name))
    await cross_out(storage, name, given)
    late = await decide(storage=storage, name=name, stand=seen, reason=None, until=NOW)
    assert late is OnSheet.CHANGED
    await cross_out(storage, name, given)  # the same button takes the cross back
    assert stand_of_sheet(name, await on(storage, name)) == seen


async def test_what_its_writer_took_back_leaves_the_sheet_and_the_others_stay(
    storage: Storage,
) -> None:
    gone, stays = await taken_in(storage, a_reply("one"), a_reply("two"))
    (name,) = await lay(storage)
    async with storage.transaction() as tables:
        assert await tables.replies.erase(gone.key)
    assert [each.key for each in await on(storage, name)] == [stays.key]
    assert await cross(storage=storage, name=name, mark=mark_of(name, gone.key)) is OnSheet.CHANGED
    assert await decided(storage, name) == Ends(approved=1)


async def test_what_is_held_waits_until_it_is_called(storage: Storage) -> None:
    given = await taken_in(storage, a_reply(findings=("spam",)), a_reply())
    (name,) = await lay(storage)
    await cross_out(storage, name, given[0])
    assert await hold(storage=storage, name=name) is None
    assert await hold(storage=storage, name=name) is OnSheet.GONE
    assert await states(storage, given) == [State.HELD, State.HELD]
    assert await lay(storage) == ()
    (again,) = await call_held(
        storage=storage, now=NOW, rng=random.Random(3), weigh=lambda _reply: 10, most=ROOM
    )
    shown = await on(storage, again)
    assert sorted(each.findings for each in shown) == [(), ("spam",)]
    assert not any(each.crossed for each in shown)


def test_it_takes_more_for_who_is_not_well_and_to_remove_what_was_out() -> None:
    plain, hidden = a_reply(), a_reply(ordinal=3)
    assert needed_for([plain, a_reply(crossed=True)], 2) == 1
    assert needed_for([a_reply("I want to die too.")], 2) == 2
    assert needed_for([hidden], 2) == 1
    assert needed_for([plain, a_reply(ordinal=4, crossed=True)], 2) == 2


async def test_the_authors_own_reply_takes_one_of_three_slots(storage: Storage) -> None:
    given = await taken_in(storage, *(a_reply(author=True, mask=None) for _ in range(10)))
    (name,) = await lay(storage)
    await decided(storage, name)
    await carried_out(storage)
    slots = {each.slot for each in [await reply_now(storage, r) for r in given] if each}
    assert slots == {NEXT, NEXT + timedelta(minutes=15), NEXT + timedelta(minutes=30)}


async def test_a_reported_reply_that_is_approved_stands_where_it_stood(storage: Storage) -> None:
    out, _other = await brought_out(storage, "Call me.", "Courage.")
    async with storage.transaction() as tables:
        await tables.reply_reports.add(1, 1, "spam")
        assert await tables.replies.hide(out.key)
        assert [each.ordinal for each in await tables.replies.thread(1)] == [2]
    (name,) = await lay(storage)
    await decided(storage, name)
    await carried_out(storage)
    async with storage.reading() as tables:
        assert [each.ordinal for each in await tables.replies.thread(1)] == [1, 2]
        (report,) = await tables.reply_reports.of(1, 1)
    assert report.immune


async def test_a_reported_reply_that_is_rejected_is_gone_and_so_are_its_reports(
    storage: Storage,
) -> None:
    (out,) = await brought_out(storage, "Call me.")
    async with storage.transaction() as tables:
        await tables.reply_reports.add(1, 1, "spam")
        await tables.replies.hide(out.key)
    (name,) = await lay(storage)
    await cross_out(storage, name, out)
    await decided(storage, name, "Not kind.")
    await carried_out(storage)
    after = await reply_now(storage, out)
    assert after is not None
    assert (after.state, after.words, after.ordinal) == (State.REMOVED, "", 1)
    async with storage.reading() as tables:
        assert await tables.reply_reports.of(1, 1) == ()


async def test_a_hidden_reply_that_its_writer_takes_back_leaves_its_ordinal_to_nobody(
    storage: Storage,
) -> None:
    (out,) = await brought_out(storage, "Call me.")
    async with storage.transaction() as tables:
        await tables.replies.hide(out.key)
        assert await tables.replies.erase(out.key)
    after = await reply_now(storage, out)
    assert after is not None
    assert (after.state, after.words) == (State.WITHDRAWN, "")
    (later,) = await brought_out(storage, "Courage.")
    assert later.ordinal == 2
