"""What a card costs, against the floor: decode one JPEG and encode one.

    .venv/bin/python bench/render.py [--rounds 5] [--cards 12] [--seconds 4] [--cache FOLDER]

Rows are measured in turn within each round, because machines have slow phases; the medians of
the rounds are printed. Chromium and satori are measured when they are installed.
"""

import argparse
import asyncio
import io
import itertools
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from bot.cards import CardOrder, Imprint, render
from bot.cards.draw import background
from bot.cards.draw import canvas as ink
from bot.cards.draw.card import imprint_line
from bot.cards.draw.colour import WHITE, darkest_ground
from bot.cards.pictures import LIBRARY, open_shelf
from bot.cards.samples import SAMPLES
from bot.cards.studio import Studio
from bot.cards.styles import CLASSIC
from bot.cards.text.setting import set_words, text_box
from bot.cards.text.voices import ROUND

WORDS = (
    "I told everyone I left my job to travel. I was let go. For five weeks now I have been "
    "sitting in the same café from nine to five, learning the names of the waiters 🙂, and "
    "every evening my wife asks about my day and I make one up. Today I almost told her. "
    "She had baked a cake 🎂 and so I waited."
)
PAGE = (1080, 1080)
IMPRINT = Imprint("@sotto_voce", 1204)
CHROMIUM_FLAGS = """
    --headless --no-sandbox --disable-gpu --disable-quic --no-first-run
    --disable-background-networking --disable-component-update --disable-sync
"""


def floor(jpeg: bytes) -> bytes:
    with Image.open(io.BytesIO(jpeg)) as image:
        image.load()
        out = io.BytesIO()
        image.save(out, "JPEG", quality=ink.QUALITY)
    return out.getvalue()


def usual_pillow(jpeg: bytes) -> bytes:
    """As people write it: blur, dark layer, shrink until it fits, stroke."""
    image = Image.open(io.BytesIO(jpeg)).convert("RGB").resize(PAGE)
    image = image.filter(ImageFilter.GaussianBlur(6))
    image = Image.blend(image, Image.new("RGB", PAGE), 0.45)
    draw = ImageDraw.Draw(image)
    for size in range(90, 20, -4):
        font = ImageFont.truetype(str(ROUND.cuts[0].path), size)
        text = "\n".join(textwrap.wrap(WORDS, int(1500 / size)))
        box = draw.multiline_textbbox((0, 0), text, font=font, stroke_width=2)
        if box[2] < 870 and box[3] < 820:
            break
    draw.multiline_text(
        (540, 500), text, "white", font, "mm", align="center", stroke_width=2, stroke_fill="black"
    )
    out = io.BytesIO()
    image.save(out, "JPEG", quality=ink.QUALITY)
    return out.getvalue()


def chromium(path: str, scratch: Path) -> Callable[[], object]:
    (scratch / "card.html").write_text(
        "<meta charset=utf-8>"
        "<body style='margin:0;background:#345;color:white;font:60px sans-serif'>"
        f"<p style='padding:90px;text-wrap:balance;text-align:center'>{WORDS}</p>",
        encoding="utf-8",
    )
    command = [
        path,
        *CHROMIUM_FLAGS.split(),
        f"--user-data-dir={scratch}/profile",
        "--window-size=1080,1080",
    ]
    command += [f"--screenshot={scratch}/card.png", (scratch / "card.html").as_uri()]
    return lambda: subprocess.run(command, check=True, capture_output=True, timeout=60)


def timed(work: Callable[[], object], cards: int) -> float:
    start = time.perf_counter()
    for _ in range(cards):
        work()
    return (time.perf_counter() - start) / cards * 1e3


