"""Whether anything grows while the bot works for long.

    python -m bench.soak MINUTES [--rate 8] [--crowd 500] [--plain]

The bot is a real ``sotto run``; the same people write and publish again and again, so many a
second, and every ten seconds it is noted what the bot holds: memory of all its processes, open
files, tasks, and how late its loop is (``/metrics``). A line is laid through each row of figures,
the first third left out, since caches fill and receipts stand for a minute. Status 1 where memory,
files or tasks grew by more than a tenth meanwhile, and by more than chance (r over 0.5), or where a
message or a card still stands in a private chat after everything should be gone.

In any case it says by how many bytes a published whisper the memory grew, and in each half: what
fills up only once grows less in the second one. ``--plain`` draws no cards, so that the processes
that draw, whose caches fill for long, hide nothing.
"""

import argparse
import asyncio
import re
import socket
import statistics
import sys
import tempfile
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.intake import percentile
from bench.memory import files_of, memory_of
from bench.running import run
from bench.stories import Story, Writers, a_world, start_bot
from bench.words import varied
from bot.sandbox import serve

EVERY = 10.0
RECEIPT = 60.0
"""Seconds for which a receipt stands here; ten minutes unless it is set."""
_FLAT, _BY_CHANCE = 0.1, 0.5


@dataclass(frozen=True, slots=True)
class Sample:
    at: float
    memory: float  # MB, of all processes
    own: float  # MB, of the bot's own process
    files: float
    tasks: float
    lag: float  # ms, 99 % of a minute's timers at most


async def main() -> int:
    parser = argparse.ArgumentParser(description="What grows while it works for long.")
    parser.add_argument("minutes", type=float)
    parser.add_argument("--rate", type=float, default=8.0)
    parser.add_argument("--crowd", type=int, default=500)
    parser.add_argument("--plain", action="store_true")
    chosen = parser.parse_args()
    world, bot, channel = a_world()
    face = f"127.0.0.1:{_free_port()}"
    module = "tests.kit.plain" if chosen.plain else "bot"
    settings = {
        "SOTTO_HTTP": face,
        "SOTTO_AUTHOR_LIMIT": "1000000",
        "SOTTO_RECEIPT_TTL": f"{RECEIPT:.0f}s",
    }
    async with serve(world) as server:
        with tempfile.TemporaryDirectory(prefix="sotto-bench-") as folder:
            process = await start_bot(
                server.root, bot.token, channel.id, Path(folder), module=module, settings=settings
            )
            try:
                await world.wait_until(lambda: bot.inbox.polled, 90.0)
                writers = Writers(world, varied(), press=True, crowd=chosen.crowd)
                looking = asyncio.ensure_future(_look(process.pid, face))
                stories = await writers.write(chosen.rate, chosen.minutes * 60)
                looking.cancel()
                samples = await looking
                await _until_burnt(face)
                left = await _figure(face, "undeleted_messages")
            finally:
                process.terminate()
                await process.wait()
    return _tell(samples, stories, left)


async def _look(pid: int, face: str) -> list[Sample]:
    """Until it is cancelled."""
    loop, samples = asyncio.get_running_loop(), []
    try:
        while True:
            await asyncio.sleep(EVERY)
            told, memory = await _metrics(face), memory_of(pid)
            samples.append(
                Sample(
                    loop.time(),
                    memory.all / 2**20,
                    memory.bot / 2**20,
                    files_of(pid),
                    told["loop_tasks"],
                    told["loop_lag_seconds"] * 1000,
                )
            )
    except asyncio.CancelledError:
        return samples


async def _metrics(face: str) -> dict[str, float]:
    async with httpx.AsyncClient() as client:
        text = (await client.get(f"http://{face}/metrics")).text
    return {name: float(value) for name, value in re.findall(r"(?m)^sotto_(\w+) (\S+)$", text)}


async def _figure(face: str, name: str) -> float:
    return (await _metrics(face))[name]


async def _until_burnt(face: str) -> None:
    """Receipts stand a while longer than cards."""
    deadline = asyncio.get_running_loop().time() + 2 * RECEIPT
    await asyncio.sleep(RECEIPT)
    while asyncio.get_running_loop().time() < deadline:
        if not await _figure(face, "undeleted_messages"):
            return
        await asyncio.sleep(1.0)


def _tell(samples: Sequence[Sample], stories: Sequence[Story], left: float) -> int:
    steady, grows = samples[len(samples) // 3 :], False
    print("| | at first | in the end | an hour more | r |\n|---|--:|--:|--:|--:|")
    for name in ("memory", "own", "files", "tasks", "lag"):
        values = [getattr(sample, name) for sample in steady]
        slope, r = _slope([sample.at for sample in steady], values)
        third = max(1, len(values) // 3)
        first, last = statistics.median(values[:third]), statistics.median(values[-third:])
        print(f"| {name} | {first:.1f} | {last:.1f} | {slope * 3600:+.1f} | {r:.2f} |")
        more = slope * (steady[-1].at - steady[0].at)
        grows |= name in ("memory", "files", "tasks") and more > _FLAT * first and r > _BY_CHANCE
    seen = [story.preview for story in stories if story.preview is not None]
    gone = [story.deletion for story in stories if story.deletion is not None]
    pressed = sum(story.pressed is not None for story in stories)
    for name, whose in (("memory", "all processes"), ("own", "the bot's own process")):
        print(growth(steady, name, whose, stories))
    print(
        f"\n{len(stories)} written, {len(seen)} answered, {percentile(seen, 95) * 1000:.0f} ms p95"
    )
    print(f"{pressed} published, {len(gone)} deleted, the last after {percentile(gone, 100):.1f} s")
    print(f"{left:.0f} messages should be gone and are not; {'it grows' if grows else 'flat'}")
    return int(grows or len(gone) < pressed or left > 0)


def growth(steady: Sequence[Sample], name: str, whose: str, stories: Sequence[Story]) -> str:
    """Say by how many bytes each published whisper let this memory (``memory``, ``own``) grow: a
    line through the samples over how much had been published by then."""
    published = sorted(story.pressed for story in stories if story.pressed is not None)
    counts = [float(bisect(published, sample.at)) for sample in steady]
    sizes = [getattr(sample, name) * 2**20 for sample in steady]
    half = len(steady) // 2
    whole, first, second = (
        _slope(counts[part], sizes[part]) for part in (slice(None), slice(half), slice(half, None))
    )
    chance = "" if whole[1] > _BY_CHANCE else ", which may be chance"
    return (
        f"\n{whose}: grows by {whole[0]:,.0f} bytes a whisper (r {whole[1]:.2f}{chance}), "
        f"{first[0]:,.0f} in the first half and {second[0]:,.0f} in the second"
    )


def _slope(times: Sequence[float], values: Sequence[float]) -> tuple[float, float]:
    """For one more of the first (a second, a whisper), and how well a line tells it (0 to 1)."""
    if len(set(values)) < 2 or len(set(times)) < 2:
        return 0.0, 0.0
    slope = statistics.linear_regression(times, values).slope
    return slope, abs(statistics.correlation(times, values))


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


if __name__ == "__main__":
    sys.exit(run(main()))
