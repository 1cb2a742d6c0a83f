"""The tools for eyes."""

from pathlib import Path

import pytest
from PIL import Image

from bot import cli_cards
from bot.errors import SettingsWrong


@pytest.fixture
def folder(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOTTO_CACHE", str(cache))
    return tmp_path


def test_a_contact_sheet_shows_every_style_of_a_sample(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli_cards, "SAMPLES", {"english": "I never told her."})
    cli_cards.draw_contact_sheet(folder / "sheets")
    with Image.open(folder / "sheets" / "english.jpg") as sheet:
        assert sheet.size == (4 * 480, 2 * 480)


def test_an_unknown_picture_is_answered_with_the_known_ones(folder: Path) -> None:
    with pytest.raises(SettingsWrong, match="moonlit-sea"):
        cli_cards.draw_card(
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
        cli_cards.draw_card("Hi", out, style=None, photo=None, size=None, number=None, picture=name)
        with Image.open(out) as card:
            red, _, blue = card.convert("RGB").resize((1, 1)).getpixel((0, 0))
        assert blue > 2 * red


def test_a_card_without_words_is_not_drawn(folder: Path) -> None:
    with pytest.raises(SettingsWrong, match="words"):
        cli_cards.draw_card(
            " ", folder / "card.jpg", style=None, photo=None, size=None, number=None
        )
    assert not (folder / "card.jpg").exists()
