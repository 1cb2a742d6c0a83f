"""Words that were published before are known again, in memory, for a while."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.memory.near_duplicates import NearDuplicates, Similarity

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
RIVER = "I told my sister I was at work, but I was sitting by the river all day, feeding ducks."
PHONE = "My grandmother still calls me every Sunday and I never pick up before the third ring."
ALICE, BOB = b"tag of one", b"tag of another"


def memory(**bounds) -> NearDuplicates:
    return NearDuplicates(b"key of this start", **bounds)


async def test_nearly_the_same_words_of_anybody_are_known_again() -> None:
    near = memory()
    await near.note(RIVER, ALICE, NOW)
    for words in (
        RIVER,
        RIVER.upper().replace("RIVER", "R1VER") + "!!",
        RIVER.replace("all day", "all morning"),
    ):
        assert await near.look(words, BOB, NOW) is Similarity.NEAR
    assert await near.look(PHONE, BOB, NOW) is Similarity.NEW


async def test_the_same_author_with_the_same_words_is_told_apart() -> None:
    near = memory()
    await near.note(RIVER, ALICE, NOW)
    assert await near.look(RIVER + " ", ALICE, NOW) is Similarity.AGAIN
    assert await near.look(RIVER.replace("ducks", "the swans"), ALICE, NOW) is Similarity.NEAR
    assert await near.look(PHONE, ALICE, NOW) is Similarity.NEW


ADVERT = "Earn 500 euros a day from home, join my channel and write to the manager today"


@pytest.mark.parametrize(
    "changed",
    [ADVERT.replace("500", "900"), ADVERT.replace("manager", "administrator"),
     "hey everyone, good evening! " + ADVERT, "hi " + ADVERT.replace("today", "right now"),
     ADVERT.replace("Earn", "Make").replace("euros", "dollars"), ADVERT.upper() + " 💰💰"],
)  # fmt: skip
async def test_a_changed_word_or_a_greeting_in_front_hides_no_repetition(changed: str) -> None:
    near = memory()
    await near.note(ADVERT, ALICE, NOW)
    assert await near.look(changed, BOB, NOW) is Similarity.NEAR


@pytest.mark.parametrize("pair", [
    ("I told my mother I passed the exam. I never went.", "I told my mother I quit smoking. No."),
    ("i still love him after all these years", "i still hate him after all these months"),
])  # fmt: skip
async def test_confessions_that_begin_alike_are_two(pair: tuple[str, str]) -> None:
    near = memory()
    await near.note(pair[0], ALICE, NOW)
    assert await near.look(pair[1], BOB, NOW) is Similarity.NEW


@pytest.mark.parametrize(
    "words", ["i miss him", "je l’aime encore, moi", "i hate my job", "ich vermisse ihn", "我想他"]
)
async def test_short_confessions_that_many_write_alike_are_nobodys_repetition(words: str) -> None:
    near = memory()
    for number in range(20):
        assert await near.look(words, b"tag %d" % number, NOW) is Similarity.NEW
        await near.note(words, b"tag %d" % number, NOW)


@pytest.mark.parametrize("words", ["dm for pics", "check bio", "join now", "пиши в лс"])
async def test_a_very_short_text_is_a_repetition_when_it_comes_a_third_time_within_the_hour(
    words: str,
) -> None:
    near = memory()
    for number in range(2):
        assert await near.look(words, b"tag %d" % number, NOW) is Similarity.NEW
        await near.note(words, b"tag %d" % number, NOW)
    assert await near.look(words + "!", BOB, NOW) is Similarity.NEAR
    assert await near.look(words, BOB, NOW + timedelta(hours=2)) is Similarity.NEW


async def test_the_same_from_thousands_is_found_within_milliseconds() -> None:
    near = memory()
    for number in range(2000):
        await near.note(f"{number} " + RIVER[number % 40 :] + f" {number * 7919} " * 3, ALICE, NOW)
    start = time.process_time()
    await near.look(PHONE * 4, BOB, NOW)
    assert time.process_time() - start < 0.05


async def test_short_words_are_known_again_from_their_author_only() -> None:
    near = memory()
    await near.note("sorry mum", ALICE, NOW)
    assert await near.look("sorry mum", ALICE, NOW) is Similarity.AGAIN
    assert await near.look("sorry mum", BOB, NOW) is Similarity.NEW
    await near.note("😭", ALICE, NOW)
    assert await near.look("😅", ALICE, NOW) is Similarity.NEW


async def test_looking_remembers_nothing() -> None:
    near = memory()
    await near.look(RIVER, ALICE, NOW)
    assert await near.look(RIVER, ALICE, NOW) is Similarity.NEW


async def test_fingerprints_are_forgotten_after_their_time() -> None:
    near = memory(within=timedelta(hours=1))
    await near.note(RIVER, ALICE, NOW)
    assert await near.look(RIVER, ALICE, NOW + timedelta(minutes=59)) is Similarity.AGAIN
    assert await near.look(RIVER, ALICE, NOW + timedelta(hours=1)) is Similarity.NEW


async def test_the_memory_has_a_bound_and_the_oldest_go_first() -> None:
    near = memory(remember=2)
    others = ("The office mouse is fed by me every single night.", PHONE)
    await near.note(RIVER, ALICE, NOW)
    for words in others:
        await near.note(words, ALICE, NOW)
    assert await near.look(RIVER, ALICE, NOW) is Similarity.NEW
    assert [await near.look(words, BOB, NOW) for words in others] == [
        Similarity.NEAR,
        Similarity.NEAR,
    ]


async def test_what_is_remembered_holds_no_words_and_says_nothing_under_another_key() -> None:
    near = NearDuplicates(b"one")
    await near.note(RIVER, ALICE, NOW)
    seized = replace(near, key=b"two")  # what the memory holds, without its key
    assert (near.remembered, seized.remembered) == (1, 1)
    assert await near.look(RIVER, ALICE, NOW) is Similarity.AGAIN
    assert await seized.look(RIVER, ALICE, NOW) is Similarity.NEW
    assert await near.look(RIVER, BOB, NOW) is Similarity.NEAR
    assert await seized.look(RIVER, BOB, NOW) is Similarity.NEW
    assert "river" not in repr(near)
    assert "one" not in repr(near)
