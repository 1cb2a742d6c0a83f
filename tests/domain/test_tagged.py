"""Where people are tagged survives the cleaning of the words, in every script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.contacts import HIDDEN, find_contacts
from bot.domain.tagged import carried_over, from_utf16, hide, with_tagged
from bot.domain.words import clean, utf16_units

NAMES = (
    "Lea M.",
    "Élodie",
    "E\u0301lodie",  # as some phones write it: a letter and its accent
    "Мария Иванова",
    "محمد علي",
    "שירה",
    "प्रिया",
    "สมชาย",
    "田中さん",
    "김민지",
    "👩🏽‍🚀 Zoé",
    "𝓛𝓮𝓪",  # letters beyond the first plane, folded by cleaning
)
AROUND = (
    "",
    "I told ",
    "😀 ",
    "👨\u200d👩\u200d👧 Hier,\n\n\n",
    "x  ",
    "e",
    "https://example.org/a ",
    "\u200bא ",
)


def utf16(text: str, name: str) -> tuple[int, int]:
    return utf16_units(text[: text.index(name)]), utf16_units(name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("before", AROUND)
@pytest.mark.parametrize("after", ["", " everything.", "😀", ", www.example.org", "\u0301"])
def test_a_tagged_name_is_hidden_whole_whatever_stands_around_it(
    name: str, before: str, after: str
) -> None:
    raw = before + name + after
    words = clean(raw)
    span = from_utf16(raw, *utf16(raw, name))
    assert raw[span[0] : span[1]] == name
    (found,) = carried_over(raw, [span], words)
    shown = hide(words, with_tagged(words, (), [found]))
    assert clean(name).rstrip() not in shown
    assert HIDDEN in shown
    kept = clean(before).strip()
    assert shown.startswith(kept[:-1]), "what stands before the name stays"


@given(st.text(max_size=30), st.integers(0, 40), st.integers(0, 40))
def test_any_range_of_telegrams_gives_a_range_of_the_text(
    text: str, offset: int, length: int
) -> None:
    start, end = from_utf16(text, offset, length)
    assert 0 <= start <= end <= len(text)
    if start < end:
        assert utf16_units(text[:start]) <= offset
        assert utf16_units(text[:end]) >= min(offset + length, utf16_units(text))


@given(
    st.text(max_size=20),
    st.text(min_size=1, max_size=12),
    st.text(max_size=20),
)
def test_a_range_stays_within_the_cleaned_words(before: str, name: str, after: str) -> None:
    raw = before + name + after
    words = clean(raw)
    for start, end in carried_over(raw, [(len(before), len(before) + len(name))], words):
        assert 0 <= start < end <= len(words)


def test_a_name_that_touches_a_number_is_one_finding() -> None:
    words = "Call Lea 06 12 34 56 78 tonight"
    contacts = with_tagged(words, find_contacts(words), [(5, 14)])
    assert [contact.text for contact in contacts] == ["Lea 06 12 34 56 78"]
    assert hide(words, contacts) == f"Call {HIDDEN} tonight"


def test_a_name_inside_a_link_goes_with_the_link() -> None:
    raw = "See https://example.org/Lea now"
    start = raw.index("Lea")
    assert carried_over(raw, [(start, start + 3)], clean(raw)) == ()
