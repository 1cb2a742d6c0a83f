"""Cards: words set over a picture. (words, picture, style) -> bytes, pure but for Pillow.

``bot.cards.studio`` runs these functions in other processes; nothing else in the project draws.
What draws is loaded when it is first asked for: who only orders cards does without.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from bot.cards.order import (
    PIXELS,
    CannotSet,
    CardOrder,
    Imprint,
    PosterEntry,
    Size,
)

if TYPE_CHECKING:
    from bot.cards.draw.card import notice_card, render
    from bot.cards.draw.poster import poster, sheet
    from bot.cards.style_choice import propose_style
    from bot.cards.styles import STYLES, Style, next_style, style_of
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

_ROOMS = {
    "draw.poster": ("poster", "sheet"),
    "draw.card": ("notice_card", "render"),
    "text.setting": ("uncovered",),
    "style_choice": ("propose_style",),
    "styles": ("STYLES", "Style", "next_style", "style_of"),
}


def __getattr__(name: str) -> Any:
    for room, names in _ROOMS.items():
        if name in names:
            return getattr(import_module(f"bot.cards.{room}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
