"""Reports of replies over real tables: the same thresholds, times and brake as for posts."""

import random
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.replies.reply import Reply
from bot.domain.replies.slots import ReplySlots
from bot.domain.reports import Reason, Thresholds
from bot.domain.whisper import State
from bot.flows.moderation.report import Reported, Stand
from bot.flows.replies.decide import decide, lay_sheets, settle, stand_of_sheet
from bot.flows.replies.removal import remove_reply
from bot.flows.replies.report import hide_replies_due, report_reply, stand_of_reply
from bot.memory.reporters import Reporters
from bot.memory.votes import Votes
from tests.kit.group import group_works
from tests.kit.outbox import release, run
from tests.kit.replies import brought_out
from tests.kit.works import Works

TODAY = date(2026, 11, 25)


async def _may() -> None:
    return None


async def _again() -> Reported:
    return Reported.AGAIN


async def weigh(works: Works, reporters: Reporters | None = None) -> int:
    """The next time for hiding."""
    works.clock.pass_(minutes=5)
    return await hide_replies_due(
        storage=works.storage,
        chat=works.channel.chat_id,
        thresholds=Thresholds(),
        reporters=reporters or Reporters(),
        every=timedelta(minutes=5),
        now=works.clock.now(),
    )


async def say(
    works: Works, reason: Reason, ordinal: int = 1, *, light: bool = False
) -> Reported | Stand:
    return await report_reply(
        storage=works.storage,
        number=1,
        ordinal=ordinal,
        reason=reason,
        light=light,
        refusal=_may,
        day=TODAY,
    )


async def standing(works: Works) -> list[int | None]:
    async with works.storage.reading() as tables:
        return [each.ordinal for each in await tables.replies.thread(1)]


@pytest.fixture
async def thread(works: Works) -> tuple[Reply, ...]:
    await release(works, "one")
    await run(works)
    await weigh(works)
    return await brought_out(works.storage, *(f"Reply {n}." for n in range(1, 8)))


async def test_one_severe_report_hides_a_reply_at_its_time_and_keeps_its_place(
    works: Works, thread: tuple[Reply, ...]
) -> None:
    assert await say(works, Reason.PRIVATE, 2) is Reported.COUNTED
    assert await standing(works) == [1, 2, 3, 4, 5, 6, 7]
    assert await weigh(works) == 1
    assert await standing(works) == [1, 3, 4, 5, 6, 7]
    async with works.storage.reading() as tables:
        hidden = await tables.replies.by_key(thread[1].key)
    assert hidden is not None
    assert (hidden.state, hidden.ordinal, hidden.words) == (State.REVIEW, 2, "Reply 2.")
    assert await say(works, Reason.PRIVATE, 2) is Stand.HIDDEN


@pytest.mark.usefixtures("thread")
async def test_three_mild_reports_hide_a_reply_and_two_do_not(works: Works) -> None:
    for reason in (Reason.CRUEL, Reason.SPAM):
        await say(works, reason)
    assert await weigh(works) == 0
    await say(works, Reason.OTHER)
    assert await weigh(works) == 1


@pytest.mark.usefixtures("thread")
async def test_reports_alone_hide_three_replies_until_somebody_has_looked(works: Works) -> None:
    for ordinal in range(1, 8):
        await say(works, Reason.VIOLENCE, ordinal)
    assert await weigh(works) == 3
    assert await weigh(works) == 0
    assert len(await standing(works)) == 4


async def test_what_was_restored_takes_another_reason_and_twice_as_many_people(
    works: Works, thread: tuple[Reply, ...]
) -> None:
    await say(works, Reason.PRIVATE)
    assert await weigh(works) == 1
    async with works.storage.transaction() as tables:
        assert await tables.replies.restore(thread[0].key)
        await tables.reply_reports.make_immune(1, 1)
    assert await say(works, Reason.PRIVATE) is Reported.LOOKED_AT
    assert await weigh(works) == 0
    await say(works, Reason.SEXUAL)
    assert await weigh(works) == 0
    await say(works, Reason.SEXUAL)
    assert await weigh(works) == 1


async def test_whoever_reported_what_was_restored_weighs_less_that_day(
    works: Works, thread: tuple[Reply, ...]
) -> None:
    reporters, tag = Reporters(), b"somebody"
    await say(works, Reason.PRIVATE)
    await reporters.reported(tag, (1, 1, Reason.PRIVATE.value), works.clock.now())
    await weigh(works, reporters)
    assert await reporters.weighs(tag, works.clock.now())
    async with works.storage.transaction() as tables:
        await tables.replies.restore(thread[0].key)
        await tables.reply_reports.make_immune(1, 1)
    await weigh(works, reporters)
    assert not await reporters.weighs(tag, works.clock.now())
    await say(works, Reason.PRIVATE, 2, light=True)
    assert await weigh(works, reporters) == 0


@pytest.mark.usefixtures("thread")
async def test_only_a_reply_that_stands_can_be_reported(works: Works) -> None:
    assert await say(works, Reason.CRUEL, 8) is Stand.UNKNOWN
    async with works.storage.transaction() as tables:
        gone = await tables.replies.by_ordinal(1, 3)
        assert gone is not None
        await tables.replies.take_down(gone.key, State.WITHDRAWN, None)
    assert await say(works, Reason.CRUEL, 3) is Stand.GONE
    stand = await stand_of_reply(storage=works.storage, number=9, ordinal=1)
    assert stand is Stand.UNKNOWN


@pytest.mark.usefixtures("thread")
async def test_who_may_not_report_a_reply_changes_nothing(works: Works) -> None:
    end = await report_reply(
        storage=works.storage,
        number=1,
        ordinal=1,
        reason=Reason.VIOLENCE,
        light=False,
        refusal=_again,
        day=TODAY,
    )
    assert end is Reported.AGAIN
    async with works.storage.reading() as tables:
        assert await tables.reply_reports.of(1, 1) == ()


@pytest.mark.usefixtures("begun")
async def test_a_reported_reply_leaves_the_group_comes_back_and_can_leave_it_for_good(
    works: Works,
) -> None:
    await weigh(works)
    place = group_works(works)
    await place.copied(1)
    await place.answer(1, "Call me.", "Courage.")
    await place.run()
    await say(works, Reason.PRIVATE)
    assert await weigh(works) == 1
    await place.run()
    assert place.comments == ["🦊 Fox · 1.2"]
    await decide_all(works)
    await place.run()
    assert sorted(place.comments) == ["🦊 Fox · 1.1", "🦊 Fox · 1.2"]
    assert await remove_reply(
        1,
        1,
        storage=works.storage,
        votes=Votes(),
        zone=ZoneInfo("UTC"),
        now=works.clock.now(),
    )
    await place.run()
    assert place.comments == ["🦊 Fox · 1.2"]


async def decide_all(works: Works) -> None:
    """Moderators approve whatever waits."""
    now, rng = works.clock.now(), random.Random(3)
    names = await lay_sheets(
        storage=works.storage, now=now, rng=rng, weigh=lambda _reply: 1, most=100
    )
    for name in names:
        async with works.storage.reading() as tables:
            stand = stand_of_sheet(name, await tables.replies.on_sheet(name))
        await decide(storage=works.storage, name=name, stand=stand, reason=None, until=now)
    slots = ReplySlots(timedelta(0))
    assert await settle(storage=works.storage, slots=slots, rng=rng, zone=ZoneInfo("UTC"), now=now)
