"""The tools for eyes."""

from pathlib import Path

import pytest
from PIL import Image

from bot.cli import cards
from bot.errors import SettingsWrong
from tests.darkroom.hostile import HEIC, deadly_heic, file, scene, tall_png


@pytest.fixture
def folder(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOTTO_CACHE", str(cache))
    return tmp_path


def test_a_contact_sheet_shows_every_style_of_a_sample(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "SAMPLES", {"english": "I never told her."})
    cards.draw_contact_sheet(folder / "sheets")
    with Image.open(folder / "sheets" / "english.jpg") as sheet:
        assert sheet.size == (4 * 480, 2 * 480)


def test_an_unknown_picture_is_answered_with_the_known_ones(folder: Path) -> None:
    with pytest.raises(SettingsWrong, match="moonlit-sea"):
        cards.draw_card(
            "Hi",
            folder / "card.jpg",
            style=None,
            photo=None,
            size=None,
            number=None,
            picture="nowhere",
        )


def test_an_operators_picture_is_named_in_small_or_capital_letters(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = folder / "mine"
    mine.mkdir()
    Image.new("RGB", (1400, 1200), "navy").save(mine / "Quiet-Lake.sea.jpg")
    monkeypatch.setenv("SOTTO_PICTURES", str(mine))
    for name in ("quiet lake", "Quiet Lake"):
        out = folder / "card.jpg"
        cards.draw_card("Hi", out, style=None, photo=None, size=None, number=None, picture=name)
        with Image.open(out) as card:
            red, _, blue = card.convert("RGB").resize((1, 1)).getpixel((0, 0))
        assert blue > 2 * red


def test_a_card_without_words_is_not_drawn(folder: Path) -> None:
    with pytest.raises(SettingsWrong, match="words"):
        cards.draw_card(" ", folder / "card.jpg", style=None, photo=None, size=None, number=None)
    assert not (folder / "card.jpg").exists()


def draw(out: Path, *, photo: Path | None = None) -> None:
    cards.draw_card("Hi", out, style=None, photo=photo, size=None, number=None)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("card.jpg", "JPEG"),
        ("card.JPEG", "JPEG"),
        ("card.png", "PNG"),
        ("card.webp", "WEBP"),
        ("card.avif", "AVIF"),
        ("card", "JPEG"),
    ],
)
def test_a_card_is_written_in_the_format_that_its_ending_names(
    folder: Path, name: str, kind: str
) -> None:
    draw(folder / name)
    with Image.open(folder / name) as card:
        assert (card.format, card.size) == (kind, (1080, 1080))


@pytest.mark.parametrize("name", ["card.gif", "card.pdf", "card.jp2"])
def test_another_ending_is_refused_with_those_there_are(folder: Path, name: str) -> None:
    with pytest.raises(SettingsWrong, match=r"\.jpg, \.jpeg, \.png, \.webp, \.avif"):
        draw(folder / name)
    assert not (folder / name).exists()


@pytest.mark.parametrize("number", [-3, 0])
def test_a_number_below_one_is_refused(folder: Path, number: int) -> None:
    with pytest.raises(SettingsWrong, match="from 1"):
        cards.draw_card("Hi", folder / "card.jpg", style=None, photo=None, size=None, number=number)
    assert not (folder / "card.jpg").exists()


def test_a_photo_that_cannot_be_used_is_told_why_and_what_can(folder: Path) -> None:
    for name, make, why in (
        ("a.txt", lambda: b"no picture", "JPEG, PNG, WebP, HEIC, AVIF"),
        ("a.heic", deadly_heic, "damaged"),
        ("a.png", lambda: file(scene(400, 400), "PNG"), "500 pixels"),
        ("b.png", tall_png, "25 megapixels"),
    ):
        (folder / name).write_bytes(make())
        with pytest.raises(SettingsWrong, match=why):
            draw(folder / "card.jpg", photo=folder / name)
    (folder / "good.heic").write_bytes(HEIC)
    draw(folder / "card.jpg", photo=folder / "good.heic")
