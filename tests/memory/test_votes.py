"""Votes: one voice each, and nothing is counted twice."""

from bot.memory.votes import Votes


async def test_a_voter_counts_once_however_often_they_press():
    votes = Votes()
    assert await votes.cast("remove 12", b"mia", "remove") == 1
    assert await votes.cast("remove 12", b"mia", "remove") == 1
    assert await votes.cast("remove 12", b"noa", "remove") == 2


async def test_who_changes_their_mind_no_longer_counts_for_the_first_choice():
    votes = Votes()
    await votes.cast("KQ7F", b"mia", "ban")
    assert await votes.cast("KQ7F", b"mia", "approve") == 1
    assert await votes.cast("KQ7F", b"noa", "ban") == 1


async def test_subjects_do_not_mix_and_a_decided_one_begins_anew():
    votes = Votes()
    await votes.cast("remove 12", b"mia", "remove")
    assert await votes.cast("remove 13", b"noa", "remove") == 1
    await votes.forget("remove 12")
    assert await votes.count("remove 12", "remove") == 0


async def test_the_book_does_not_grow_for_ever():
    votes = Votes()
    for number in range(3_000):
        await votes.cast(f"remove {number}", b"mia", "remove")
    assert await votes.count("remove 0", "remove") == 0
    assert await votes.count("remove 2999", "remove") == 1
