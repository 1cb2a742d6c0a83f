"""What each published whisper leaves in the memories of the bot's process.

    python -m bench.left [--whispers 400] [--crowd 100]

The bot runs in this process against the sandbox, with cards of one colour. A crowd publishes once
around; then the same people again and again. After each round, once the chats are burnt and all has
been confirmed, the objects of each memory are counted (``tests/kit/held.py``). Bytes for one
whisper: of somebody new, of somebody known, and of the latter sixteen minutes later.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path

from bench.running import run
from bot.running import Running
from bot.sandbox import World, serve
from bot.sandbox.people import Person
from tests.kit.cache import prepared
from tests.kit.held import bytes_of
from tests.kit.town import Town, cards_with_buttons, town_in

AT_ONCE = 8
TAP = timedelta(seconds=20)
"""Longer than a tap can be under way."""
AGES = timedelta(minutes=16)
"""Longer than drafts, answers and receipts stand."""


Held = tuple[int, dict[str, int]]
"""How much was published, and bytes by memory."""


@dataclass
class Crowd:
    """Publishes, and tells what the bot holds then."""

    town: Town
    running: Running
    published: int = 0
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def publish(self, people: Sequence[Person]) -> None:
        """Each of these, who read English, writes and presses; several at once."""
        await asyncio.gather(*map(self._one, people))

    async def _one(self, person: Person) -> None:
        async with self.turns:
            self.published += 1
            person.send(f"I counted {self.published} stars that night, and told nobody why.")
            preview = await self.town.preview(person)
            assert await self.town.press(person, preview, "✅") == "Got it."
            await self.town.until(lambda: not cards_with_buttons(person.chat))

    async def held(self, passes: timedelta = TAP) -> "Held":
        """How much was published, and bytes by memory once this time has passed and nothing is
        under way any more."""
        town, drafts = self.town, self.running.services.author.memory.published_drafts
        await town.idle()
        town.world.clock.skip(passes)
        await self.publish([town.alice])  # what is old goes when something new comes
        while drafts.any():
            await town.idle()
            town.world.clock.skip(TAP)
            town.bot.inbox.stop_poll(quietly=True)  # an answer: all is confirmed by now
            await asyncio.sleep(0.02)
        return self.published, held(self.running)


def held(running: Running) -> dict[str, int]:
    """Bytes by memory."""
    author, shared = running.services.author, running.services.shared
    memories = {each.name: getattr(author.memory, each.name) for each in fields(author.memory)}
    return bytes_of(
        memories
        | {
            "routes": shared.routes,
            "deletions": shared.deletions,
            "unseen": shared.unseen,
            "allowance": author.allowance,
            "reporters": author.reporters,
            "readers": author.readers,
            "window of updates": running.intake.window,
        }
    )


async def main() -> None:
    parser = argparse.ArgumentParser(description="What a published whisper leaves in memory.")
    parser.add_argument("--whispers", type=int, default=400)
    parser.add_argument("--crowd", type=int, default=100)
    chosen = parser.parse_args()
    world = World()
    async with serve(world) as server:
        with tempfile.TemporaryDirectory(prefix="sotto-bench-") as folder:
            town = town_in(world, server, Path(folder), prepared())
            people = [world.add_person(f"C{n}") for n in range(chosen.crowd)]
            async with town.running(author_limit=1_000_000, release="mixed") as running:
                crowd = Crowd(town, running)
                told = [await crowd.held(AGES)]
                await crowd.publish(people)
                told.append(await crowd.held())
                while crowd.published < chosen.whispers:
                    await crowd.publish(people)
                    await crowd.held()
                told += [await crowd.held(), await crowd.held(AGES)]
    _tell(*told)


def _tell(start: Held, around: Held, end: Held, later: Held) -> None:
    print("| bytes a whisper | of somebody new | of somebody known | 16 minutes later |")
    print("|---|--:|--:|--:|")
    pairs = ((start, around), (around, end), (around, later))
    rows = {
        name: [(last[name] - first[name]) / (m - n) for (n, first), (m, last) in pairs]
        for name in start[1]
    }
    for name, figures in sorted(rows.items(), key=lambda row: -row[1][1]):
        if any(round(each) for each in figures):
            print(f"| {name} | " + " | ".join(f"{each:.0f}" for each in figures) + " |")
    sums = [sum(column) for column in zip(*rows.values(), strict=True)]
    print("| all | " + " | ".join(f"{each:.0f}" for each in sums) + " |")


if __name__ == "__main__":
    run(main())
