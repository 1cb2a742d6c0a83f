"""How soon what was published is deleted from the private chats, while many publish.

    python -m bench.published [--rate 12] [--seconds 120] [--plain]

The bot is a real ``sotto run`` in a process of its own; people in the sandbox write at a steady
rate and press *Publish* as soon as they see the preview. A deletion's time is from the press to the
moment at which both the message and the card are gone. ``--plain``: cards of one colour, so that
drawing takes nothing from the rest. Floods are switched on: the sandbox refuses more than Telegram
takes.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from bench.intake import WORDS
from bot.sandbox import World, serve
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from bot.sandbox.world import WorldEvent

SOON = 10.0
"""Seconds within which a deletion must be done."""


@dataclass(slots=True)
class Story:
    """One whisper: when its author wrote, saw, pressed, and when the last of the two was gone."""

    author: Person
    wrote: float
    saw: float | None = None
    pressed: float | None = None
    left: set[Message] = field(default_factory=set)
    gone: float | None = None


async def main() -> None:
    parser = argparse.ArgumentParser(description="Published whispers and their deletions.")
    parser.add_argument("--rate", type=float, default=12.0)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--plain", action="store_true")
    arguments = parser.parse_args()
    world = World()
    bot = world.add_bot()
    channel = world.add_channel("Bench", username="bench_channel")
    channel.admit(bot, can_post_messages=True, can_edit_messages=True, can_delete_messages=True)
    world.floods.switch_on()
    module = "tests.kit.plain" if arguments.plain else "bot"
    async with serve(world) as server:
        with tempfile.TemporaryDirectory(prefix="sotto-bench-") as folder:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", module, "run", start_new_session=True,
                env={
                    **{name: value for name, value in os.environ.items() if "SOTTO_" not in name},
                    "SOTTO_TOKEN": bot.token,
                    "SOTTO_CHANNEL": str(channel.id),
                    "SOTTO_BOT_API": server.root,
                    "SOTTO_DATA": str(Path(folder) / "data"),
                    "SOTTO_LOG_LEVEL": "ERROR",
                },
            )  # fmt: skip
            try:
                await world.wait_until(lambda: bot.inbox.polled, 90.0)
                stories = await _run(world, arguments.rate, arguments.seconds)
            finally:
                process.terminate()
                await process.wait()
    _tell(stories)


async def _run(world: World, rate: float, seconds: float) -> list[Story]:
    loop = asyncio.get_running_loop()
    of: dict[Message, Story] = {}
    presses = set()

    def watch(event: WorldEvent) -> None:
        message, now = event.message, loop.time()
        if message is None:
            return
        story = of.get(message)
        if event.kind == "deleted" and story is not None:
            story.left.discard(message)
            if not story.left and story.pressed is not None:
                story.gone = story.gone or now
        elif event.kind == "sent" and message.photo and message.reply_to in of:
            story = of[message.reply_to]
            story.saw = story.saw or now
            of[message] = story
            story.left |= {message, message.reply_to}
            presses.add(asyncio.ensure_future(_press(story.author, message, story)))

    unsubscribe = world.subscribe(watch)
    begin, stories, count = loop.time(), [], int(rate * seconds)
    for n in range(count):
        await asyncio.sleep(max(0.0, begin + n / rate - loop.time()))
        person = world.add_person(f"P{n}")
        message = person.send(f"{WORDS[n % len(WORDS)]} ({n})")
        of[message] = Story(person, loop.time())
        stories.append(of[message])
    deadline = loop.time() + 3 * SOON
    while loop.time() < deadline and any(story.gone is None for story in stories):
        await asyncio.sleep(0.1)
    unsubscribe()
    return stories


async def _press(author: Person, preview: Message, story: Story) -> None:
    await asyncio.sleep(0.2)
    story.pressed = asyncio.get_running_loop().time()
    author.press(preview, "✅")


def _tell(stories: list[Story]) -> None:
    previews = [story.saw - story.wrote for story in stories if story.saw is not None]
    deleted = [
        story.gone - story.pressed
        for story in stories
        if story.gone is not None and story.pressed is not None
    ]
    pressed = sum(story.pressed is not None for story in stories)
    in_time = sum(each <= SOON for each in deleted)
    print("| written | previews | p95 ms | pressed | deleted | within 10 s | p95 s | longest s |")
    print("|---|---|---|---|---|---|---|---|")
    print(
        f"| {len(stories)} | {len(previews)} | {_p95(previews) * 1000:.0f} | {pressed} "
        f"| {len(deleted)} | {in_time} | {_p95(deleted):.2f} | {max(deleted, default=0):.2f} |"
    )


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else float("nan")


if __name__ == "__main__":
    asyncio.run(main())
