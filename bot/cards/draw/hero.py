"""The third design of the digest: its first card across the page, the others as a list below."""

from collections.abc import Mapping, Sequence

from bot.cards.draw import background, colour
from bot.cards.draw import canvas as ink
from bot.cards.draw.card import small_line
from bot.cards.draw.cut_text import Grounds, cut_text
from bot.cards.draw.grid import CHIP, card_in, rank_in
from bot.cards.order import PIXELS, PosterEntry, Size
from bot.cards.text.fitting import Box
from bot.cards.text.layout import Layout, joined
from bot.cards.text.voices import CONDENSED, GROTESQUE, SMALL

_EDGE = 72.0
_HEAD = 178.0
_FOOT = 92.0
_LEAST, _MOST = 62.0, 260.0
"""Pixels of a row that can be read on a telephone, and that does not leave the page empty."""

_DEPTH = 0.86  # of black in the page
_FAINT, _THIN = 0.34, 0.8  # of the page in what is told beside, and in the lines
_TOLD = 250.0  # pixels of a row for number and reactions
_HIGH: Mapping[Size, Size] = {"square": "banner", "portrait": "banner", "story": "tile"}
"""The first card's shape on a page of each."""


def takes(entries: int, size: Size) -> bool:
    """Whether there is room for so many."""
    return entries > 1 and _LEAST <= _row(entries, size) <= _MOST


def _row(entries: int, size: Size) -> float:
    high = PIXELS[_HIGH.get(size, "banner")][1]
    return (PIXELS[size][1] - _HEAD - high - _FOOT) / (entries - 1)


def hero(
    title: str,
    subtitle: str,
    entries: Sequence[PosterEntry],
    *,
    size: Size,
    channel: str,
    grounds: Grounds,
) -> bytes:
    """Return JPEG. The page is the dark of the first card's own colour."""
    page, shape = PIXELS[size], _HIGH.get(size, "banner")
    first = entries[0]
    accent = grounds(first.picture, first.photo, PIXELS[shape]).accent
    paper = colour.mix(accent, (8, 9, 14), _DEPTH)
    canvas = ink.Canvas(background.plain(paper, page))
    canvas.card(card_in(first, shape, page[0], grounds), (0, int(_HEAD)), PIXELS[shape])
    width = page[0] - 2 * _EDGE
    chip = Box(14, _HEAD + PIXELS[shape][1] - 14 - CHIP, CHIP, CHIP)
    mask, corner = ink.rounded([chip], CHIP / 2)
    canvas.fill(mask, corner, paper)
    bright = [
        cut_text(title, Box(_EDGE, 44, width, 80), GROTESQUE, 70, 30, lines=1),
        rank_in(first.rank, chip),
    ]
    faint = [
        cut_text(subtitle, Box(_EDGE, 122, width, 36), SMALL, 29, 18, lines=1),
        small_line(channel, Box(_EDGE, 0, width, page[1] - 44), align="start"),
    ]
    height = _row(len(entries), size)
    start = _HEAD + PIXELS[shape][1]
    for at, entry in enumerate(entries[1:]):
        row = Box(_EDGE, start + at * height, width, height)
        if at:
            line = Box(row.left, round(row.top / 2) * 2, row.width, 2)
            canvas.box(line, colour.mix(colour.WHITE, paper, _THIN))
        words, told = _entry(entry, row)
        bright.append(words)
        faint.append(told)
    inks = (joined(bright), colour.WHITE), (joined(faint), colour.mix(colour.WHITE, paper, _FAINT))
    for layout, paint in inks:
        canvas.write(layout, paint)
    return canvas.jpeg()


def in_short(entry: PosterEntry) -> str:
    """Return its number, what it got most, and how often in all."""
    count = sum(times for _, times in entry.reactions)
    loved = "".join(emoji for emoji, _ in entry.reactions[:3])
    return f"#{entry.number}" + (f"  {loved} {count}" if count else "")


def _entry(entry: PosterEntry, row: Box) -> tuple[Layout, Layout]:
    middle = row.top + row.height / 2
    rank = _rank(entry, Box(row.left, middle - 30, 60, 60))
    size = min(34.0, max(25.0, row.height / 2.9))
    lines = 2 if row.height >= size * 2.7 else 1
    block = lines * size * 1.24
    box = Box(row.left + 74, middle - block / 2, row.width - 74 - _TOLD - 24, block)
    words = cut_text(entry.said, box, GROTESQUE, size, 0, lines=lines, anchor=0.5)
    end = Box(row.right - _TOLD, row.top, _TOLD, row.height / 2 + 10)
    return joined([rank, words]), small_line(in_short(entry), end, align="end", size=27.0)


def _rank(entry: PosterEntry, box: Box) -> Layout:
    return cut_text(str(entry.rank), box, CONDENSED, 46, 20, lines=1, anchor=0.5)
