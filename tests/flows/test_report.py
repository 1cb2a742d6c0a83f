"""Reports: counted at once, acted upon at fixed times, and without force once looked at."""

from datetime import date, timedelta

import pytest

from bot.domain.ranking import USUAL
from bot.domain.reports import Reason, Thresholds
from bot.domain.whisper import State
from bot.flows.moderation.hide import hide_due
from bot.flows.moderation.remove import restore, take_down
from bot.flows.moderation.report import Reported, Stand, report, stand_of
from bot.flows.publishing.publish import publish_due
from bot.memory.reporters import Reporters
from storage.outbox import Outbox
from tests.kit.outbox import post_of, release, run
from tests.kit.works import Works

TODAY = date(2026, 11, 25)


async def _may() -> None:
    return None


async def _again() -> Reported:
    return Reported.AGAIN


async def say(
    works: Works, reason: Reason, number: int = 1, *, light: bool = False
) -> Reported | Stand:
    return await report(
        storage=works.storage,
        number=number,
        reason=reason,
        light=light,
        refusal=_may,
        day=TODAY,
    )


async def weigh(works: Works, reporters: Reporters | None = None) -> int:
    """The next time for hiding."""
    works.clock.pass_(seconds=300)
    return await hide_due(
        storage=works.storage,
        chat=works.press.chat,
        thresholds=Thresholds(),
        weights=USUAL,
        reporters=reporters or Reporters(),
        every=timedelta(minutes=5),
        now=works.clock.now(),
    )


@pytest.fixture
async def posted(works: Works) -> Works:
    await release(works, "one", "two")
    await run(works)
    await weigh(works)
    return works


async def test_three_mild_reports_hide_a_post_and_two_do_not(posted: Works) -> None:
    assert await say(posted, Reason.CRUEL) is Reported.COUNTED
    assert await say(posted, Reason.SPAM) is Reported.COUNTED
    assert await weigh(posted) == 0
    assert await say(posted, Reason.CRUEL) is Reported.COUNTED
    assert await weigh(posted) == 1
    await run(posted)
    hidden = posted.channel.messages[2]
    assert (hidden.photo, hidden.caption) == (b"notice: This whisper is being looked at.", "#1")


async def test_what_does_not_stand_is_not_counted(posted: Works) -> None:
    await say(posted, Reason.VIOLENCE)
    await weigh(posted)
    assert await say(posted, Reason.SPAM) is Stand.HIDDEN
    await take_down(
        storage=posted.storage, number=1, to=State.REMOVED, reason=None, now=posted.clock.now()
    )
    assert await say(posted, Reason.SPAM) is Stand.GONE
    assert await say(posted, Reason.SPAM, number=77) is Stand.UNKNOWN
    await release(posted, "three")
    assert await say(posted, Reason.SPAM, number=3) is Stand.COMING
    async with posted.storage.reading() as tables:
        [only] = await tables.reports.of(1)
        assert await tables.reports.of(77) == ()
    assert (only.reason, only.times) == ("violence", 1)


async def test_a_restored_post_takes_another_reason_and_twice_as_many_people(
    posted: Works,
) -> None:
    await say(posted, Reason.VIOLENCE)
    await weigh(posted)
    assert await restore(storage=posted.storage, number=1, now=posted.clock.now())
    for _ in range(5):
        assert await say(posted, Reason.VIOLENCE) is Reported.LOOKED_AT
    assert await say(posted, Reason.SEXUAL) is Reported.COUNTED
    assert await weigh(posted) == 0
    assert await say(posted, Reason.SEXUAL) is Reported.COUNTED
    assert await weigh(posted) == 1


async def test_a_restored_post_stands_as_it_was(posted: Works) -> None:
    before = posted.channel.messages[2]
    await say(posted, Reason.PRIVATE)
    await weigh(posted)
    await run(posted)
    await restore(storage=posted.storage, number=1, now=posted.clock.now())
    await run(posted)
    assert posted.channel.messages[2] == before


async def test_who_may_not_report_changes_nothing(posted: Works) -> None:
    end = await report(
        storage=posted.storage,
        number=1,
        reason=Reason.VIOLENCE,
        light=False,
        refusal=_again,
        day=TODAY,
    )
    assert end is Reported.AGAIN
    async with posted.storage.reading() as tables:
        assert await tables.reports.of(1) == ()
        assert "reports" not in {row.what for row in await tables.daily_counts.since(TODAY)}


async def test_a_time_for_hiding_that_could_not_be_kept_comes_again(
    posted: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    """counted; then the disk fails before the edit is in the outbox."""

    async def fails(*_: object) -> None:
        raise OSError("no room")

    await say(posted, Reason.VIOLENCE)
    with monkeypatch.context() as broken:
        broken.setattr(Outbox, "enqueue", fails)
        with pytest.raises(OSError, match="no room"):
            await weigh(posted)
    post = await post_of(posted, 1)
    assert post is not None
    assert post.state == "live"
    assert await weigh(posted) == 1


async def test_a_hidden_post_that_was_deleted_by_hand_is_simply_gone(posted: Works) -> None:
    del posted.channel.messages[2]
    await say(posted, Reason.VIOLENCE)
    await weigh(posted)
    posted.clock.pass_(seconds=10)
    await publish_due(posted.press)
    assert await stand_of(storage=posted.storage, number=1) is Stand.GONE


async def test_reports_are_told_by_the_day_and_no_finer(posted: Works) -> None:
    await say(posted, Reason.CRUEL)
    await say(posted, Reason.CRUEL, number=2)
    async with posted.storage.reading() as tables:
        rows = await tables.daily_counts.since(TODAY)
    assert {(row.day, row.what, row.times) for row in rows} == {
        (TODAY, "reports", 2),
        (TODAY, "released", 2),
    }
