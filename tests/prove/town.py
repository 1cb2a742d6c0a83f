"""A town of synthetic people on a sandbox Telegram, and ``sotto run`` as a process of its own.

The process is configured by its environment alone. Everything that a seizure would yield is kept:
its folders (data, home, temporary files, working folder), all that it printed and logged, and all
that it sent to the channel and to moderators.
"""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from bot.sandbox import Server, World, serve
from bot.sandbox.api import Upload
from bot.sandbox.chats import Chat, PrivateChat
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from bot.sandbox.world import WorldEvent
from tests.kit import database, forkserver
from tests.kit.cache import prepared
from tests.kit.forkserver import Forked
from tests.prove.scan import Hit, Image, scan, synthetic_people
from tests.prove.scan import Person as Suspect

TOKEN = "424242:AAH-zorvath-hush-hush-hush-hush-hush"

PLAIN = ("tests.kit.plain",)
"""``sotto run`` with plain cards: the same program for a third of the work."""

PATIENCE = 60.0
START = 120.0
"""Seconds; a busy machine takes its time."""


@dataclass
class Process:
    """One life of the bot."""

    running: Forked
    printed: bytearray = field(default_factory=bytearray)
    reading: list["asyncio.Task[None]"] = field(default_factory=list)

    async def end(self, how: signal.Signals) -> int:
        if self.running.returncode is None:
            self.running.send_signal(how)
        async with asyncio.timeout(PATIENCE):
            status = await self.running.wait()
            await asyncio.gather(*self.reading)
        return status


