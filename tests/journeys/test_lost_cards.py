"""Cards whose message in the moderators' chat was lost, forgotten or late stand there once."""

from datetime import timedelta

import pytest

from bot.flows.moderation.lost_messages import delete_lost
from tests.kit.town import ModeratedTown

pytestmark = pytest.mark.usefixtures("looked_at_first")

WORDS = "I water his plants."


async def test_a_card_whose_sending_was_lost_stands_there_once(moderated: ModeratedTown):
    async with moderated.running():
        moderated.world.faults.lose_reply("sendPhoto", chat=moderated.group)
        await moderated.submit(moderated.alice, WORDS)
        await moderated.until(lambda: moderated.waiting)
        moderated.world.clock.skip(timedelta(seconds=6))
        await moderated.until(lambda: len([m for m in moderated.group.messages if m.photo]) == 1)
        card = await moderated.shown(WORDS)
        await moderated.press(moderated.mia, card, "✅")
        await moderated.until(lambda: moderated.cards)
        await moderated.until(
            lambda: not any(WORDS in (m.caption or "") for m in moderated.group.messages)
        )


async def test_a_search_for_a_lost_card_leaves_charts_and_decided_cards_alone(
    moderated: ModeratedTown,
):
    async with moderated.running() as running:
        await moderated.submit(moderated.alice, "I feed his cat.")
        decided = await moderated.shown("I feed his cat.")
        await moderated.press(moderated.mia, decided, "✅")
        await moderated.until(lambda: "approved" in (decided.caption or ""))
        moderated.world.faults.lose_reply("sendPhoto", chat=moderated.group)
        await moderated.submit(moderated.alice, WORDS)
        lost = await moderated.shown(WORDS)
        moderated.mia.send("/stats", to=moderated.group)
        chart = await moderated.until(
            lambda: next((m for m in moderated.group.messages if m.photo and not m.caption), None)
        )
        moderated.world.clock.skip(timedelta(seconds=6))
        await moderated.until(lambda: lost.deleted)
        services = running.services.moderators
        assert services.moderators_chat is not None
        await delete_lost(
            storage=services.shared.storage,
            moderators_chat=services.moderators_chat,
            after=0,
            before=30,
        )
        standing = [m for m in moderated.group.messages if m.photo]
        assert standing == [decided, chart, await moderated.shown(WORDS)]
        assert "approved" in (decided.caption or "")
        assert not chart.caption


async def test_a_button_under_a_copy_takes_the_copy_away(moderated: ModeratedTown):
    async with moderated.running() as running:
        await moderated.submit(moderated.alice, WORDS)
        card = await moderated.shown(WORDS)
        name = await moderated.recorded()
        async with running.services.shared.storage.transaction() as tables:
            await tables.review_cards.shown(name, 4_711)  # as if this one were the lost one
        said = await moderated.press(moderated.mia, card, "✅")
        assert "This is a copy" in (said or "")
        await moderated.until(lambda: card.deleted)
        assert not moderated.cards


async def test_a_button_under_a_card_of_a_forgotten_name_takes_the_card_away(
    moderated: ModeratedTown,
):
    async with moderated.running() as running:
        await moderated.submit(moderated.alice, WORDS)
        card = await moderated.shown(WORDS)
        forged = moderated.forge(moderated.mia, card, "m:approve:ZZZZ")
        assert "handled" in (await forged.wait() or "")
        assert not card.deleted  # nobody can make it vanish with data that it does not have
        name = await moderated.recorded()
        async with running.services.shared.storage.transaction() as tables:
            await tables.review_cards.drop([name])
        await moderated.press(moderated.mia, card, "✅")
        await moderated.until(lambda: card.deleted)


async def test_floods_and_errors_delay_cards_and_double_none(moderated: ModeratedTown):
    async with moderated.running(author_limit=9):
        moderated.world.faults.flood(3, "sendPhoto", chat=moderated.group)
        moderated.world.faults.server_error("editMessageMedia", chat=moderated.group)
        for n in range(3):
            await moderated.submit(moderated.alice, f"Number {n} of mine, not yours.")
        await moderated.later(timedelta(seconds=10))
        await moderated.until(lambda: len(moderated.waiting) == 3)
        for card in moderated.waiting:
            await moderated.press(moderated.mia, card, "✅")
        await moderated.later(timedelta(seconds=10))
        await moderated.until(lambda: not moderated.waiting and len(moderated.cards) == 3)
        await moderated.until(
            lambda: not any("yours" in (m.caption or "") for m in moderated.group.messages)
        )
