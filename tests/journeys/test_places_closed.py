"""A channel that is closed still keeps what its places promise."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.places.place import Place
from bot.domain.whisper import State
from bot.flows.moderation.remove import take_down
from storage import Storage
from storage.scope import Scope
from tests.kit.posts import standing_card
from tests.kit.several import Campus, love_and_work
from tests.kit.town import PATIENCE, ModeratedTown

LYON = Place("FR.84.2996944")


@pytest.fixture
def campus(moderated: ModeratedTown) -> Campus:
    return love_and_work(moderated)


async def printed(work: Storage) -> list[Place | None]:
    async with work.reading() as tables:
        return [await tables.places.shown_of(number) for number in (1, 2, 3)]


async def test_in_a_closed_channel_a_withdrawal_makes_the_places_of_others_wider(campus: Campus):
    async with campus.with_entries(places="town") as running:
        await campus.places_decided(running.services.shared.storage.within(Scope(2)))
    async with campus.with_entries("love", places="town") as running:
        work = running.services.shared.storage.within(Scope(2))
        now = campus.world.clock.now()
        async with work.transaction() as tables:
            for number in (1, 2, 3):
                await standing_card(tables, number, f"The letter number {number}.")
                await tables.places.keep({number: LYON}, now + timedelta(days=30))
            await tables.places.show(dict.fromkeys((1, 2, 3), LYON))
        assert await printed(work) == [LYON] * 3
        await take_down(storage=work, number=2, to=State.WITHDRAWN, reason=None, now=now)
        async with asyncio.timeout(PATIENCE):
            while await printed(work) != [None] * 3:
                await asyncio.sleep(0.02)
