"""A channel that throws the bot out, and lets it in again."""

import asyncio
from datetime import timedelta

from tests.kit.several import RIGHTS
from tests.kit.town import PATIENCE, ModeratedTown


async def test_what_waits_comes_out_as_soon_as_the_channel_lets_the_bot_post_again(
    moderated: ModeratedTown,
):
    """Not when the pause ends, which grows to ten minutes while it is refused."""
    town = moderated
    async with town.running() as running:
        town.channel.dismiss(town.bot)
        await town.submit(town.alice, "I keep his scarf in the freezer.")
        storage, chat = running.services.shared.storage, town.channel.id

        async def failures() -> int:
            async with storage.reading() as tables:
                return (await tables.channel_states.of(chat)).failures

        async with asyncio.timeout(PATIENCE):
            while (failed := await failures()) < 4:
                town.world.clock.skip(timedelta(minutes=10))
                while await failures() == failed:
                    await asyncio.sleep(0.02)
        async with storage.reading() as tables:
            state = await tables.channel_states.of(chat)
        assert state.not_before is not None
        assert state.not_before - town.world.clock.now() > timedelta(minutes=1)
        town.channel.admit(town.bot, can_edit_messages=True)  # it may not post yet
        await town.until(lambda: not (town.bot.inbox.waiting or running.intake.in_hand))
        assert not town.cards
        town.channel.admit(town.bot, **RIGHTS)
        await town.until(lambda: town.cards)