class ProofTown:
    def __init__(self, folder: Path, server: Server, count: int) -> None:
        self.folder = folder
        self.server = server
        self.world: World = server.world
        self.bot = self.world.add_bot(TOKEN)
        self.bot.inline = True
        self.channel = self.world.add_channel("Sotto voce", username="sotto_voce")
        self.channel.admit(
            self.bot, can_post_messages=True, can_edit_messages=True, can_delete_messages=True
        )
        self.moderators = self.world.add_group("Moderators", supergroup=True)
        self.moderators.admit(self.bot)
        self.seen_by_others: list[Chat] = [self.channel, self.moderators]
        self.suspects = synthetic_people(count)
        self.people = [self._move_in(suspect) for suspect in self.suspects]
        self.sent = Image()
        self.lives: list[Process] = []
        self.cache = prepared()  # shared with other runs; what changes in it is scanned as well
        self.started = time.time()
        self.uploads_by_id = 0  # pictures sent by file_id instead of by their bytes
        self.world.subscribe(self._keep)
        for name in ("data", "home", "tmp", "cwd"):
            (folder / name).mkdir(exist_ok=True)

    def _move_in(self, suspect: Suspect) -> Person:
        name, _, username = suspect.names
        person = Person(self.world, suspect.id, name, username, "en")
        self.world.people[person.id] = person
        return person

    def _keep(self, event: WorldEvent) -> None:
        """Whatever reaches people other than the author is part of the image."""
        place = f"event {len(self.sent.parts)}"
        message = event.message
        if event.kind in ("sent", "edited") and message is not None:
            if not isinstance(message.chat, PrivateChat) and message.sender not in self.people:
                self.sent.add(f"text of {place}", message.words.text)
                if message.media is not None and message.media.data:
                    self.sent.add(f"picture of {place}", message.media.data)
        elif event.kind == "called" and event.detail.method.startswith(
            ("send", "edit", "copy", "forward")
        ):
            values = event.detail.parameters
            if self.bot.world.meant_chat(self.bot, values) in self.seen_by_others:
                self.sent.add(f"call of {place}", event.detail.method + _shown(values))
                photo = values.get("photo", "attach://")
                self.uploads_by_id += isinstance(photo, str) and not photo.startswith("attach://")

    def environment(self, **more: str) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder / "home"),
            "TMPDIR": str(self.folder / "tmp"),
            "SOTTO_CACHE": str(self.cache),
            "SOTTO_TOKEN": TOKEN,
            "SOTTO_CHANNEL": str(self.channel.id),
            "SOTTO_MODERATORS": str(self.moderators.id),
            "SOTTO_MODERATION": "post",
            "SOTTO_BOT_API": self.server.root,
            "SOTTO_DATA": str(self.folder / "data"),
            "SOTTO_LOG_LEVEL": "DEBUG",
            "SOTTO_PACE": "10ms",
            "SOTTO_RELEASE_EVERY": "1s",
            "SOTTO_RELEASE_KEEP": "2",
            "SOTTO_RELEASE_MAX_AGE": "4s",
            "SOTTO_RELEASE_SHARE": "1",
            "SOTTO_DRAFT_TTL": "3s",
            "SOTTO_RECEIPT_TTL": "3s",
            "SOTTO_PROBE_AFTER": "1s",
            "SOTTO_STOP_GRACE": "5s",
            **more,
        }

    async def start(
        self, *arguments: str, program: Sequence[str] = ("bot",), **more: str
    ) -> Process:
        """A new life of the bot, once it fetches updates. ``program``: a module of these tests
        that is run in its place, and its arguments. Only the real one makes its tables itself."""
        if program[0] != "bot" and "SOTTO_DATABASE" not in more:
            database.prepared(self.folder / "data" / "sotto.db")
        module, *rest = program
        running, *streams = forkserver.piped(
            module,
            [*rest, *(arguments or ("run",))],
            folder=self.folder / "cwd",
            environment={
                **self.environment(**more),
                "PYTHONPATH": str(Path(__file__).parents[2]),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
        )
        process = Process(running)
        for stream in streams:
            process.reading.append(asyncio.create_task(_read(stream, process.printed)))
        self.lives.append(process)
        if not arguments:
            await self.until(
                lambda: b'"started"' in process.printed or running.returncode is not None,
                START,
            )
            assert running.returncode is None, process.printed.decode(errors="replace")
        return process

    async def command(self, *arguments: str) -> int:
        """``sotto …`` to its end."""
        return await (await self.start(*arguments)).end(signal.SIGCONT)

    async def until(self, holds: Callable[[], Any], patience: float = PATIENCE) -> Any:
        return await self.world.wait_until(holds, patience)

    def image(self) -> Image:
        """Everything that a seizure would yield now."""
        image = Image(dict(self.sent.parts))
        for name in ("data", "home", "tmp", "cwd"):
            image.add_folder(self.folder / name)
        for path in self.cache.rglob("*"):
            if path.is_file() and path.stat().st_mtime >= self.started:
                image.add(f"cache: {path.name}", path.read_bytes())
        for number, life in enumerate(self.lives):
            image.add(f"printed by life {number}", bytes(life.printed))
        return image

    def found(self) -> tuple[Hit, ...]:
        return scan(self.image(), self.suspects, secrets=[TOKEN.encode()])

    @property
    def cards(self) -> list[Message]:
        """Whispers in the channel."""
        return [
            post for post in self.channel.posts if post.photo and (post.caption or "")[:1] == "#"
        ]

    async def close(self) -> None:
        self.world.faults.recover()
        for life in self.lives:
            if life.running.returncode is None:
                await life.end(signal.SIGKILL)


Kind = TypeVar("Kind", bound=ProofTown)


@asynccontextmanager
async def town_of(
    folder: Path,
    count: int,
    kind: type[Kind] = ProofTown,  # type: ignore[assignment]
) -> AsyncIterator[Kind]:
    async with serve(World()) as server:
        town = kind(folder, server, count)
        try:
            yield town
        finally:
            await town.close()


async def _read(pipe: int, into: bytearray) -> None:
    stream = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(stream), os.fdopen(pipe, "rb")
    )
    while data := await stream.read(65536):
        into.extend(data)
    transport.close()


def _shown(values: dict[str, Any]) -> str:
    return repr({k: v for k, v in values.items() if not isinstance(v, Upload)})
