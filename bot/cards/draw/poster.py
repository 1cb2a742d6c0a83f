"""The digest as one picture: rank, card in small, first words, reactions. Legible on a phone."""

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from PIL import Image

from bot.cards.draw import background, colour
from bot.cards.draw import canvas as ink
from bot.cards.draw.card import draw, small_line
from bot.cards.draw.colour import Rgb
from bot.cards.draw.cover import cover
from bot.cards.order import PIXELS, CannotSet, Imprint, PosterEntry, Size
from bot.cards.styles import style_of
from bot.cards.text.fitting import Box, Measure, Row, fit
from bot.cards.text.fonts import Voice
from bot.cards.text.layout import Layout, joined, moved, place
from bot.cards.text.shaping import TypeRuler, compose
from bot.cards.text.voices import CONDENSED, ITALIC, SERIF, SMALL
from bot.domain.whisper import PictureId

_PAGE: Rgb = (21, 22, 29)
_PALE: Rgb = (178, 182, 196)
_LINE: Rgb = (52, 54, 66)
_EDGE = 72.0
_HEAD = 214.0
_FOOT = 96.0

_APART = "\u2003"  # an em of space between reactions

T = TypeVar("T")
Grounds = Callable[[PictureId, bytes | None, tuple[int, int]], background.Plate]
"""Gives the plate of a picture (or of an author's photo, while it is kept) in a size."""

_HALF = (540, 540)
"""A small card is drawn in this size and made smaller still: at least by two."""


def poster(
    title: str,
    subtitle: str,
    entries: Sequence[PosterEntry],
    *,
    size: Size,
    channel: str,
    grounds: Grounds,
) -> bytes:
    """The digest as JPEG."""
    page = PIXELS[size]
    canvas = ink.Canvas(background.plain(_PAGE, page))
    width = page[0] - 2 * _EDGE
    white = [_text(title, Box(_EDGE, 58, width, 92), ITALIC, 84, 30, lines=1)]
    pale = [
        _text(subtitle, Box(_EDGE, 154, width, 36), SMALL, 30, 18, lines=1),
        small_line(channel, Box(_EDGE, 0, width, page[1] - 46), align="start"),
    ]
    height = (page[1] - _HEAD - _FOOT) / max(1, len(entries))
    for at, entry in enumerate(entries):
        row = Box(_EDGE, _HEAD + at * height, page[0] - 2 * _EDGE, height)
        if at:
            canvas.box(Box(row.left, round(row.top / 2) * 2, row.width, 2), _LINE)
        bright, faint = _entry(canvas, entry, row, grounds)
        white.append(bright)
        pale.append(faint)
    for layout, paint in ((joined(white), colour.WHITE), (joined(pale), _PALE)):
        mask, corner = ink.letters(layout.marks, page)
        canvas.fill(mask, corner, paint)
        canvas.pictures(layout.pictures, paint)
    return canvas.jpeg()


def sheet(cards: Sequence[bytes], *, columns: int, width: int = 480) -> bytes:
    """Finished cards in small, side by side: a contact sheet as JPEG."""
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
    canvas: ink.Canvas, entry: PosterEntry, row: Box, grounds: Grounds
) -> tuple[Layout, Layout]:
    """Draw the small card; return what is still to be written in white and in grey."""
    side = int(min(row.height - 26, 260)) // 2 * 2
    middle = row.top + row.height / 2
    rank_width = 76.0
    left = row.left + rank_width
    at = int(left) // 2 * 2, int(middle - side / 2) // 2 * 2
    canvas.card(_small(entry, grounds), at, (side, side))
    rank_size = min(76.0, side * 0.62)
    rank = _text(
        str(entry.rank),
        Box(row.left, middle - rank_size, rank_width - 18, rank_size * 2),
        CONDENSED,
        rank_size,
        20,
        lines=1,
        anchor=0.5,
    )
    text_left = left + side + 34
    width = row.right - text_left
    small = 26.0 if row.height < 120 else 29.0
    text_size = min(42.0, max(29.0, row.height / 5))
    lines = max(1, min(4, int((row.height - small * 1.3 - 16) / (text_size * 1.24))))
    block = lines * text_size * 1.24
    top = middle - (block + small * 1.5) / 2
    said = entry.words if entry.note is None else entry.note
    words = _text(said, Box(text_left, top, width, block), SERIF, text_size, 0, lines=lines)
    end = words.extent.bottom if words.lines else top
    reactions = _APART.join(f"{emoji} {count}" for emoji, count in entry.reactions[:5])
    told = f"#{entry.number}" + (f"{_APART}{reactions}" if reactions else "")
    below = _text(told, Box(text_left, end + 16, width, small * 1.3), SMALL, small, 14, lines=1)
    if words.lines and below.lines:
        rise = middle - (words.extent.top + below.extent.bottom) / 2
        words, below = moved(words, 0.0, rise), moved(below, 0.0, rise)
    return joined([rank, words]), below


def _small(entry: PosterEntry, grounds: Grounds) -> ink.Canvas:
    plate = grounds(entry.picture, entry.photo, _HALF)
    if entry.note is not None:
        return ink.Canvas(background.make(cover(plate.accent, _HALF), _HALF))
    style = replace(style_of(entry.style), frame=False)  # too thin to be seen
    try:
        return draw(entry.words, plate, style, size="square", imprint=Imprint("", None))
    except CannotSet:  # set once, when it was published; a font may have gone since
        return ink.Canvas(plate)


def _text(
    words: str,
    box: Box,
    voice: Voice,
    largest: float,
    smallest: float,
    *,
    lines: int,
    anchor: float = 0.0,
) -> Layout:
    """As much of ``words`` as ``lines`` take, ended by … where it is cut. Shrunk to ``smallest``.

    What cannot be set at all is left out: a poster never fails for one entry.
    """
    ruler = TypeRuler(voice)
    measure = Measure(largest, smallest or largest, 1.24, "start", smallest or largest)
    flat = words.replace("\n", " ")
    room = replace(box, height=max(box.height, lines * largest * 1.24 + largest * 0.3))

    def rows_of(text: str) -> tuple[Row, ...] | None:
        """None when it takes more lines than there are. Raises CannotSet: not for its length."""
        try:
            rows = fit(compose(text, ruler), room, measure)
        except CannotSet as refused:
            if refused.reason != "too_long":
                raise
            return None
        return rows if len(rows) <= lines else None

    try:
        found = _longest(flat, rows_of)
    except CannotSet:
        return Layout((), (), (), 0.0)
    return place(found, box, measure, ruler, anchor=anchor) if found else Layout((), (), (), 0.0)


def _longest(text: str, rows_of: Callable[[str], T | None]) -> T | None:
    """What ``rows_of`` makes of the whole text, or of as much of it as there is room for."""
    found = rows_of(text)
    if found is not None:
        return found
    cuts = _shorter(text)
    low, high = 0, len(cuts)
    while low < high:  # every cut is shorter than the one before it
        middle = (low + high) // 2
        rows = rows_of(cuts[middle])
        if rows is None:
            low = middle + 1
        else:
            high, found = middle, rows
    return found


def _shorter(text: str) -> list[str]:
    """The text cut after ever fewer words (or characters, where there are no spaces)."""
    words = text.split(" ")
    if len(words) > 4:
        cuts = [" ".join(words[:end]) for end in range(len(words) - 1, 0, -1)]
    else:
        cuts = [text[:end] for end in range(len(text) - 1, 0, -1)]
    return [cut.rstrip(" ,;:.-–—") + "…" for cut in cuts if len(cut) < 400]
