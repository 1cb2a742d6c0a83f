"""What a card costs, against the floor: decode one JPEG and encode one.

    python -m bench.render [--rounds 9] [--cards 8] [--seconds 4] [--cache FOLDER] [--satori FOLDER]

Milliseconds are those of processor time, the children's included. All rows are measured in turn
within each round, because machines have slow phases and neighbours; told are the medians of the
rounds, of milliseconds and of the ratio to the floor of the same round. Real cards are the
project's confessions in seven languages, each on the picture and in the style that is proposed for
it. ``peers.py`` says what others are measured, and how to install them.
"""

import argparse
import asyncio
import io
import itertools
import os
import resource
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PIL import Image

from bench.peers import Timed, installed, timed
from bench.suggest import confessions
from bot.cards import CardOrder, Imprint, PosterEntry, propose_style, worker
from bot.cards.draw import background, shading
from bot.cards.draw import canvas as ink
from bot.cards.draw.card import imprint_line
from bot.cards.draw.colour import WHITE, bound
from bot.cards.order import Choice
from bot.cards.pictures import LIBRARY, open_shelf
from bot.cards.plates import PlateFolder
from bot.cards.preparing import sizes_of
from bot.cards.samples import SAMPLES
from bot.cards.studio import Studio
from bot.cards.styles import CLASSIC
from bot.cards.text.setting import set_words, text_box
from bot.domain.picture_choice import suggest
from bot.domain.whisper import OWN_PHOTO

WORDS = (
    "I told everyone I left my job to travel. I was let go. For five weeks now I have been "
    "sitting in the same café from nine to five, learning the names of the waiters 🙂, and "
    "every evening my wife asks about my day and I make one up. Today I almost told her. "
    "She had baked a cake 🎂 and so I waited. "
)
PAGE = (1080, 1080)
IMPRINT = Imprint("@sotto_voce", 1204)
FLOOR = "floor: decode one JPEG, encode one"
_SOME = LIBRARY[1].id


