"""Readers are offered places, and under each its whispers: codes are compared, and never a
position."""

from collections.abc import Iterable, Sequence

from bot.domain.places.around import places_here, wider
from bot.domain.places.place import Place
from bot.memory.feed_orders import FeedOrders
from storage import Storage, Tables
from storage.standings import StandingRow

ENOUGH = 10
"""The number of whispers that feeds may show and whose posts name a place, before it is offered."""

_SPARE = 2
"""The factor by which more are looked up, since feeds show fewer than stand."""


async def places_offered(
    meant: Sequence[Place], *, storage: Storage, channels: Sequence[int], orders: FeedOrders
) -> tuple[Place, ...]:
    """Return the places that are named often enough, among those that somebody may mean, the towns
    around them, their regions and countries. The first is ``meant``'s first, where it is one of
    them."""
    reach = [each for place in meant for each in places_here(place)]
    reach += [each for place in meant for each in wider(place)]
    async with orders.turn(), storage.reading() as tables:
        return await _named_enough(dict.fromkeys(reach), tables, channels)


async def rows_of_place(
    place: Place, tables: Tables, channels: Sequence[int], most: int
) -> list[StandingRow]:
    """Return whispers that name this place, or a town around it: of each channel the newest. No
    place that is not offered is in it."""
    places = await _named_enough(places_here(place), tables, channels)
    rows: list[StandingRow] = []
    for channel in channels:
        there = tables.of(channel)
        numbers = await there.places.newest(places, _SPARE * most)
        rows += (await there.standings.of(numbers))[:most]
    return rows


async def _named_enough(
    places: Iterable[Place], tables: Tables, channels: Sequence[int]
) -> tuple[Place, ...]:
    found = []
    for place in places:
        named = 0
        for channel in channels:
            named += await tables.of(channel).places.named_by(place, ENOUGH - named)
            if named == ENOUGH:
                found.append(place)
                break
    return tuple(found)
