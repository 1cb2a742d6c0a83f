"""``sotto run`` in a process of its own, before a sandbox world in this one."""

import os
import re
import signal
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.sandbox import Server, World, serve
from bot.sandbox.bots import Bot
from bot.sandbox.chats import Channel, Shared
from bot.sandbox.inbox import Inbox
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from bot.settings.deployment import DeploymentSettings
from tests.kit import forkserver
from tests.kit.database import prepared
from tests.kit.forkserver import Forked
from tests.kit.several import toml_lines

ROOT = Path(__file__).parents[2]
TOKEN_OF = re.compile(r"whisper-\d{4}")
"""Each whisper carries one, so that it is found again in its caption."""

TITLES = {
    "quay": "Along the quay",
    "mill": "At the mill",
    "hill": "Up the hill",
    "yard": "In the yard",
    "park": "Under the trees",
    "lane": "Down the lane",
}
"""Of channels by name, where there are several."""

REAL = "bot"
PLAIN = "tests.kit.plain"
"""With cards of one colour, drawn in the process itself: two helping processes less a start."""

READY = 300.0
"""Seconds of patience for a start; the first one prepares fonts and pictures."""


@dataclass
class SottoProcess:
    """Started and killed as often as a test likes; its folder stays."""

    environment: dict[str, str]
    log: Path
    program: str = PLAIN
    process: Forked | None = None
    starts: int = 0
    arguments: tuple[str, ...] = ()
    verb: str = "run"

    def start(self) -> None:
        self.starts += 1
        with self.log.open("ab") as log:
            self.process = forkserver.start(
                self.program, [self.verb, *self.arguments],
                folder=self.log.parent, environment=self.environment,
                out=log.fileno(), err=log.fileno(),
            )  # fmt: skip

    async def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is said."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """SIGTERM, and the exit status."""
        return await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> int:
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(how)
        return await self.process.wait()

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.returncode is None


@dataclass
class ProcessTown:
    """A world with a channel, a staging group, people who confess, and the bot's process."""

    world: World
    server: Server
    channel: Channel
    staging: Shared  # the moderators' chat, where there are moderators
    managers: Shared  # the bot is in it; campaigns are made in it, where there are any
    sotto: SottoProcess
    data: Path
    channels: Mapping[str, Channel]
    """By name; ``channel`` is the first. The only one is called ""."""
    people: list[Person] = field(default_factory=list)
    bots_of: Mapping[str, Sequence[Bot]] = field(default_factory=dict)
    """By the channel's name, where there are several bots: those at which one can write for it."""

    def person(self) -> Person:
        person = self.world.add_person(f"Person {len(self.people) + 1}")
        self.people.append(person)
        return person

    @property
    def bot(self) -> Bot:
        return next(iter(self.world.bots.values()))

    @property
    def address(self) -> str:
        """Of its database."""
        return f"sqlite+aiosqlite:///{self.data / 'sotto.db'}"

    @property
    def inbox(self) -> Inbox:
        return self.bot.inbox

    async def start(self) -> None:
        """Start the bot and wait until it polls."""
        self.inbox.stop_poll(quietly=True)  # a killed process's poll, whose end nobody noticed
        await self.world.wait_until(lambda: not self.inbox.polled)
        before = len(self.world.calls_of("getUpdates"))
        self.sotto.start()
        await self.world.wait_until(
            lambda: (
                self.inbox.polled
                or len(self.world.calls_of("getUpdates")) > before
                or not self.sotto.running
            ),
            READY,
        )
        assert self.sotto.running, self.sotto.log.read_text()[-2000:]

    async def confess(self, words: str, *, patience: float = 60.0) -> Person:
        """Send, wait for the preview, press Publish."""
        person = self.person()
        person.send(words)
        preview = await self.world.wait_until(lambda: preview_of(person), patience)
        person.press(preview, "Publish")
        return person

    def posted(self, name: str | None = None) -> Counter[str]:
        """The whispers' tokens in the channel (None: in all), and how often each stands there."""
        channels = self.channels.values() if name is None else (self.channels[name],)
        cards = (post.caption or "" for channel in channels for post in channel.posts)
        captions = (caption for caption in cards if caption.startswith("#"))
        return Counter(token for caption in captions for token in TOKEN_OF.findall(caption))


def previews_in(chat: Sequence[Message]) -> list[Message]:
    """Cards that can be published, oldest first."""
    return [m for m in chat if m.photo and "✅ Publish" in m.labels]


def preview_of(person: Person) -> Message | None:
    previews = previews_in(person.chat)
    return previews[-1] if previews else None


@asynccontextmanager
async def town(
    folder: Path,
    cache: Path,
    *,
    seed: int = 0,
    channels: int = 1,
    campaigns: bool = False,
    program: str = PLAIN,
    **settings: str,
) -> AsyncIterator[ProcessTown]:
    """The world and its server run; the bot is not started yet. ``settings``: SOTTO_… by name.
    Several channels have a ``sotto.toml``, and one moderators' chat."""
    world = World(seed=seed)
    bot = world.add_bot(token="42:CHAOS-SECRET")
    names = [""] if channels == 1 else list(TITLES)[:channels]
    places = {name: _open(world, bot, name) for name in names}
    channel = places[names[0]]
    staging = world.add_group("Staging")
    staging.admit(bot)
    managers = world.add_group("Managers")
    managers.admit(bot)
    async with serve(world) as server:
        chosen = {
            "token": bot.token,
            "staging": str(staging.id),
            "bot_api": server.root,
            "data": str(folder / "data"),
            "cache": str(cache),
            "release": "instant",
            "pace": "50ms",
            "probe_after": "1s",
            "digest_time": "00:00",
            "stop_grace": "5s",
            "author_limit": "50",
            **settings,
        }
        if "moderation" in settings:
            chosen["moderators"] = str(staging.id)
        if campaigns:
            chosen["campaigns"] = str(managers.id)
        if channels == 1:
            chosen["channel"] = f"@{channel.username}"
        else:
            chosen["config"] = str(_write(folder / "sotto.toml", places, chosen))
        environment = {k: v for k, v in os.environ.items() if not k.startswith("SOTTO_")}
        environment |= {f"SOTTO_{name.upper()}": value for name, value in chosen.items()}
        environment["PYTHONPATH"] = str(ROOT)
        sotto = SottoProcess(environment, folder / "log", program)
        if program == PLAIN and "database" not in settings:
            prepared(folder / "data" / "sotto.db")  # else each migrates through all revisions
        try:
            yield ProcessTown(
                world, server, channel, staging, managers, sotto, folder / "data", places
            )
        finally:
            world.faults.recover()
            if sotto.running:
                await sotto.kill()


def _open(world: World, bot: Bot, name: str) -> Channel:
    title, username = TITLES.get(name, "Sotto voce"), f"sotto_{name or 'voce'}"
    channel = world.add_channel(title, username=username)
    channel.admit(bot, can_post=True, can_edit=True, can_delete=True)
    return channel


def _write(file: Path, places: Mapping[str, Channel], settings: dict[str, str]) -> Path:
    """Takes what each channel has for itself out of ``settings``, into the file."""
    own = {name: settings.pop(name) for name in [*settings] if name not in _SHARED}
    parts = ["[defaults]\n" + toml_lines(own)]
    for name, channel in places.items():
        entry = {"name": name, "title": TITLES[name], "channel": f"@{channel.username}"}
        parts.append("[[channels]]\n" + toml_lines(entry))
    file.write_text("\n".join(parts), encoding="utf-8")
    return file


_SHARED = DeploymentSettings.model_fields
