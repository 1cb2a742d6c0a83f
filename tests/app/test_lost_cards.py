"""Cards whose message in the moderators' chat was lost, forgotten or late stand there once."""

from datetime import timedelta

import pytest

from bot.flows.moderation.lost_messages import delete_lost
from tests.app.conftest import DeskTown

pytestmark = pytest.mark.usefixtures("looked_at_first")

WORDS = "I water his plants."


async def test_a_card_whose_sending_was_lost_stands_there_once(desk_town: DeskTown):
    async with desk_town.running():
        desk_town.world.faults.lose_reply("sendPhoto", chat=desk_town.group)
        await desk_town.submit(desk_town.alice, WORDS)
        await desk_town.until(lambda: desk_town.waiting)
        desk_town.world.clock.skip(timedelta(seconds=6))
        await desk_town.until(lambda: len([m for m in desk_town.group.messages if m.photo]) == 1)
        card = await desk_town.shown(WORDS)
        await desk_town.press(desk_town.mia, card, "✅")
        await desk_town.until(lambda: desk_town.cards)
        await desk_town.until(
            lambda: not any(WORDS in (m.caption or "") for m in desk_town.group.messages)
        )


async def test_a_search_for_a_lost_card_leaves_charts_and_decided_cards_alone(desk_town: DeskTown):
    async with desk_town.running() as running:
        await desk_town.submit(desk_town.alice, "I feed his cat.")
        decided = await desk_town.shown("I feed his cat.")
        await desk_town.press(desk_town.mia, decided, "✅")
        await desk_town.until(lambda: "approved" in (decided.caption or ""))
        desk_town.world.faults.lose_reply("sendPhoto", chat=desk_town.group)
        await desk_town.submit(desk_town.alice, WORDS)
        lost = await desk_town.shown(WORDS)
        desk_town.mia.send("/stats", to=desk_town.group)
        chart = await desk_town.until(
            lambda: next((m for m in desk_town.group.messages if m.photo and not m.caption), None)
        )
        desk_town.world.clock.skip(timedelta(seconds=6))
        await desk_town.until(lambda: lost.deleted)
        services = running.services
        assert services.desk is not None
        await delete_lost(storage=services.storage, desk=services.desk, after=0, before=30)
        standing = [m for m in desk_town.group.messages if m.photo]
        assert standing == [decided, chart, await desk_town.shown(WORDS)]
        assert "approved" in (decided.caption or "")
        assert not chart.caption


async def test_a_button_under_a_copy_takes_the_copy_away(desk_town: DeskTown):
    async with desk_town.running() as running:
        await desk_town.submit(desk_town.alice, WORDS)
        card = await desk_town.shown(WORDS)
        name = await desk_town.recorded()
        async with running.services.storage.transaction() as tables:
            await tables.desk.shown(name, 4_711)  # as if this one were the lost one
        said = await desk_town.press(desk_town.mia, card, "✅")
        assert "This is a copy" in (said or "")
        await desk_town.until(lambda: card.deleted)
        assert not desk_town.cards


async def test_a_button_under_a_card_of_a_forgotten_name_takes_the_card_away(desk_town: DeskTown):
    async with desk_town.running() as running:
        await desk_town.submit(desk_town.alice, WORDS)
        card = await desk_town.shown(WORDS)
        forged = desk_town.forge(desk_town.mia, card, "m:approve:ZZZZ")
        assert "decided" in (await forged.wait(20) or "")
        assert not card.deleted  # nobody can make it vanish with data that it does not have
        name = await desk_town.recorded()
        async with running.services.storage.transaction() as tables:
            await tables.desk.drop([name])
        await desk_town.press(desk_town.mia, card, "✅")
        await desk_town.until(lambda: card.deleted)


async def test_floods_and_errors_delay_cards_and_double_none(desk_town: DeskTown):
    async with desk_town.running(author_limit=9):
        desk_town.world.faults.flood(3, "sendPhoto", chat=desk_town.group)
        desk_town.world.faults.server_error("editMessageMedia", chat=desk_town.group)
        for n in range(3):
            await desk_town.submit(desk_town.alice, f"Number {n} of mine, not yours.")
        await desk_town.later(timedelta(seconds=10))
        await desk_town.until(lambda: len(desk_town.waiting) == 3)
        for card in desk_town.waiting:
            await desk_town.press(desk_town.mia, card, "✅")
        await desk_town.later(timedelta(seconds=10))
        await desk_town.until(lambda: not desk_town.waiting and len(desk_town.cards) == 3)
        await desk_town.until(
            lambda: not any("yours" in (m.caption or "") for m in desk_town.group.messages)
        )
