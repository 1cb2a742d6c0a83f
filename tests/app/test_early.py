"""/release: it takes votes, comes at the next batch time, and leaves the floor."""

from datetime import timedelta

from tests.app.conftest import DeskTown

WORDS = ("I water his plants.", "The last bus is the best part of my day.", "I kept her number.")


async def three_wait(town: DeskTown) -> None:
    for name, words in zip(("Cleo", "Dan", "Eve"), WORDS, strict=True):
        await town.submit(town.world.add_person(name), words)


async def test_an_early_release_takes_votes_comes_with_the_next_batch_and_leaves_the_floor(
    desk_town: DeskTown,
):
    async with desk_town.running(
        release="mixed", release_share=0.0, release_max_age=timedelta(days=9)
    ):
        await desk_town.later(timedelta(minutes=30))
        await desk_town.at_rest()
        await three_wait(desk_town)
        question = await desk_town.tell(desk_town.mia, "/release", "Votes: 1 of 2")
        assert "2 authors stays" in (question.text or "")
        said = await desk_town.press(desk_town.mia, question, "⏩")
        assert said == "Your vote counts already. Others must press."
        assert await desk_town.press(desk_town.noa, question, "⏩") == "Your vote counts."
        await desk_town.until(lambda: "Decided: released early at" in (question.text or ""))
        await desk_town.idle()
        assert not desk_town.cards
        await desk_town.later(timedelta(minutes=30))
        await desk_town.until(lambda: desk_town.cards)
        await desk_town.later(timedelta(hours=2))
        await desk_town.idle()
        assert len(desk_town.cards) == 1
        assert await desk_town.press(desk_town.mia, question, "✖️") == "That is decided already."


async def test_one_voice_takes_an_early_release_back(desk_town: DeskTown):
    async with desk_town.running(release="mixed", release_share=0.0, release_keep=0, votes=1):
        await desk_town.later(timedelta(minutes=30))
        await desk_town.at_rest()
        await three_wait(desk_town)
        said = await desk_town.tell(desk_town.mia, "/release", "Decided: released early at")
        assert await desk_town.press(desk_town.noa, said, "✖️") == "Nothing is released early."
        await desk_town.later(timedelta(minutes=30))
        await desk_town.at_rest()
        await desk_town.idle()
        assert not desk_town.cards


async def test_a_decided_early_release_survives_a_restart(desk_town: DeskTown):
    rules = {"release": "mixed", "release_share": 0.0, "release_keep": 0, "votes": 1}
    async with desk_town.running(**rules):
        await desk_town.later(timedelta(minutes=30))
        await desk_town.at_rest()
        await three_wait(desk_town)
        await desk_town.tell(desk_town.mia, "/release", "Decided: released early at")
    desk_town.world.clock.skip(timedelta(minutes=30))
    async with desk_town.running(**rules):
        await desk_town.until(lambda: len(desk_town.cards) == 3 or None)


async def test_where_whispers_come_out_at_once_there_is_nothing_to_release(desk_town: DeskTown):
    async with desk_town.running():
        await desk_town.tell(desk_town.mia, "/release", "nothing waits")
