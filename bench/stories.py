"""People who write at a steady rate, and what becomes of each message.

A preview's time is from sending a message to seeing its card. A deletion's is from the press on
*Publish* to the moment at which both the message and the card are gone.
"""

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.sandbox import World
from bot.sandbox.bots import Bot
from bot.sandbox.chats import Channel
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from bot.sandbox.world import WorldEvent

SOON = 10.0
"""Seconds within which a deletion must be done."""
_LOOKS = 0.2
"""Seconds for which somebody looks at the card before they publish it."""


def a_world() -> tuple[World, Bot, Channel]:
    """With Telegram's flood limits, a bot, and the channel that it may write in."""
    world = World()
    bot = world.add_bot()
    channel = world.add_channel("Bench", username="bench_channel")
    channel.admit(bot, can_post_messages=True, can_edit_messages=True, can_delete_messages=True)
    world.floods.switch_on()
    return world, bot, channel


@dataclass(slots=True)
class Story:
    """One whisper: when its author wrote, saw, pressed, and when the last of the two was gone."""

    author: Person
    wrote: float
    saw: float | None = None
    pressed: float | None = None
    left: set[Message] = field(default_factory=set)
    gone: float | None = None

    @property
    def preview(self) -> float | None:
        return None if self.saw is None else self.saw - self.wrote

    @property
    def deletion(self) -> float | None:
        if self.gone is None or self.pressed is None:
            return None
        return self.gone - self.pressed


class Writers:
    """``press``: they publish what they see. ``crowd``: so many people write in turn; None: whoever
    writes is new, as nobody may publish more than a few a day."""

    def __init__(
        self, world: World, words: Sequence[str], *, press: bool, crowd: int | None = None
    ) -> None:
        self._world, self._words, self._press = world, words, press
        self._crowd = [world.add_person(f"C{n}") for n in range(crowd or 0)]
        self._of: dict[Message, Story] = {}
        self._presses: set[asyncio.Task[None]] = set()
        self._count = 0

    async def write(self, rate: float, seconds: float) -> list[Story]:
        """So many a second, for so long; then until all is done, ``SOON`` at the longest."""
        loop = asyncio.get_running_loop()
        unsubscribe = self._world.subscribe(self._watch)
        begin, stories = loop.time(), []
        for n in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, begin + n / rate - loop.time()))
            stories.append(self._write_one())
        deadline = loop.time() + SOON
        while loop.time() < deadline and any(not self._is_over(story) for story in stories):
            await asyncio.sleep(0.05)
        unsubscribe()
        self._of.clear()
        return stories

    def _write_one(self) -> Story:
        self._count += 1
        if self._crowd:
            person = self._crowd[self._count % len(self._crowd)]
        else:
            person = self._world.add_person(f"P{self._count}")
        words = self._words[self._count % len(self._words)]
        message = person.send(f"{words} ({self._count})")
        story = self._of[message] = Story(person, asyncio.get_running_loop().time())
        return story

    def _is_over(self, story: Story) -> bool:
        return (story.gone if self._press else story.saw) is not None

    def _watch(self, event: WorldEvent) -> None:
        message, now = event.message, asyncio.get_running_loop().time()
        if message is None:
            return
        story = self._of.get(message)
        if event.kind == "deleted" and story is not None:
            story.left.discard(message)
            if not story.left and story.pressed is not None:
                story.gone = story.gone or now
        elif event.kind == "sent" and message.photo and message.reply_to in self._of:
            self._seen(self._of[message.reply_to], message, now)

    def _seen(self, story: Story, card: Message, now: float) -> None:
        if story.saw is not None:
            return
        story.saw = now
        if self._press and card.reply_to is not None:
            self._of[card] = story
            story.left |= {card, card.reply_to}
            task = asyncio.ensure_future(_publish(story, card))
            self._presses.add(task)
            task.add_done_callback(self._presses.discard)


async def _publish(story: Story, card: Message) -> None:
    await asyncio.sleep(_LOOKS)
    story.pressed = asyncio.get_running_loop().time()
    story.author.press(card, "✅")


async def start_bot(
    root: str,
    token: str,
    channel: int,
    folder: Path,
    *,
    module: str = "bot",
    settings: Mapping[str, str] | None = None,
) -> asyncio.subprocess.Process:
    """A real ``sotto run`` in a process of its own. ``module``: what is run in its place."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SOTTO_")},
        "SOTTO_TOKEN": token,
        "SOTTO_CHANNEL": str(channel),
        "SOTTO_BOT_API": root,
        "SOTTO_DATA": str(folder / "data"),
        "SOTTO_LOG_LEVEL": "ERROR",
        **(settings or {}),
    }
    if cache := os.environ.get("SOTTO_CACHE"):
        environment["SOTTO_CACHE"] = cache
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, "run", env=environment, start_new_session=True
    )
