"""Which style is proposed: what suits the words, and no style that the channel has just shown."""

import random

import pytest

from bot.cards import STYLES, propose_style
from bot.cards.style_choice import shape_of, suiting

SHORT = "I never told her."
MIDDLE = "I still set two cups on the table every morning. Old habit, I tell the cat."
LONG = "We were happy for exactly one summer. " * 5
LIST = "Things I never said:\n- I was there\n- I saw you\n- I left"


def proposed(words: str, *, light: bool = False) -> set[str]:
    """Names of all styles that any draft of these words may begin with."""
    return {propose_style(words, light=light, seed=bytes([seed]) * 12).name for seed in range(200)}


def best(words: str, *, light: bool = False) -> str:
    fits = suiting(shape_of(words), light=light)
    return max(fits, key=lambda style: fits[style]).name


def test_every_style_is_proposed_for_some_words() -> None:
    shown = set.union(*(proposed(words) for words in (SHORT, MIDDLE, LONG, LIST, LONG * 2)))
    assert shown == {style.name for style in STYLES}


@pytest.mark.parametrize(
    "words", [SHORT, MIDDLE, LONG, LIST, "我从来没有告诉过她。", "لم أخبرها قط."]
)
def test_words_of_every_length_and_script_have_at_least_four_styles(words: str) -> None:
    for light in (False, True):
        assert len(suiting(shape_of(words), light=light)) >= 4, light


def test_of_ten_neighbours_no_style_stands_more_than_three_times() -> None:
    rng = random.Random(3)
    texts = [
        SHORT,
        MIDDLE,
        LONG,
        LIST,
        "Does she know?",
        "我从来没有告诉过她。",
        "我每天多坐三站地铁。" * 6,
    ]
    worn: list[int] = []
    for _ in range(600):
        words, light = rng.choice(texts), rng.random() < 0.3
        worn.insert(0, propose_style(words, light=light, seed=rng.randbytes(12), worn=worn).code)
    for at in range(len(worn) - 9):
        neighbours = worn[at : at + 10]
        assert max(neighbours.count(code) for code in set(neighbours)) <= 3


def test_the_same_draft_keeps_its_style() -> None:
    for seed in (b"", b"twelve bytes", b"more than thirty-two bytes are cut off here"):
        assert propose_style(MIDDLE, seed=seed, worn=(1, 2)) is propose_style(
            MIDDLE, seed=seed, worn=(1, 2)
        )


@pytest.mark.parametrize(
    ("words", "style"),
    [
        (SHORT, "poster"),
        ("Does she know that I never left the house?", "letter"),
        ("Dear stranger on the train, you smiled and I had needed that for weeks.", "letter"),
        (LIST, "note"),
        ("One line.\nAnother line.\nA third line of it.", "note"),
    ],
)
def test_the_shape_of_words_asks_for_a_style(words: str, style: str) -> None:
    assert best(words) == style


def test_a_poster_takes_one_short_sentence_and_nothing_more() -> None:
    assert "poster" in proposed("I miss her.")
    assert "poster" in proposed("我从来没有爱过他")
    for words in (
        "I miss her. I always will.",
        "I have never once told her about it",
        "我从来没有告诉过她我爱她的妹妹",
        "Gone.\nAll gone.",
    ):
        assert "poster" not in proposed(words), words


def test_words_that_ask_for_care_get_the_quiet_style_whatever_was_worn() -> None:
    worn = [style.code for style in STYLES if style.name == "quiet"]
    for words in (SHORT, MIDDLE, LIST, LONG, "我从来没有告诉过她。"):
        for seed in range(20):
            drawn = propose_style(words, light=True, seed=bytes([seed]), worn=worn, calm=True)
            assert drawn.name == "quiet", words


def test_a_light_picture_asks_for_paper_or_strips_and_not_for_high_contrast() -> None:
    fits, dark = suiting(shape_of(LONG), light=True), suiting(shape_of(LONG))
    names = {style.name: weight for style, weight in fits.items()}
    assert names["note"] == max(names.values())
    assert "contrast" not in names
    assert "contrast" in {style.name for style in dark}


def test_no_hand_is_proposed_for_a_script_that_has_none() -> None:
    for words in (
        "我每天多坐三站地铁，只为了和他站一会儿。",
        "كتبت لك رسالة كل ليلة ولم أرسل منها شيئا.",
    ):
        assert "hand" not in proposed(words)
    assert "hand" in proposed("मैंने माँ से कहा कि नौकरी अच्छी है।")


def test_when_all_that_suits_was_worn_lately_something_is_proposed_still() -> None:
    for words in (SHORT, LONG * 2):
        worn = [style.code for style in suiting(shape_of(words))]
        assert propose_style(words, seed=b"x", worn=worn) in STYLES
