"""(words, picture, style) -> JPEG. One pure function: the same order gives the same bytes."""

import io
import textwrap
from collections.abc import Sequence

import fontpkg
from PIL import Image, ImageDraw, ImageFont, ImageOps

from bot.cards.order import PIXELS, CannotSet, Imprint, PosterEntry, Size
from bot.cards.styles import Style


def render(
    words: str, picture: Image.Image, style: Style, *, size: Size, imprint: Imprint
) -> bytes:
    """A finished card as JPEG. Raises CannotSet."""
    if len(words) > 4000:
        raise CannotSet("too_long")
    canvas = ImageOps.fit(picture.convert("RGB"), PIXELS[size]).point(
        [v // 2 for v in range(256)] * 3
    )
    number = f"  #{imprint.number}" if imprint.number is not None else ""
    return _write(canvas, words, f"{imprint.channel}{number}")


def uncovered(words: str) -> tuple[str, ...]:
    """The grapheme clusters that no font covers, each once."""
    return ()


def notice_card(text: str, *, size: Size) -> bytes:
    """A plain card that says one sentence: removed, withdrawn, being looked at."""
    return _write(Image.new("RGB", PIXELS[size], "#26262b"), text, "")


def poster(
    title: str, subtitle: str, entries: Sequence[PosterEntry], *, size: Size, channel: str
) -> bytes:
    """The digest as one picture."""
    lines = [title, subtitle, *(f"{e.rank}. #{e.number} {e.words[:60]}" for e in entries)]
    return _write(Image.new("RGB", PIXELS[size], "#26262b"), "\n".join(lines), channel)


def _write(canvas: Image.Image, words: str, foot: str) -> bytes:
    draw = ImageDraw.Draw(canvas)
    font = ImageFont.truetype(str(fontpkg.path("Nunito")), 56)
    small = ImageFont.truetype(str(fontpkg.path("Nunito")), 28)
    lines = [part for line in words.split("\n") for part in textwrap.wrap(line, 34) or [""]]
    width, height = canvas.size
    draw.multiline_text(
        (width / 2, height / 2), "\n".join(lines), "white", font, "mm", align="center"
    )
    draw.text((width / 2, height - 60), foot, "white", small, "mm")
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=88)
    return out.getvalue()
