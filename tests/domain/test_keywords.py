import pytest

from bot.domain.keywords import language_of, read
from bot.domain.themes import THEMES


def top(words: str, count: int = 2) -> set[str]:
    return {theme for theme, _ in read(words).themes[:count]}


@pytest.mark.parametrize(
    ("words", "theme"),
    [
        ("I never told anyone that I failed the exam", "school"),
        ("My cat is the only one who listens", "pets"),
        ("Je n'ai jamais dit à ma grand-mère que je détestais sa soupe", "family"),
        ("J'ai demissionne sans le dire a ma mere", "family"),
        ("Je pense encore à lui quand il pleut", "rain"),
        ("🐶", "pets"),
        ("👩‍👧", "family"),
    ],
)
def test_words_and_emoji_point_to_their_theme(words: str, theme: str) -> None:
    assert theme in top(words)


@pytest.mark.parametrize(
    "words",
    [
        "I play songs at a small radio station at night.",
        "The station still plays the song that I asked for. I switch the radio off.",
        "Our station goes off the air tonight. Thirty years of radio.",
        "Je travaille la nuit à la radio. La station ferme en juin.",
        "Trabajo en una estación de radio desde niña.",
    ],
)
def test_a_station_of_the_radio_is_none_of_trains(words: str) -> None:
    strength = dict(read(words).themes)
    assert strength["music"] >= 1
    assert max(strength.get("road", 0), strength.get("city", 0)) < 0.5


def test_a_station_alone_is_a_weak_clue_and_one_of_trains_a_clear_one() -> None:
    assert dict(read("I cried at the station.").themes)["road"] < 0.5
    assert dict(read("I cried at the train station.").themes)["road"] >= 1
    assert "road" not in dict(read("I slept at the police station.").themes)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("I wish I had told you", "en"),
        ("Je ne lui ai jamais dit", "fr"),
        ("Я никому не говорил", "ru"),
        ("我从来没有告诉过她", "zh"),
        ("لم أخبر أحدا", "ar"),
        ("मैंने किसी को नहीं बताया", "hi"),
        ("誰にも言えなかった", "ja"),
        ("12345 !!!", "en"),
    ],
)
def test_the_language_is_told_by_script_and_small_words(words: str, language: str) -> None:
    assert language_of(words) == language


def test_a_phrase_counts_once_and_its_parts_do_not() -> None:
    assert [keyword.word for keyword in read("my best friend").keywords] == ["best friend"]


def test_words_typed_without_accents_are_found_but_accents_still_tell_words_apart() -> None:
    assert "family" in top("ma mere", 1)
    assert "sea" in top("la mer", 1)


def test_every_lexicon_speaks_only_of_themes_that_exist() -> None:
    from bot.domain.lexicon import NO_THEME, languages, lexicon

    for language in languages():
        known = lexicon(language)
        senses = [sense for found in known.entries.values() for sense in found]
        senses += [sense for found in known.stems.values() for sense in found]
        assert {sense.theme for sense in senses} - {NO_THEME} <= set(THEMES), language


def test_nothing_is_read_into_an_empty_text() -> None:
    assert read("").themes == ()
    assert read("\n …").keywords == ()
