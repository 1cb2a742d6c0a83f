"""The digest's picture: three designs that take turns, in every shape and for every number."""

import io
from datetime import date, timedelta

import numpy as np
import pytest
from PIL import Image

from bot.cards.draw import background
from bot.cards.draw.hero import takes
from bot.cards.draw.poster import DESIGNS, poster
from bot.cards.order import CARDS, PIXELS, PosterEntry, Size
from bot.cards.samples import SAMPLES
from bot.domain.days import Span
from bot.domain.whisper import OWN_PHOTO, PictureId
from bot.flows.publishing.content import turn_of

_COLOURS = [(40, 90, 120), (120, 60, 40), (60, 110, 60), (200, 190, 160), (90, 60, 120)]


def ground(picture: PictureId, photo: bytes | None, size: tuple[int, int]) -> background.Plate:
    return background.plain(_COLOURS[picture[0] % len(_COLOURS)], size)


def entries(count: int, note_at: int | None = None) -> list[PosterEntry]:
    words = [SAMPLES[name] for name in ("english", "arabic", "japanese", "hindi", "french")]
    return [
        PosterEntry(
            rank,
            100 + rank,
            words[rank % len(words)],
            PictureId(bytes((rank, 0, 0, 9))),
            1 + rank % 8,
            (("❤", 12), ("😢", 3)),
            note="Heavy words" if rank == note_at else None,
        )
        for rank in range(1, count + 1)
    ]


def drawn(found: list[PosterEntry], design: int, size: Size = "square") -> Image.Image:
    data = poster(
        "Most loved", "Today", found, size=size, channel="@c", grounds=ground, design=design
    )
    return Image.open(io.BytesIO(data)).convert("RGB")


def far(one: Image.Image, other: Image.Image) -> float:
    return float(np.abs(np.asarray(one, dtype=int) - np.asarray(other, dtype=int)).mean())


@pytest.mark.parametrize("size", CARDS)
@pytest.mark.parametrize("design", range(DESIGNS))
@pytest.mark.parametrize("count", [1, 2, 5, 10])
def test_every_design_takes_every_shape_and_number(size: Size, design: int, count: int):
    assert drawn(entries(count), design, size).size == PIXELS[size]


def test_the_three_designs_differ_and_take_turns():
    pages = [drawn(entries(5), design) for design in range(DESIGNS + 1)]
    assert all(far(pages[a], pages[b]) > 12 for a, b in ((0, 1), (1, 2), (0, 2)))
    assert far(pages[0], pages[DESIGNS]) == 0


def test_days_weeks_and_years_that_follow_one_another_wear_different_designs():
    monday = date(2026, 11, 23)
    for span, after in (
        (Span.DAY, monday + timedelta(days=1)),
        (Span.WEEK, monday + timedelta(days=7)),
        (Span.YEAR, date(2027, 1, 1)),
    ):
        first = date(2026, 1, 1) if span is Span.YEAR else monday
        assert turn_of(after, span) % DESIGNS != turn_of(first, span) % DESIGNS
        assert turn_of(first, span) == turn_of(first, span)


@pytest.mark.parametrize("design", range(DESIGNS))
@pytest.mark.parametrize("at", [1, 2])
def test_no_design_shows_the_words_of_what_is_covered(design: int, at: int):
    """Other words, the same picture of it."""
    found = entries(4, note_at=at)
    others = [
        PosterEntry(
            each.rank, each.number, "", each.picture, each.style, each.reactions, note=each.note
        )
        if each.rank == at
        else each
        for each in found
    ]
    assert far(drawn(found, design), drawn(others, design)) == 0


def test_many_on_a_square_page_are_rows_that_can_be_read():
    assert takes(5, "square")
    assert not takes(10, "square")
    assert not takes(2, "square"), "half of the page would be empty"
    assert takes(10, "story")
    assert far(drawn(entries(10), 2), drawn(entries(10), 1)) == 0


def test_a_photo_that_is_not_kept_any_more_spoils_no_design():
    [first, second] = entries(2)
    gone = PosterEntry(1, 7, first.words, OWN_PHOTO, 1, first.reactions)
    for design in range(DESIGNS):
        assert drawn([gone, second], design).size == PIXELS["square"]
