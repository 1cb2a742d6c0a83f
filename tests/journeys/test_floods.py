"""Who floods the bot is told once and then met with silence; nothing that matters gets lost by it,
and nobody's words are left lying."""

import asyncio
from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.kit.town import Town, jpeg

MINUTE = timedelta(minutes=1)
AT_ONCE = "a lot at once"


def said(town: Town, person: Person, words: str) -> list[Message]:
    return [m for m in person.chat if m.sender is town.bot and words in (m.text or "")]


def cards(person: Person) -> list[Message]:
    return [m for m in person.chat if m.photo and m.keyboard]


async def all_deleted(town: Town, sent: list[Message]) -> None:
    """Within two minutes; but for the one that was answered, which goes with its answer."""
    for _ in range(3):
        await town.later(MINUTE)
    await town.until(lambda: sum(not message.deleted for message in sent) <= 1)
    await town.later(15 * MINUTE)
    await town.until(lambda: all(message.deleted for message in sent))


async def test_a_flood_of_words_is_answered_once_then_in_silence_and_deleted(town: Town):
    async with town.running():
        await town.idle()
        sent = [town.alice.send(f"Sentence number {n} of my flood.") for n in range(60)]
        await town.idle()
        assert len(said(town, town.alice, AT_ONCE)) == 1
        assert 1 <= len(cards(town.alice)) <= 12
        drawn = {card.reply_to for card in cards(town.alice)}
        assert sent[-1] in drawn, "the newest words come first"
        await all_deleted(town, [message for message in sent if message not in drawn])
        town.alice.send("And calmly, one more.")
        await town.until(lambda: any(m.reply_to and "calmly" in (m.reply_to.text or "")
                                     for m in cards(town.alice)))  # fmt: skip


async def test_a_flood_of_anything_else_is_answered_once_too(town: Town):
    async with town.running():
        await town.idle()
        sent = [town.alice.send("/start") for _ in range(20)]
        sent += [town.alice.send_sticker() for _ in range(20)]
        await town.idle()
        answers = [m for m in town.alice.chat if m.sender is town.bot]
        assert len(answers) <= 13
        assert len(said(town, town.alice, AT_ONCE)) == 1
        for _ in range(17):
            await town.later(MINUTE)
        await town.until(lambda: not town.alice.chat or None)


async def test_presses_and_cancel_are_done_in_the_middle_of_a_flood(town: Town):
    async with town.running():
        town.alice.send("The one that I mean.")
        preview = await town.preview(town.alice)
        flood = [town.alice.send(f"Noise {n}.") for n in range(40)]
        assert await town.press(town.alice, preview, "Publish") == "Got it."
        await town.until(lambda: town.cards and preview.deleted)
        town.alice.send("/cancel")
        await town.until(lambda: said(town, town.alice, "Nothing was published."))
        await town.idle()
        assert not cards(town.alice)
        await all_deleted(town, flood)
        assert len(town.cards) == 1


async def test_an_edit_in_a_flood_is_what_is_published(town: Town):
    async with town.running():
        message = town.alice.send("Before the edit.")
        preview = await town.preview(town.alice)
        for n in range(30):
            town.alice.send(f"Noise {n}.")
        town.alice.edit(message, "After the edit.")
        await town.idle()
        if await town.press(town.alice, preview, "Publish") != "Got it.":
            assert await town.press(town.alice, preview, "Publish") == "Got it."
        post = await town.until(lambda: town.cards[-1] if town.cards else None)
        assert "After the edit." in (post.caption or "")


async def test_twenty_drafts_an_hour_then_a_kind_sentence_that_tells_when(town: Town):
    async with town.running():
        for n in range(20):
            town.alice.send(f"Draft number {n}.")
            await town.until(lambda wanted=n + 1: len(cards(town.alice)) == wanted)
            town.world.clock.skip(timedelta(seconds=20))
        extra = [town.alice.send("One more."), town.alice.send("And another.")]
        await town.said(town.alice, "You’ve tried out a lot of cards this hour")
        await town.idle()
        assert len(cards(town.alice)) == 20
        assert len(said(town, town.alice, "a lot of cards")) == 1
        await town.later(timedelta(hours=1))
        await town.until(lambda: all(message.deleted for message in extra))
        town.alice.send("An hour later.")
        await town.preview(town.alice)


