"""A finished preview is shown again without being drawn again, for a while and in memory only."""

import asyncio
import sys
from dataclasses import replace
from typing import Any

import pytest

from bot.cards import CardOrder, Imprint, recent
from bot.cards.recent import RecentCards
from bot.cards.studio import Studio
from bot.domain.whisper import OWN_PHOTO, PictureId

PREVIEW = CardOrder("I kept it.", PictureId(b"some"), None, 1, Imprint("@sotto_voce"))


class Undrawn(Studio):
    """Counts what would be drawn."""

    def __init__(self) -> None:
        self._recent = RecentCards()
        self.drawn = 0

    async def _do(self, *_: Any, **__: Any) -> Any:
        self.drawn += 1
        return b"card %d" % self.drawn


@pytest.fixture
async def studio() -> Undrawn:
    return Undrawn()


async def test_a_button_that_does_not_change_the_card_does_not_draw_it_again(
    studio: Undrawn,
) -> None:
    assert await studio.card(PREVIEW) == await studio.card(replace(PREVIEW)) == b"card 1"


@pytest.mark.parametrize(
    "changed",
    [
        replace(PREVIEW, words="I kept it!"),
        replace(PREVIEW, picture=PictureId(b"more")),
        replace(PREVIEW, style=2),
        replace(PREVIEW, size="story"),
        replace(PREVIEW, imprint=Imprint("@elsewhere")),
        replace(PREVIEW, imprint=Imprint("@sotto_voce", 12)),
    ],
)
async def test_whatever_changes_the_card_draws_it(studio: Undrawn, changed: CardOrder) -> None:
    assert await studio.card(PREVIEW) == b"card 1"
    assert await studio.card(changed) == b"card 2"


async def test_no_card_on_an_authors_photo_is_kept_nor_what_is_published(studio: Undrawn) -> None:
    for order in (
        replace(PREVIEW, picture=OWN_PHOTO, photo=b"mine"),
        replace(PREVIEW, imprint=Imprint("@sotto_voce", 12)),
    ):
        assert await studio.card(order) != await studio.card(order)
        kept = RecentCards()
        kept.put(order, b"a card")
        assert len(kept) == 0


async def test_what_is_kept_is_let_go_of_in_time_and_takes_little_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recent, "LIFE", 0.01)
    monkeypatch.setattr(recent, "MOST_BYTES", 25)
    cards = RecentCards()
    for style in range(4):
        cards.put(replace(PREVIEW, style=style), b"x" * 10)
    assert len(cards) == 2
    assert cards.get(replace(PREVIEW, style=3)) == b"x" * 10
    async with asyncio.timeout(5):
        while len(cards):
            await asyncio.sleep(0.01)


async def test_a_card_that_gave_way_to_others_is_held_by_nothing_any_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recent, "MOST_BYTES", 25)
    cards, gone = RecentCards(), bytes([1]) * 20
    held_here = sys.getrefcount(gone)
    cards.put(PREVIEW, gone)
    cards.put(replace(PREVIEW, style=2), bytes([2]) * 20)
    assert len(cards) == 1
    assert sys.getrefcount(gone) == held_here
