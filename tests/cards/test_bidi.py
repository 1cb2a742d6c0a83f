"""Order on the page, against another hand's implementation of UAX #9 (python-bidi)."""

from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.text import bidi


def shown(text: str) -> str:
    return "".join(text[at] for at in bidi.visual_order(bidi.levels(text, bidi.base_level(text))))


@given(st.text(alphabet="ab אבג عرب 123٣.,!-+%$:/()[]«»", max_size=20).map(str.strip))
def test_any_mixture_is_ordered_as_the_standard_says(text: str) -> None:
    assert shown(text) == get_display(text)


def test_hebrew_in_english_reads_from_the_right() -> None:
    assert shown("she said שלום to me") == "she said םולש to me"


def test_a_number_in_arabic_reads_from_the_left() -> None:
    assert shown("بعد 12 عاما") == "اماع 12 دعب"


def test_the_full_stop_of_a_hebrew_sentence_stands_at_its_left() -> None:
    assert shown("שלום.") == ".םולש"


def test_a_text_without_letters_follows_the_text_around_it() -> None:
    assert bidi.base_level("123 …", fallback=1) == 1
