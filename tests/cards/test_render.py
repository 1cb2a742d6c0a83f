"""The finished card, looked at loosely: size, ink where it belongs, contrast measured."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bot.cards import (
    PIXELS,
    STYLES,
    Imprint,
    PosterEntry,
    Size,
    Style,
    next_style,
    notice_card,
    poster,
    render,
    style_of,
)
from bot.cards.draw import shading
from bot.cards.draw.background import make
from bot.cards.draw.cover import cover
from bot.cards.draw.legibility import measure, picture_kept
from bot.cards.order import CARDS
from bot.cards.pictures import open_shelf
from bot.cards.styles import CLASSIC, STRIPS
from bot.cards.worker import ground
from bot.domain.whisper import OWN_PHOTO, PictureId

DARK = Image.new("RGB", (1200, 1500), "#203040")
WORDS = "I still set two cups on the table every morning. Old habit."


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg)).convert("RGB")


def light(image: Image.Image) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    return np.asarray(image.convert("L"))


@pytest.mark.parametrize("size", CARDS)
@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_each_style_fills_each_shape_with_ink_inside_the_margins(style: Style, size: Size) -> None:
    card = opened(render(WORDS, DARK, style, size=size, imprint=Imprint("@sotto_voce", 12)))
    assert card.size == PIXELS[size]
    bright = light(card) > 180
    assert bright.sum() > 5000
    assert not bright[:40].any()
    assert not bright[:, :36].any()
    assert not bright[:, -36:].any()


def test_the_same_order_gives_the_same_bytes() -> None:
    cards = {
        render(WORDS, DARK, STYLES[1], size="square", imprint=Imprint("@c", 5)) for _ in range(3)
    }
    assert len(cards) == 1


def test_a_preview_differs_from_the_card_only_at_the_number() -> None:
    imprint, preview = Imprint("@sotto_voce", 1204), Imprint("@sotto_voce", None)
    card = light(opened(render(WORDS, DARK, STYLES[1], size="square", imprint=imprint)))
    before = light(opened(render(WORDS, DARK, STYLES[1], size="square", imprint=preview)))
    changed = np.argwhere(np.abs(card.astype(int) - before) > 60)
    assert len(changed) > 50
    assert changed[:, 0].min() > 950


def test_a_card_carries_no_metadata() -> None:
    with Image.open(
        io.BytesIO(render(WORDS, DARK, STYLES[0], size="square", imprint=Imprint("@c")))
    ) as card:
        assert set(card.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def grounds() -> dict[str, Image.Image]:
    rng = np.random.default_rng(7)
    odd = (np.indices((1080, 1080)) // 16).sum(axis=0) % 2
    return {
        "white": Image.new("RGB", (1080, 1080), "white"),
        "black": Image.new("RGB", (1080, 1080), "black"),
        "cyan": Image.new("RGB", (1080, 1080), "#00f0ff"),
        "noise": Image.fromarray(rng.integers(0, 256, (1080, 1080, 3), dtype=np.uint8)),
        "checker": Image.fromarray((odd * 255).astype(np.uint8)).convert("RGB"),
    }


@pytest.mark.parametrize("ground", ["white", "black", "cyan", "noise", "checker"])
def test_the_law_of_legibility_holds_for_every_style(ground: str) -> None:
    plate = make(grounds()[ground], PIXELS["square"])
    for style in STYLES:
        found = measure(WORDS, plate, style)
        assert found.under >= style.contrast, (style.name, found)
        assert found.ring >= 4.5, (style.name, found)


def test_the_picture_stays_bright_away_from_the_words() -> None:
    white = Image.new("RGB", (1080, 1920), "white")
    card = light(opened(render("Hi.", white, STYLES[1], size="story", imprint=Imprint("@c"))))
    assert card[150:200, 300:800].mean() > 150


def test_drawing_a_card_leaves_its_plate_as_it_was() -> None:
    plate = make(DARK, PIXELS["square"])
    before = plate.luma.tobytes(), plate.blue.tobytes()
    for style in STYLES:
        render(WORDS + " 🎉", plate, style, size="square", imprint=Imprint("@c", 1))
    assert (plate.luma.tobytes(), plate.blue.tobytes()) == before


def test_a_wide_picture_is_cropped_to_where_something_is() -> None:
    wide = Image.new("RGB", (3240, 1080), "#101010")
    wide.paste(Image.effect_noise((700, 700), 90).convert("RGB"), (2400, 200))
    plate = make(wide, PIXELS["square"])
    assert np.asarray(plate.luma).std() > 20


def test_styles_have_lasting_codes_and_the_button_walks_through_all() -> None:
    assert [s.code for s in sorted(STYLES, key=lambda s: s.code)] == [1, 2, 3, 4, 5, 6, 7, 8]
    walked = [STYLES[0]]
    while (following := next_style(walked[-1].code)) is not STYLES[0]:
        walked.append(following)
    assert tuple(walked) == STYLES
    assert style_of(255) is STYLES[0]


def test_a_notice_says_its_sentence_in_every_shape() -> None:
    for size, pixels in PIXELS.items():
        card = opened(notice_card("Removed by its author.", size=size))
        assert card.size == pixels
        assert (light(card) > 180).sum() > 1000


@pytest.mark.parametrize("places", [1, 2, 5, 10])
@pytest.mark.parametrize("size", CARDS)
def test_a_poster_has_room_for_every_place(places: int, size: Size) -> None:
    entries = [
        PosterEntry(rank, 100 + rank, WORDS * 3, PictureId(bytes(4)), rank, (("❤", 12), ("😢", 3)))
        for rank in range(1, places + 1)
    ]
    drawn = opened(poster("Most loved", "Today", entries, size=size, channel="@c", grounds=ground))
    assert drawn.size == PIXELS[size]
    rows = light(drawn)[214:-96, 70:140].max(axis=1) > 180  # the ranks' column
    starts = np.flatnonzero(np.diff(rows.astype(int)) == 1)
    assert places <= len(starts) + int(rows[0]) <= 2 * places


def test_a_poster_shows_an_authors_own_picture_and_a_plain_one_once_it_is_gone() -> None:
    def poster_of(photo: bytes | None) -> Image.Image:
        entry = PosterEntry(1, 5, "Hello.", OWN_PHOTO, 1, photo=photo)
        return opened(poster("Loved", "", [entry], size="square", channel="@c", grounds=ground))

    red = io.BytesIO()
    Image.new("RGB", (800, 800), (200, 20, 20)).save(red, "JPEG")
    shown, plain = (np.asarray(poster_of(photo), int) for photo in (red.getvalue(), None))
    reddish = [(each[..., 0] - each[..., 2] > 60).mean() for each in (shown, plain)]
    assert reddish[0] > 0.03
    assert reddish[1] == 0.0


def test_a_poster_is_drawn_even_when_an_entry_cannot_be_set() -> None:
    entry = PosterEntry(1, 5, "\ue000", PictureId(bytes(4)), 1)
    assert poster("Most loved", "", [entry], size="square", channel="@c", grounds=ground)


def test_two_thirds_of_a_picture_are_left_beside_the_words(cache: Path) -> None:
    shelf = open_shelf(cache, None, lazy=True)
    for turn, info in enumerate(shelf.infos):
        plate = make(shelf.open(info.id), PIXELS["square"])
        for style in (STYLES[turn % len(STYLES)], STYLES[(turn + 3) % len(STYLES)]):
            contrast, colours = picture_kept(WORDS[:40], plate, style)
            assert contrast >= 2 / 3, (info.name, style.name)
            assert colours >= 2 / 3, (info.name, style.name)


def test_a_card_that_drowns_its_picture_is_noticed() -> None:
    stripes = (np.indices((1080, 1080))[1] // 90 % 2 * 120 + 60).astype(np.uint8)
    coloured = np.stack([stripes, stripes // 2, np.full_like(stripes, 30)], axis=2)
    plate = make(Image.fromarray(coloured), PIXELS["square"])
    drowned = replace(plate, _shades={}, cells=np.full_like(plate.cells, 255))
    drowning = replace(CLASSIC, largest=30, contrast=18.0)
    assert min(picture_kept("Hi.", plate, CLASSIC)) >= 2 / 3
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shading, "_WHOLE", 0.1)
        assert max(picture_kept("Hi.", drowned, drowning)) < 2 / 3


def test_a_bright_picture_gets_dark_ink_and_stays_bright() -> None:
    snow = make(Image.new("RGB", (1080, 1080), "#e8eef4"), PIXELS["square"])
    for style in STYLES:
        card = light(opened(render("Still.", snow, style, size="square", imprint=Imprint("@c", 7))))
        assert np.median(card) > 215, style.name
        assert (card < 60).sum() > 1500, style.name


def test_the_foot_has_an_ink_of_its_own_where_the_picture_is_of_another_light() -> None:
    scene = Image.new("RGB", (1080, 1080), "#f4ead8")
    scene.paste((12, 14, 20), (0, 930, 1080, 1080))
    plate = make(scene, PIXELS["square"])
    card = light(opened(render(WORDS, plate, CLASSIC, size="square", imprint=Imprint("@sotto", 7))))
    assert card[100:880].mean() > 180, "dark words on a bright sky"
    assert card[985:1030].max() > 220, "white type on dark ground"
    assert np.median(card[985:1030]) < 30, "which stays dark"


def test_small_type_stands_in_no_box() -> None:
    plate = make(Image.new("RGB", (1080, 1080), "#9aa4ae"), PIXELS["square"])
    card = light(opened(render("Hi.", plate, STRIPS, size="square", imprint=Imprint("@sotto", 7))))
    row = card[1050].astype(int)
    assert np.abs(np.diff(row)).max() < 6
    assert np.abs(np.diff(card[850:940, 20].astype(int))).max() < 6


def test_a_covered_card_shows_its_note_and_rings_in_its_colour_and_nothing_of_itself() -> None:
    def drawn(words: str, picture: bytes, note: str | None) -> bytes:
        entry = PosterEntry(1, 5, words, PictureId(picture), 1, note=note)
        return poster("Top", "", [entry], size="square", channel="@c", grounds=ground)

    assert drawn("One secret.", b"abcd", "Heavy") == drawn("Another one.", b"abcd", "Heavy")
    assert drawn("One secret.", b"abcd", "Heavy") != drawn("One secret.", b"abcd", "Other")
    assert drawn("One secret.", b"abcd", None) != drawn("Another one.", b"abcd", None)


@pytest.mark.parametrize("size", CARDS)
def test_a_cover_is_calm_and_dark_enough_for_light_words(size: Size) -> None:
    for accent in ((200, 40, 60), (240, 240, 120), (96, 108, 124)):
        page = np.asarray(cover(accent, PIXELS[size]).convert("L"), dtype=float)
        assert page.shape == PIXELS[size][::-1]
        assert 1.5 < page.std() < 16
        assert page.max() < 140
