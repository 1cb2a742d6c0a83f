"""Words are cut alike in a whisper and in what somebody types to find it."""

import pytest

from bot.domain.feeds.terms import LONGEST, found_by, is_open, may_be_found, tag_term, terms_of

FOUND = {
    "rain": "I danced in the RAIN.",
    "mere": "L'amour de ma MÈRE",
    "MÈRE": "ma mere me manque",
    "amour": "je n’ai plus d’amour",
    "l'amour": "amour perdu",
    "cœur": "un coeur brisé",
    "cat's": "I sold the cat",
    "Straße": "allein auf der strasse",
    "ｒａｉｎ": "only rain",
    "ёлка": "Елка зимой",
    "ΆΝΘΡΩΠΟΣ": "ένας άνθρωπος μόνος",
    "المطر": "أحب مطر الليل",
    "अकेला": "मैं अकेला हूँ",
    "下雨": "今天下雨了",
    "雨": "雨の日が好きです",
    "รัก": "ฉันรักคุณ",
    "비": "비가 온다",
    "grand-mère": "Ma grand mère chantait",
}


@pytest.mark.parametrize(("asked", "words"), FOUND.items())
def test_a_word_is_found_however_it_is_written(asked: str, words: str) -> None:
    there = terms_of(words)
    for term in terms_of(asked):
        assert any(t == term or (is_open(term) and t.startswith(term)) for t in there), term


def test_no_address_and_no_lone_letter_is_a_term() -> None:
    assert terms_of("a b @bob http://x.y/rain me@home.org c") == ()
    assert terms_of("雨") == ("雨",)


def test_a_very_long_word_is_found_by_its_beginning() -> None:
    [term] = terms_of("ha" * 100)
    assert len(term) == LONGEST


def test_a_word_goes_on_from_three_letters_or_from_one_syllable() -> None:
    assert [is_open(term) for term in ("ra", "rai", "雨", "비", "あ", "あめ")] == [
        False,
        True,
        True,
        True,
        False,
        True,
    ]


def test_a_whisper_is_found_by_the_tags_of_its_caption() -> None:
    found = found_by("I walked in the rain with my grandmother and I was happy in the rain.")
    assert "#rain" in found
    assert "rain" in found
    assert tag_term("Rain") == tag_term(" #rain") == "#rain"
    assert tag_term("Grand-Mère") == "#grand_mere"


def test_nothing_covered_and_nothing_under_which_a_helpline_stands_may_be_found() -> None:
    assert may_be_found("I still water his plants.", cover=False)
    assert not may_be_found("I still water his plants.", cover=True)
    assert not may_be_found("I want to kill myself", cover=False)
