"""The learned ear: what it reads, and that it never has the last word."""

import numpy as np
import pytest

from bot.demo.story import AT_WORK, DAY
from bot.domain.checks import ear, read, spelling
from bot.domain.checks.care import Care
from bot.domain.checks.normal import normalise
from bot.domain.checks.spelling import language_of, spelt, undo


def test_words_share_most_places_with_nearly_the_same_words() -> None:
    one, two = ear.features("i cant do this anymore"), ear.features("i cant do this any more")
    assert len(np.intersect1d(one, two)) > len(one) // 2


@pytest.mark.parametrize("words", ["", " ", "a", "😭", "…"])
def test_what_has_no_words_sounds_like_nothing(words: str) -> None:
    assert max(ear.hear(spelt(words)).values()) < 0


def test_places_lie_in_the_table() -> None:
    places = ear.features("что-то очень длинное, 還有別的 and more")
    assert 0 <= places.min() <= places.max() < 1 << ear.BITS


def test_the_order_of_words_matters() -> None:
    assert list(ear.features("to die i want")) != list(ear.features("i want to die"))


@pytest.mark.parametrize(
    ("chat", "written"),
    [("jveux crever", "je veux crever"), ("chui au bout jme sens seul",
      "je suis au bout je me sens seul"), ("i wanna kms", "i want to kill myself"),
     ("ran 5 kms today", "ran 5 kms today"), ("c est la vie", "c est la vie"),
     ("ct nul", "c etait nul")],
)  # fmt: skip
def test_chat_spelling_is_written_out(chat: str, written: str) -> None:
    assert undo(chat, language_of(chat)) == written


def test_other_languages_keep_their_spelling() -> None:
    assert undo("да это de la", None) == "да это de la"


@pytest.mark.parametrize(
    "words",
    ["Thank you.", "Not these.", "long ago", "It is out now.", "This one goes on.", "Ça continue."],
)
def test_of_a_few_plain_words_nothing_is_heard(words: str) -> None:
    assert max(ear.hear(spelt(normalise(words).text)).values()) <= 0


def test_endings_share_a_stem_and_who_is_spoken_of_counts() -> None:
    once, again = ear.features("she smelled"), ear.features("she smelling")
    assert len(np.intersect1d(once, again)) > len(np.intersect1d(once, ear.features("she sang")))
    assert list(ear.features("she smells")) != list(ear.features("they smells"))
    mine, theirs = (set(ear.features(f"{who} smells")) for who in ("i", "she"))
    word = set(ear.features("smells"))
    assert word - mine  # one place of the word says of whom it is said
    assert word - theirs


def test_chat_spelling_is_undone_once_for_all_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    read("nothing")
    undone, texts = spelling.undone, []

    def counted(text: str, language: str | None) -> spelling.Undone:
        texts.append(text)
        return undone(text, language)

    monkeypatch.setattr(spelling, "undone", counted)
    read("my neighbour waters the plants and i water hers, wanna swap says the sign")
    assert len(texts) == 1


@pytest.mark.parametrize("words", [line.words for line in (*DAY, *AT_WORK)])
def test_nobody_of_the_demo_sounds_like_despair(words: str) -> None:
    assert read(words).care is Care.NONE
