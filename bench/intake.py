"""How fast a message becomes a preview, how soon what was published is deleted from the private
chats, and how many a second the bot bears.

    python -m bench.intake [--publish] [--seconds 20] [--rates 2,5,10,15,20,25] [--plain]

The bot is a real ``sotto run`` in a process of its own, talking over loopback HTTP to the sandbox
in this one; both share the machine's cores, so the bot alone does somewhat better. People send the
confessions of ``bench/confessions``, in seven languages, at a steady rate; with ``--publish`` they
press *Publish* as soon as they have seen the card, and ``posts`` are those that came out meanwhile
(a channel takes one every 3.1 seconds, 27,870 a day). The sandbox refuses more calls than Telegram
takes. ``--plain``: cards of one colour, so that drawing takes nothing from the rest.

Rates go up until one does not hold, and what failed is said: 99 % of the messages answered, 95 % of
those within half a second (a second with ``--publish``), the last third not twice as slow as the
first, and every message and card gone within 10 s of the press.

``cpu`` is what all the bot's processes take of a processor for one message, ``bot`` the resident
set of the bot's own, ``all`` the memory of all of them, the studio's included (proportional set
size: a page that two of them share counts once; whoever may not look into them gets resident sets
instead).
"""

import argparse
import asyncio
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.memory import Memory, memory_of, seconds_of
from bench.running import run
from bench.stories import SOON, Story, Writers, a_world, start_bot
from bench.words import varied
from bot.sandbox import serve

_WEIGHED = 2.0
"""Seconds between two looks at the memory."""


async def main() -> None:
    parser = argparse.ArgumentParser(description="Message to preview, through the whole path.")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--rates", default="2,5,10,15,20,25")
    parser.add_argument("--publish", action="store_true")
    parser.add_argument("--plain", action="store_true")
    chosen = parser.parse_args()
    world, bot, channel = a_world()
    module = "tests.kit.plain" if chosen.plain else "bot"
    async with serve(world) as server:
        with tempfile.TemporaryDirectory(prefix="sotto-bench-") as folder:
            process = await start_bot(
                server.root, bot.token, channel.id, Path(folder), module=module
            )
            try:
                await world.wait_until(lambda: bot.inbox.polled, 90.0)
                writers = Writers(world, varied(), press=chosen.publish)
                await writers.write(2.0, 5.0)  # warm
                print(_head(publish=chosen.publish))
                for rate in map(float, chosen.rates.split(",")):
                    before, spent = len(channel.messages), seconds_of(process.pid)
                    memory = asyncio.ensure_future(_most(process.pid, chosen.seconds))
                    stories = await writers.write(rate, chosen.seconds)
                    spent = (seconds_of(process.pid) - spent) / max(1, len(stories))
                    posts = len(channel.messages) - before if chosen.publish else None
                    failed = list(_failures(stories, publish=chosen.publish))
                    print(_row(rate, stories, posts, spent, await memory, failed), flush=True)
                    if failed:
                        break
            finally:
                process.terminate()
                await process.wait()


async def _most(pid: int, seconds: float) -> Memory:
    """What the bot held most meanwhile."""
    loop = asyncio.get_running_loop()
    end, most = loop.time() + seconds, Memory(0, 0)
    while loop.time() < end:
        most = max(most, memory_of(pid), key=lambda one: one.all)
        await asyncio.sleep(_WEIGHED)
    return most


def _failures(stories: Sequence[Story], *, publish: bool) -> Iterator[str]:
    seen = [story.preview for story in stories if story.preview is not None]
    if len(seen) < 0.99 * len(stories):
        yield f"{len(stories) - len(seen)} unanswered"
    if len(seen) < 3:
        return
    bearable = 1.0 if publish else 0.5
    if percentile(seen, 95) > bearable:
        yield f"p95 over {bearable * 1000:.0f} ms"
    third = len(seen) // 3
    if statistics.median(seen[-third:]) > 2 * statistics.median(seen[:third]):
        yield "growing"
    pressed = [story for story in stories if story.pressed is not None]
    late = sum(story.deletion is None or story.deletion > SOON for story in pressed)
    if late:
        yield f"{late} not deleted within {SOON:.0f} s"


def _head(*, publish: bool) -> str:
    cells = ["a second", "answered", "p50 ms", "p95 ms"]
    if publish:
        cells += ["posts", "deleted", "p50 s", "p95 s", "longest s"]
    cells += ["cpu ms", "bot MB", "all MB", "holds"]
    return f"| {' | '.join(cells)} |\n|{'---|' * len(cells)}"


def _row(
    rate: float,
    stories: Sequence[Story],
    posts: int | None,
    spent: float,
    memory: Memory,
    failed: Sequence[str],
) -> str:
    seen = [story.preview for story in stories if story.preview is not None]
    cells = [f"{rate:g}", f"{len(seen)}/{len(stories)}"]
    cells += [f"{percentile(seen, share) * 1000:.0f}" for share in (50, 95)]
    if posts is not None:
        gone = [story.deletion for story in stories if story.deletion is not None]
        pressed = sum(story.pressed is not None for story in stories)
        cells += [str(posts), f"{len(gone)}/{pressed}"]
        cells += [f"{percentile(gone, share):.2f}" for share in (50, 95, 100)]
    cells += [f"{spent * 1000:.0f}", f"{memory.bot / 2**20:.0f}", f"{memory.all / 2**20:.0f}"]
    return f"| {' | '.join([*cells, ', '.join(failed) or 'yes'])} |"


def percentile(values: Sequence[float], share: int) -> float:
    """The value that so many of a hundred do not exceed."""
    ordered = sorted(values)
    at = max(0, -(-len(ordered) * share // 100) - 1)
    return ordered[at] if ordered else float("nan")


if __name__ == "__main__":
    run(main())
