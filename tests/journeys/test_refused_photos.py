"""Telegram refuses a picture that is sound: its author hears of it and loses nothing."""

import json

import pytest

from bot.sandbox.errors import PHOTO_REFUSALS
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.kit.town import Town

SENTENCE = "Telegram won’t take this card"


def sentences(town: Town, person: Person) -> list[Message]:
    return [m for m in person.chat if m.sender is town.bot and SENTENCE in (m.text or "")]


def refusals(capsys: pytest.CaptureFixture[str]) -> list[str]:
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    return [line["why"] for line in lines if line["event"] == "preview_refused"]


@pytest.mark.parametrize("why", PHOTO_REFUSALS)
async def test_a_refused_preview_is_one_sentence_and_one_event_and_nothing_is_lost(
    town: Town, why: str, capsys: pytest.CaptureFixture[str]
):
    async with town.running():
        town.world.faults.refuse_photos(why)
        message = town.alice.send("I never learned to swim.")
        said = await town.said(town.alice, SENTENCE)
        assert said.reply_to is message
        await town.idle()
        assert len(sentences(town, town.alice)) == 1
        assert not message.deleted
        await town.press(town.alice, said, "Try again")
        preview = await town.preview(town.alice)
        assert preview is said, "the sentence became the preview"
        await town.press(town.alice, preview, "Publish")
        await town.until(lambda: town.cards)
        await town.until(lambda: message.deleted and preview.deleted)
    logged = refusals(capsys)
    assert logged == [why if why.isupper() else "other"]


@pytest.mark.parametrize("label", ["Style", "Another picture"])
async def test_a_refused_redraw_is_told_and_the_buttons_go_on_working(
    town: Town, label: str, capsys: pytest.CaptureFixture[str]
):
    async with town.running():
        town.alice.send("The lamp in the hall is for nobody.")
        preview = await town.preview(town.alice)
        before = preview.photo
        town.world.faults.refuse_photos("MEDIA_EMPTY")
        await town.press(town.alice, preview, label)
        said = await town.said(town.alice, SENTENCE)
        assert not said.keyboard, "the preview's own buttons try again"
        await town.press(town.alice, preview, label)
        await town.until(lambda: preview.photo != before)
        assert len(sentences(town, town.alice)) == 1
    assert refusals(capsys) == ["MEDIA_EMPTY"]


async def test_a_refused_redraw_after_an_edit_is_told_and_shows_the_edit_at_the_next_press(
    town: Town,
):
    async with town.running():
        message = town.alice.send("I miss him.")
        preview = await town.preview(town.alice)
        before = preview.photo
        town.world.faults.refuse_photos("IMAGE_PROCESS_FAILED")
        town.alice.edit(message, "I missed him once.")
        await town.said(town.alice, SENTENCE)
        assert "changed" in (await town.press(town.alice, preview, "Publish") or "")
        await town.until(lambda: preview.photo != before)
        await town.press(town.alice, preview, "Publish")
        post = await town.until(lambda: town.cards[-1] if town.cards else None)
        assert "I missed him once." in (post.caption or "")


async def test_a_refusal_that_comes_with_a_later_attempt_is_told_too(
    town: Town, capsys: pytest.CaptureFixture[str]
):
    async with town.running():
        town.world.faults.flood(1, "sendPhoto")
        town.world.faults.refuse_photos("PHOTO_SAVE_FILE_INVALID")
        town.alice.send("Second attempts fail too.")
        await town.said(town.alice, SENTENCE)
    assert refusals(capsys) == ["PHOTO_SAVE_FILE_INVALID"]


async def test_a_message_deleted_before_its_preview_is_met_with_silence(
    town: Town, capsys: pytest.CaptureFixture[str]
):
    async with town.running():
        pause = town.world.faults.pause("sendPhoto", at="before")
        message = town.alice.send("Forget it.")
        await pause.reached()
        town.alice.delete(message)
        pause.release()
        await town.idle()
        town.alice.send("/help")
        await town.said(town.alice, "characters")
        assert len([m for m in town.alice.chat if m.sender is town.bot]) == 1
    assert refusals(capsys) == []