def stages(ground: background.Plate, cards: int) -> dict[str, float]:
    """Milliseconds of each step of a warm card in the classic style."""
    text = set_words(WORDS, CLASSIC, "square")
    line = imprint_line(IMPRINT, CLASSIC, "square", text)
    marks = [*text.marks, *line.marks]
    mask, at = ink.letters(marks, PAGE)
    soft = ink.shadow(mask, at, PAGE, strength=0.5, radius=14)
    zone = ink.zone([text_box(CLASSIC, "square")], PAGE, 14)
    lightest = darkest_ground(WHITE, 4.5)
    canvas = ink.Canvas(ground)
    canvas.shade(zone, lightest, soft)
    done = ink.Canvas(ground)
    steps: dict[str, Callable[[], object]] = {
        "compose, fit, place": lambda: set_words(WORDS, CLASSIC, "square"),
        "imprint": lambda: imprint_line(IMPRINT, CLASSIC, "square", text),
        "rasterise letters": lambda: ink.letters(marks, PAGE),
        "shadow": lambda: ink.shadow(mask, at, PAGE, strength=0.5, radius=14),
        "zone": lambda: ink.zone([text_box(CLASSIC, "square")], PAGE, 14),
        "shade the picture": lambda: ink.Canvas(ground).shade(zone, lightest, soft),
        "outline": lambda: ink.outline(mask, 2),
        "fill (once)": lambda: canvas.fill(mask, at, WHITE),
        "emoji": lambda: canvas.pictures(text.pictures),
        "encode": done.jpeg,
    }
    return {name: timed(work, cards) for name, work in steps.items()}


async def throughput(cache: Path, seconds: float) -> tuple[float, int, float]:
    """(cards a second, processes, greatest resident MB of a process)."""
    studio = await Studio.open(cache=cache, pictures=None)
    orders = [CardOrder(WORDS, info.id, None, CLASSIC.code, IMPRINT) for info in LIBRARY[:4]]
    await asyncio.gather(*(studio.card(order) for order in orders * 4))
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
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cards", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        run(options, options.cache or Path(scratch), Path(scratch))
    return 0


def run(options: argparse.Namespace, cache: Path, scratch: Path) -> None:
    shelf = open_shelf(cache, None, lazy=True)
    photo = shelf.open(LIBRARY[1].id).resize(PAGE)
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=90)
    jpeg = out.getvalue()
    ground = background.make(photo, PAGE)

    def fresh() -> bytes:
        with Image.open(io.BytesIO(jpeg)) as image:
            new = background.make(image, PAGE)
        return render(WORDS, new, CLASSIC, size="square", imprint=IMPRINT)

    def ours(words: str) -> Callable[[], bytes]:
        return lambda: render(words, ground, CLASSIC, size="square", imprint=IMPRINT)

    mixture = SAMPLES["mixture"] + " " + SAMPLES["arabic"] + " " + SAMPLES["thai"]
    rows: dict[str, Callable[[], object]] = {
        "floor: decode one JPEG, encode one": lambda: floor(jpeg),
        "ours, warm": ours(WORDS),
        "ours, any-script mixture": ours(mixture),
        "ours, new picture": fresh,
        "Pillow as people write it": lambda: usual_pillow(jpeg),
    }
    slow: dict[str, Callable[[], object]] = {}
    if (path := shutil.which("chromium")) is not None:
        slow["Chromium, one cold screenshot"] = chromium(path, scratch)
    found: dict[str, list[float]] = {name: [] for name in (*rows, *slow)}
    for work in rows.values():
        work()
    for _ in range(options.rounds):
        for name, work in rows.items():
            found[name].append(timed(work, options.cards))
    for name, work in slow.items():
        found[name] += [timed(work, 1) for _ in range(2)]
    base = statistics.median(found["floor: decode one JPEG, encode one"])
    print(f"{'':36} ms/card  x floor")
    for name, times in found.items():
        middle = statistics.median(times)
        print(f"{name:36} {middle:7.1f} {middle / base:8.2f}")
    if shutil.which("satori") is None:
        print(f"{'satori + resvg':36} not installed")
    print("\nstages of a warm card, ms")
    for name, spent in stages(ground, options.cards).items():
        print(f"{name:36} {spent:7.2f}")
    rate, processes, peak = asyncio.run(throughput(cache, options.seconds))
    print(
        f"\nstudio: {rate:.0f} cards/s with {processes} processes on {os.cpu_count()} cores, ",
        end="",
    )
    print(f"at most {peak:.0f} MB a process; load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    sys.exit(main())
