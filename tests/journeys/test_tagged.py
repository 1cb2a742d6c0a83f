"""People tagged by name, spoilers, and the way back to one's own photo."""

from datetime import timedelta

import pytest

from bot.sandbox.entities import plain_words
from tests.kit.town import ModeratedTown, Town, jpeg

WORDS = "😀 I never told Lea M. that I kept her letters."
TICK = "🔘"


@pytest.mark.parametrize("as_caption", [False, True])
async def test_a_person_tagged_by_name_is_asked_about_and_can_be_hidden(
    town: Town, as_caption: bool
):
    lea = town.world.add_person("Whoever")
    async with town.running():
        tags = {"Lea M.": lea}
        if as_caption:
            town.alice.send_photo(jpeg(), WORDS, tagging=tags)
        else:
            town.alice.send(WORDS, tagging=tags)
        preview = await town.preview(town.alice)
        assert "used to find someone: Lea M." in (preview.caption or "")
        assert "choose" in (await town.press(town.alice, preview, "Publish") or "")
        before = preview.photo
        await town.press(town.alice, preview, "Hide it")
        await town.until(lambda: preview.photo != before)
        await town.press(town.alice, preview, "Publish")
        post = await town.until(lambda: town.cards[-1] if town.cards else None)
        assert "I never told ▇▇ that I kept her letters." in (post.caption or "")
    said = "".join(str(call.parameters) for call in town.world.calls if call.method != "getFile")
    assert str(lea.id) not in said, "whose name it is, nobody reads"


async def test_a_name_tagged_by_an_edit_is_asked_about_before_it_is_published(town: Town):
    async with town.running():
        message = town.alice.send(WORDS)
        preview = await town.preview(town.alice)
        assert "used to find someone" not in (preview.caption or "")
        town.alice.edit(message, WORDS, tagging={"Lea M.": town.bob})
        await town.until(lambda: "used to find someone: Lea M." in (preview.caption or ""))
        message.words = plain_words(WORDS)  # and an edit whose update never came
        assert "changed" in (await town.press(town.alice, preview, "Publish") or "")
        assert not town.cards


async def test_a_kept_name_is_promised_and_given_a_look_first_in_hybrid(moderated: ModeratedTown):
    words = "what became of our plum tree, plum?"
    async with moderated.running(moderation="hybrid", review_every=timedelta(0)):
        moderated.alice.send(words, tagging={"plum?": moderated.noa})
        preview = await moderated.preview(moderated.alice)
        assert "a moderator checks it first" in (preview.caption or "")
        await moderated.press(moderated.alice, preview, "Keep")
        await moderated.until(lambda: any(TICK in label for label in preview.labels))
        await moderated.press(moderated.alice, preview, "Publish")
        await moderated.shown(words)


@pytest.mark.parametrize("where", ["picture", "words", "caption"])
async def test_an_authors_spoiler_presets_the_cover_and_can_be_taken_off(town: Town, where: str):
    hidden = "The crash was <tg-spoiler>my fault</tg-spoiler>."
    async with town.running():
        if where == "picture":
            town.alice.send_photo(jpeg(), "The crash was my fault.", spoiler=True)
        elif where == "words":
            town.alice.send(hidden, html=True)
        else:
            town.alice.send_photo(jpeg(), hidden, html=True)
        preview = await town.preview(town.alice)
        assert "blurred" in (preview.caption or "")
        before = preview.photo
        await town.press(town.alice, preview, "Sensitive")
        await town.until(lambda: "blurred" not in (preview.caption or ""))
        await town.press(town.alice, preview, "Style")
        await town.until(lambda: preview.photo != before)
        assert "blurred" not in (preview.caption or "")
        await town.press(town.alice, preview, "Sensitive")
        await town.until(lambda: "blurred" in (preview.caption or ""))
        await town.press(town.alice, preview, "Publish")
        post = await town.until(lambda: town.cards[-1] if town.cards else None)
        assert post.spoiler


async def test_a_spoiler_put_on_by_an_edit_covers_too(town: Town):
    async with town.running():
        message = town.alice.send("It was my fault.")
        preview = await town.preview(town.alice)
        town.alice.edit(message, "It was <tg-spoiler>my fault</tg-spoiler>.", html=True)
        await town.until(lambda: "blurred" in (preview.caption or ""))


async def test_with_ones_own_photo_other_pictures_can_be_tried_and_a_button_leads_back(town: Town):
    async with town.running():
        town.alice.send_photo(jpeg(colour="orange"), "My window, this morning.")
        preview = await town.preview(town.alice)
        own = preview.photo
        assert not any("My photo" in label for label in preview.labels)
        await town.press(town.alice, preview, "Another picture")
        await town.until(lambda: preview.photo != own)
        other = preview.photo
        await town.press(town.alice, preview, "Themes")
        await town.until(lambda: any("Back" in label for label in preview.labels))
        await town.press(town.alice, preview, "Snow")
        await town.until(lambda: any("My photo" in label for label in preview.labels))
        assert preview.photo != other
        await town.press(town.alice, preview, "My photo")
        await town.until(lambda: preview.photo == own)
        await town.press(town.alice, preview, "Another picture")
        await town.until(lambda: preview.photo == other)
        await town.press(town.alice, preview, "Publish")
        await town.until(lambda: town.cards)
        assert town.bot_running is not None
        async with town.bot_running.services.shared.storage.reading() as tables:
            numbered = await tables.whispers.by_number(1)
            assert numbered is not None
            whisper = await tables.whispers.by_key(numbered.key)
        assert whisper is not None
        assert whisper.photo is None, "a photo that the card does not show is not kept"
