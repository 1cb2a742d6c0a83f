"""Six cards as one picture, two a row: each large enough to be read on a phone, so few words of it,
with its rank, its number and how it is loved. One that stands alone in its row fills it."""

import functools
from collections.abc import Sequence
from dataclasses import replace

from PIL import Image, ImageChops, ImageDraw

from bot.cards.draw import background, colour
from bot.cards.draw import canvas as ink
from bot.cards.draw.card import paint, settled, small_line
from bot.cards.draw.colour import Rgb
from bot.cards.draw.cover import cover
from bot.cards.draw.cut_text import Grounds
from bot.cards.order import PIXELS, CannotSet, PosterEntry, Size
from bot.cards.styles import CLASSIC, Style, style_of
from bot.cards.text.fitting import Box
from bot.cards.text.layout import Layout, joined
from bot.cards.text.setting import dressed
from bot.cards.text.voices import CONDENSED, SMALL
from bot.domain.captions import first_words

_PAGE: Rgb = (21, 22, 29)
_WIDE, _HIGH = 516, 436
_EDGE, _GAP = 16, 16
_ROUND = 26

_WORDS = 84
"""Graphemes of a whisper that are set: as much as is read at a glance."""

_TOLD = 27.0  # pixels of the small line on the finished picture
CHIP = 48  # pixels, of the disc under a rank


def grid(entries: Sequence[PosterEntry], *, grounds: Grounds) -> bytes:
    """Return JPEG, 1080 pixels wide, as high as its rows."""
    rows = -(-len(entries) // 2)
    page = (PIXELS["square"][0], 2 * _EDGE + rows * _HIGH + (rows - 1) * _GAP)
    canvas = ink.Canvas(background.plain(_PAGE, page))
    ranks = []
    for place, entry in enumerate(entries):
        alone = place % 2 == 0 and place == len(entries) - 1
        width = 2 * _WIDE + _GAP if alone else _WIDE
        left = _EDGE + place % 2 * (_WIDE + _GAP)
        top = _EDGE + place // 2 * (_HIGH + _GAP)
        card = card_in(entry, "banner" if alone else "tile", width, grounds)
        canvas.card(card, (left, top), (width, _HIGH))
        canvas.fill(_corners(width), (left, top), _PAGE)
        chip = Box(left + 14, top + _HIGH - 14 - CHIP, CHIP, CHIP)
        mask, at = ink.rounded([chip], CHIP / 2)
        canvas.fill(mask, at, _PAGE)
        ranks.append(rank_in(entry.rank, chip))
    canvas.write(joined(ranks), colour.WHITE)
    return canvas.jpeg()


def card_in(entry: PosterEntry, size: Size, width: int, grounds: Grounds) -> ink.Canvas:
    """Draw a card in the size that it has in the grid."""
    ground = grounds(entry.picture, entry.photo, PIXELS[size])
    words = entry.words
    if entry.note is not None:
        ground = background.make(cover(ground.accent, PIXELS[size]), PIXELS[size])
        words = entry.note
    style = replace(style_of(entry.style), frame=False)
    if style.ground == "paper" and size == "banner":
        style = CLASSIC
    try:
        style, text = dressed(first_words(words, _WORDS), style, size)
    except CannotSet:  # set once, when it was published; a font may have gone since
        return ink.Canvas(ground)
    told = _told(entry, style, text, size, PIXELS[size][0] / width)
    text, told = settled(text, told, ground, style, size)
    return paint(text, told, ground, style)


def _told(entry: PosterEntry, style: Style, text: Layout, size: Size, scale: float) -> Layout:
    """Set its number and how it is loved, at the foot; on paper within the paper."""
    page, height = PIXELS[size]
    left, right, foot = (CHIP + 28) * scale, 24 * scale, height - 28 * scale
    if style.ground == "paper" and text.lines:
        left, right, foot = style.side, style.side, text.extent.bottom + 92
    box = Box(left, 0, page - left - right, foot)
    count = sum(times for _, times in entry.reactions)
    loved = "".join(emoji for emoji, _ in entry.reactions[:3]) + f" {count}" if count else ""
    return joined(
        [
            small_line(f"#{entry.number}", box, align="start", size=_TOLD * scale, voice=SMALL),
            small_line(loved, box, align="end", size=_TOLD * scale, voice=SMALL),
        ]
    )


def rank_in(rank: int, chip: Box) -> Layout:
    size = 31.0 if rank < 10 else 26.0
    return small_line(
        str(rank),
        Box(chip.left, chip.top, chip.width, chip.height / 2 + size * 0.36),
        size=size,
        voice=CONDENSED,
    )


@functools.lru_cache(maxsize=4)
def _corners(width: int) -> Image.Image:
    """Return a mask of what is outside of a card with round corners."""
    inside = Image.new("L", (width * 2, _HIGH * 2), 0)
    ImageDraw.Draw(inside).rounded_rectangle(
        (0, 0, width * 2 - 1, _HIGH * 2 - 1), radius=_ROUND * 2, fill=255
    )
    return ImageChops.invert(inside.resize((width, _HIGH), Image.Resampling.LANCZOS))
