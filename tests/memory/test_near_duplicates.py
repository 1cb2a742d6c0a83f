"""Words that were published before are known again, in memory, for a while."""

from datetime import UTC, datetime, timedelta

from bot.memory.near_duplicates import NearDuplicates, Similarity

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
RIVER = "I told my sister I was at work, but I was sitting by the river all day, feeding ducks."
PHONE = "My grandmother still calls me every Sunday and I never pick up before the third ring."
ALICE, BOB = b"tag of one", b"tag of another"


def memory(**bounds) -> NearDuplicates:
    return NearDuplicates(b"key of this start", **bounds)


def test_nearly_the_same_words_of_anybody_are_known_again() -> None:
    near = memory()
    near.note(RIVER, ALICE, NOW)
    for words in (
        RIVER,
        RIVER.upper().replace("RIVER", "R1VER") + "!!",
        RIVER.replace("all day", "all morning"),
    ):
        assert near.look(words, BOB, NOW) is Similarity.NEAR
    assert near.look(PHONE, BOB, NOW) is Similarity.NEW


def test_the_same_author_with_the_same_words_is_told_apart() -> None:
    near = memory()
    near.note(RIVER, ALICE, NOW)
    assert near.look(RIVER + " ", ALICE, NOW) is Similarity.AGAIN
    assert near.look(RIVER.replace("ducks", "the swans"), ALICE, NOW) is Similarity.NEAR
    assert near.look(PHONE, ALICE, NOW) is Similarity.NEW


def test_short_words_are_known_again_from_their_author_only() -> None:
    near = memory()
    near.note("sorry mum", ALICE, NOW)
    assert near.look("sorry mum", ALICE, NOW) is Similarity.AGAIN
    assert near.look("sorry mum", BOB, NOW) is Similarity.NEW
    near.note("😭", ALICE, NOW)
    assert near.look("😅", ALICE, NOW) is Similarity.NEW


def test_looking_remembers_nothing() -> None:
    near = memory()
    near.look(RIVER, ALICE, NOW)
    assert near.look(RIVER, ALICE, NOW) is Similarity.NEW


def test_fingerprints_are_forgotten_after_their_time() -> None:
    near = memory(within=timedelta(hours=1))
    near.note(RIVER, ALICE, NOW)
    assert near.look(RIVER, ALICE, NOW + timedelta(minutes=59)) is Similarity.AGAIN
    assert near.look(RIVER, ALICE, NOW + timedelta(hours=1)) is Similarity.NEW


def test_the_memory_has_a_bound_and_the_oldest_go_first() -> None:
    near = memory(remember=2)
    others = ("The office mouse is fed by me every single night.", PHONE)
    near.note(RIVER, ALICE, NOW)
    for words in others:
        near.note(words, ALICE, NOW)
    assert near.look(RIVER, ALICE, NOW) is Similarity.NEW
    assert [near.look(words, BOB, NOW) for words in others] == [Similarity.NEAR, Similarity.NEAR]


def test_what_is_remembered_holds_no_words_and_says_nothing_under_another_key() -> None:
    first, second = NearDuplicates(b"one"), NearDuplicates(b"two")
    for near in (first, second):
        near.note(RIVER, ALICE, NOW)
    assert first._marks != second._marks
    assert first._authors.keys().isdisjoint(second._authors.keys())
    assert "river" not in repr(first)
    assert "one" not in repr(first)
