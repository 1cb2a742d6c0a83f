"""The digest as one picture: rank, card in small, first words, reactions. Legible on a phone.

Three designs take turns: rows on a dark page, rows on paper, and the first one large over a list.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image

from bot.cards.draw import background, colour
from bot.cards.draw import canvas as ink
from bot.cards.draw.card import draw, small_line
from bot.cards.draw.colour import Rgb
from bot.cards.draw.cover import cover
from bot.cards.draw.cut_text import Grounds, cut_text
from bot.cards.draw.hero import hero, in_short, takes
from bot.cards.order import PIXELS, CannotSet, Imprint, PosterEntry, Size
from bot.cards.styles import style_of
from bot.cards.text.fitting import Align, Box
from bot.cards.text.fonts import Voice
from bot.cards.text.layout import Layout, joined, moved
from bot.cards.text.voices import CONDENSED, ITALIC, ROUND, SERIF, SMALL

DESIGNS = 3

_EDGE = 72.0
_HEAD = 214.0
_FOOT = 96.0

_LOW = 100.0
"""Pixels of a row below which two lines of words and one of numbers do not fit."""

_TOLD = 232.0  # pixels of such a row for the numbers

_APART = "\u2003"  # an em of space between reactions

_HALF = (540, 540)
"""A small card is drawn in this size and made smaller still: at least by two."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """The look of a page of rows."""

    page: Rgb
    bright: Rgb  # title, words
    faint: Rgb
    line: Rgb
    title: Voice
    words: Voice
    align: Align
    mirrored: bool  # the small card stands at the end of its row


_DARK = _Rows(
    (21, 22, 29), colour.WHITE, (178, 182, 196), (52, 54, 66), ITALIC, SERIF, "start", False
)
_PAPER = _Rows(
    (247, 243, 234), (38, 34, 32), (96, 88, 80), (219, 211, 197), CONDENSED, ROUND, "centre", True
)


def poster(
    title: str,
    subtitle: str,
    entries: Sequence[PosterEntry],
    *,
    size: Size,
    channel: str,
    grounds: Grounds,
    design: int = 0,
) -> bytes:
    """Return the digest as JPEG. ``design``: any number, they take turns."""
    turn = design % DESIGNS
    if turn == 2 and takes(len(entries), size):
        return hero(title, subtitle, entries, size=size, channel=channel, grounds=grounds)
    look = _DARK if turn == 0 else _PAPER
    return _rows(title, subtitle, entries, look, size=size, channel=channel, grounds=grounds)


def _rows(
    title: str,
    subtitle: str,
    entries: Sequence[PosterEntry],
    look: _Rows,
    *,
    size: Size,
    channel: str,
    grounds: Grounds,
) -> bytes:
    page = PIXELS[size]
    canvas = ink.Canvas(background.plain(look.page, page))
    width = page[0] - 2 * _EDGE
    bright = [
        cut_text(title, Box(_EDGE, 58, width, 92), look.title, 84, 30, lines=1, align=look.align)
    ]
    faint = [
        cut_text(subtitle, Box(_EDGE, 154, width, 36), SMALL, 30, 18, lines=1, align=look.align),
        small_line(channel, Box(_EDGE, 0, width, page[1] - 46), align=look.align),
    ]
    height = (page[1] - _HEAD - _FOOT) / max(1, len(entries))
    for at, entry in enumerate(entries):
        row = Box(_EDGE, _HEAD + at * height, page[0] - 2 * _EDGE, height)
        if at or look.mirrored:
            canvas.box(Box(row.left, round(row.top / 2) * 2, row.width, 2), look.line)
        words, told = _entry(canvas, entry, row, look, grounds)
        bright.append(words)
        faint.append(told)
    for layout, paint in ((joined(bright), look.bright), (joined(faint), look.faint)):
        canvas.write(layout, paint)
    return canvas.jpeg()


def sheet(cards: Sequence[bytes], *, columns: int, width: int = 480) -> bytes:
    """Return finished cards in small, side by side: a contact sheet as JPEG."""
    small = []
    for jpeg in cards:
        with Image.open(io.BytesIO(jpeg)) as file:
            height = round(file.height * width / file.width)
            small.append(file.convert("RGB").resize((width, height), Image.Resampling.LANCZOS))
    rows = -(-len(small) // columns)
    page = Image.new("RGB", (columns * width, rows * small[0].height))
    for at, card in enumerate(small):
        page.paste(card, (at % columns * width, at // columns * card.height))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=85)
    return out.getvalue()


def _entry(
    canvas: ink.Canvas, entry: PosterEntry, row: Box, look: _Rows, grounds: Grounds
) -> tuple[Layout, Layout]:
    """Draw the small card; return what is still to be written bright and faint."""
    side = int(min(row.height - 26, 260)) // 2 * 2
    middle = row.top + row.height / 2
    rank_width = 76.0
    left = row.right - side if look.mirrored else row.left + rank_width
    at = int(left) // 2 * 2, int(middle - side / 2) // 2 * 2
    canvas.card(_small(entry, grounds), at, (side, side))
    rank_size = min(76.0, side * 0.62)
    rank = cut_text(
        str(entry.rank),
        Box(row.left, middle - rank_size, rank_width - 18, rank_size * 2),
        CONDENSED,
        rank_size,
        20,
        lines=1,
        anchor=0.5,
    )
    text_left = row.left + rank_width if look.mirrored else left + side + 34
    width = (left - 34 if look.mirrored else row.right) - text_left
    if row.height < _LOW:
        said_in, told_in = _in_one_line(
            entry, Box(text_left, row.top, width, row.height), look.words
        )
        return joined([rank, said_in]), told_in
    small = 26.0 if row.height < 120 else 29.0
    text_size = min(42.0, max(29.0, row.height / 5))
    lines = max(1, min(4, int((row.height - small * 1.3 - 16) / (text_size * 1.24))))
    block = lines * text_size * 1.24
    top = middle - (block + small * 1.5) / 2
    words = cut_text(
        entry.said, Box(text_left, top, width, block), look.words, text_size, 0, lines=lines
    )
    end = words.lines[-1].baseline + text_size * 0.24 if words.lines else top
    reactions = _APART.join(f"{emoji} {count}" for emoji, count in entry.reactions[:5])
    told = f"#{entry.number}" + (f"{_APART}{reactions}" if reactions else "")
    below = cut_text(told, Box(text_left, end + 16, width, small * 1.3), SMALL, small, 14, lines=1)
    if words.lines and below.lines:
        rise = middle - (words.extent.top + below.extent.bottom) / 2
        words, below = moved(words, 0.0, rise), moved(below, 0.0, rise)
    return joined([rank, words]), below


def _in_one_line(entry: PosterEntry, box: Box, voice: Voice) -> tuple[Layout, Layout]:
    """Set an entry where rows are low: words, and beside them what is told."""
    middle, size = box.top + box.height / 2, 26.0
    lines = 2 if box.height >= size * 2.7 else 1
    block = lines * size * 1.24
    room = Box(box.left, middle - block / 2, box.width - _TOLD - 24, block)
    words = cut_text(entry.said, room, voice, size, 0, lines=lines, anchor=0.5)
    end = Box(box.right - _TOLD, box.top, _TOLD, box.height / 2 + 9)
    return words, small_line(in_short(entry), end, align="end", size=25.0)


def _small(entry: PosterEntry, grounds: Grounds) -> ink.Canvas:
    plate = grounds(entry.picture, entry.photo, _HALF)
    if entry.note is not None:
        return ink.Canvas(background.make(cover(plate.accent, _HALF), _HALF))
    style = replace(style_of(entry.style), frame=False)  # too thin to be seen
    try:
        return draw(entry.words, plate, style, size="square", imprint=Imprint("", None))
    except CannotSet:  # set once, when it was published; a font may have gone since
        return ink.Canvas(plate)
