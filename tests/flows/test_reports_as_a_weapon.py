"""Accounts that report everything: what they hide, and what they cannot."""

from collections import Counter
from datetime import timedelta

import pytest

from bot.domain.reports import Reason
from bot.flows.moderation.remove import hide_standing, restore
from bot.memory.identity import MemoryRoutes, Purpose, Route
from bot.memory.limits import Tally
from bot.memory.reporters import Reporters
from tests.flows.test_report import say, weigh
from tests.kit.posts import stand
from tests.kit.works import Works

POSTS = 20


class Bot:
    """What one life of the bot remembers of people, and what it lets one of them do."""

    def __init__(self, works: Works) -> None:
        self.works, self.routes, self.reporters = works, MemoryRoutes(), Reporters()
        self.per_day = Tally(most=5, within=timedelta(days=1))
        self.once = Tally(most=1, within=timedelta(days=90))

    async def report(self, account: int, number: int, reason: Reason = Reason.VIOLENCE) -> bool:
        """As ``handlers/reader/report.py`` does it. False: this account may not."""
        now = self.works.clock.now()
        route: Route = await self.routes.issue(account, now)
        mine = self.routes.tag(route, Purpose.REPORTS)
        this = self.routes.tag(route, Purpose.REPORTED, number)
        if not (self.per_day.room(mine, now) and self.once.room(this, now)):
            return False
        weight = self.routes.tag(route, Purpose.WEIGHT)
        light = not await self.reporters.weighs(weight, now)
        await say(self.works, reason, number, light=light)
        self.per_day.count(mine, now)
        self.once.count(this, now)
        await self.reporters.reported(weight, (number, reason.value), now)
        return True


@pytest.fixture
async def channel(works: Works) -> Works:
    await stand(works, *(f"whisper {n}" for n in range(POSTS)))
    await weigh(works)
    return works


async def states(works: Works) -> Counter[str]:
    async with works.storage.reading() as tables:
        posts = [await tables.posts.by_number(n) for n in range(1, POSTS + 1)]
        shown = [case.number for case in await tables.hidden_posts.all() if case.standing]
    found = Counter(post.state for post in posts if post is not None)
    found["before moderators"] = len(shown)
    return found


async def test_one_account_hides_three_and_a_restart_gives_it_no_more(channel: Works) -> None:
    first = Bot(channel)
    for number in range(1, 8):
        await first.report(1, number)
    assert await weigh(channel, first.reporters) == 3
    assert await states(channel) == {"live": 17, "hidden": 3, "before moderators": 2}
    for life in range(3):  # a new process has forgotten the account
        again = Bot(channel)
        for number in range(6 + 5 * life, 11 + 5 * life):
            await again.report(1, number)
        assert await weigh(channel, again.reporters) == 0
    assert (await states(channel))["hidden"] == 3


async def test_fifty_accounts_hide_no_more_than_three_at_once(channel: Works) -> None:
    bot = Bot(channel)
    for account in range(50):
        for number in range(1, POSTS + 1):
            await bot.report(account, number)
    await weigh(channel, bot.reporters)
    await weigh(channel, bot.reporters)
    assert (await states(channel))["hidden"] == 3


async def test_what_was_hidden_wrongly_takes_its_place_until_midnight(channel: Works) -> None:
    """Fifty accounts, each fresh; moderators restore at once what they hide."""
    bot = Bot(channel)
    hidden = 0
    for account in range(50):
        number = account % POSTS + 1
        await bot.report(account, number)
        hidden += await weigh(channel, bot.reporters)
        await restore(storage=channel.storage, number=number, now=channel.clock.now())
    assert hidden == 3
    channel.clock.pass_(hours=24)
    await bot.report(77, 1, Reason.SEXUAL)
    await bot.report(78, 1, Reason.SEXUAL)
    assert await weigh(channel, bot.reporters) == 1


async def test_who_was_wrong_today_counts_as_any_other_reason(channel: Works) -> None:
    bot = Bot(channel)
    await bot.report(1, 1)
    assert await weigh(channel, bot.reporters) == 1
    await restore(storage=channel.storage, number=1, now=channel.clock.now())
    await weigh(channel, bot.reporters)
    await bot.report(1, 2)
    assert await weigh(channel, bot.reporters) == 0
    await bot.report(2, 2, Reason.CRUEL)
    assert await weigh(channel, bot.reporters) == 0
    await bot.report(3, 2, Reason.SPAM)
    assert await weigh(channel, bot.reporters) == 1
    channel.clock.pass_(hours=25)
    await bot.report(1, 3)
    assert await weigh(channel, bot.reporters) == 1


async def test_what_many_love_takes_two(channel: Works) -> None:
    bot = Bot(channel)
    async with channel.storage.reading() as tables:
        post = await tables.posts.by_number(5)
    assert post is not None
    async with channel.storage.transaction() as tables:
        await tables.reactions.record(post.chat, post.message_id, channel.clock.now(), {"❤": 10})
    await bot.report(1, 5)
    assert await weigh(channel, bot.reporters) == 0
    await bot.report(2, 5)
    assert await weigh(channel, bot.reporters) == 1


async def test_a_busy_channel_has_room_for_a_tenth(works: Works) -> None:
    await stand(works, *(f"whisper {n}" for n in range(40)))
    await weigh(works)
    bot = Bot(works)
    for number in range(1, 11):
        await bot.report(number, number)
    assert await weigh(works, bot.reporters) == 4


async def test_moderators_hide_or_leave_what_the_brake_left_standing(channel: Works) -> None:
    bot = Bot(channel)
    for number in range(1, 6):
        await bot.report(number, number)
    await weigh(channel, bot.reporters)
    now = channel.clock.now()
    assert await hide_standing(storage=channel.storage, number=4, now=now)
    assert not await hide_standing(storage=channel.storage, number=4, now=now)
    assert await restore(storage=channel.storage, number=5, now=now)
    assert not await restore(storage=channel.storage, number=5, now=now)
    found = await states(channel)
    assert (found["hidden"], found["live"]) == (4, 16)
    async with channel.storage.reading() as tables:
        assert all(each.immune for each in await tables.reports.of(5))
