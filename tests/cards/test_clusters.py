"""What nobody writes is refused, and quickly."""

import time
from contextlib import suppress

import pytest
from PIL import Image

from bot.cards import STYLES, CannotSet, Imprint, render, uncovered
from bot.cards.draw.background import make
from bot.cards.samples import SAMPLES
from bot.cards.text.clusters import split

HOSTILE = {
    "ten thousand marks": "a" + "\u0301" * 10_000,
    "a letter under thirty marks": "a" + "\u0301" * 30,
    "four hundred joiners": "\u200d" * 400,
    "four hundred joined emoji": "\u200d".join("👩" * 400),
    "an unpaired surrogate": "a\ud800b",
    "four thousand and one letters": "a" * 4001,
    "a thousand lines": "a\n" * 1000,
}


def work(words: str) -> float:
    """Seconds of processor time for a card of these words, or for refusing it; the best of four."""
    plate = make(Image.new("RGB", (64, 64)), (1080, 1080))
    spent = []
    for _ in range(4):
        start = time.process_time()
        with suppress(CannotSet):
            render(words, plate, STYLES[0], size="square", imprint=Imprint("@c", 1))
        spent.append(time.process_time() - start)
    return min(spent)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_are_refused_within_the_work_of_three_cards(name: str) -> None:
    plate = make(Image.new("RGB", (64, 64)), (1080, 1080))
    with pytest.raises(CannotSet):
        render(HOSTILE[name], plate, STYLES[0], size="square", imprint=Imprint("@c", 1))
    assert work(HOSTILE[name]) < 3 * work("I still set two plates. " * 16)


def test_direction_overrides_turn_nothing_round_and_leave_no_box() -> None:
    plate = make(Image.new("RGB", (64, 64)), (1080, 1080))
    imprint = Imprint("@c", 1)
    turned = render("\u202eabc\u202c", plate, STYLES[0], size="square", imprint=imprint)
    assert turned == render("abc", plate, STYLES[0], size="square", imprint=imprint)


def test_what_no_font_covers_is_told_once_each() -> None:
    assert uncovered("ok \u0378 and \u0378 and \ue000") == ("\u0378", "\ue000")


@pytest.mark.parametrize("name", SAMPLES)
def test_every_script_we_promise_is_covered(name: str) -> None:
    assert uncovered(SAMPLES[name]) == ()


def test_families_flags_skin_tones_and_keycaps_are_one_grapheme_each() -> None:
    words = (
        "👨\u200d👩\u200d👧🇫🇷👩🏽1️⃣🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
    )
    assert len(split(words)[0]) == 5


def test_an_apostrophe_between_letters_is_curled_and_a_foot_sign_is_not() -> None:
    assert "".join(c.text for c in split("don't 5' tall")[0]) == "don’t 5' tall"
