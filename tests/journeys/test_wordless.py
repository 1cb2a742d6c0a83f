"""A picture without a caption waits for its words, and nothing of it is stored."""

from datetime import timedelta

import pytest

from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.kit.town import Town, jpeg

ASKS = "Good picture. Now write the words."
WORDS = "I still open this window for you."


def own(town: Town, person: Person) -> list[Message]:
    return [m for m in person.chat if m.sender is town.bot]


async def look(town: Town) -> bytes | None:
    """The own photo of the newest whisper, as it is stored."""
    assert town.bot_running is not None
    async with town.bot_running.services.shared.storage.reading() as tables:
        numbered = await tables.whispers.by_number(len(town.cards))
        assert numbered is not None
        whisper = await tables.whispers.by_key(numbered.key)
    assert whisper is not None
    assert whisper.words == WORDS
    return whisper.photo


async def wiped(town: Town, person: Person, *, but: str = "Your receipt") -> None:
    """Nothing is left but the receipt."""
    await town.until(
        lambda: all(but in (m.text or "") for m in person.chat) or None,
    )


@pytest.mark.parametrize("way", ["just writes on", "replies to the answer", "replies to the photo"])
async def test_words_written_after_a_picture_are_set_on_it(town: Town, way: str):
    async with town.running():
        photo = town.alice.send_photo(jpeg(colour="orange"))
        asks = await town.said(town.alice, ASKS)
        assert asks.reply_to is photo
        reply = {"just writes on": None, "replies to the answer": asks}.get(way, photo)
        town.alice.send(WORDS, reply_to=reply)
        preview = await town.preview(town.alice)
        assert preview.reply_to is photo
        before = preview.photo
        await town.press(town.alice, preview, "Style")
        await town.until(lambda: preview.photo != before)
        await town.press(town.alice, preview, "Publish")
        await town.until(lambda: town.cards)
        assert await look(town)
        await wiped(town, town.alice)


@pytest.mark.parametrize("answered", [True, False])
async def test_picture_and_words_outlive_restarts_without_being_stored(town: Town, answered: bool):
    async with town.running():
        photo = town.alice.send_photo(jpeg(colour="orange"))
        asks = await town.said(town.alice, ASKS)
        await town.idle()
    assert not asks.deleted
    async with town.running():
        town.alice.send(WORDS, reply_to=asks if answered else photo)
        preview = await town.preview(town.alice)
        own_look = preview.photo
        await town.idle()
    async with town.running():
        await town.press(town.alice, preview, "Another picture")
        await town.until(lambda: preview.photo != own_look)
        await town.press(town.alice, preview, "My photo")
        await town.until(lambda: preview.photo == own_look)
        await town.press(town.alice, preview, "Publish")
        await town.until(lambda: town.cards)
        assert await look(town)
        await town.later(timedelta(minutes=16))
        await town.until(lambda: not town.alice.chat or None)


async def test_an_edit_of_the_words_refreshes_the_card_and_confesses_once(town: Town):
    async with town.running():
        town.alice.send_photo(jpeg(colour="orange"))
        await town.said(town.alice, ASKS)
        words = town.alice.send("I still open that window.")
        preview = await town.preview(town.alice)
        before = preview.photo
        town.alice.edit(words, WORDS)
        await town.until(lambda: preview.photo != before)
        assert len([m for m in town.alice.chat if m.photo and m.keyboard]) == 1
        await town.press(town.alice, preview, "Publish")
        await town.until(lambda: town.cards)
        assert await look(town)
        await wiped(town, town.alice)


async def test_other_words_for_the_same_picture_take_the_place_of_the_first(town: Town):
    async with town.running():
        photo = town.alice.send_photo(jpeg(colour="orange"))
        await town.said(town.alice, ASKS)
        first = town.alice.send("Not these.")
        preview = await town.preview(town.alice)
        before = preview.photo
        town.alice.send(WORDS, reply_to=photo)
        await town.until(lambda: preview.photo != before)
        await town.until(lambda: first.deleted)
        await town.press(town.alice, preview, "Publish")
        await town.until(lambda: town.cards)
        assert await look(town)
        await wiped(town, town.alice)


async def test_the_next_words_are_a_draft_of_their_own(town: Town):
    async with town.running():
        town.alice.send_photo(jpeg(colour="orange"))
        await town.said(town.alice, ASKS)
        town.alice.send(WORDS)
        first = await town.preview(town.alice)
        second = town.alice.send("And something else.")
        preview = await town.preview(town.alice, after=first)
        assert preview.reply_to is second
        assert not any("My photo" in label for label in preview.labels)


