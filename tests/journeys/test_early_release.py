"""/release: it takes votes, comes at the next batch time, and leaves the floor."""

from datetime import timedelta

from tests.kit.town import ModeratedTown

WORDS = ("I water his plants.", "The last bus is the best part of my day.", "I kept her number.")


async def three_wait(town: ModeratedTown) -> None:
    for name, words in zip(("Cleo", "Dan", "Eve"), WORDS, strict=True):
        await town.submit(town.world.add_person(name), words)


async def test_an_early_release_takes_votes_comes_with_the_next_batch_and_leaves_the_floor(
    moderated: ModeratedTown,
):
    async with moderated.running(
        release="mixed", release_share=0.0, release_max_age=timedelta(days=9)
    ):
        await moderated.later(timedelta(minutes=30))
        await moderated.at_rest()
        await three_wait(moderated)
        question = await moderated.tell(moderated.mia, "/release", "Votes: 1 of 2")
        assert "2 authors still stays" in (question.text or "")
        said = await moderated.press(moderated.mia, question, "⏩")
        assert said == "You’ve already voted. Someone else has to confirm."
        assert await moderated.press(moderated.noa, question, "⏩") == "Your vote counts."
        await moderated.until(lambda: "Agreed: publishing early at" in (question.text or ""))
        await moderated.idle()
        assert not moderated.cards
        await moderated.later(timedelta(minutes=30))
        await moderated.until(lambda: moderated.cards)
        await moderated.later(timedelta(hours=2))
        await moderated.idle()
        assert len(moderated.cards) == 1
        assert await moderated.press(moderated.mia, question, "✖️") == "That’s already decided."


async def test_one_voice_takes_an_early_release_back(moderated: ModeratedTown):
    async with moderated.running(release="mixed", release_share=0.0, release_keep=0, votes=1):
        await moderated.later(timedelta(minutes=30))
        await moderated.at_rest()
        await three_wait(moderated)
        said = await moderated.tell(moderated.mia, "/release", "Agreed: publishing early at")
        assert await moderated.press(moderated.noa, said, "✖️") == "Nothing will be published early."
        await moderated.later(timedelta(minutes=30))
        await moderated.at_rest()
        await moderated.idle()
        assert not moderated.cards


async def test_a_decided_early_release_survives_a_restart(moderated: ModeratedTown):
    rules = {"release": "mixed", "release_share": 0.0, "release_keep": 0, "votes": 1}
    async with moderated.running(**rules):
        await moderated.later(timedelta(minutes=30))
        await moderated.at_rest()
        await three_wait(moderated)
        await moderated.tell(moderated.mia, "/release", "Agreed: publishing early at")
    moderated.world.clock.skip(timedelta(minutes=30))
    async with moderated.running(**rules):
        await moderated.until(lambda: len(moderated.cards) == 3 or None)


async def test_where_whispers_come_out_at_once_there_is_nothing_to_release(
    moderated: ModeratedTown,
):
    async with moderated.running():
        await moderated.tell(moderated.mia, "/release", "nothing is waiting")
