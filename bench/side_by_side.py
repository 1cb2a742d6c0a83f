"""Set each sample next to Chromium's setting of the same text in the same fonts, for human eyes.

    python -m bench.side_by_side OUT_FOLDER [--voice round] [--chromium PATH] [--docs]

Writes one PNG for every eight samples: ours on the left, Chromium's on the right. Chromium gets
the text alone and finds faces, shapes, order and breaks by itself. Emoji are ours only: Chromium
would need a colour font. ``--docs``: writes the picture that docs/ shows as well.
"""

import argparse
import base64
import html
import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from bot.cards.draw import canvas
from bot.cards.samples import SAMPLES
from bot.cards.text.fitting import Box, Measure, fit
from bot.cards.text.fonts import Voice
from bot.cards.text.layout import place
from bot.cards.text.shaping import TypeRuler, compose
from bot.cards.text.voices import VOICES

WIDTH, HEIGHT, SIZE, LEADING, ROWS = 620, 236, 34.0, 1.5, 8
SHOWN = ("urdu", "hindi", "khmer", "japanese")
DOCS = Path(__file__).parent.parent / "docs" / "cards" / "side-by-side.jpg"
DOCS_SIZE = (1000, 1000)  # pixels at most
FLAGS = """
    --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --hide-scrollbars
    --disable-background-networking --disable-component-update --disable-sync
    --allow-file-access-from-files
"""


def ours(words: str, voice: Voice) -> Image.Image:
    ruler = TypeRuler(voice)
    box = Box(10, 10, WIDTH - 20, HEIGHT - 20)
    measure = Measure(SIZE, SIZE, LEADING, "start", SIZE)
    layout = place(fit(compose(words, ruler), box, measure), box, measure, ruler, anchor=0.0)
    page = Image.new("RGB", (WIDTH, HEIGHT), "white")
    mask, at = canvas.letters(layout.marks, page.size)
    page.paste((0, 0, 0), at, mask)
    for picture in layout.pictures:
        side = round(picture.side)
        tile = canvas.emoji.tile(picture.name, side)
        page.paste(tile, (round(picture.x), round(picture.y)), tile)
    return page


def page(names: Sequence[str], voice: Voice) -> str:
    faces, families = [], []
    for at, face in enumerate(voice.faces()):
        if face.cut.path is not None:
            source = face.cut.path.as_uri()
            axes = ", ".join(f"'{tag}' {value}" for tag, value in face.cut.axes) or "normal"
            faces.append(
                f"@font-face {{font-family: f{at}; src: url('{source}'); font-weight: 1 999;"
                f"font-variation-settings: {axes}}}"
            )
            families.append(f"f{at}")
    weight = dict(voice.cuts[0].axes).get("wght", 400)
    rows = []
    for name in names:
        png = io.BytesIO()
        ours(SAMPLES[name], voice).save(png, "PNG")
        data = base64.b64encode(png.getvalue()).decode()
        rows.append(
            f"<h2>{name}</h2><div class=row><img src='data:image/png;base64,{data}'>"
            f"<p dir=auto>{html.escape(SAMPLES[name])}</p></div>"
        )
    return f"""<!doctype html><meta charset=utf-8><style>{"".join(faces)}
    body {{margin: 8px; background: #ccc}} h2 {{font: 13px sans-serif; margin: 3px}}
    .row {{display: flex; gap: 8px; height: {HEIGHT}px}}
    p {{margin: 0; padding: 10px; box-sizing: border-box; width: {WIDTH}px; background: white;
        font: {weight} {SIZE}px/{LEADING} {", ".join(families)}; font-weight: {weight};
        text-wrap: balance; unicode-bidi: plaintext}}</style>{"".join(rows)}"""


def photograph(chromium: str, names: Sequence[str], voice: Voice, shot: Path) -> None:
    """Write a PNG of these samples."""
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "page.html"
        source.write_text(page(names, voice), encoding="utf-8")
        subprocess.run(
            [
                chromium,
                *FLAGS.split(),
                f"--user-data-dir={scratch}/profile",
                f"--window-size={2 * WIDTH + 24},{len(names) * (HEIGHT + 22) + 16}",
                f"--screenshot={shot.absolute()}",
                "--virtual-time-budget=8000",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--voice", default="round", choices=[voice.name for voice in VOICES])
    parser.add_argument("--chromium", default=shutil.which("chromium") or "chromium")
    parser.add_argument("--docs", action="store_true")
    options = parser.parse_args()
    voice = next(voice for voice in VOICES if voice.name == options.voice)
    options.out.mkdir(parents=True, exist_ok=True)
    names = list(SAMPLES)
    for first in range(0, len(names), ROWS):
        shot = options.out / f"{voice.name}-{first // ROWS + 1}.png"
        photograph(options.chromium, names[first : first + ROWS], voice, shot)
        print(shot)
    if options.docs:
        shot = options.out / "shown.png"
        photograph(options.chromium, SHOWN, voice, shot)
        with Image.open(shot) as image:
            small = image.convert("RGB")
            small.thumbnail(DOCS_SIZE, Image.Resampling.LANCZOS)
        small.save(DOCS, "JPEG", quality=80, optimize=True)
        print(DOCS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
