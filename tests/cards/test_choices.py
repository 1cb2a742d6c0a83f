"""Small cards to choose from: beside a card, and alone on a sheet."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bot.cards import CardOrder, Imprint, worker
from bot.cards.draw import background
from bot.cards.order import PIXELS, Choice, Size
from bot.cards.pictures import LIBRARY
from bot.cards.styles import STYLES

WORDS = "I still set two cups on the table every morning."
IMPRINT = Imprint("@sotto_voce")


def order(size: Size = "square", style: int = 1, *, sheet: bool = False) -> CardOrder:
    count = 9 if sheet else 3
    choices = tuple(Choice(str(at), LIBRARY[at].id) for at in range(1, count + 1))
    return CardOrder(WORDS, LIBRARY[0].id, None, style, IMPRINT, size, choices=choices, sheet=sheet)


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg)).convert("RGB")


@pytest.fixture(autouse=True)
def furnished(cache: Path) -> None:
    worker.furnish(cache, None)


@pytest.mark.parametrize(
    ("size", "page"),
    [("square", (1080, 1452)), ("portrait", (1452, 1350)), ("story", (1452, 1920))],
)
def test_the_card_stays_as_it_is_beside_its_choices(size: Size, page: tuple[int, int]):
    alone = CardOrder(WORDS, LIBRARY[0].id, None, 1, IMPRINT, size)
    both = opened(worker.card(order(size)))
    assert both.size == page
    card = np.asarray(both.crop((0, 0, *PIXELS[size])), dtype=int)
    assert np.abs(card - np.asarray(opened(worker.card(alone)), dtype=int)).mean() < 1.0


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_a_small_card_is_the_card_made_small(style):
    picture = LIBRARY[1].id
    sheet = opened(worker.card(order(style=style.code, sheet=True)))
    assert sheet.size == (1080, 1080)
    card = opened(worker.card(CardOrder(WORDS, picture, None, style.code, Imprint(""))))
    middle = (24, 24, 330, 270)  # without the number in its corner
    small = np.asarray(sheet.crop(middle), dtype=int)
    wanted = np.asarray(card.resize((360, 360), Image.Resampling.BOX).crop(middle), dtype=int)
    assert np.abs(small - wanted).mean() < 9.0


@pytest.mark.parametrize("at", range(0, len(LIBRARY), 7))
def test_a_plate_made_smaller_knows_its_own_light(at: int):
    whole = worker.ground(LIBRARY[at].id, None, PIXELS["portrait"])
    small = background.smaller(whole, 3)
    assert small.size == (360, 450)
    assert small.blue.size == small.red.size == (180, 225)
    assert small.cells.shape == (57, 45, 3)
    halves = [each.resize(small.size, Image.Resampling.NEAREST) for each in (small.blue, small.red)]
    pixels = np.asarray(Image.merge("YCbCr", [small.luma, *halves]).convert("RGB"), dtype=int)
    cells, known = pixels[:448].reshape(56, 8, 45, 8, 3), small.cells[:56].astype(int)
    if small.bright:
        assert (known <= cells.min(axis=(1, 3)) + 8).mean() > 0.99
    else:
        assert (known + 8 >= cells.max(axis=(1, 3))).mean() > 0.99


def test_a_picture_of_a_campaign_carries_its_label_when_small():
    out = io.BytesIO()
    Image.new("RGB", (1080, 1080), "navy").save(out, "JPEG")
    labelled = Choice("1", LIBRARY[1].id, out.getvalue(), "Publicité · Marque")
    whole = CardOrder(WORDS, LIBRARY[0].id, None, 1, IMPRINT, choices=(labelled,), sheet=True)
    top = np.asarray(opened(worker.card(whole)).crop((40, 4, 320, 24)))
    assert top.mean() > 150, "a band of paper"
