"""A press that was handled comes again after a crash for as long as an older update is in hand, and
must find its whisper."""

from datetime import timedelta

from tests.kit.town import Town

LONG = timedelta(seconds=20)
"""Longer than a tap can be under way."""


async def test_a_whisper_knows_its_draft_until_the_press_is_confirmed(town: Town) -> None:
    async with town.running() as running:
        drafts, intake = running.services.author.memory.published_drafts, running.intake
        pause = town.world.faults.pause("sendPhoto", at="before")
        town.bob.send("This card takes its time.")
        await pause.reached()
        await town.publish(town.alice, "I water his plants.")
        await town.until(drafts.any)
        town.world.clock.skip(LONG)
        rounds = intake.rounds()
        await town.until(lambda: intake.rounds() >= rounds + 8)
        assert drafts.any()
        pause.release()
        await town.idle()
        while drafts.any():  # whatever comes lets Telegram answer at once
            town.bob.send("/help")
            await town.idle()
            town.world.clock.skip(LONG)