def long(words: str, graphemes: int) -> str:
    """So many characters of it, over and over."""
    return ((words.strip() + " ") * (graphemes // len(words) + 2))[:graphemes]


def floor(jpeg: bytes) -> bytes:
    with Image.open(io.BytesIO(jpeg)) as image:
        image.load()
        out = io.BytesIO()
        image.save(out, "JPEG", quality=ink.QUALITY)
    return out.getvalue()


def real_orders() -> list[CardOrder]:
    """A preview of each confession, as the bot proposes it; in an order that mixes languages."""
    ones = sorted(confessions(), key=lambda one: zlib.crc32(one.words.encode()))
    return [
        CardOrder(
            one.words,
            suggest(one.words, LIBRARY, seed=bytes(12))[0],
            None,
            propose_style(one.words).code,
            Imprint("@sotto_voce"),
        )
        for one in ones
    ]


def kinds(cache: Path, jpeg: bytes) -> dict[str, Timed]:
    """Our cards of every kind, by name."""
    turn = itertools.cycle(real_orders())
    entries = tuple(
        PosterEntry(
            place, 100 + place, each.words, each.picture, each.style, (("❤", 12), ("😢", 3))
        )
        for place, each in enumerate(itertools.islice(turn, 10), start=1)
    )

    def card(words: str) -> Timed:
        order = CardOrder(words, _SOME, None, CLASSIC.code, IMPRINT)
        return timed(lambda: worker.card(order))

    own = CardOrder(WORDS, OWN_PHOTO, jpeg, CLASSIC.code, IMPRINT)
    unmet = CardOrder(WORDS, _SOME, None, CLASSIC.code, IMPRINT)

    def unmet_card() -> object:
        worker._here.plates = PlateFolder(cache)  # as a process that has just started
        return worker.card(unmet)

    def unprepared_card() -> object:
        worker._here.plates = PlateFolder(cache / "nowhere" / "at" / "all")
        return worker.card(unmet)

    def back(work: Callable[[], object]) -> Timed:
        def measured(cards: int) -> float:
            kept = worker._here.plates
            try:
                return timed(work)(cards)
            finally:
                worker._here.plates = kept

        return measured

    rows = {
        "48 characters": card(long(WORDS, 48)),
        "280 characters, two emoji": card(long(WORDS, 280)),
        "400 characters": card(long(WORDS, 400)),
    }
    for script in ("arabic", "hindi", "japanese", "simplified"):
        rows[f"280 characters, {script}"] = card(long(SAMPLES[script], 280))
    rows["real confessions"] = timed(lambda: worker.card(next(turn)))
    rows["an author's own photo"] = timed(lambda: worker.card(own))
    rows["a picture that this process never met"] = back(unmet_card)
    rows["a picture that nobody has prepared"] = back(unprepared_card)
    rows["poster of five"] = timed(lambda: worker.poster("Loved", "", entries[:5], "square", "@c"))
    rows["poster of ten"] = timed(lambda: worker.poster("Loved", "", entries, "portrait", "@c"))
    chosen = CardOrder(long(WORDS, 120), _SOME, None, CLASSIC.code, Imprint("@sotto_voce"))
    small = tuple(Choice(str(at), LIBRARY[at].id) for at in range(2, 11))
    beside, sheet = replace(chosen, choices=small[:3]), replace(chosen, choices=small, sheet=True)
    rows["120 characters"] = timed(lambda: worker.card(chosen))
    rows["the same with three small ones beside it"] = timed(lambda: worker.card(beside))
    rows["nine small ones as a sheet"] = timed(lambda: worker.card(sheet))
    rows["six cards as one"] = timed(lambda: worker.grid(entries[:6]))
    return rows


def stages(ground: background.Plate, cards: int) -> dict[str, float]:
    """Milliseconds of each step of a warm card in the classic style."""
    words = long(WORDS, 280)
    text = set_words(words, CLASSIC, "square")
    line = imprint_line(IMPRINT, CLASSIC, "square", text)
    marks = [*text.marks, *line.marks]
    mask, at = ink.letters(marks, PAGE)
    soft = ink.shadow(mask, at, PAGE, strength=0.5, radius=14)
    area = text_box(CLASSIC, "square")
    limit = bound(WHITE, 4.5)
    canvas = ink.Canvas(ground)
    canvas.shade(area, limit, soft)
    done = ink.Canvas(ground)
    steps: dict[str, Callable[[], object]] = {
        "compose, fit, place": lambda: set_words(words, CLASSIC, "square"),
        "imprint": lambda: imprint_line(IMPRINT, CLASSIC, "square", text),
        "rasterise letters": lambda: ink.letters(marks, PAGE),
        "shadow": lambda: ink.shadow(mask, at, PAGE, strength=0.5, radius=14),
        "grade": lambda: shading.grade(ground.shade(limit), area, PAGE, 14),
        "shade the picture": lambda: ink.Canvas(ground).shade(area, limit, soft),
        "foot": lambda: ink.Canvas(ground).foot([line.extent], (WHITE, (0, 0, 0)), 4.5),
        "fill (once)": lambda: canvas.fill(mask, at, WHITE),
        "emoji": lambda: canvas.pictures(text.pictures, WHITE),
        "encode": done.jpeg,
    }
    for work in steps.values():
        work()
    return {name: timed(work)(cards) for name, work in steps.items()}


async def throughput(cache: Path, seconds: float) -> tuple[float, int, float]:
    """(cards a second, processes, greatest resident MB of a process)."""
    studio = await Studio.open(cache=cache, pictures=None)
    orders = [replace(order, imprint=IMPRINT) for order in real_orders()]
    await asyncio.gather(*(studio.card(order) for order in orders[:40]))
    done, turn = 0, itertools.cycle(orders)
    start = time.perf_counter()

    async def keep_ordering() -> None:
        nonlocal done
        while time.perf_counter() - start < seconds:
            await studio.card(next(turn))
            done += 1

    await asyncio.gather(*(keep_ordering() for _ in range(8)))
    spent = time.perf_counter() - start
    processes = [each for artist in studio._artists for each in artist._processes or {}]
    peak = max(resident(process) for process in processes)
    await studio.close()
    return done / spent, len(processes), peak


def resident(process: int) -> float:
    """Peak MB of a process, files mapped into memory included (Linux)."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--cards", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--satori", type=Path, help="where npm installed satori")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        run(options, options.cache or Path(scratch), Path(scratch))
    return 0


def run(options: argparse.Namespace, cache: Path, scratch: Path) -> None:
    shelf = open_shelf(cache, None)
    worker.furnish(cache, None)
    worker.settle()
    for info in LIBRARY:
        worker.keep(info.id, sizes_of(("square",)))
    out = io.BytesIO()
    shelf.open(_SOME).resize(PAGE).save(out, "JPEG", quality=90)
    jpeg = out.getvalue()
    rows: dict[str, Timed] = {FLOOR: timed(lambda: floor(jpeg)), **kinds(cache, jpeg)}
    others, ends = installed(jpeg, WORDS.strip(), scratch, options.satori)
    found = measure({**rows, **others}, others, options)
    for end in ends:
        end()
    print(f"{'':40} ms/card  x floor")
    for name, times in found.items():
        ratio = statistics.median(a / b for a, b in zip(times, found[FLOOR], strict=True))
        print(f"{name:40} {statistics.median(times):7.1f} {ratio:8.2f}")
    print("\nstages of a warm card of 280 characters, ms")
    for name, spent in stages(worker.ground(_SOME, None, PAGE), options.cards).items():
        print(f"{name:40} {spent:7.2f}")
    rate, processes, peak = asyncio.run(throughput(cache, options.seconds))
    print(
        f"\nstudio: {rate:.0f} real cards/s with {processes} processes on {os.cpu_count()} cores, ",
        end="",
    )
    print(f"at most {peak:.0f} MB a process; load average {os.getloadavg()[0]:.1f}")


def measure(
    rows: dict[str, Timed], slow: dict[str, Timed], options: argparse.Namespace
) -> dict[str, list[float]]:
    """Milliseconds of each round; of what is slow fewer cards a round."""
    for work in rows.values():
        work(1)
    found: dict[str, list[float]] = {name: [] for name in rows}
    for _ in range(options.rounds):
        for name, work in rows.items():
            found[name].append(work(2 if name in slow else options.cards))
    return found


if __name__ == "__main__":
    sys.exit(main())
