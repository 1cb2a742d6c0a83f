"""The scene holds all that is there when the page opens: channels, a moderators' group, a few
people."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import assembled
from bot.cards.studio import Studio
from bot.demo.page.places import ShownChannel, configuration_of, open_places
from bot.demo.story import PEOPLE
from bot.domain.mixing import Mixing
from bot.running import Running
from bot.sandbox.bots import Bot
from bot.sandbox.chats import Channel, Group, PrivateChat, Supergroup
from bot.sandbox.clock import WorldClock
from bot.sandbox.people import Person
from bot.sandbox.server import Server
from bot.sandbox.world import World
from bot.settings import Settings

PERSONAS = {
    name: PEOPLE[name] for name in ("Maya", "Théo", "Lucía", "Аня", "ليلى", "陽菜", "Arjun")
}
"""The people whom the visitor can be: name -> language of the app."""

MODERATORS = {"Noor": "en", "Émile": "fr"}
MANAGER = "Ines"
REACTIONS = ("❤", "🤗", "😢", "🙏", "🔥", "👏")
CROWD = 20

DIGEST_AT = time(20, 0)
_MORNING = time(8, 29, 30)
"""Half a minute before a release slot, so that the channel fills soon after the start."""


@dataclass(slots=True)
class Scene:
    """A world with a bot that is not running yet, and who is who."""

    world: World
    bot: Bot
    places: tuple[ShownChannel, ...]
    group: Supergroup
    managers: Supergroup
    friends: Group | Supergroup  # a group without the bot, into which cards are dropped
    personas: tuple[Person, ...]
    moderators: tuple[Person, ...]
    manager: Person
    crowd: tuple[Person, ...]
    settings: Settings | None = None  # the first channel's
    ready: bool = False
    """Whether the bot is running."""

    @property
    def channels(self) -> tuple[Channel, ...]:
        return tuple(place.chat for place in self.places)

    @property
    def mixing(self) -> Mixing:
        assert self.settings is not None
        return self.settings.mixing_rules

    def private(self, person: Person) -> PrivateChat:
        return self.world.private_chat(person, self.bot)

    def next_digest(self, now: datetime) -> datetime:
        """Return the first digest time after ``now``."""
        today = datetime.combine(now.date(), DIGEST_AT, UTC)
        return today if today > now else today + timedelta(days=1)


def make_scene(channels: int = 1) -> Scene:
    """Make this morning, in a world where time can be skipped, with so many channels."""
    world = World(WorldClock(datetime.combine(datetime.now(UTC).date(), _MORNING, UTC)))
    bot = world.add_bot()
    bot.inline = True
    places = open_places(world, bot, channels)
    for place in places:
        place.chat.available_reactions = REACTIONS
    group, managers = (
        world.add_group(f"Sotto {who}", supergroup=True) for who in ("moderators", "managers")
    )
    assert isinstance(group, Supergroup)
    assert isinstance(managers, Supergroup)
    group.admit(bot, admin=True)
    managers.admit(bot, admin=True)
    manager = world.add_person(MANAGER, language="en")
    managers.admit(manager, admin=True)
    moderators = [world.add_person(name, language=code) for name, code in MODERATORS.items()]
    for moderator in moderators:
        group.admit(moderator, admin=True)
    friends = world.add_group("A friend’s chat")
    personas = [world.add_person(name, language=code) for name, code in PERSONAS.items()]
    for person in (*personas, *moderators):
        friends.admit(person)
    return Scene(
        world=world,
        bot=bot,
        places=places,
        group=group,
        managers=managers,
        friends=friends,
        personas=tuple(personas),
        moderators=tuple(moderators),
        manager=manager,
        crowd=tuple(world.add_person(f"Reader {n}") for n in range(1, CROWD + 1)),
    )


def furnish(scene: Scene, server: Server, folder: Path, **changes: Any) -> Settings:
    """Return the settings of the bot in this scene; the scene remembers them."""
    values: dict[str, Any] = {
        "token": SecretStr(scene.bot.token),
        "channel": scene.channels[0].id,
        "moderators": scene.group.id,
        "campaigns": scene.managers.id,
        "moderation": "hybrid",  # so that a first whisper comes out, and moderators have work
        "review_every": timedelta(0),
        "reports_every": timedelta(0),
        "reply_every": timedelta(minutes=10),  # as often as whispers come out here
        "undo": timedelta(seconds=10),
        "bot_api": server.root,
        "data": folder / "data",
        "mix": "quick",
        "release_share": 1.0,  # the next slot shows what was written before it
        "digest_time": DIGEST_AT,
        "pace": timedelta(milliseconds=300),
        "probe_after": timedelta(seconds=5),
        "author_limit": 20,
        "receipt_ttl": timedelta(minutes=90),  # the hint lets an hour pass: it is there still
        "places": "town",
        "stop_grace": timedelta(seconds=3),
        **changes,
    }
    scene.settings = Settings(_env_file=None, **values)  # type: ignore[call-arg]
    return scene.settings


async def _open_lazily(**wanted: Any) -> Studio:
    """Open a studio whose pictures are painted when they are first shown, not all of them before
    the start."""
    return await Studio.open(**{**wanted, "progress": None})


@asynccontextmanager
async def running(
    scene: Scene,
    stop: asyncio.Event,
    *,
    open_studio: Callable[..., Awaitable[Studio]] = _open_lazily,
) -> AsyncIterator[Running | None]:
    """Run the bot, as ``sotto run`` builds it, inside the block. None: ``stop`` came first."""
    assert scene.settings is not None
    async with assembled(
        configuration_of(scene.places, scene.settings),
        stop,
        clock=scene.world.clock,
        open_studio=open_studio,
    ) as bot:
        if bot is None:
            yield None
            return
        serving = asyncio.create_task(bot.serve(stop), name="demo:bot")
        scene.ready = True
        try:
            yield bot
        finally:
            stop.set()
            await serving