async def test_three_pictures_in_ten_minutes_then_words_alone(town: Town):
    async with town.running():
        for n in range(4):
            town.alice.send_photo(jpeg(), f"Picture {n}.")
        await town.said(town.alice, "a lot of pictures")
        await town.until(lambda: len(cards(town.alice)) == 3)
        town.alice.send("Words alone.")
        await town.until(lambda: len(cards(town.alice)) == 4)
        await town.later(10 * MINUTE)
        town.alice.send_photo(jpeg(), "Later.")
        await town.preview(town.alice, after=cards(town.alice)[-1])


async def test_who_comes_after_a_flood_of_many_is_seen_and_answered_before_it_is_over(town: Town):
    # Telegram gives a hundred updates at a time, and the rest only once these are confirmed.
    async with town.running() as running:
        await town.idle()
        flooders = [town.world.add_person(f"Flooder {n}") for n in range(60)]
        for n in range(4):
            for person in flooders:
                person.send(f"Noise {n} of {person.name}.")
        town.bob.send("Moi, je n’ai que cela à dire.")
        await town.preview(town.bob)
        drawn = sum(len(cards(person)) for person in flooders)
        assert drawn < 120, "half of the flood at most came before"
        assert running.intake.figures.failed == 0
        for person in flooders[:3]:
            await town.preview(person)


async def test_what_was_confirmed_before_its_turn_is_not_left_lying_by_a_stop(town: Town):
    async with town.running() as running:
        await town.idle()
        people = [town.world.add_person(f"Person {n}") for n in range(150)]
        sent = [person.send(f"I am {person.name}.") for person in people]
        await town.until(lambda: len(town.bot.inbox.waiting) < 40)
        assert running.intake.in_hand
    left = {update["message"]["from"]["id"] for update in town.bot.inbox.waiting}
    for person, message in zip(people, sent, strict=True):
        shown = bool(cards(person))
        assert shown or message.deleted or person.id in left


async def test_a_webhook_under_a_flood_answers_the_others_too(town: Town, free_port: int):
    async with town.running(
        webhook_url=f"http://127.0.0.1:{free_port}/hook",
        webhook_listen=f"127.0.0.1:{free_port}",
        webhook_secret=SecretStr("sixteen-letters-and-more"),
    ):
        await town.idle()
        flooders = [town.world.add_person(f"Flooder {n}") for n in range(60)]
        for n in range(4):
            for person in flooders:
                person.send(f"Noise {n} of {person.name}.")
        town.bob.send("Moi, je n’ai que cela à dire.")
        await town.preview(town.bob)
        assert sum(len(cards(person)) for person in flooders) < 120


async def test_a_chat_keeps_few_answers_waiting_and_the_receipt_among_them(
    town: Town, monkeypatch: pytest.MonkeyPatch
):
    async with town.running() as running:
        town.alice.send("Published just before Telegram closed my chat.")
        preview = await town.preview(town.alice)
        await town.idle()
        hers = town.world.private_chat(town.alice, town.bot)
        town.world.faults.server_error("sendMessage", "sendPhoto", chat=hers, times=None)
        assert await town.press(town.alice, preview, "Publish") == "Got it."
        for n in range(9):
            town.alice.send(f"Not answered yet, {n}.")
            await asyncio.sleep(0.1)
        await town.until(lambda: running.services.shared.chats.waiting == 4)
        town.world.faults.recover()
        while not said(town, town.alice, "Your receipt"):
            town.world.clock.skip(timedelta(seconds=30))
            await asyncio.sleep(0.1)
