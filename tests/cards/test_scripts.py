"""What the packages alone can draw, and what happens to what a style cannot."""

import pickle
from collections.abc import Iterator

import pytest

from bot.cards import PIXELS, STYLES, CannotSet, Imprint, Style, render, uncovered, worker
from bot.cards.order import CardOrder
from bot.cards.pictures import LIBRARY
from bot.cards.samples import BEYOND, SAMPLES, SCRIPTS, words_in
from bot.cards.styles import POSTER, QUIET
from bot.cards.text import cuts
from bot.cards.text.setting import dressed, set_words
from bot.cards.worker import ground
from tests.kit.fonts import forget_fonts, make_font

OLD_S = "ꞅ"  # the insular s of old Welsh prints: in Source Serif, not in the poster's fonts
FACES = """
    ಠ_ಠ (づ｡◕‿‿◕｡)づ ʕ•ᴥ•ʔ ಥ_ಥ ლ(ಠ益ಠლ) ඞ ଘ(੭ˊᵕˋ)੭ ꒰ა♡໒꒱ ᕙ(⇀‸↼‶)ᕗ ᥫ᭡
"""


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path) -> Iterator[None]:
    """One without fonts of its own."""
    monkeypatch.setattr(cuts, "SYSTEM", (tmp_path / "none",))
    forget_fonts()
    yield
    forget_fonts()


@pytest.mark.usefixtures("bare_machine")
@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_every_script_we_promise_is_covered_in_every_style_without_fonts_of_the_machine(
    style: Style,
) -> None:
    for name in SAMPLES:
        assert set_words(SAMPLES[name], style, "story").lines, name


@pytest.mark.usefixtures("bare_machine")
@pytest.mark.parametrize("face", FACES.split())
def test_a_face_made_of_letters_is_drawn(face: str) -> None:
    assert uncovered(face) == ()


def test_every_sample_belongs_to_a_script_and_every_script_has_words() -> None:
    named = {name for names in SCRIPTS.values() for name in names.split()}
    assert named | {"french", "emoji", "faces", "mixture"} == {*SAMPLES, *BEYOND}
    assert all(map(words_in, SCRIPTS))


@pytest.mark.usefixtures("bare_machine")
def test_what_the_proposed_style_cannot_draw_is_drawn_in_one_that_can() -> None:
    with pytest.raises(CannotSet):
        set_words(OLD_S, POSTER, "square")
    worn, text = dressed(OLD_S, POSTER, "square")
    assert worn is QUIET
    assert text.marks
    assert uncovered(OLD_S) == ()
    plate = ground(LIBRARY[0].id, None, PIXELS["square"])
    card, other = (
        render(OLD_S, plate, style, size="square", imprint=Imprint("@c", 1))
        for style in (POSTER, QUIET)
    )
    assert card == other


@pytest.mark.usefixtures("bare_machine")
def test_the_studio_draws_such_a_card_too() -> None:
    orders = [
        CardOrder(OLD_S, LIBRARY[0].id, None, style.code, Imprint("@c", 1))
        for style in (POSTER, QUIET)
    ]
    assert worker.card(orders[0]) == worker.card(orders[1])


def test_words_too_long_for_the_proposed_style_are_drawn_in_one_that_has_room() -> None:
    words = "mother " * 230
    with pytest.raises(CannotSet, match="too_long"):
        set_words(words, STYLES[0], "square")
    worn, text = dressed(words, STYLES[0], "square")
    assert worn is not STYLES[0]
    assert text.marks


@pytest.mark.usefixtures("bare_machine")
@pytest.mark.parametrize(
    ("words", "whole"),
    [
        (BEYOND["tibetan"], True),
        ("I say " + BEYOND["tibetan"] * 3, True),
        ("I told her everything, 𓀀.", False),
        ("༼ つ ◕_◕ ༽つ", False),  # Tibetan brackets are no letters
    ],
)
def test_a_script_that_is_missing_as_a_whole_is_told_from_a_few_signs(words, whole) -> None:
    with pytest.raises(CannotSet) as refused:
        dressed(words, QUIET, "square")
    crossed = pickle.loads(pickle.dumps(refused.value))
    assert (crossed.reason, crossed.whole_script) == ("uncovered", whole)
    assert crossed.clusters == refused.value.clusters


def test_a_font_of_the_machine_draws_what_the_packages_lack(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(cuts, "SYSTEM", (tmp_path,))
    forget_fonts()
    assert uncovered(BEYOND["tibetan"])
    make_font(tmp_path / "NotoSerifTibetan-Regular.ttf", BEYOND["tibetan"])
    forget_fonts()
    for style in STYLES:  # bold ones take the regular weight when there is no other
        assert set_words(BEYOND["tibetan"], style, "square").marks
    forget_fonts()


def test_of_the_machines_fonts_one_a_script_is_taken_sans_before_serif(
    monkeypatch, tmp_path
) -> None:
    for name in (
        "NotoSerifKhmer-Bold.ttf",
        "NotoSansSyriac-Regular.ttf",
        "NotoSansKhmer-Regular.ttf",
        "NotoSansKhmer-Bold.ttf",
        "NotoSerifTibetan[wght].ttf",
        "NotoSansCJK-Bold.ttc",
        "NotoColorEmoji.ttf",
        "NotoSansMono-Regular.ttf",
    ):
        (tmp_path / name).touch()
    monkeypatch.setattr(cuts, "SYSTEM", (tmp_path,))
    cuts.of_the_machine.cache_clear()
    found = [cut.file.rpartition("/")[2] for cut in cuts.of_the_machine(750, 1.0)]
    cuts.of_the_machine.cache_clear()
    assert found == [
        "NotoSansKhmer-Bold.ttf",
        "NotoSansSyriac-Regular.ttf",
        "NotoSerifTibetan[wght].ttf",
    ]
