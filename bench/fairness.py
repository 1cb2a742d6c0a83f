"""How long others wait for their card while many accounts flood the bot.

    python -m bench.fairness [--accounts 200] [--at-once 5] [--every 3] [--authors 10]

The bot is a real ``sotto run`` in a process of its own, before the sandbox in this one; both share
the machine's cores. Each flooding account sends ``--at-once`` texts in the first moment, and then
one more every ``--every`` seconds (0: none), as fast as a client lets it. The authors come one
after another in the seconds after; each sends one text, waits for the card and presses Publish.
A time is from the message to its card, and from the press to what pops up. Memory as in
``bench.memory``: of the bot's own process, and of all its processes.

Exit status 1 when the 95th percentile of the cards is above ten seconds, or somebody got none.
"""

import argparse
import asyncio
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from bench.memory import Memory, memory_of
from bench.running import run
from bench.stories import start_bot
from bench.words import varied
from bot.sandbox import World, serve
from bot.sandbox.messages import Message
from bot.sandbox.people import Person

WORDS = varied()
BEARABLE = 10.0
"""Seconds within which 95 % of the authors are to see their card."""
_GIVEN_UP = 180.0
_BETWEEN = 2.0
"""Seconds from one author to the next."""


@dataclass(slots=True)
class Seen:
    """What the authors lived through, in seconds."""

    cards: list[float] = field(default_factory=list)
    presses: list[float] = field(default_factory=list)
    sent: int = 0  # texts of the flood
    answered: int = 0  # of these, with a card
    memory: Memory = field(default_factory=lambda: Memory(0, 0))


async def main() -> int:
    parser = argparse.ArgumentParser(description="Others' waiting time under a flood.")
    parser.add_argument("--accounts", type=int, default=200)
    parser.add_argument("--at-once", type=int, default=5)
    parser.add_argument("--every", type=float, default=3.0)
    parser.add_argument("--authors", type=int, default=10)
    chosen = parser.parse_args()
    world = World()
    bot = world.add_bot()
    channel = world.add_channel("Bench", username="bench_channel")
    channel.admit(bot, can_post_messages=True, can_edit_messages=True, can_delete_messages=True)
    async with serve(world) as server:
        with tempfile.TemporaryDirectory(prefix="sotto-bench-") as folder:
            process = await start_bot(server.root, bot.token, channel.id, Path(folder))
            try:
                await world.wait_until(lambda: bot.inbox.polled, 120.0)
                first = world.add_person("First")
                first.send(WORDS[0])  # warm
                await world.wait_until(lambda: _card(first), 60.0)
                before = memory_of(process.pid)
                seen = await _attack(world, chosen, process.pid)
            finally:
                process.terminate()
                await process.wait()
    return _show(seen, before, chosen)


async def _attack(world: World, chosen: argparse.Namespace, pid: int) -> Seen:
    seen = Seen()
    flooders = [world.add_person(f"F{n}") for n in range(chosen.accounts)]
    authors = [world.add_person(f"A{n}") for n in range(chosen.authors)]
    for _ in range(chosen.at_once):
        for person in flooders:
            _flood(person, seen)
    tasks = [asyncio.create_task(_go_on(flooders, chosen.every, seen))]
    tasks.append(asyncio.create_task(_weigh(pid, seen)))
    loop = asyncio.get_running_loop()
    began = loop.time()
    try:
        await asyncio.gather(
            *(_author(world, person, n * _BETWEEN, seen) for n, person in enumerate(authors))
        )
        await asyncio.sleep(max(0.0, began + 30.0 - loop.time()))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    seen.answered = sum(1 for person in flooders for m in person.chat if m.photo)
    return seen


def _flood(person: Person, seen: Seen) -> None:
    seen.sent += 1
    person.send(f"{WORDS[seen.sent % len(WORDS)]} ({seen.sent})")


async def _go_on(flooders: list[Person], every: float, seen: Seen) -> None:
    while every > 0:
        for person in flooders:
            await asyncio.sleep(every / len(flooders))
            _flood(person, seen)


async def _weigh(pid: int, seen: Seen) -> None:
    while True:
        seen.memory = max(seen.memory, memory_of(pid), key=lambda one: one.all)
        await asyncio.sleep(1.0)


async def _author(world: World, person: Person, after: float, seen: Seen) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.sleep(after)
    began = loop.time()
    person.send(f"I only have this one thing to say, {person.name}.")
    try:
        card = await world.wait_until(lambda: _card(person), _GIVEN_UP)
        seen.cards.append(loop.time() - began)
        began = loop.time()
        await person.press(card, "Publish").wait(_GIVEN_UP)
        seen.presses.append(loop.time() - began)
    except TimeoutError:
        return


def _card(person: Person) -> Message | None:
    return next((m for m in person.chat if m.photo and m.keyboard), None)


def _at(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


def _show(seen: Seen, before: Memory, chosen: argparse.Namespace) -> int:
    print(f"{chosen.accounts} accounts sent {seen.sent} texts and got {seen.answered} cards")
    for name, times in (("card", seen.cards), ("press", seen.presses)):
        print(
            f"{name}: {len(times)} of {chosen.authors} answered; half within {_at(times, 0.5):.2f}"
            f" s, 95 % within {_at(times, 0.95):.2f} s"
        )
    for name, memory in (("before", before), ("most", seen.memory)):
        print(f"memory {name}: bot {memory.bot / 2**20:.0f} MB, all {memory.all / 2**20:.0f} MB")
    good = len(seen.cards) == chosen.authors and _at(seen.cards, 0.95) < BEARABLE
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(run(main()))
