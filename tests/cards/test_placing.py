"""Words leave the middle of a picture when they would hide what it shows."""

import dataclasses

import pytest
from PIL import Image, ImageDraw

from bot.cards import PIXELS, STYLES, Imprint, Size, Style
from bot.cards.draw import background
from bot.cards.draw.background import Plate
from bot.cards.draw.card import drawn, set_card, settled
from bot.cards.styles import CLASSIC, NOTE, POSTER, STRIPS
from bot.cards.text.fitting import Box
from bot.cards.text.layout import Layout

WORDS = "I never told her that I kept the letter."
MOVING = [style for style in STYLES if style is not POSTER]  # which fills its card


def plate(size: Size = "square", *, at: float | None = None) -> Plate:
    """A plain ground with something busy ``at`` this share of its height."""
    wide, high = PIXELS[size]
    picture = Image.new("RGB", (wide, high), "#27405a")
    if at is not None:
        draw = ImageDraw.Draw(picture)
        for number in range(24):
            left, top = wide * (0.1 + number % 8 * 0.1), high * at + (number // 8 - 1.5) * 90
            draw.rectangle(
                (left, top, left + 56, top + 56), fill=("#d8b04c", "#7a2b35")[number % 2]
            )
    return background.make(picture, (wide, high))


def standing(style: Style, ground: Plate, size: Size = "square") -> tuple[Layout, Layout, Layout]:
    """Words as they were set; words and imprint as they stand on the ground."""
    one = set_card(WORDS, style, size=size, imprint=Imprint("@sotto_voce", 7))
    return one.text, *settled(one.text, one.line, ground, style, size)


@pytest.mark.parametrize("style", MOVING, ids=lambda style: style.name)
def test_words_make_room_for_what_a_picture_shows(style: Style) -> None:
    middle = PIXELS["square"][1] / 2
    _, below, _ = standing(style, plate(at=0.3))
    _, above, _ = standing(style, plate(at=0.58))
    assert above.extent.bottom < middle < below.extent.top


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_on_an_even_picture_they_stay_in_the_middle(style: Style) -> None:
    before, after, _ = standing(style, plate())
    assert after.extent == before.extent


@pytest.mark.parametrize("size", ["square", "portrait", "story"])
@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_wherever_they_stand_they_stand_within_the_card(style: Style, size: Size) -> None:
    for at in (0.25, 0.5, 0.75):
        _, text, line = standing(style, plate(size, at=at), size)
        assert text.extent.top >= 60
        assert line.extent.bottom <= PIXELS[size][1] - 40
        assert text.extent.bottom < line.extent.top


def test_an_imprint_goes_with_its_paper_and_stays_at_the_foot_of_a_picture() -> None:
    for style, goes in ((NOTE, True), (CLASSIC, False), (STRIPS, False)):
        one = set_card(WORDS, style, size="square", imprint=Imprint("@sotto_voce", 7))
        _, _, line = standing(style, plate(at=0.6))
        assert (line.extent.top != one.line.extent.top) is goes, style.name


def test_letters_and_the_place_that_was_graded_for_them_go_together() -> None:
    """What is drawn is where ``settled`` says."""
    ground = plate(at=0.58)
    one = set_card(WORDS, CLASSIC, size="square", imprint=Imprint(""))
    _, text, _ = standing(CLASSIC, ground)
    written = drawn(one, ground).rgb().convert("L")
    bare = drawn(dataclasses.replace(one, room=None), ground).rgb().convert("L")
    assert one.text.extent.top > text.extent.bottom
    assert brightest(written, text.extent) > 240
    assert brightest(written, one.text.extent) < 240 < brightest(bare, one.text.extent)


def brightest(image: Image.Image, area: Box) -> int:
    box = (int(area.left), int(area.top), int(area.right), int(area.bottom))
    return int(image.crop(box).getextrema()[1])  # type: ignore[arg-type]  # of one channel


def test_under_a_label_words_stay_where_they_were_set() -> None:
    one = set_card(WORDS, CLASSIC, size="square", imprint=Imprint(""), label="Event")
    assert one.room is None


@pytest.mark.parametrize("style", MOVING, ids=lambda style: style.name)
def test_a_small_card_has_its_words_where_the_card_has_them(style: Style) -> None:
    one = set_card(WORDS, style, size="square", imprint=Imprint(""))
    for at in (0.42, 0.58):
        ground = plate(at=at)
        small = background.smaller(ground, 3)
        large_top = one.placed(ground).text.extent.top
        assert abs(one.placed(small).text.extent.top * 3 - large_top) < 16
