import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.words import Limits, WordsRefused, accept, clean, graphemes, utf16_units

KEPT = [
    "👨‍👩‍👧‍👦 my family",
    "🏳️‍🌈 and 🏴‍☠️ and 👩🏽‍🚀",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴󠁧󠁢󠁳󠁣󠁴󠁿 come home",
    "1️⃣ first ❤️ ☺️",
    "می‌خواهم بروم",  # Persian needs the non-joiner
    "क्‍ष and क्‌ष",  # explicit half forms
    "ශ්‍රී ලංකා",  # Sinhala conjunct
    "র‍্যাব",  # Bengali ra + joiner + ya
    "je pars.de toute façon",
    "tired.so I left",
    "he/she, and/or, 2.5/10",
    "M.Dupont est parti",
    "write to jo@example.com",  # a contact: its author decides, we do not cut it out
    "Pourquoi\u00a0? Parce que\u202f!",
]


@pytest.mark.parametrize("words", KEPT)
def test_what_a_script_or_an_emoji_needs_is_kept(words: str) -> None:
    assert clean(words) == words


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("sec\u200bret", "secret"),
        ("sec\u200dret \u200c", "secret"),
        ("\u202eevil\u202c", "evil"),
        ("\u2066a\u2069\u200e\u200f\u061c", "a"),
        ("hi\U000e0041\U000e0042", "hi"),
        ("🏴\U000e0041 flag", "🏴 flag"),
        ("a\ufe0fb\ufe01", "ab"),
        ("soft\u00adhyphen\ufeff", "softhyphen"),
        ("\x00nul\x1b[31m", "nul[31m"),
        ("private \ue000\U000f0000 use", "private use"),
        ("a\r\nb\u2028c", "a\nb\nc"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("  a  \n  b\t c ", "a\nb c"),
        ("𝓱𝓮𝓵𝓵𝓸", "hello"),
        ("e\u0301te\u0301", "été"),
        ("H" + "\u0335" * 40 + "i", "H" + "\u0335" * 4 + "i"),
    ],
)
def test_what_is_invisible_or_turns_the_text_goes(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("see https://x.org/a?b=1, ok", "see, ok"),
        ("see t.me/some_channel now", "see now"),
        ("www.example.fr is mine", "is mine"),
        ("[here](https://a.org/b) it is", "here it is"),
        ("read пример.рф today", "read today"),
        ("ｈｔｔｐｓ：／／ａ．ｏｒｇ ok", "ok"),
        ("tg://user?id=42 hey", "hey"),
        ("exa\u200bmple.com!", "!"),
    ],
)
def test_links_are_removed_and_the_sentence_stays_tidy(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet=st.one_of(
            st.characters(),
            st.sampled_from("ab.:/@ \n\u200d\u200c\ufe0f👩🏽🏴\U000e0067\U000e007fبक्\u0301[]()w"),
        ),
        max_size=60,
    )
)
def test_cleaning_cleaned_words_changes_nothing(raw: str) -> None:
    assert clean(clean(raw)) == clean(raw)


@pytest.mark.parametrize("raw", ["", "  \n ", "\u200b\u2800\u3164"])
def test_nothing_visible_is_refused_as_empty(raw: str) -> None:
    assert accept(raw) == WordsRefused("empty", 0, 400)


@pytest.mark.parametrize("raw", ["https://example.org/x", "www.a.fr ... t.me/joinchat/AAA"])
def test_nothing_but_links_is_told_apart_from_empty(raw: str) -> None:
    assert accept(raw) == WordsRefused("only_links", 0, 400)


def test_length_counts_what_a_reader_counts() -> None:
    assert graphemes("👨‍👩‍👧‍👦é") == 2
    assert utf16_units("👩a") == 3
    assert accept("é" * 400) == "é" * 400
    assert accept("é" * 401) == WordsRefused("too_long", 401, 400)


def test_many_big_emoji_are_refused_in_the_unit_that_is_exceeded() -> None:
    family = "👨‍👩‍👧‍👦"
    assert accept(family * 80) == WordsRefused("too_long", 80 * utf16_units(family), 700)


def test_limits_are_the_callers() -> None:
    assert accept("abc", Limits(graphemes=2)) == WordsRefused("too_long", 3, 2)
