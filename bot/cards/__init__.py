"""Cards: words set over a picture. (words, picture, style) -> bytes, pure but for Pillow.

``bot.cards.studio`` runs these functions in other processes; nothing else in the project draws.
"""

from bot.cards.draw.card import notice_card, render
from bot.cards.draw.poster import poster, sheet
from bot.cards.order import (
    PIXELS,
    CannotSet,
    CardOrder,
    Imprint,
    PosterEntry,
    Size,
)
from bot.cards.styles import STYLES, Style, next_style, propose_style, style_of
from bot.cards.text.setting import uncovered

__all__ = [
    "PIXELS",
    "STYLES",
    "CannotSet",
    "CardOrder",
    "Imprint",
    "PosterEntry",
    "Size",
    "Style",
    "next_style",
    "notice_card",
    "poster",
    "propose_style",
    "render",
    "sheet",
    "style_of",
    "uncovered",
]
