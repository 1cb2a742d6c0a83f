"""What is not a confession gets a kind answer or silence, and is never published."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.sandbox.notes import SERVICE, note
from bot.sandbox.people import Person
from tests.kit.town import Town, jpeg

ODD: dict[str, tuple[Callable[[Person], object], str]] = {
    "sticker": (lambda p: p.send_sticker(), "sticker"),
    "voice": (lambda p: p.send_voice(), "voice"),
    "location": (lambda p: p.send_location(), "where you are"),
    "poll": (lambda p: p.send_poll(), "polls"),
    "contact": (lambda p: p.send_contact(), "contacts"),
    "video": (lambda p: p.send_video(), "one picture"),
    "document": (lambda p: p.send_document(b"%PDF", "a.pdf", "application/pdf"), "one picture"),
    "photo without words": (lambda p: p.send_photo(jpeg()), "Now write the words"),
    "only links": (lambda p: p.send("https://example.org"), "only links"),
    "too long": (lambda p: p.send("word " * 120), "400"),
    "unknown command": (lambda p: p.send("/whatever"), "/help"),
    "broken picture": (
        lambda p: p.send_document(b"no picture", "a.png", "image/png", caption="Hello."),
        "picture",
    ),
}


@pytest.mark.parametrize("kind", ODD)
async def test_what_cannot_be_a_card_gets_an_answer_of_its_own_and_burns(town: Town, kind: str):
    send, words = ODD[kind]
    async with town.running():
        send(town.alice)
        await town.said(town.alice, words)
        assert not any(m.photo and m.keyboard for m in town.alice.chat)
        await town.later(timedelta(minutes=16))
        await town.until(lambda: not town.alice.chat or None)
    assert not town.cards


@pytest.mark.parametrize("tells_size", [True, False])
async def test_a_file_too_big_to_fetch_is_named_as_that(town: Town, tells_size: bool):
    """Where the message does not tell the size, getFile does."""
    data = jpeg() + bytes(20 * 1024 * 1024)
    async with town.running():
        town.alice.send_document(
            data, "big.jpg", "image/jpeg", caption="Words.", tells_size=tells_size
        )
        await town.said(town.alice, "over 20 MB")
        answers = [m for m in town.alice.chat if m.sender is town.bot]
        assert len(answers) == 1
    fetched = any(call.method == "getFile" for call in town.world.calls)
    assert fetched is not tells_size


async def test_whatever_telegram_notes_by_itself_is_met_with_silence_and_goes(town: Town):
    async with town.running() as running:
        notes = [note(town.alice, kind) for kind in SERVICE]
        assert len(notes) > 50
        town.alice.send("/help")
        await town.said(town.alice, "characters")
        await town.idle()
        assert len([m for m in town.alice.chat if m.sender is town.bot]) == 1
        assert running.intake.figures.failed == 0
        await town.later(timedelta(minutes=16))
        await town.until(lambda: not town.alice.chat or None)
        assert running.services.shared.deletions.figures.failed == 0


async def test_a_forwarded_message_is_not_taken(town: Town):
    async with town.running():
        theirs = town.bob.send("Les mots de quelqu’un d’autre, en entier.")
        town.alice.forward(theirs)
        await town.said(town.alice, "forwarded")


async def test_an_album_gets_one_answer(town: Town):
    async with town.running():
        town.alice.send_album([jpeg(), jpeg(colour="red"), jpeg(colour="blue")], "Three of them.")
        await town.said(town.alice, "One picture at a time")
        await town.publish(town.bob, "Pendant ce temps.")
        answers = [m for m in town.alice.chat if m.sender is town.bot]
        assert len(answers) == 1


async def test_text_in_a_group_is_met_with_silence(town: Town):
    group = town.world.add_group("A group")
    group.admit(town.bot)
    group.admit(town.alice)
    async with town.running():
        (greeting,) = await town.until(
            lambda: [m for m in group.messages if m.sender is town.bot] or None
        )
        town.alice.send("Is anybody there?", to=group)
        await town.publish(town.bob, "Une confidence, ailleurs.")
        assert [m for m in group.messages if m.sender is town.bot] == [greeting]


@pytest.mark.parametrize("command", ["/start", "/start write", "/help", "/privacy", "/rules"])
async def test_commands_are_answered_and_burn_with_their_payload(town: Town, command: str):
    async with town.running():
        sent = town.alice.send(command)
        answer = await town.until(
            lambda: next((m for m in town.alice.chat if m.sender is town.bot), None)
        )
        assert len(answer.text or "") > 20
        await town.later(timedelta(minutes=16))
        await town.until(lambda: sent.deleted and answer.deleted)


async def test_start_states_the_promise(town: Town):
    async with town.running():
        town.alice.send("/start")
        await town.said(town.alice, "never see who wrote")


async def test_cancel_drops_every_open_draft(town: Town):
    async with town.running():
        messages = [town.alice.send(words) for words in ("First thought.", "Second thought.")]
        await town.until(lambda: len([m for m in town.alice.chat if m.photo]) == 2 or None)
        town.alice.send("/cancel")
        await town.said(town.alice, "Nothing was published")
        await town.until(lambda: all(m.deleted for m in messages))
        assert not any(m.photo for m in town.alice.chat)


async def test_a_preview_whose_message_is_gone_is_removed(town: Town):
    async with town.running():
        message = town.alice.send("I delete this myself.")
        preview = await town.preview(town.alice)
        town.alice.delete(message)
        said = await town.press(town.alice, preview, "Publish")
        assert "no longer there" in (said or "")
        await town.until(lambda: preview.deleted)
    assert not town.cards


async def test_a_preview_older_than_47_hours_is_refused(town: Town):
    async with town.running(draft_ttl=timedelta(days=3)):
        town.alice.send("Left for two days.")
        preview = await town.preview(town.alice)
        await town.later(timedelta(hours=47, minutes=5))
        said = await town.press(town.alice, preview, "Publish")
        assert "too old" in (said or "")
    assert not town.cards


async def test_the_limit_a_day_is_told_kindly_and_ends(town: Town):
    async with town.running(author_limit=1):
        await town.publish(town.alice, "My one for today.")
        town.alice.send("And one more.")
        await town.said(town.alice, "24 hours")
        assert not any(m.photo for m in town.alice.chat)
        await town.later(timedelta(hours=24))
        town.alice.send("A new day.")
        assert await town.preview(town.alice)
    assert len(town.cards) == 1


async def test_garbled_button_data_is_refused(town: Town):
    async with town.running():
        town.alice.send("A card to press on.")
        preview = await town.preview(town.alice)
        from bot.sandbox.messages import Button

        preview.keyboard = ((Button("Forged", data="p" + "A" * 30),),)
        said = await town.press(town.alice, preview, "Forged")
        assert said
        assert not preview.deleted
    assert not town.cards
