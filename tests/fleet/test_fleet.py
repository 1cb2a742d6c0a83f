"""The whole fleet on loopback: every command of deploy/compose.yaml as a process of its own, Caddy
with our Caddyfile before them where it is installed, and a journey through two bots and three
channels."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.ops.pulse import PULSE_NAME
from bot.renderers import IN_USE
from bot.sandbox.bots import Bot
from bot.sandbox.people import Person
from tests import servers
from tests.fleet.balancer import caddy_program
from tests.fleet.compose import services_of
from tests.fleet.fleet import Fleet, fleet
from tests.kills.process import TITLES, previews_in

pytestmark = pytest.mark.skipif(
    (servers.postgresql_folder() is None or servers.valkey_program() is None)
    and not servers.required(),
    reason="no PostgreSQL or Valkey here: apt install postgresql redis-server",
)

PATIENCE = 60.0
WORKERS = {name: tuple(service["command"]) for name, service in services_of("sotto-fleet").items()}
"""By name, what each container runs."""


@pytest.fixture
async def ships(tmp_path: Path, cache: Path) -> AsyncIterator[Fleet]:
    caddy = caddy_program() is not None
    async with fleet(tmp_path, cache, workers=WORKERS, with_caddy=caddy) as there:
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
    await ships.world.wait_until(lambda: all(handled(ships).values()), PATIENCE)
    told = {name: pulse_of(ships, name) for name in ships.workers if "render" not in name}
    assert [each["renderers"] for each in told.values()] == [{IN_USE: 2}] * len(told)
    assert sum(each["drawn_elsewhere"] for each in told.values()) > 0


def handled(ships: Fleet) -> dict[str, int]:
    """How many updates each process that answers has handled, as it says every few seconds."""
    return {name: pulse_of(ships, name)["handled"] for name in ships.ports}


def pulse_of(ships: Fleet, name: str) -> Any:
    return json.loads((ships.data / name / PULSE_NAME).read_text())
