"""Words in a script that no font has: the author is not told to leave them out."""

import pytest

from bot.cards.samples import BEYOND
from bot.cards.text import cuts
from tests.kit.drawn import DrawnStudio
from tests.kit.fonts import forget_fonts
from tests.kit.town import Town


async def test_a_whole_script_without_a_font_is_not_to_be_left_out(
    town: Town, monkeypatch: pytest.MonkeyPatch, tmp_path
):
    monkeypatch.setattr(cuts, "SYSTEM", (tmp_path / "none",))
    forget_fonts()
    town.open_studio = DrawnStudio.open
    async with town.running():
        town.alice.send(BEYOND["tibetan"])
        said = await town.said(town.alice, "can’t write in this script yet")
        assert "Leave them out" not in said.text
        town.bob.send("I told her 𓀀 everything.")
        assert "Enlève-les" in (await town.said(town.bob, "𓀀")).text
    forget_fonts()
