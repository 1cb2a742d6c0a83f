"""The moderators' picture: from what is counted by the day, and nothing finer."""

import io
from datetime import date, timedelta

import pytest
from PIL import Image

from bot.cards.draw import chart
from bot.domain.reports import Reason
from bot.flows.moderation.stats import forget_old_tallies, stats
from bot.i18n import LANGUAGES, translator_for
from handlers.moderators.stats import order
from tests.flows.test_report import say, weigh
from tests.kit.outbox import release, run
from tests.kit.works import Works

TODAY = date(2026, 11, 25)


async def test_releases_reports_and_what_waits_are_shown(works: Works) -> None:
    await release(works, "one", "two", "three")
    await run(works)
    await weigh(works)
    await say(works, Reason.VIOLENCE)
    await weigh(works)
    found = await stats(storage=works.storage, today=TODAY)
    assert found.released[-1] == 3
    assert found.reports[-1] == 1
    assert (found.waiting.hidden, found.waiting.pool) == (1, 0)


async def test_counts_go_when_neither_the_picture_nor_the_log_shows_them(works: Works) -> None:
    await release(works, "one")
    later = TODAY + timedelta(days=91)
    await forget_old_tallies(storage=works.storage, today=later)
    async with works.storage.reading() as tables:
        assert await tables.daily_counts.since(date(2000, 1, 1)) == ()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_can_be_drawn_with_and_without_figures(works: Works, language: str) -> None:
    """as JPEG, upright, and different once there is something to show"""
    pictures = []
    for words in ((), ("one", "two")):
        await release(works, *words)
        await run(works)
        found = await stats(storage=works.storage, today=TODAY)
        pictures.append(chart.draw(order(found, translator_for(language))))
    for picture in pictures:
        with Image.open(io.BytesIO(picture)) as image:
            assert (image.format, image.size) == ("JPEG", (1080, 1440))
    assert pictures[0] != pictures[1]
