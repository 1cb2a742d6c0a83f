"""What a start costs in processor time: the commands, and ``sotto run`` to its first getUpdates.

    python -m bench.start [--rounds 5] [--cache FOLDER]

The bot is a real process, talking over loopback HTTP to the sandbox in this one. User and system
seconds are counted, of the process with all its children: what else the machine does is left out.
The first round fills the cache and is not counted; the median of the others is told.
"""

import argparse
import asyncio
import os
import signal
import statistics
import sys
import tempfile
from pathlib import Path

from bot.sandbox import World, serve

TOKEN = "42:SANDBOX"
LONGEST = 300.0
_TICK = os.sysconf("SC_CLK_TCK")


def stat_of(pid: int) -> list[int]:
    """Seconds as ticks: user, system, and both of the children that it has waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return [int(each) for each in fields[11:15]]


def alone(pid: int) -> float:
    """Seconds of processor time that a living process has used."""
    return sum(stat_of(pid)[:2]) / _TICK


def with_children(pid: int) -> float:
    """The same with all the processes that it has started."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    children = [child for task in tasks for child in (task / "children").read_text().split()]
    return sum(stat_of(pid)) / _TICK + sum(with_children(int(child)) for child in children)


async def command(environment: dict[str, str], *arguments: str) -> float:
    """Processor seconds of one command that ends by itself."""
    before = os.times()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments,
        env=environment, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    await process.wait()
    after = os.times()
    return (
        after.children_user - before.children_user + after.children_system - before.children_system
    )


async def start(world: World, environment: dict[str, str]) -> tuple[float, float, float]:
    """(processor seconds to the first getUpdates, of the first process alone, of a status beside
    it)."""
    known = len(world.calls_of("getUpdates"))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    await world.wait_until(lambda: len(world.calls_of("getUpdates")) > known, LONGEST)
    whole, first = with_children(process.pid), alone(process.pid)
    await asyncio.sleep(2)  # until it has left its status for others
    beside = await command(environment, "status")
    process.send_signal(signal.SIGTERM)
    await process.wait()
    return whole, first, beside


async def measure(cache: Path, rounds: int) -> None:
    world = World()
    bot = world.add_bot(token=TOKEN)
    world.add_channel("Sotto voce", username="sotto_voce").admit(bot, can_post_messages=True)
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as data:
        async with serve(world) as server:
            environment = {
                **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
                "SOTTO_TOKEN": TOKEN,
                "SOTTO_CHANNEL": "@sotto_voce",
                "SOTTO_BOT_API": server.root,
                "SOTTO_DATA": data,
                "SOTTO_CACHE": str(cache),
            }
            for _round in range(rounds + 1):
                whole, first, beside = await start(world, environment)
                for name, seconds in (
                    ("sotto --help", await command(environment, "--help")),
                    ("sotto --version", await command(environment, "--version")),
                    ("sotto status, beside a bot", beside),
                    ("sotto status, alone", await command(environment, "status")),
                    ("sotto run to its first getUpdates", whole),
                    ("  of which the first process", first),
                ):
                    found.setdefault(name, []).append(seconds)
    for name, seconds in found.items():
        counted = seconds[1:]
        print(f"{name:36} {statistics.median(counted):5.2f} s", f"({min(counted):.2f} at best)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        asyncio.run(measure(options.cache or Path(scratch), options.rounds))


if __name__ == "__main__":
    main()
