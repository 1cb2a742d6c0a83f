"""Chosen places lie in pages of their own: nothing is left of them once they are forgotten."""

import random
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.places.place import Place
from bot.domain.whisper import State, WhisperKey
from storage import Storage
from storage.engines.journal import journal_of
from tests.kit.whispers import a_whisper

pytestmark = pytest.mark.file("its bytes")

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=30)


def left(path: Path, chosen: dict[int, Place]) -> list[Place]:
    """Which of these are in the database's file, or in its journal."""
    data = path.read_bytes()
    journal = journal_of(path)
    data += journal.read_bytes() if journal.exists() else b""
    return [place for place in chosen.values() if place.encode() in data]


async def released(storage: Storage, count: int) -> dict[int, Place]:
    """So many whispers, each with a place of its own, in and out of the pool in parts."""
    chosen: dict[int, Place] = {}
    rng = random.Random(3)
    while len(chosen) < count:
        keys: dict[WhisperKey, Place] = {}
        for n in range(rng.randint(1, 9)):
            place = Place(f"FR.84.{91_000_000 + len(chosen) + n}")
            whisper = a_whisper("I kept it. " * rng.randint(1, 90), place=place)
            async with storage.transaction() as tables:
                await tables.whispers.add(
                    whisper,
                    handle_hash=secrets.token_bytes(32),
                    receipt_hash=secrets.token_bytes(32),
                )
            keys[whisper.key] = place
        async with storage.transaction() as tables:
            first = await tables.runtime_settings.take_numbers(len(keys))
            waiting = await tables.whispers.places_in_pool()
            assert waiting == keys
            out = await tables.whispers.release(list(keys), first)
            numbers = {first + n: keys[key] for n, key in enumerate(out)}
            await tables.places.keep(numbers, LATER)
            chosen |= numbers
    return chosen


async def test_what_was_chosen_is_gone_from_the_disk_after_thirty_days(storage: Storage):
    chosen = await released(storage, 300)
    assert len(left(storage.path, chosen)) == len(chosen)
    shown = {number: Place("FR") if number % 2 else None for number in chosen}
    async with storage.transaction() as tables:
        await tables.places.show(shown)
    async with storage.transaction() as tables:
        await tables.places.forget_chosen(LATER)
    async with storage.transaction() as tables:  # the journal of the one before is overwritten
        assert len(await tables.places.every(LATER)) == sum(
            place is not None for place in shown.values()
        )
    assert left(storage.path, chosen) == []


async def test_what_was_chosen_is_gone_from_the_disk_when_its_whisper_is_taken_back(
    storage: Storage,
):
    chosen = await released(storage, 60)
    for number in chosen:
        async with storage.transaction() as tables:
            whisper = await tables.whispers.by_number(number)
            assert whisper is not None
            assert await tables.whispers.take_down(whisper.key, State.WITHDRAWN, None)
    async with storage.transaction() as tables:
        assert await tables.places.every(NOW) == ()
    assert left(storage.path, chosen) == []


@pytest.mark.parametrize("end", ["erase", "reject"])
async def test_what_was_chosen_goes_with_a_whisper_that_never_comes_out(storage: Storage, end: str):
    place = Place("FR.84.91000001")
    whisper = a_whisper(place=place)
    async with storage.transaction() as tables:
        await tables.whispers.add(
            whisper, handle_hash=secrets.token_bytes(32), receipt_hash=secrets.token_bytes(32)
        )
    assert left(storage.path, {1: place})
    async with storage.transaction() as tables:
        if end == "erase":
            assert await tables.whispers.erase(whisper.key)
        else:
            assert await tables.whispers.reject(whisper.key, "unkind")
    async with storage.transaction() as tables:
        assert await tables.whispers.count(State.POOL) == 0
    assert left(storage.path, {1: place}) == []


async def test_a_step_counts_what_lies_in_it_and_nothing_that_only_begins_so(storage: Storage):
    shown = ["FR", "FR.84", "FR.84.1", "FR.84.12", "FR.8", "FRX", "FR.841.1"]
    async with storage.transaction() as tables:
        await tables.places.keep({n: Place("FR") for n in range(len(shown))}, LATER)
        await tables.places.show({n: Place(each) for n, each in enumerate(shown)})
        steps = [Place(each) for each in ("FR", "FR.84", "FR.84.1")]
        assert list((await tables.places.printed(steps, 9)).values()) == [6, 3, 1]
        exact = await tables.places.printing([Place("FR.84")], NOW)
        assert [each.key for each in exact] == [1]
