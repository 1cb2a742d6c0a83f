"""The whole fleet on loopback, a balancer before it, and one journey through two bots and three
channels."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.bots import Bot
from bot.sandbox.people import Person
from tests import servers
from tests.fleet.fleet import INTAKE, PUBLISH, Fleet, fleet
from tests.kills.process import TITLES, previews_in

pytestmark = pytest.mark.skipif(
    (servers.postgresql_folder() is None or servers.valkey_program() is None)
    and not servers.required(),
    reason="no PostgreSQL or Valkey here: apt install postgresql redis-server",
)

PATIENCE = 60.0
WORKERS = {
    "intake-1": INTAKE,
    "intake-2": INTAKE,
    "publish-1": PUBLISH,
    "publish-2": PUBLISH,
}


@pytest.fixture
async def ships(tmp_path: Path, cache: Path) -> AsyncIterator[Fleet]:
    async with fleet(tmp_path, cache, workers=WORKERS) as there:
        await there.start()
        yield there


async def confess(ships: Fleet, person: Person, bot: Bot, name: str, words: str) -> None:
    """Come by the channel's link, write, publish, and wait for the post."""
    chat = ships.world.private_chat(person, bot).live
    person.open_link(f"https://t.me/{bot.username}?start=write_{name}")
    person.send(words, to=bot)

    def shown():
        return next(
            (card for card in previews_in(chat) if f"📮 {TITLES[name]} ▸" in card.labels), None
        )

    preview = await ships.world.wait_until(shown, PATIENCE)
    person.press(preview, "Publish")
    token = words.split()[0]
    await ships.world.wait_until(lambda: ships.posted(name)[token] == 1, PATIENCE)


async def test_a_journey_through_two_bots_and_three_channels(ships: Fleet) -> None:
    bots = list(ships.world.bots.values())
    number = 0
    for name in ships.channels:
        for bot in bots:
            await confess(ships, ships.person(), bot, name, f"whisper-{number:04} It is mine.")
            number += 1
    assert set(ships.posted().values()) == {1}
    assert len(ships.posted()) == number
    posters = {name: {p.sender for p in c.posts if p.photo} for name, c in ships.channels.items()}
    assert posters == {"quay": {bots[0]}, "mill": {bots[1]}, "hill": {bots[0]}}
    assert all(ships.balancer.answered.values()), "both answer"