async def test_a_caption_put_on_later_is_what_counts(town: Town):
    async with town.running():
        photo = town.alice.send_photo(jpeg(colour="orange"))
        await town.said(town.alice, ASKS)
        town.alice.send("Not these.")
        preview = await town.preview(town.alice)
        before = preview.photo
        town.alice.edit(photo, WORDS)
        await town.until(lambda: preview.photo != before)
        await town.press(town.alice, preview, "Publish")
        await town.until(lambda: town.cards)
        assert await look(town)
        await wiped(town, town.alice)


async def test_contact_data_and_tagged_people_are_asked_about_there_too(town: Town):
    words = "😀 I never told Lea M. & you, write to a@example.org <3."
    async with town.running():
        photo = town.alice.send_photo(jpeg(), spoiler=True)
        await town.said(town.alice, ASKS)
        town.alice.send(words, tagging={"Lea M.": town.bob}, reply_to=photo)
        preview = await town.preview(town.alice)
        assert "blurred" in (preview.caption or ""), "the spoiler on the picture counts"
        assert "used to find someone: Lea M. and a@" in (preview.caption or "").replace(
            "\u2060", ""
        )
        assert "choose" in (await town.press(town.alice, preview, "Publish") or "")
        before = preview.photo
        await town.press(town.alice, preview, "Hide it")
        await town.until(lambda: preview.photo != before)
        await town.press(town.alice, preview, "Publish")
        post = await town.until(lambda: town.cards[-1] if town.cards else None)
        caption = (post.caption or "").replace("\u2060", "")
        assert "I never told ▇▇ & you, write to ▇▇ <3." in caption
        assert post.spoiler


async def test_the_longest_words_fit_under_the_preview(town: Town):
    words = "0123456789 " * 60 + "end"
    async with town.running(max_length=1000):
        town.alice.send_photo(jpeg())
        await town.said(town.alice, ASKS)
        town.alice.send(words)
        preview = await town.preview(town.alice)
        before = preview.photo
        await town.press(town.alice, preview, "Style")
        await town.until(lambda: preview.photo != before)


async def test_a_reply_to_a_card_takes_no_picture_from_it(town: Town):
    async with town.running():
        town.alice.send("First.")
        first = await town.preview(town.alice)
        town.alice.send("Second.", reply_to=first)
        second = await town.preview(town.alice, after=first)
        assert not any("My photo" in label for label in second.labels)
        before = second.photo
        await town.press(town.alice, second, "Another picture")
        await town.until(lambda: second.photo != before)
        assert not any("My photo" in label for label in second.labels)


async def test_a_picture_that_nobody_writes_words_for_goes_with_its_answer(town: Town):
    async with town.running():
        town.alice.send_photo(jpeg())
        await town.said(town.alice, ASKS)
        await town.later(timedelta(minutes=16))
        await town.until(lambda: not town.alice.chat or None)
        town.alice.send(WORDS)
        preview = await town.preview(town.alice)
        assert not any("My photo" in label for label in preview.labels)


async def test_cancel_drops_a_picture_that_waits(town: Town):
    async with town.running():
        photo = town.alice.send_photo(jpeg())
        asks = await town.said(town.alice, ASKS)
        town.alice.send("/cancel")
        await town.said(town.alice, "Nothing was published")
        await town.until(lambda: photo.deleted and asks.deleted)
        town.alice.send(WORDS)
        preview = await town.preview(town.alice)
        assert preview.reply_to is not None
        assert preview.reply_to.text == WORDS


async def test_words_are_asked_for_though_telegram_refuses_to_show_the_picture(town: Town):
    async with town.running():
        town.world.faults.refuse_photos("IMAGE_PROCESS_FAILED")
        photo = town.alice.send_photo(jpeg(colour="orange"))
        asks = await town.said(town.alice, ASKS)
        assert asks.text
        town.alice.send(WORDS, reply_to=asks)
        preview = await town.preview(town.alice)
        assert preview.reply_to is photo
        await town.press(town.alice, preview, "Publish")
        await town.until(lambda: town.cards)
        assert await look(town)
        await wiped(town, town.alice)


async def test_a_picture_that_cannot_be_used_is_refused_before_words_are_written(town: Town):
    async with town.running():
        town.alice.send_document(b"no picture", "a.png", "image/png")
        await town.said(town.alice, "picture")
        assert not any(ASKS in (m.text or m.caption or "") for m in own(town, town.alice))
        town.alice.send(WORDS)
        preview = await town.preview(town.alice)
        assert not any("My photo" in label for label in preview.labels)


async def test_a_picture_too_small_for_a_card_is_refused_kindly_at_once(town: Town):
    async with town.running():
        town.alice.send_photo(jpeg((900, 499)))
        said = await town.said(town.alice, "too small")
        assert "500 pixels" in (said.text or "")
        town.alice.send_photo(jpeg((500, 500)))
        await town.said(town.alice, ASKS)
