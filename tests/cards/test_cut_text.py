"""As much of a text as there is room for, found without setting all of it."""

import pytest

from bot.cards.draw import cut_text as module
from bot.cards.draw.cut_text import cut_text
from bot.cards.samples import SAMPLES
from bot.cards.text.fitting import Box
from bot.cards.text.layout import Layout
from bot.cards.text.voices import SERIF

BOX = Box(0.0, 0.0, 620.0, 72.0)


def cut(words: str, lines: int = 2) -> str:
    layout = cut_text(words, BOX, SERIF, 29.0, 0, lines=lines)
    assert len(layout.lines) <= lines
    return "".join(line.text for line in layout.lines)


@pytest.mark.parametrize("name", ["ukrainian", "russian", "arabic", "hindi", "japanese"])
@pytest.mark.parametrize("lines", [1, 2, 4])
def test_one_more_word_would_not_have_fitted(name: str, lines: int) -> None:
    parted = " " in SAMPLES[name]
    words = (" " if parted else "").join([SAMPLES[name]] * 6)
    shown = cut(words, lines)
    assert shown.endswith("…")
    kept = len(shown) - 1
    assert words.startswith(shown[:-1])
    more = words.find(" ", kept + 2) if parted else kept + 1
    longer = words[:more].rstrip(" ,;:.-–—") + "…"
    assert len(longer) > len(shown)
    assert cut(longer, lines) != longer


@pytest.mark.parametrize("words", ["", " ", "a", "Short.", "Two words"])
def test_what_fits_is_not_cut(words: str) -> None:
    assert cut(words).strip() == words.strip()


def test_of_a_long_text_only_its_beginning_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    compose = module.compose
    monkeypatch.setattr(
        module, "compose", lambda text, ruler: (taken.append(len(text)), compose(text, ruler))[1]
    )
    assert cut("I never told anybody about it. " * 120).endswith("…")
    assert len(taken) < 8
    assert sum(taken) < 1200


def test_a_sign_that_no_font_has_beyond_the_cut_leaves_the_words_before_it() -> None:
    assert cut("I never told anybody about it. " * 20 + "\ue000").endswith("…")
    assert cut_text("\ue000", BOX, SERIF, 29.0, 0, lines=2) == Layout((), (), (), 0.0)
