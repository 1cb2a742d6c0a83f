"""Costumes that words wear, one by one: the normal form takes each off."""

import pytest

from bot.domain.checks.normal import normalise


def plain(words: str) -> str:
    return normalise(words).text


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("ＫＩＬＬ", "kill"),
        ("ﬁne", "fine"),
        ("𝓴𝓲𝓵𝓵 𝕞𝕖", "kill me"),
        ("ⓚⓘⓛⓛ", "kill"),
        ("MÖRT à Noël", "mort a noel"),
        ("Straße", "strasse"),
        ("cœur", "coeur"),
        ("k̷i̷l̷l̷", "kill"),
        ("أُحِبّ", "احب"),
    ],
)
def test_width_letter_forms_case_and_marks_are_folded(words: str, text: str) -> None:
    assert plain(words) == text


@pytest.mark.parametrize("words", ["suіcіde", "ѕuісіdе", "ѕυicide", "suicidе"])
def test_letters_that_look_latin_become_latin(words: str) -> None:
    assert plain(words) == "suicide"


@pytest.mark.parametrize(
    ("words", "text"), [("Ёлка, кот", "елка, кот"), ("Ο άνθρωπος", "ο ανθρωποσ")]
)
def test_words_of_another_script_stay_in_it(words: str, text: str) -> None:
    assert plain(words) == text


@pytest.mark.parametrize(
    ("words", "text"),
    [("su1c1de", "suicide"), ("k1ll", "kill"), ("d34d", "dead"), ("$tabbing", "stabbing"),
     ("r@pe", "rape"), ("k!ll", "kill"), ("su*cide", "suicide"), ("f*ck", "fuck")],
)  # fmt: skip
def test_digits_and_signs_for_letters_are_read_as_letters(words: str, text: str) -> None:
    assert plain(words) == text


@pytest.mark.parametrize("words", ["I am 34", "at 10:30", "4x4", "1234", "3.50 euros", "B2B!"])
def test_numbers_stay_numbers(words: str) -> None:
    assert plain(words) == words.lower()


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("k i l l m e n o w", "killmenow"),
        ("k.i.l.l", "kill"),
        ("k-i-l-l", "kill"),
        ("k_i_l_l him", "kill him"),
        ("m·o·r·t", "mort"),
    ],
)
def test_spaced_letters_are_joined(words: str, text: str) -> None:
    assert plain(words) == text


def test_short_words_beside_each_other_are_not_joined() -> None:
    assert plain("a b or I a m") == "a b or i a m"


@pytest.mark.parametrize(
    ("words", "text"),
    [("diiiie", "die"), ("killllll", "kill"), ("nooooon", "non"), ("good", "good")],
)
def test_letters_written_thrice_and_more_count_once(words: str, text: str) -> None:
    assert plain(words) == text


@pytest.mark.parametrize(
    "hidden",
    ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e", "\u202e",
     "\ufe0f", "\u180e",
     "\U000e0041", "\u034f"],
)  # fmt: skip
def test_what_draws_nothing_is_taken_out(hidden: str) -> None:
    assert plain(f"k{hidden}i{hidden}ll me") == "kill me"


def test_a_place_in_the_normal_form_leads_back_to_the_words() -> None:
    words = "Ｏh, I’m ｋ-i-l-l-ing  MÖRT"
    normal = normalise(words)
    start = normal.text.index("mort")
    begin, end = normal.span(start, start + 4)
    assert words[begin:end] == "MÖRT"
