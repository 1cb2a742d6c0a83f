"""The card of a campaign: its label is inked on it, on any picture, in any style."""

import io

import numpy as np
import pytest
from PIL import Image

from bot.cards import PIXELS, STYLES, CannotSet, Imprint, Size, Style, render
from bot.cards.draw import band
from bot.cards.draw.colour import contrast, luminance
from bot.cards.order import CARDS
from bot.domain.campaigns.labels import COUNTRIES, labels_of

GROUNDS = {"white": "#ffffff", "black": "#000000", "red": "#c01040"}
LONG = "Collaboration commerciale · Une très grande maison de boissons · erid: 2VtzqwXYZ01"
WORDS = "What did you never tell anybody about bullying?"


def drawn(label: str, ground: str, style: Style, size: Size) -> Image.Image:
    picture = Image.new("RGB", (1200, 1500), ground)
    imprint = Imprint("@sotto_voce", token="c7")
    card = render(WORDS, picture, style, size=size, imprint=imprint, label=label)
    return Image.open(io.BytesIO(card)).convert("RGB")


@pytest.mark.parametrize("size", CARDS)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("label", ["#ad", "Publicité · Marque", "Реклама · ООО «Ромашка»", LONG])
def test_the_label_has_a_contrast_of_four_and_a_half_on_any_picture(
    label: str, ground: str, size: Size
) -> None:
    card = drawn(label, GROUNDS[ground], STYLES[0], size)
    sign = band.set_label(label, size)
    paper, extent = sign.paper, sign.text.extent
    box = (int(extent.left), int(extent.top), int(extent.right), int(extent.bottom))
    assert paper.top <= extent.top
    assert extent.bottom <= paper.bottom
    pixels = np.asarray(card.crop(box)).reshape(-1, 3)
    lights = np.array([luminance((int(r), int(g), int(b))) for r, g, b in pixels])
    ink, ground_light = np.percentile(lights, 2), np.percentile(lights, 60)
    assert contrast(float(ink), float(ground_light)) >= 4.5
    assert (lights < 0.1).mean() > 0.02  # it is there


@pytest.mark.parametrize("size", CARDS)
@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_no_word_lies_under_the_label(style: Style, size: Size) -> None:
    from bot.cards.text.setting import dressed

    for label in ("Question", LONG):
        sign = band.set_label(label, size)
        for words in (WORDS, "Sorry.", WORDS * 8):
            _, text = dressed(words[:400], style, size, head=sign.takes)
            assert text.extent.top > sign.paper.bottom + 8, (label, words[:10])


@pytest.mark.parametrize("size", CARDS)
@pytest.mark.parametrize("credit", [(), ("Фотографии: Анна Константинопольская, Москва",)])
def test_the_longest_label_can_be_read_and_is_broken_where_it_is_parted(
    credit: tuple[str, ...], size: Size
) -> None:
    parts = (
        "Реклама",
        "Общество с ограниченной ответственностью «Ромаш»",
        "erid: 2VtzqwXYZ01abcdEFGH2VtzqwXYZ01abcdEFGH2VtzqwXYZ",
        *credit,
    )
    sign = band.set_label(" · ".join(parts), size)
    assert len(sign.text.lines) == len(parts)
    assert sign.text.extent.bottom <= sign.paper.bottom
    for line in sign.text.lines:
        assert line.size >= 24


def test_a_long_label_takes_two_lines_rather_than_type_that_nobody_reads() -> None:
    sign = band.set_label(LONG, "square")
    assert len(sign.text.lines) == 2
    assert min(line.size for line in sign.text.lines) >= 20


@pytest.mark.parametrize("country", [*COUNTRIES, ""])
def test_every_label_can_be_set(country: str) -> None:
    for word in labels_of(country).words:
        assert band.set_label(f"{word} · Marque", "square").text.lines


def test_a_label_that_no_font_can_write_is_refused() -> None:
    with pytest.raises(CannotSet):
        band.set_label("\ue123", "square")


def test_the_foot_names_the_token_and_never_a_number() -> None:
    with_token = drawn("Question", "#203040", STYLES[0], "square")
    picture = Image.new("RGB", (1200, 1500), "#203040")
    bare = render(
        WORDS, picture, STYLES[0], size="square", imprint=Imprint("@sotto_voce"), label="Question"
    )
    before = np.asarray(Image.open(io.BytesIO(bare)).convert("L")).astype(int)
    changed = np.argwhere(np.abs(np.asarray(with_token.convert("L")).astype(int) - before) > 60)
    assert len(changed) > 30
    assert changed[:, 0].min() > PIXELS["square"][1] - 130
