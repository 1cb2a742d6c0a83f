"""A digest of one place: what names it, or a place in it, and nothing else."""

from dataclasses import replace

import pytest

from bot.domain.places.place import Place
from bot.flows.digest import digest_due
from tests.flows.test_digest import RULES, hearts
from tests.flows.test_places import LYON, NICE, accept, gone, slot
from tests.kit.outbox import run
from tests.kit.works import Works


@pytest.fixture
async def loved(works: Works) -> Works:
    """Two of nowhere, three of Lyon, one of Nice, which prints its country; all are loved."""
    await accept(works, None, None)
    await slot(works)
    await accept(works, LYON, LYON, LYON)
    await slot(works)
    await accept(works, NICE)
    await slot(works)
    await hearts(works, {number: {"❤": 10 - number} for number in range(1, 7)})
    return works


async def shown(works: Works, place: Place) -> bytes | None:
    works.clock.pass_(hours=8)
    await digest_due(works.press, replace(RULES, place=place))
    await run(works)
    return works.channel.messages[max(works.channel.messages)].photo


@pytest.mark.parametrize(
    ("place", "poster"),
    [
        (LYON, b"poster: 1. #3, 2. #4, 3. #5"),
        (Place("FR"), b"poster: 1. #3, 2. #4, 3. #5, 4. #6"),
    ],
)
async def test_a_digest_of_a_place_shows_what_names_it_or_a_place_in_it(
    loved: Works, place: Place, poster: bytes
):
    assert await shown(loved, place) == poster


async def test_what_does_not_name_the_place_any_more_is_in_no_digest_of_it(loved: Works):
    await gone(loved, 4)
    await slot(loved)
    posts = len(loved.channel.messages)
    await shown(loved, LYON)
    assert len(loved.channel.messages) == posts
