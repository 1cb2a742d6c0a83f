"""Choices are shown small beside a card, or as a sheet of themes."""

from collections.abc import Sequence
from dataclasses import replace

from bot.cards.order import CardOrder, Choice
from bot.domain.draft import PAGES, DraftState
from bot.domain.picture_choice import BESIDE, following
from bot.domain.themes import THEMES
from bot.domain.whisper import PictureId
from bot.flows.campaigns.packs import Packs

ON_A_SHEET = 9
Theme = tuple[str, PictureId]
"""A theme's name, and the picture that it leads to."""


async def beside(walk: Sequence[PictureId], state: DraftState, packs: Packs) -> tuple[Choice, ...]:
    """Return the pictures that follow, as the buttons ``1 · 2 · 3`` lead to them."""
    found = []
    for place, picture in enumerate(following(walk, state.look.picture, state.page), start=1):
        pack = await packs.find(picture)
        found.append(
            Choice(str(place), picture)
            if pack is None
            else Choice(str(place), picture, pack.data, pack.label)
        )
    return tuple(found)


def later(walk: Sequence[PictureId], page: int) -> int:
    """Return the page of pictures that *More* leads to."""
    pages = max(1, -(-(len(walk) - 1) // BESIDE))
    return page % min(pages, PAGES - 1) + 1


def theme_pages(themes: Sequence[Theme]) -> int:
    return max(1, -(-len(themes) // ON_A_SHEET))


def themes_on(themes: Sequence[Theme], page: int) -> Sequence[Theme]:
    """Return the themes whose pictures this page shows."""
    start = page % theme_pages(themes) * ON_A_SHEET
    return themes[start : start + ON_A_SHEET]


def sheet_of(order: CardOrder, themes: Sequence[Theme]) -> CardOrder:
    """Return the order for the words of this card on a picture of each of these themes, small."""
    return replace(
        order,
        choices=tuple(Choice(THEMES[name].emoji, picture) for name, picture in themes),
        sheet=True,
    )
