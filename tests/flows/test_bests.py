"""The best of a week and of a year: when asked for, once for each, whatever digests showed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.days import Span
from bot.domain.states import DigestState
from bot.domain.whisper import State
from bot.flows.bests import ask_best, best_due, is_asked, looked_at_first
from bot.flows.digest import digest_due
from bot.flows.moderation.remove import take_down
from tests.flows.test_digest import RULES, hearts
from tests.kit.outbox import release, run
from tests.kit.works import CHAT, Works

MONDAY = date(2026, 11, 23)


@pytest.fixture
async def loved(works: Works) -> Works:
    """Four whispers on a Wednesday; #2 is loved most, #4 not at all. The digest has shown three."""
    await release(works, "one", "two", "three", "four")
    await run(works)
    await hearts(works, {1: {"❤": 3}, 2: {"❤": 24}, 3: {"🥰": 9}, 4: {"🤡": 9}})
    works.clock.pass_(hours=8)
    await digest_due(works.press, RULES)
    await run(works)
    return works


async def ask(works: Works, span: Span = Span.WEEK) -> date | None:
    return await ask_best(
        storage=works.storage, span=span, now=works.clock.now(), zone=RULES.zone, chat=CHAT
    )


async def tick(works: Works) -> None:
    works.clock.pass_(minutes=1)  # the pace of the channel
    await best_due(works.press, RULES)
    await run(works)


def bests(works: Works) -> list[str]:
    return [line for line in works.channel.lines() if line.startswith("Best of")]


def caption(works: Works) -> str:
    return works.channel.messages[max(works.channel.messages)].caption


async def friday(works: Works) -> None:
    works.clock.pass_(hours=48)


async def test_the_best_of_a_week_shows_what_digests_have_shown_already(loved: Works):
    await friday(loved)
    assert await ask(loved) == MONDAY
    assert await is_asked(loved.press)
    await tick(loved)
    lines = caption(loved).splitlines()
    assert lines[0] == "<b>Best of the week · 23 November 2026 – 29 November 2026</b>"
    assert [line.split("</a>")[1].split(" ")[1] for line in lines[1:4]] == ["two", "three", "one"]
    assert not await is_asked(loved.press)


async def test_it_is_posted_once_however_often_it_is_asked_for(loved: Works):
    await friday(loved)
    await ask(loved)
    await tick(loved)
    assert await ask(loved) is None
    async with loved.storage.transaction() as tables:  # two commands at the same moment
        await tables.runtime_settings.week_asked.put(MONDAY)
    await tick(loved)
    await tick(loved)
    assert len(bests(loved)) == 1
    assert await ask(loved, Span.YEAR) == date(2026, 1, 1), "a year is another one"
    await tick(loved)
    assert bests(loved)[1:] == ["Best of the year · 2026"]


async def test_the_week_is_the_one_whose_end_is_nearest_and_nothing_else_is_in_it(loved: Works):
    loved.clock.pass_(hours=6 * 24)  # Tuesday, and one more of the new week
    await release(loved, "of the next week")
    await run(loved)
    await hearts(loved, {5: {"❤": 99}})
    assert await ask(loved) == MONDAY
    await tick(loved)
    assert "of the next week" not in caption(loved)
    assert len(bests(loved)) == 1


async def test_without_enough_reactions_there_is_none_and_it_may_be_asked_for_again(works: Works):
    await release(works, "one", "two")
    await run(works)
    await friday(works)
    await ask(works)
    await tick(works)
    assert not bests(works)
    assert not await is_asked(works.press)
    await hearts(works, {1: {"❤": 3}, 2: {"❤": 24}})
    assert await ask(works) == MONDAY
    await tick(works)
    assert len(bests(works)) == 1


async def test_what_is_taken_down_leaves_it(loved: Works):
    await friday(loved)
    await ask(loved)
    await tick(loved)
    now = loved.clock.now()
    assert await take_down(
        storage=loved.storage, number=2, to=State.WITHDRAWN, reason=None, now=now
    )
    await run(loved)
    best = next(
        m for m in loved.channel.messages.values() if (m.caption or "").startswith("<b>Best of")
    )
    assert best.caption.splitlines()[0].startswith("<b>Best of the week")
    assert "two" not in best.caption
    assert "withdrawn by its author" in best.caption


async def test_a_covered_whisper_is_covered_in_it(works: Works):
    await release(works, "one", "two", cover=True)
    await run(works)
    await hearts(works, {1: {"❤": 3}, 2: {"❤": 24}})
    await friday(works)
    await ask(works)
    await tick(works)
    assert "Sensitive topic" in caption(works)
    assert "two" not in caption(works)


async def test_one_that_was_given_up_may_be_asked_for_again(loved: Works):
    await friday(loved)
    await ask(loved)
    async with loved.storage.transaction() as tables:
        assert await tables.bests.decide(CHAT, Span.WEEK, MONDAY, [(1, 2)])
        assert not await tables.bests.decide(CHAT, Span.WEEK, MONDAY, [(1, 2)])
        await tables.bests.drop(CHAT, Span.WEEK, MONDAY)
        assert await tables.bests.of(CHAT, Span.WEEK, MONDAY) is DigestState.DROPPED
        assert await tables.bests.showing(2) == ()
    assert await ask(loved) == MONDAY
    await tick(loved)
    assert len(bests(loved)) == 1


async def test_looking_first_decides_nothing(loved: Works):
    await friday(loved)
    entries = await looked_at_first(loved.storage, CHAT, RULES, Span.WEEK, MONDAY)
    assert [entry.number for entry in entries] == [2, 3, 1]
    only = await looked_at_first(loved.storage, CHAT, replace(RULES, size=2), Span.WEEK, MONDAY)
    assert [entry.number for entry in only] == [2, 3]
    assert not await is_asked(loved.press)
    async with loved.storage.reading() as tables:
        assert await tables.bests.of(CHAT, Span.WEEK, MONDAY) is None


@pytest.mark.parametrize(
    ("today", "week", "year"),
    [
        (date(2026, 11, 25), date(2026, 11, 16), date(2026, 1, 1)),
        (date(2026, 11, 29), date(2026, 11, 23), date(2026, 1, 1)),
        (date(2026, 11, 27), date(2026, 11, 23), date(2026, 1, 1)),
        (date(2027, 1, 2), date(2026, 12, 28), date(2026, 1, 1)),
        (date(2024, 2, 29), date(2024, 2, 19), date(2023, 1, 1)),
    ],
)
def test_the_nearest_end_says_which_one_is_meant(today: date, week: date, year: date):
    assert Span.WEEK.nearest(today) == week
    assert Span.YEAR.nearest(today) == year
    assert Span.WEEK.after(week) == week + timedelta(days=7)
    assert Span.DAY.nearest(today) in (today, today - timedelta(days=1))
