"""What it costs to have cards drawn by ``sotto render``, against the processes of the bot's own.

    python -m bench.renderers [--rounds 9] [--cards 24] [--at-once 8] [--cache FOLDER]

One renderer on loopback, on the same processors, with as many processes as the bot has. Both draw
the same orders in turn within each round; told are medians of the rounds: milliseconds by the clock
for each order, of the ratio, and how many of them the bot's own process spends. What is drawn is
compared: a difference ends it.
"""

import argparse
import asyncio
import io
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.render import real_orders
from bot.cards import CardOrder, worker
from bot.cards.pictures import LIBRARY, open_shelf
from bot.cards.preparing import sizes_of
from bot.cards.studio import Studio
from bot.domain.whisper import OWN_PHOTO
from bot.renderers.renderers import Renderers


@dataclass(slots=True)
class Side:
    """Milliseconds an order, of each round: by the clock, and of this process."""

    clock: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)


@contextmanager
def renderer(cache: Path, folder: Path) -> Iterator[str]:
    """Start ``sotto render``; yields its address."""
    address = f"unix://{folder / 'render.sock'}"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SOTTO_")}
    environment |= {"SOTTO_CACHE": str(cache), "SOTTO_RENDER_LISTEN": address}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "render"],
        env=environment, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stderr is not None
        try:
            for line in process.stderr:
                if "renderer_ready" in line:
                    break
            yield address
        finally:
            process.terminate()


async def drawn(studio: Studio, orders: list[CardOrder], at_once: int) -> list[bytes]:
    turns = asyncio.Semaphore(at_once)

    async def one(order: CardOrder) -> bytes:
        async with turns:
            return await studio.lend(worker.card, (order,))

    return await asyncio.gather(*map(one, orders))


async def measured(
    studio: Studio, renderers: Renderers, orders: list[CardOrder], at_once: int, rounds: int
) -> tuple[Side, Side]:
    here, there = Side(), Side()
    for turn in range(rounds):
        cards = []
        sides = [(None, here), (renderers, there)]
        for elsewhere, side in sides if turn % 2 else reversed(sides):
            studio.elsewhere = elsewhere
            begin, own = time.perf_counter(), time.process_time()
            cards.append(await drawn(studio, orders, at_once))
            side.own.append((time.process_time() - own) / len(orders) * 1000)
            side.clock.append((time.perf_counter() - begin) / len(orders) * 1000)
        assert cards[0] == cards[1], "the same order gives the same bytes"
    studio.elsewhere = None
    return here, there


def row(name: str, here: Side, there: Side) -> str:
    ratio = statistics.median(b / a for a, b in zip(here.clock, there.clock, strict=True))
    figures = [statistics.median(each) for each in (here.clock, there.clock)]
    own = [statistics.median(each) for each in (here.own, there.own)]
    return (
        f"| {name} | {figures[0]:.1f} | {figures[1]:.1f} | {ratio:.2f} "
        f"| {own[0]:.2f} | {own[1]:.2f} |"
    )


def prepared(cache: Path) -> bytes:
    """Fill the cache; return a photo."""
    shelf = open_shelf(cache, None)
    worker.furnish(cache, None)
    for info in LIBRARY:
        worker.keep(info.id, sizes_of(("square",)))
    out = io.BytesIO()
    shelf.open(LIBRARY[1].id).resize((1080, 1080)).save(out, "JPEG", quality=90)
    return out.getvalue()


async def compare(options: argparse.Namespace, cache: Path, folder: Path) -> None:
    photo = await asyncio.to_thread(prepared, cache)
    studio = await Studio.open(cache=cache, pictures=None)
    turn = itertools.cycle(real_orders())
    words = list(itertools.islice(turn, options.cards))
    photos = [replace(order, picture=OWN_PHOTO, photo=photo) for order in words]
    with renderer(cache, folder) as address:
        renderers = Renderers([address], None, studio.shelf)
        await renderers.open()
        await measured(studio, renderers, words, options.at_once, 1)  # all have met the pictures
        print(f"{studio.processes} processes on each side, {os.cpu_count()} processors\n")
        print("| cards, ms each | here | elsewhere | ratio | own process, here | elsewhere |")
        print("|---|--:|--:|--:|--:|--:|")
        drawn_before, drawn_here = renderers.drawn, studio.drawn
        for name, orders, at_once in (
            ("real confessions, one at a time", words, 1),
            (f"the same, {options.at_once} at once", words, options.at_once),
            ("on an author's photo, one at a time", photos, 1),
            (f"the same, {options.at_once} at once", photos, options.at_once),
        ):
            print(row(name, *await measured(studio, renderers, orders, at_once, options.rounds)))
        there, here = renderers.drawn - drawn_before, studio.drawn - drawn_here
        print(f"\n{there} were drawn elsewhere, {here} here (as many, when none fell back).")
        print(f"Load average {os.getloadavg()[0]:.1f}.")
        await renderers.close()
    await studio.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--cards", type=int, default=24)
    parser.add_argument("--at-once", type=int, default=8)
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(compare(options, options.cache or Path(folder) / "cache", Path(folder)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
