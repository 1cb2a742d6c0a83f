import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.hashtags import hashtags, written_as_tag
from bot.domain.lexicon import languages, lexicon
from bot.sandbox.entities import plain_words

ALLOWED = {
    written_as_tag(tag)
    for language in languages()
    for tag in (
        *lexicon(language).tags.values(),
        *(
            sense.tag
            for senses in lexicon(language).entries.values()
            for sense in senses
            if sense.tag
        ),
    )
}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("I failed the exam again", "#exam"),
        ("J'ai menti à ma mère", "#mère"),
        ("Il neige sur le sapin", "#sapin"),
    ],
)
def test_a_keyword_of_the_text_becomes_a_hashtag(words: str, expected: str) -> None:
    assert expected in hashtags(words)


@given(st.text(max_size=300))
def test_no_hashtag_was_not_chosen_by_us_beforehand(words: str) -> None:
    found = hashtags(words)
    assert len(found) <= 3
    assert len(set(found)) == len(found)
    assert set(found) <= ALLOWED


@pytest.mark.parametrize(
    "words",
    [
        "Hope left me in Brighton",
        "my aunt Rose",
        "Call me on +33 6 12 34 56 78 or at rain@school.example",
        "@night_owl you are a b1tch",
    ],
)
def test_names_and_contacts_do_not_become_hashtags(words: str) -> None:
    found = " ".join(hashtags(words)).casefold()
    assert not any(part in found for part in ("hope", "rose", "brighton", "33", "example", "owl"))


def test_forms_of_one_word_make_one_hashtag() -> None:
    assert len([tag for tag in hashtags("friends, friend, friendship") if "friend" in tag]) == 1


def test_a_tag_holds_nothing_but_what_words_are_made_of() -> None:
    assert all(regex.fullmatch(r"#[\p{L}\p{M}\p{N}_]+", tag) for tag in ALLOWED)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("मेरी नौकरी चली गई, और मैं घर में बारिश देखता हूँ", ("#घर",)),
        ("J'ai menti à ma grand-mère", ("#grand_mère",)),
    ],
)
def test_a_hashtag_is_one_that_telegram_links_whole(words: str, expected: tuple[str, ...]) -> None:
    tags = hashtags(words)
    shown = plain_words(" ".join(tags))
    assert tuple(shown.part(entity) for entity in shown.entities) == tags
    assert set(expected) <= set(tags)


def test_words_that_say_nothing_clear_get_no_hashtag() -> None:
    assert hashtags("…") == ()
    assert hashtags("Well, so be it") == ()
