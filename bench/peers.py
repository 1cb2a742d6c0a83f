"""How others draw such a card, as far as they are installed: ``bench/render.py`` measures them.

    pip install pilmoji skia-python; npm install satori @resvg/resvg-js

Nothing of ours needs them. Each gives the same words over the same picture, centred, with a soft
or dark edge, as JPEG (satori: PNG). None keeps the law of legibility or knows all scripts.
"""

import importlib.util
import io
import json
import os
import shutil
import subprocess
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from bench.start import with_children
from bot.cards.draw.canvas import QUALITY
from bot.cards.text.voices import CONDENSED, ROUND

PAGE = (1080, 1080)
Timed = Callable[[int], float]
"""Draws so many cards and says how many milliseconds of processor time one took."""

_TICKS = 12
"""Cards at least where another process's time is read: the system counts it in hundredths."""

_FLAGS = """
    --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --remote-debugging-pipe
    --disable-background-networking --disable-component-update --disable-sync
"""


def timed(work: Callable[[], object]) -> Timed:
    def milliseconds(cards: int) -> float:
        start = time.process_time()
        for _ in range(cards):
            work()
        return (time.process_time() - start) / cards * 1e3

    return milliseconds


def usual_pillow(jpeg: bytes, words: str) -> Callable[[], bytes]:
    """As people write it: blur, dark layer, shrink until it fits, stroke."""

    def draw() -> bytes:
        image = _darkened(jpeg)
        pen = ImageDraw.Draw(image)
        for size in range(90, 20, -4):
            font, text = _set(words, size)
            box = pen.multiline_textbbox((0, 0), text, font=font, stroke_width=2)
            if box[2] < 870 and box[3] < 820:
                break
        pen.multiline_text(
            (540, 500), text, "white", font, "mm",
            align="center", stroke_width=2, stroke_fill="black",
        )  # fmt: skip
        return _jpeg(image)

    return draw


def with_pilmoji(jpeg: bytes, words: str) -> Callable[[], bytes] | None:
    """Pillow with colour emoji. They come from the net, so it gets words without."""
    if importlib.util.find_spec("pilmoji") is None:
        return None
    from pilmoji import Pilmoji

    words = "".join(char for char in words if ord(char) < 0x2600)

    def draw() -> bytes:
        image = _darkened(jpeg)
        font, text = _set(words, 54)
        with Pilmoji(image) as pen:
            pen.text((100, 200), text, (255, 255, 255), font, stroke_width=2, stroke_fill="black")
        return _jpeg(image)

    return draw


def with_skia(jpeg: bytes, words: str) -> Callable[[], bytes] | None:
    if importlib.util.find_spec("skia") is None:
        return None
    import skia

    face = skia.Typeface.MakeFromFile(str(ROUND.cuts[0].path))

    def draw() -> bytes:
        surface = skia.Surface(*PAGE)
        canvas = surface.getCanvas()
        canvas.drawImage(skia.Image.MakeFromEncoded(jpeg), 0, 0)
        canvas.drawColor(skia.Color(0, 0, 0, 115))
        for size in range(90, 20, -4):
            font = skia.Font(face, size)
            lines = textwrap.wrap(words, int(1500 / size))
            if max(font.measureText(line) for line in lines) < 870 and len(lines) * size < 650:
                break
        soft = skia.Paint(
            AntiAlias=True, MaskFilter=skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 7)
        )
        white = skia.Paint(AntiAlias=True, Color=skia.ColorWHITE)
        for number, line in enumerate(lines):
            left = 540 - font.measureText(line) / 2
            top = 540 + (number - len(lines) / 2) * size * 1.24
            canvas.drawString(line, left, top, font, soft)
            canvas.drawString(line, left, top, font, white)
        encoded = surface.makeImageSnapshot().encodeToData(skia.kJPEG, QUALITY)
        return bytes(encoded)

    return draw


def _darkened(jpeg: bytes) -> Image.Image:
    with Image.open(io.BytesIO(jpeg)) as file:
        image = file.convert("RGB").resize(PAGE).filter(ImageFilter.GaussianBlur(6))
    return Image.blend(image, Image.new("RGB", PAGE), 0.45)


def _set(words: str, size: int) -> tuple[ImageFont.FreeTypeFont, str]:
    font = ImageFont.truetype(str(ROUND.cuts[0].path), size)
    return font, "\n".join(textwrap.wrap(words, int(1500 / size)))


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


