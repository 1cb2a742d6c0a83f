"""From a private message to a card in the channel, as an author lives it."""

from datetime import timedelta

from bot.sandbox.entities import plain_words
from handlers.author.hello import PROMISE
from tests.kit.town import Town, jpeg


async def test_a_message_becomes_a_card_in_the_channel_and_leaves_no_trace_in_the_chat(town: Town):
    async with town.running():
        message = town.alice.send("I still set two cups on the table every morning.")
        preview = await town.preview(town.alice)
        assert preview.reply_to is message
        for label in ("Publish", "Another picture", "Cancel", "Style", "Themes"):
            assert preview.button(label)
        await town.press(town.alice, preview, "Publish")
        post = await town.until(lambda: town.cards[-1] if town.cards else None)
        await town.until(lambda: message.deleted and preview.deleted)
        caption = post.caption or ""
        assert caption.split("\n")[0] == "#1"
        assert "two cups" in caption
        assert "https://t.me/sotto_bot?start=write" in post.links.values()
        assert not post.keyboard, "buttons would keep Telegram from opening a comment thread"
        receipt = await town.said(town.alice, "receipt")
        assert "two cups" not in (receipt.text or "")


async def test_the_author_is_answered_in_the_language_of_their_app(town: Town):
    async with town.running():
        town.bob.send("Je n’ai jamais aimé Noël.")
        preview = await town.preview(town.bob)
        assert "Publier" in " ".join(preview.labels)
        assert "Une autre image" in " ".join(preview.labels)
        assert "Annuler" in " ".join(preview.labels)


async def test_another_picture_style_and_theme_swap_the_preview_in_place(town: Town):
    async with town.running():
        town.alice.send("The rain was the only one who listened.")
        preview = await town.preview(town.alice)
        for label in ("Another picture", "Style"):
            before = preview.photo
            await town.press(town.alice, preview, label)
            await town.until(lambda shown=before: preview.photo != shown)
        await town.press(town.alice, preview, "Themes")
        await town.until(lambda: any("Back" in label for label in preview.labels))
        before = preview.photo
        await town.press(town.alice, preview, "Snow")
        await town.until(lambda: preview.photo != before and "Publish" in " ".join(preview.labels))
        assert len([m for m in town.alice.chat if m.photo]) == 1


async def test_cancel_removes_both_messages_and_publishes_nothing(town: Town):
    async with town.running():
        message = town.alice.send("Never mind.")
        preview = await town.preview(town.alice)
        await town.press(town.alice, preview, "Cancel")
        await town.until(lambda: message.deleted and preview.deleted)
        assert not town.cards


async def test_a_photo_with_a_caption_becomes_the_picture_and_is_never_sent_by_its_id(town: Town):
    async with town.running():
        sent = town.alice.send_photo(jpeg(colour="orange"), "My window, this morning.")
        preview = await town.preview(town.alice)
        await town.press(town.alice, preview, "Publish")
        await town.until(lambda: town.cards)
        own_ids = [file.id_for(town.bot.id) for file, _, _ in sent.media.sizes]
        for call in town.world.calls:
            if call.method != "getFile":
                assert not any(file_id in str(call.parameters) for file_id in own_ids)


async def test_an_image_sent_as_a_file_works_too(town: Town):
    async with town.running():
        town.alice.send_photo(jpeg(), "As a file.", as_file=True)
        assert await town.preview(town.alice)


async def test_an_edited_message_refreshes_its_preview_and_confesses_once(town: Town):
    async with town.running():
        message = town.alice.send("I love him.")
        preview = await town.preview(town.alice)
        before = preview.photo
        town.alice.edit(message, "I loved him once.")
        await town.until(lambda: preview.photo != before)
        assert len([m for m in town.alice.chat if m.photo]) == 1
        await town.press(town.alice, preview, "Publish")
        post = await town.until(lambda: town.cards[-1] if town.cards else None)
        assert "I loved him once." in (post.caption or "")
        assert len(town.cards) == 1


async def test_words_that_the_preview_has_not_shown_are_never_published(town: Town):
    async with town.running():
        message = town.alice.send("Words as shown.")
        preview = await town.preview(town.alice)
        # the edit's own update never comes: only the press tells what the message says now
        message.words = plain_words("Words never shown.")
        before = preview.photo
        said = await town.press(town.alice, preview, "Publish")
        assert "changed" in (said or "")
        await town.until(lambda: preview.photo != before)
        assert not town.cards


async def test_editing_after_publishing_changes_nothing_and_is_answered(town: Town):
    async with town.running() as running:
        message = town.alice.send("It is out now.")
        preview = await town.preview(town.alice)
        town.world.faults.server_error("deleteMessages", times=100)
        await town.press(town.alice, preview, "Publish")
        await town.until(lambda: town.cards)
        town.alice.edit(message, "No, something else.")
        await town.said(town.alice, "I already have that one")
        town.world.faults.recover()
        await town.later(timedelta(minutes=10))
        await town.until(lambda: message.deleted)
        assert "something else" not in (town.cards[-1].caption or "")
        assert len(town.cards) == 1
        assert running.intake.figures.failed == 0


async def test_contact_data_is_never_published_unseen(town: Town):
    async with town.running():
        town.alice.send("Write to me: alice@example.org, please.")
        preview = await town.preview(town.alice)
        assert "alice@example.org" in (preview.caption or "")
        said = await town.press(town.alice, preview, "Publish")
        assert "choose" in (said or "")
        before = preview.photo
        await town.press(town.alice, preview, "Hide it")
        await town.until(lambda: preview.photo != before)
        await town.press(town.alice, preview, "Publish")
        post = await town.until(lambda: town.cards[-1] if town.cards else None)
        assert "alice@example.org" not in (post.caption or "")
        assert "▇▇" in (post.caption or "")


async def test_a_heavy_subject_is_covered_in_the_picture_and_in_the_caption(town: Town):
    async with town.running():
        town.alice.send("My brother died in spring.")
        preview = await town.preview(town.alice)
        await town.press(town.alice, preview, "Sensitive")
        await town.until(lambda: "blurred" in (preview.caption or ""))
        await town.press(town.alice, preview, "Publish")
        post = await town.until(lambda: town.cards[-1] if town.cards else None)
        assert post.spoiler
        (veil,) = [entity for entity in post.words.entities if entity.kind == "spoiler"]
        assert post.words.part(veil) == "My brother died in spring."


async def test_the_first_words_are_few_and_the_promise_is_folded_under_them(town: Town):
    async with town.running():
        town.alice.send("/start")
        hello = await town.until(
            lambda: next((m for m in town.alice.chat if m.sender is town.bot), None)
        )
        folded = [e for e in hello.words.entities if e.kind == "expandable_blockquote"]
        assert [hello.words.part(e) for e in folded] == ["🔒 " + PROMISE]
        assert len(hello.words.text) - len(PROMISE) < 260
