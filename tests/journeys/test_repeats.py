"""The same words again: kindly asked of their author, and never a wall."""

from bot.domain.whisper import State
from tests.kit.town import ModeratedTown, Town, jpeg

WORDS = "I told my sister I was at work, but I was feeding the ducks by the river all day."


async def test_an_author_who_publishes_the_same_words_again_is_asked_first(town: Town):
    async with town.running():
        await town.publish(town.alice, WORDS)
        town.alice.send(WORDS)
        preview = await town.preview(town.alice)
        assert "already" in (await town.press(town.alice, preview, "✅") or "")
        await town.idle()
        assert len(town.cards) == 1
        await town.press(town.alice, preview, "✅")
        await town.until(lambda: len(town.cards) == 2 or None)


async def test_a_photo_that_was_shown_is_not_fetched_again_to_be_published(
    moderated: ModeratedTown,
):
    async with moderated.running():
        await moderated.publish(moderated.alice, WORDS)
        moderated.alice.send_photo(jpeg(), WORDS)
        preview = await moderated.preview(moderated.alice)
        fetched = moderated.calls("getFile")
        assert "already" in (await moderated.press(moderated.alice, preview, "✅") or "")
        await moderated.idle()
        assert not fetched
        assert await moderated.press(moderated.alice, preview, "✅") == "Got it."
        assert not fetched


async def test_nearly_the_same_words_of_somebody_else_are_published_as_usual(town: Town):
    async with town.running():
        await town.publish(town.alice, WORDS)
        await town.publish(town.bob, WORDS.replace("all day", "all morning"))
        assert len(town.cards) == 2


async def test_nearly_the_same_words_are_a_note_for_moderators_who_look_anyway(town: Town):
    async with town.running() as running:
        await town.publish(town.alice, WORDS)
        async with running.services.shared.storage.transaction() as tables:
            await tables.runtime_settings.mode.put("pre")
        town.bob.send(WORDS + " Yes.")  # near whatever this start's key is
        await town.press(town.bob, await town.preview(town.bob), "✅")
        await town.idle()
        async with running.services.shared.storage.reading() as tables:
            (waiting,) = await tables.whispers.by_state(State.REVIEW)
        assert waiting.findings == ("spam",)
    assert len(town.cards) == 1


async def test_nearly_the_same_words_alone_bring_nobody_before_moderators(town: Town):
    """Else a receipt that waits would tell that somebody published them."""
    async with town.running() as running:
        async with running.services.shared.storage.transaction() as tables:
            await tables.runtime_settings.mode.put("hybrid")
        await town.publish(town.alice, WORDS)
        await town.publish(town.bob, WORDS + " Yes.")
        assert len(town.cards) == 2
