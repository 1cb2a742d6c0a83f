"""How fast a message becomes a preview, and how many a second the bot bears.

    python -m bench.intake [--seconds 20] [--rates 2,5,10,15,20]

The bot is a real ``sotto run`` in a process of its own, talking over loopback HTTP to the sandbox
in this one; both share the machine's cores, so the bot alone does somewhat better. People send
different confessions at a steady rate; a message's time is from sending it to seeing its preview.
``bot`` is the resident set of the bot's own process, ``all`` the memory of all its processes, the
studio's included (proportional set size: a page that two of them share counts once; whoever may
not look into them gets resident sets instead). A rate holds when 99 % of its messages are
answered within 10 s after the last was sent and the median of the last third is not above twice
that of the first.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox import World, serve
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from bot.sandbox.world import WorldEvent

WORDS = (
    "I still set two cups on the table every morning. He left in March.",
    "J’ai gardé son numéro, et je ne l’appellerai jamais.",
    "I told everyone that I love the sea. I go there to cry without being heard.",
    "Some days I rehearse being happy in the mirror before I go to work.",
    "Je suis fière de ma sœur et je ne le lui ai jamais dit.",
    "The promotion came through. I cried in the parking lot for an hour.",
)
_DRAIN = 10.0


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes: of the bot's process, and of all its processes together."""

    bot: int
    all: int


@dataclass(slots=True)
class Result:
    rate: float
    sent: int
    times: list[float]
    memory: Memory
    holds: bool

    def row(self) -> str:
        ordered = sorted(self.times)
        p50 = statistics.median(ordered) * 1000 if ordered else float("nan")
        p95 = ordered[int(len(ordered) * 0.95)] * 1000 if ordered else float("nan")
        return (
            f"| {self.rate:g} | {len(self.times)}/{self.sent} | {p50:.0f} | {p95:.0f} "
            f"| {self.memory.bot / 2**20:.0f} | {self.memory.all / 2**20:.0f} "
            f"| {'yes' if self.holds else 'no'} |"
        )


async def main() -> None:
    parser = argparse.ArgumentParser(description="Message to preview, through the whole path.")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--rates", default="2,5,10,15,20")
    arguments = parser.parse_args()
    world = World()
    bot = world.add_bot()
    channel = world.add_channel("Bench", username="bench_channel")
    channel.admit(bot, can_post_messages=True, can_edit_messages=True, can_delete_messages=True)
    people = [world.add_person(f"P{n}") for n in range(400)]
    async with serve(world) as server:
        with tempfile.TemporaryDirectory(prefix="sotto-bench-") as folder:
            process = await start_bot(server.root, bot.token, channel.id, Path(folder))
            try:
                await world.wait_until(lambda: bot.inbox.polled, 90.0)
                await _measure(world, people, 2.0, 5.0, process.pid)  # warm
                print("| a second | answered | p50 ms | p95 ms | bot MB | all MB | holds |")
                print("|---|---|---|---|---|---|---|")
                for rate in arguments.rates.split(","):
                    result = await _measure(
                        world, people, float(rate), arguments.seconds, process.pid
                    )
                    print(result.row(), flush=True)
            finally:
                process.terminate()
                await process.wait()


async def start_bot(
    root: str, token: str, channel: int, folder: Path
) -> asyncio.subprocess.Process:
    environment = {
        **os.environ,
        "SOTTO_TOKEN": token,
        "SOTTO_CHANNEL": str(channel),
        "SOTTO_BOT_API": root,
        "SOTTO_DATA": str(folder / "data"),
        "SOTTO_LOG_LEVEL": "ERROR",
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=environment, start_new_session=True
    )


async def _measure(
    world: World, people: list[Person], rate: float, seconds: float, pid: int
) -> Result:
    loop = asyncio.get_running_loop()
    started: dict[Message, float] = {}
    times: dict[Message, float] = {}

    def watch(event: WorldEvent) -> None:
        message = event.message
        if event.kind == "sent" and message is not None and message.photo:
            original = message.reply_to
            if original in started and original not in times:
                times[original] = loop.time() - started[original]

    unsubscribe = world.subscribe(watch)
    count = int(rate * seconds)
    begin = loop.time()
    memory = Memory(0, 0)
    for n in range(count):
        await asyncio.sleep(max(0.0, begin + n / rate - loop.time()))
        message = people[n % len(people)].send(f"{WORDS[n % len(WORDS)]} ({n})")
        started[message] = loop.time()
        if n % 20 == 0:
            memory = max(memory, memory_of(pid), key=lambda one: one.all)
    deadline = loop.time() + _DRAIN
    while len(times) < count and loop.time() < deadline:
        await asyncio.sleep(0.05)
    unsubscribe()
    taken = [times[message] for message in started if message in times]
    third = max(1, len(taken) // 3)
    steady = statistics.median(taken[-third:]) <= 2 * statistics.median(taken[:third])
    return Result(rate, count, taken, memory, len(taken) >= 0.99 * count and steady)


def memory_of(pid: int) -> Memory:
    """Of the process and of its group, from /proc."""
    bot = whole = 0
    group = os.getpgid(pid)
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            status = _fields(entry / "status")
            if os.getpgid(int(entry.name)) != group:
                continue
            whole += _share(entry, status)
        except (OSError, ValueError):
            continue  # it ended meanwhile
        if int(entry.name) == pid:
            bot = _kilobytes(status, "VmRSS")
    return Memory(bot, whole)


def _share(process: Path, status: dict[str, str]) -> int:
    try:
        return _kilobytes(_fields(process / "smaps_rollup"), "Pss")
    except PermissionError:  # the bot's processes forbid it to all but root
        return _kilobytes(status, "VmRSS")


def _fields(path: Path) -> dict[str, str]:
    lines = path.read_text().splitlines()
    return dict(line.split(":", 1) for line in lines if ": " in line or ":\t" in line)


def _kilobytes(fields: dict[str, str], name: str) -> int:
    """In bytes."""
    return int(fields[name].split()[0]) * 1024


if __name__ == "__main__":
    asyncio.run(main())
