"""The tools for eyes."""

from pathlib import Path

import pytest
from PIL import Image

from bot import cli_cards
from bot.errors import SettingsWrong


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOTTO_CACHE", str(tmp_path / "cache"))
    return tmp_path


def test_a_contact_sheet_shows_every_style_of_a_sample(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli_cards, "SAMPLES", {"english": "I never told her."})
    cli_cards.draw_contact_sheet(cache / "sheets")
    with Image.open(cache / "sheets" / "english.jpg") as sheet:
        assert sheet.size == (4 * 480, 2 * 480)


def test_an_unknown_picture_is_answered_with_the_known_ones(cache: Path) -> None:
    with pytest.raises(SettingsWrong, match="moonlit-sea"):
        cli_cards.draw_card(
            "Hi",
            cache / "card.jpg",
            style=None,
            photo=None,
            size=None,
            number=None,
            picture="nowhere",
        )


def test_an_operators_picture_is_named_in_small_or_capital_letters(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = cache / "mine"
    folder.mkdir()
    Image.new("RGB", (1400, 1200), "navy").save(folder / "Quiet-Lake.sea.jpg")
    monkeypatch.setenv("SOTTO_PICTURES", str(folder))
    for name in ("quiet lake", "Quiet Lake"):
        out = cache / "card.jpg"
        cli_cards.draw_card("Hi", out, style=None, photo=None, size=None, number=None, picture=name)
        with Image.open(out) as card:
            red, _, blue = card.convert("RGB").resize((1, 1)).getpixel((0, 0))
        assert blue > 2 * red
