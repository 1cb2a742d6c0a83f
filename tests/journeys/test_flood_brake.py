"""More reported at once than reports alone may hide: the rest comes before the moderators as it
stands, and one of them hides it or lets it stand."""

import secrets

from bot.sandbox.messages import Message
from tests.journeys.test_reports import report
from tests.kit.town import ModeratedTown
from tests.kit.whispers import a_whisper


async def four_reported(town: ModeratedTown) -> Message:
    """Returns the card of the fourth."""
    running = town.bot_running
    assert running is not None
    for number in range(1, 5):
        async with running.services.shared.storage.transaction() as tables:
            await tables.whispers.add(
                a_whisper(f"Whisper {number}."),
                handle_hash=secrets.token_bytes(32),
                receipt_hash=secrets.token_bytes(32),
            )
    await town.until(lambda: len(town.cards) == 4)
    for number in range(1, 5):
        await report(town, town.bob, "🪪", number)
        await town.with_moderators(f"#{number} is hidden" if number < 4 else "#4 is still up")
    return await town.with_moderators("#4 is still up")


async def test_the_fourth_stands_until_a_moderator_hides_it(moderated: ModeratedTown) -> None:
    async with moderated.running():
        card = await four_reported(moderated)
        post = next(post for post in moderated.cards if (post.caption or "").startswith("#4"))
        assert "Whisper" in (post.caption or "")
        assert await moderated.press(moderated.mia, card, "🙈") == "Hidden."
        await moderated.until(lambda: post.caption == "#4")
        await moderated.until(lambda: "is hidden" in (card.caption or ""))
        assert await moderated.press(moderated.mia, card, "♻️") == "Restored."
        await moderated.until(lambda: "Whisper" in (post.caption or ""))


async def test_the_fourth_is_let_stand_over_a_restart(moderated: ModeratedTown) -> None:
    async with moderated.running():
        card = await four_reported(moderated)
    async with moderated.running():
        await moderated.tell(moderated.mia, "/find 4", "#4")
        assert [m for m in moderated.group.messages if "#4 is still" in (m.caption or "")] == [card]
        assert await moderated.press(moderated.noa, card, "✖️") == "Restored."
        await moderated.until(lambda: not card.keyboard)
