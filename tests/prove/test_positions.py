"""Somebody seizes everything, and finds no position that was ever sent; nor does anybody find out
more about where somebody is than the list of towns says."""

import base64
import random
import signal
import struct
import zlib

import numpy as np
import pytest

from bot.domain.places.place import Narrowest
from bot.domain.places.towns import kilometres, nearest, towns, unit_vectors
from bot.flows.places.offered import offered_for_position
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.prove.authors import clean, preview_of, receipt_of, tap, words_of
from tests.prove.positions import KEEPS_POSITIONS, Spot, forms, geohash, spots, traces
from tests.prove.scan import Image
from tests.prove.town import PLAIN, ProofTown, town_of

ON = {"SOTTO_PLACES": "town", "SOTTO_DRAFT_TTL": "20s", "SOTTO_RECEIPT_TTL": "1s"}


async def _sends_a_position(town: ProofTown, author: Person, index: int, spot: Spot) -> Message:
    """For what they write; returns its preview."""
    author.send(words_of(index))
    preview = await preview_of(town, author)
    await tap(town, author, preview, "📍")
    await tap(town, author, preview, "Find it")
    await town.until(lambda: any(each.markup for each in author.chat))
    author.share_location(spot.latitude, spot.longitude)
    return preview


async def finds_itself(town: ProofTown, author: Person, index: int, spot: Spot) -> None:
    """Writes, sends a position, takes the town that is offered, and publishes."""
    preview = await _sends_a_position(town, author, index, spot)
    await tap(town, author, preview, "📍 Lyon, France")
    await tap(town, author, preview, "Publish")
    await receipt_of(town, author)


async def ends_halfway(town: ProofTown, author: Person, index: int, spot: Spot) -> None:
    """Sends a position, and then nothing more."""
    await _sends_a_position(town, author, index, spot)
    await town.until(lambda: _gone(author))


async def looks_around(town: ProofTown, reader: Person, index: int, spot: Spot) -> None:
    """Asks what is near."""
    reader.send("/near")
    await town.until(lambda: any(each.markup for each in reader.chat))
    reader.share_location(spot.latitude, spot.longitude)
    await town.until(lambda: _gone(reader))


async def sends_one_unasked(town: ProofTown, author: Person, index: int, spot: Spot) -> None:
    author.send_location(spot.latitude, spot.longitude)
    await town.until(lambda: _gone(author))


def _gone(author: Person) -> bool:
    return not any(m.media is not None and m.media.kind == "location" for m in author.chat)


SCENES = (
    *(finds_itself, finds_itself, finds_itself),
    *(ends_halfway, looks_around, sends_one_unasked),
)


async def live(town: ProofTown) -> tuple[Spot, ...]:
    where = spots(len(town.people))
    for index, (author, spot) in enumerate(zip(town.people, where, strict=True)):
        await SCENES[index % len(SCENES)](town, author, index, spot)
    await town.until(lambda: len(town.cards) >= 2)
    return where


async def test_no_position_is_left_anywhere(tmp_path, figure):
    async with town_of(tmp_path, 6) as town:
        await town.start(program=PLAIN, **ON)
        where = await live(town)
        running = town.image()
        for author in town.people:
            await clean(town, author)
        assert await town.lives[-1].end(signal.SIGTERM) == 0
        found = {*traces(running, where), *traces(town.image(), where)}
        figure("positions: sent, traces found", f"{len(where)}, {len(found)}")
        assert found == set()
        assert town.found() == ()


async def test_no_position_is_left_by_a_bot_that_is_killed(tmp_path):
    async with town_of(tmp_path, 3) as town:
        life = await town.start(program=PLAIN, **ON)
        where = spots(3)
        await finds_itself(town, town.people[0], 0, where[0])
        await ends_halfway(town, town.people[1], 1, where[1])
        await life.end(signal.SIGKILL)
        assert traces(town.image(), where) == ()


@pytest.mark.parametrize("leak", KEEPS_POSITIONS)
async def test_a_build_that_keeps_a_position_is_caught(leak, tmp_path, figure):
    async with town_of(tmp_path, 6) as town:
        await town.start(program=("tests.prove.leaks", leak), **ON)
        where = await live(town)
        found = traces(town.image(), where)
    figure(f"broken build: {leak}", f"caught: {len(found)} traces of positions")
    assert found


def test_each_form_of_a_position_would_be_found():
    spot = spots(1)[0]
    for needle, _, how in forms(spot):
        image = Image()
        image.add("as it is", b"\x00\x01" + needle + b"\xfe")
        assert traces(image, (spot,)), how
    double = struct.pack("<d", spot.latitude)
    for hidden in (
        base64.b64encode(b"x" + double),
        double.hex().encode(),
        zlib.compress(b"at " + f"{spot.latitude:.5f}".encode()),
        b'{"hash": "' + geohash(spot, 7).encode() + b'"}',
    ):
        image = Image()
        image.add("packed", hidden)
        assert traces(image, (spot,)), hidden


def test_ten_thousand_forged_positions_tell_nothing_finer_than_the_list_of_towns(figure):
    """All that is answered for a position is one of a short list of towns and countries, and which
    one is drawn by distance to the list alone: nobody else's whereabouts, and no whisper, count."""
    rng = random.Random(20)
    table, seen = towns(), set()
    for _ in range(10_000):
        latitude, longitude = rng.uniform(-90, 90), rng.uniform(-180, 180)
        offered = offered_for_position(latitude, longitude, "en", Narrowest.TOWN)
        again = offered_for_position(latitude, longitude, "en", Narrowest.TOWN)
        assert offered == again
        here = unit_vectors(np.array([[latitude, longitude]]))[0]
        for place, each in zip(nearest(latitude, longitude), offered, strict=False):
            seen.add(each.number)
            if (town := table.town_of(place)) is not None:
                row = table.every.index(town)
                rivals = table.points[: table.big]
                own = [n for n in range(table.big) if table.every[n].country == town.country]
                if rng.random() < 0.01:
                    assert row == own[int(np.argmin(kilometres(rivals[own], here)))]
    assert all(table.numbered(number) is not None for number in seen)
    figure("forged positions, different answers", f"10,000, {len(seen)}")
