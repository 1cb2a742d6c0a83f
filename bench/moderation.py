"""What review costs moderators: how soon a whisper is before them, and taps for each decision; and
what the tag of a ban costs the machine.

    python -m bench.moderation [--whispers 16]

The bot is a real ``sotto run`` in a process of its own, talking over loopback HTTP to the sandbox
in this one, with SOTTO_REVIEW_EVERY=0s (a card at once) and SOTTO_UNDO=0s. A time is from the tap
on Publish to the card in the moderators' chat; people write one after another. Taps are counted
until the card says what was decided. Not more than 18 whispers: the bot shows no more in a minute.
"""

import argparse
import asyncio
import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.running import run
from bot.memory.identity import MemoryRoutes
from bot.sandbox import World, serve
from bot.sandbox.chats import Supergroup
from bot.sandbox.messages import Message
from bot.sandbox.people import Person

PATIENCE = 60.0
DECISIONS: Sequence[tuple[str, Sequence[tuple[int, str]], str]] = (
    ("Approve", ((0, "✅"),), "approved"),
    ("Blur", ((0, "🌫"),), "approved, blurred"),
    ("Reject", ((0, "✋"), (0, "hurt")), "rejected"),
    ("Hold", ((0, "⏸"),), "on hold"),
    ("Ban, two votes", ((0, "⛔"), (1, "⛔")), "may write again"),
)
"""What is decided, which of the two moderators taps what, and what the card says then."""


async def main() -> None:
    parser = argparse.ArgumentParser(description="From Publish to the moderators' chat.")
    parser.add_argument("--whispers", type=int, default=16)
    arguments = parser.parse_args()
    world = World()
    bot = world.add_bot()
    channel = world.add_channel("Bench", username="bench_channel")
    channel.admit(bot, can_post_messages=True, can_edit_messages=True, can_delete_messages=True)
    moderators_chat = world.add_group("Moderators", supergroup=True)
    assert isinstance(moderators_chat, Supergroup)
    moderators = [world.add_person(name) for name in ("Mia", "Noa")]
    for each in (bot, *moderators):
        moderators_chat.admit(each)
    async with serve(world) as server:
        with tempfile.TemporaryDirectory(prefix="sotto-bench-") as folder:
            environment = {
                **os.environ,
                "SOTTO_TOKEN": bot.token,
                "SOTTO_CHANNEL": str(channel.id),
                "SOTTO_MODERATORS": str(moderators_chat.id),
                "SOTTO_MODERATION": "pre",
                "SOTTO_REVIEW_EVERY": "0s",
                "SOTTO_UNDO": "0s",
                "SOTTO_BOT_API": server.root,
                "SOTTO_DATA": str(Path(folder) / "data"),
                "SOTTO_LOG_LEVEL": "ERROR",
            }
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", env=environment, start_new_session=True
            )
            try:
                await world.wait_until(lambda: bot.inbox.polled, 90.0)
                await _print_figures(world, moderators_chat, moderators, arguments.whispers)
            finally:
                process.terminate()
                await process.wait()


async def _print_figures(
    world: World, moderators_chat: Supergroup, moderators: Sequence[Person], count: int
) -> None:
    times = [await _wait_for_card(world, moderators_chat, n) for n in range(count)]
    ordered = sorted(times)
    print(
        f"From Publish to the card with `SOTTO_REVIEW_EVERY=0s`: median "
        f"{statistics.median(ordered):.1f} s, longest {ordered[-1]:.1f} s ({count} whispers)."
    )
    print("\n| decision | taps |\n|---|--:|")
    cards = [message for message in moderators_chat.messages if message.photo and message.keyboard]
    for card, (name, presses, said) in zip(cards, DECISIONS, strict=False):
        for who, label in presses:
            found = await world.wait_until(lambda c=card, w=label: _button(c, w), PATIENCE)
            await moderators[who].press(card, found).wait(PATIENCE)
        await world.wait_until(lambda c=card, w=said: w in (c.caption or ""), PATIENCE)
        print(f"| {name} | {len(presses)} |")


async def _cpu_of_a_tag() -> float:
    routes, now = MemoryRoutes(), datetime.now(UTC)
    begin = time.process_time()
    route = await routes.issue(7_123_456_789, now)
    await routes.ban_tag(route, secrets.token_bytes(32), now)
    return time.process_time() - begin


async def _wait_for_card(world: World, moderators_chat: Supergroup, number: int) -> float:
    """Seconds from the tap on Publish to the card."""
    loop = asyncio.get_running_loop()
    author = world.add_person(f"P{number}")
    words = f"I still set two cups on the table, and it is day {number}."
    author.send(words)

    def preview() -> Message | None:
        return next((m for m in author.chat if m.photo and m.keyboard), None)

    shown = await world.wait_until(preview, PATIENCE)
    begin = loop.time()
    author.press(shown, "✅")
    await world.wait_until(
        lambda: any(words in (m.caption or "") for m in moderators_chat.messages), PATIENCE
    )
    return loop.time() - begin


def _button(card: Message, wanted: str) -> str | None:
    return next((label for label in card.labels if wanted in label), None)


if __name__ == "__main__":
    run(main())
    seconds = statistics.median([asyncio.run(_cpu_of_a_tag()) for _ in range(5)])
    print(f"\nA ban's tag takes {seconds:.2f} s of CPU.")