class Satori:
    """node with satori and resvg, kept running: what OG image services do."""

    def __init__(self, folder: Path, picture: Path, words: str) -> None:
        self._words = words
        script = Path(__file__).with_name("satori.mjs")
        font = str(CONDENSED.cuts[0].path)  # satori takes no variable font
        self._node = subprocess.Popen(
            ["node", str(script), str(folder), font, str(picture)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __call__(self, cards: int) -> float:
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        cards = max(cards, _TICKS)
        start = with_children(self._node.pid)
        self._node.stdin.write(json.dumps({"words": self._words, "cards": cards}) + "\n")
        self._node.stdin.flush()
        self._node.stdout.readline()
        return (with_children(self._node.pid) - start) / cards * 1e3

    def close(self) -> None:
        self._node.kill()
        self._node.wait()


class Chromium:
    """A page that stays open, its words changed and a screenshot taken: over a pair of pipes."""

    def __init__(self, path: str, scratch: Path, picture: Path, words: str) -> None:
        self._words, self._turn = words, 0
        ours, theirs = os.pipe(), os.pipe()
        os.set_inheritable(ours[0], True)
        os.set_inheritable(theirs[1], True)
        self._browser = subprocess.Popen(
            ["/bin/sh", "-c", f'exec "$@" 3<&{ours[0]} 4>&{theirs[1]}', "sh", path, *_FLAGS.split(),
             f"--user-data-dir={scratch}/profile", "--window-size=1080,1080", "about:blank"],
            pass_fds=(ours[0], theirs[1]), stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(ours[0])
        os.close(theirs[1])
        self._to, self._of = os.fdopen(ours[1], "wb"), os.fdopen(theirs[0], "rb")
        self._session: str | None = None
        page = next(
            each for each in self._ask("Target.getTargets")["targetInfos"] if each["type"] == "page"
        )
        attached = self._ask("Target.attachToTarget", targetId=page["targetId"], flatten=True)
        self._session = attached["sessionId"]
        html = (
            "<meta charset=utf-8><style>body{margin:0;width:1080px;height:1080px;color:white;"
            f"background:url({picture.as_uri()});font:54px sans-serif}}"
            "p{margin:0;padding:104px;text-wrap:balance;text-align:center;"
            "text-shadow:0 0 14px black}</style><p id=words>"
        )
        (scratch / "card.html").write_text(html, encoding="utf-8")
        self._ask("Page.navigate", url=(scratch / "card.html").as_uri())
        time.sleep(2)

    def _ask(self, method: str, **parameters: Any) -> Any:
        self._turn += 1
        told = {"id": self._turn, "method": method, "params": parameters}
        if self._session is not None:
            told["sessionId"] = self._session
        self._to.write(json.dumps(told).encode() + b"\0")
        self._to.flush()
        while True:
            said = bytearray()
            while (byte := self._of.read(1)) not in (b"\0", b""):
                said += byte
            if not said:
                raise OSError("the browser has ended")
            answer = json.loads(said)
            if answer.get("id") == self._turn:
                if "error" in answer:
                    raise OSError(answer["error"])
                return answer["result"]

    def __call__(self, cards: int) -> float:
        cards = max(cards, _TICKS)
        start = with_children(self._browser.pid)
        for _ in range(cards):
            words = json.dumps(f"{self._words} {self._turn}")
            self._ask("Runtime.evaluate", expression=f"words.textContent = {words}")
            self._ask("Page.captureScreenshot", format="jpeg", quality=QUALITY)
        return (with_children(self._browser.pid) - start) / cards * 1e3

    def close(self) -> None:
        self._browser.kill()
        self._browser.wait()


def installed(
    jpeg: bytes, words: str, scratch: Path, satori: Path | None
) -> tuple[dict[str, Timed], list[Callable[[], None]]]:
    """(those that are here, how to end them)."""
    picture = scratch / "picture.jpg"
    picture.write_bytes(jpeg)
    found: dict[str, Timed] = {"Pillow as people write it": timed(usual_pillow(jpeg, words))}
    ends: list[Callable[[], None]] = []
    if (skia := with_skia(jpeg, words)) is not None:
        found["skia-python"] = timed(skia)
    if (pilmoji := with_pilmoji(jpeg, words)) is not None:
        found["pilmoji, without emoji"] = timed(pilmoji)
    if (path := shutil.which("chromium")) is not None:
        browser = Chromium(path, scratch, picture, words)
        found["Chromium, a warm page"] = browser
        ends.append(browser.close)
    if satori is not None and shutil.which("node") is not None:
        node = Satori(satori, picture, words)
        found["satori + resvg, as PNG"] = node
        ends.append(node.close)
    return found, ends
