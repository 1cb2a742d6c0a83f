"""More reported at once than reports alone may hide: the rest comes before the moderators as it
stands, and one of them hides it or lets it stand."""

import secrets

from bot.sandbox.messages import Message
from tests.app.conftest import DeskTown
from tests.app.test_reports import report
from tests.storage.conftest import a_whisper


async def four_reported(town: DeskTown) -> Message:
    """Returns the card of the fourth."""
    running = town.bot_running
    assert running is not None
    for number in range(1, 5):
        async with running.services.storage.transaction() as tables:
            await tables.whispers.add(
                a_whisper(f"Whisper {number}."),
                handle_hash=secrets.token_bytes(32),
                receipt_hash=secrets.token_bytes(32),
            )
    await town.until(lambda: len(town.cards) == 4)
    for number in range(1, 5):
        await report(town, town.bob, "🪪", number)
        await town.at_desk(f"#{number} is hidden" if number < 4 else "#4 still stands")
    return await town.at_desk("#4 still stands")


async def test_the_fourth_stands_until_a_moderator_hides_it(desk_town: DeskTown) -> None:
    async with desk_town.running():
        card = await four_reported(desk_town)
        post = next(post for post in desk_town.cards if (post.caption or "").startswith("#4"))
        assert "Whisper" in (post.caption or "")
        assert await desk_town.press(desk_town.mia, card, "🙈") == "Hidden."
        await desk_town.until(lambda: post.caption == "#4")
        await desk_town.until(lambda: "is hidden" in (card.caption or ""))
        assert await desk_town.press(desk_town.mia, card, "♻️") == "Restored."
        await desk_town.until(lambda: "Whisper" in (post.caption or ""))


async def test_the_fourth_is_let_stand_over_a_restart(desk_town: DeskTown) -> None:
    async with desk_town.running():
        card = await four_reported(desk_town)
    async with desk_town.running():
        await desk_town.tell(desk_town.mia, "/find 4", "#4")
        assert [m for m in desk_town.group.messages if "#4 still" in (m.caption or "")] == [card]
        assert await desk_town.press(desk_town.noa, card, "✖️") == "Restored."
        await desk_town.until(lambda: not card.keyboard)
