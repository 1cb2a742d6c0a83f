"""``sotto demo``: the real bot on a Telegram of its own, on this machine, for a scripted day.

The bot sees nothing but the Bot API; the people, the readers and the clock are the sandbox's.
Time is the world's: where nothing happens it is skipped.
"""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from pydantic import SecretStr
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from bot import logs
from bot.app import assembled
from bot.demo.page import show
from bot.demo.story import DAY, PEOPLE, READERS, SECOND_THOUGHTS, SLIP, StoryLine
from bot.errors import SettingsWrong
from bot.sandbox.chats import Channel
from bot.sandbox.clock import WorldClock
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from bot.sandbox.server import serve
from bot.sandbox.world import World
from bot.settings import Configuration, Settings

_PATIENCE = 30.0
"""The seconds that one step of the script may take before the demo gives up with an error."""

_DIGEST_AT = time(20, 0)


@dataclass(slots=True)
class Stage:
    """A world with a bot in it, and who is who."""

    world: World
    channel: Channel
    people: dict[str, Person]
    readers: list[Person]
    console: Console

    def say(self, who: str, what: str, style: str = "") -> None:
        at = self.world.clock.now().strftime("%H:%M")
        row = Table.grid(
            Column(), Column(width=8, justify="right"), Column(overflow="fold"), padding=(0, 2)
        )
        row.add_row(Text(at, style="dim"), Text(who, style="bold"), Text(what, style=style))
        self.console.print(row)


def morning() -> datetime:
    """Return half past seven today, UTC: when the day of the script begins."""
    return datetime.combine(datetime.now(UTC).date(), time(7, 30), UTC)


def make_stage(console: Console) -> Stage:
    world = World(WorldClock(morning()))
    bot = world.add_bot()
    channel = world.add_channel("Sotto voce", username="sotto_voce")
    channel.admit(bot, can_post_messages=True, can_edit_messages=True, can_delete_messages=True)
    people = {name: world.add_person(name, language=code) for name, code in PEOPLE.items()}
    readers = [world.add_person(f"Reader {n}") for n in range(1, READERS + 1)]
    return Stage(world, channel, people, readers, console)


@asynccontextmanager
async def playing(stage: Stage, folder: Path) -> AsyncIterator[None]:
    """Run the bot on the stage's Bot API server."""
    async with serve(stage.world) as server:
        settings = Settings(
            _env_file=None,  # type: ignore[call-arg]  # pydantic-settings' own argument
            token=SecretStr(next(iter(stage.world.bots))),
            channel=stage.channel.id,
            bot_api=server.root,
            data=folder / "data",
            release="instant",
            moderation="post",
            digest_time=_DIGEST_AT,
            pace=timedelta(milliseconds=300),
            author_limit=20,
        )
        stop = asyncio.Event()
        async with assembled(
            Configuration.only(settings), stop, clock=stage.world.clock
        ) as running:
            assert running is not None
            serving = asyncio.create_task(running.serve(stop))
            try:
                yield
            finally:
                stop.set()
                await serving


async def play(console: Console, out: Path) -> None:
    """Play the scripted day; leave the channel's pictures in ``out``."""
    stage = make_stage(console)
    with tempfile.TemporaryDirectory(prefix="sotto-demo-") as folder:
        async with playing(stage, Path(folder)):
            for line in DAY:
                await _confess(stage, line)
            await _slip(stage)
            await _think_better(stage)
            await _react(stage)
            await _digest(stage)
            written = _save(stage, out)
    console.print()
    console.print(f"{len(written)} pictures from the channel are in [bold]{out}[/bold]")


async def _confess(stage: Stage, line: StoryLine) -> None:
    person = stage.people[line.person]
    before = len(_cards(stage))
    stage.say(line.person, line.words)
    person.send(line.words)
    preview = await _preview(stage, person)
    for _ in range(line.looks):
        stage.say("", "looks at another picture", "dim")
        shown = preview.photo
        await person.press(preview, "🖼").wait(_PATIENCE)
        await _redrawn(stage, preview, shown)
    await person.press(preview, "✅").wait(_PATIENCE)
    await stage.world.wait_until(lambda: len(_cards(stage)) > before, _PATIENCE)
    post = _cards(stage)[-1]
    stage.say("channel", (post.caption or "").split("\n", 1)[0] + " is out", "green")
    stage.world.clock.skip(timedelta(minutes=25))


