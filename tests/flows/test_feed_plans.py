"""A feed costs what it brings: no question of a reader's, and nothing that a reaction asks, reads a
table from end to end."""

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from bot.domain.feeds.asked import Asked, Feed, Period, searching
from bot.domain.places.place import Place
from bot.domain.ranking import USUAL
from bot.flows.feeds.index import fill_step
from bot.flows.feeds.reading import common_tags, one_card, random_card, read_page
from bot.flows.react import record_reactions
from bot.memory.feed_orders import FeedOrders
from storage import Storage
from storage.archive import WHOLE
from storage.schema import terms
from tests.kit.plans import asked_of, plan_of
from tests.kit.posts import CHAT, POSTED, standing_card

pytestmark = pytest.mark.file("SQLite's own plans")

ASKED = [
    *(Asked(Feed.POPULAR, period) for period in Period),
    Asked(Feed.LATEST),
    Asked(Feed.TAG, words="#rain"),
    searching(["rain"]),
    searching(["rain", "night", "no"]),
    Asked(Feed.PLACE, words="DE.07.2928810"),  # Essen, with many towns around it
    Asked(Feed.PLACE, words="DE"),
]


def from_end_to_end(found: list[str]) -> list[str]:
    tables = ("terms", "tags", "standings", "posts", "whispers", "reactions", "photos", "snapshots")
    scans = tuple(f"SCAN {name}" for name in (*tables, "places"))
    return [step for step in found if step.startswith(scans)]


async def stand(storage: Storage) -> None:
    essen = Place("DE.07.2928810")
    async with storage.transaction() as tables:
        for number in range(1, 13):
            await standing_card(tables, number, f"The rain at night, {number} times, no more.")
            await tables.places.keep({number: essen}, POSTED + timedelta(days=30))
        await tables.places.show(dict.fromkeys(range(1, 13), essen))
    while await fill_step(storage=storage, weights=USUAL, now=POSTED):
        pass


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: f"{asked.feed.name}-{asked.words}")
async def test_no_feed_reads_a_table_from_end_to_end(storage: Storage, asked: Asked) -> None:
    await stand(storage)
    with asked_of(storage) as seen:
        page = await read_page(
            asked,
            storage=storage,
            channels=[1],
            orders=FeedOrders(),
            now=POSTED + timedelta(hours=1),
        )
    assert page.cards or asked.feed is Feed.POPULAR or asked.words == "#rain"
    steps = await plan_of(storage, seen)
    assert steps
    assert from_end_to_end(steps) == []


async def test_no_card_no_list_of_tags_and_no_reaction_does(storage: Storage) -> None:
    await stand(storage)
    with asked_of(storage) as seen:
        assert await random_card(
            Asked(Feed.RANDOM), storage=storage, channels=[1], rng=Random(1), orders=FeedOrders()
        )
        assert await one_card(3, storage=storage, channel=1)
        assert await common_tags(storage=storage, channels=[1], most=12)
        assert await record_reactions(
            storage=storage, chat_id=CHAT, message_id=103, counts={"❤": 2}, date=POSTED
        )
    assert from_end_to_end(await plan_of(storage, seen)) == []


async def test_a_reading_from_end_to_end_would_be_seen(storage: Storage) -> None:
    with asked_of(storage) as seen:
        async with storage.engine.reader.begin() as connection:
            await connection.execute(select(terms).prefix_with(WHOLE))
    assert from_end_to_end(await plan_of(storage, seen))