def _cards(stage: Stage) -> list[Message]:
    """Return the channel's pictures (its very first post is a text that the bot deletes again)."""
    return [post for post in stage.channel.posts if post.photo]


async def _preview(stage: Stage, person: Person) -> Message:
    def shown() -> Message | None:
        previews = [message for message in person.chat if message.photo and message.keyboard]
        return previews[-1] if previews else None

    return await stage.world.wait_until(shown, _PATIENCE)


async def _redrawn(stage: Stage, preview: Message, before: bytes | None) -> None:
    await stage.world.wait_until(lambda: preview.photo != before, _PATIENCE)


async def _slip(stage: Stage) -> None:
    """Play how contact data is shown back before anything is published; the author hides it."""
    person = stage.people[SLIP.person]
    stage.say(SLIP.person, SLIP.words)
    person.send(SLIP.words)
    preview = await _preview(stage, person)
    stage.say("bot", (preview.caption or "").rsplit("\n", 1)[-1], "yellow")
    before = len(_cards(stage))
    shown = preview.photo
    await person.press(preview, "Hide it").wait(_PATIENCE)
    await _redrawn(stage, preview, shown)
    await person.press(preview, "✅").wait(_PATIENCE)
    await stage.world.wait_until(lambda: len(_cards(stage)) > before, _PATIENCE)
    stage.say("channel", "out, with the number hidden", "green")


async def _think_better(stage: Stage) -> None:
    person = stage.people[SECOND_THOUGHTS.person]
    stage.say(SECOND_THOUGHTS.person, SECOND_THOUGHTS.words)
    message = person.send(SECOND_THOUGHTS.words)
    preview = await _preview(stage, person)
    await person.press(preview, "✖").wait(_PATIENCE)
    await stage.world.wait_until(lambda: message.deleted and preview.deleted, _PATIENCE)
    stage.say("", "thinks better of it: both messages are gone from the chat", "dim")


async def _react(stage: Stage) -> None:
    """Let readers leave the hearts that the script gives each whisper."""
    for line, post in zip(DAY, _cards(stage), strict=False):
        for reader, emoji in zip(stage.readers, line.hearts, strict=False):
            reader.react(post, emoji)
        counts = "  ".join(f"{emoji} {n}" for emoji, n in post.reactions.items())
        stage.say("readers", f"{(post.caption or '').split(chr(10), 1)[0]}  {counts}", "magenta")
    await stage.world.wait_until(
        lambda: not next(iter(stage.world.bots.values())).inbox.waiting or None, _PATIENCE
    )


async def _digest(stage: Stage) -> None:
    now = stage.world.clock.now()
    evening = datetime.combine(now.date(), _DIGEST_AT, UTC) + timedelta(seconds=1)
    if evening > now:
        stage.world.clock.skip(evening - now)
    before = len(_cards(stage))
    await stage.world.wait_until(lambda: len(_cards(stage)) > before, _PATIENCE)
    for text in (_cards(stage)[-1].caption or "").splitlines():
        stage.say("digest", text, "cyan")


def _save(stage: Stage, out: Path) -> list[Path]:
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for post in _cards(stage):
        if post.photo is None:
            continue
        first = (post.caption or "").split("\n", 1)[0]
        name = first.removeprefix("#") if first.startswith("#") else "digest"
        path = out / f"{name.zfill(2) if name.isdigit() else name}.jpg"
        path.write_bytes(post.photo)
        written.append(path)
    return written


def main(*, script: bool, cards: Path | None, port: int, browser: bool, channels: int = 1) -> int:
    """Open the page, where there is a terminal or it was asked for; else play the script here: its
    pictures stay in ``cards`` or a new folder. Returns the exit status. Raises SettingsWrong."""
    logs.configure("ERROR")
    if channels > 1 and (script or cards is not None):
        raise SettingsWrong(["--channels is for the page; the script knows one channel."])
    asked = port != 0 or not browser or channels > 1
    if not script and cards is None and (asked or sys.stdout.isatty()):
        return show.main(port=port, browser=browser, channels=channels)
    folder = cards or Path(tempfile.mkdtemp(prefix="sotto-cards-"))
    asyncio.run(play(Console(), folder))
    return 0
