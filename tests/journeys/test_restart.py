"""Handled twice, killed in between, started again: published once, answered again."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.receipts import receipt_hash
from bot.domain.whisper import State
from bot.running import Running
from bot.sandbox.messages import Message
from storage import open_storage
from tests.kit.again import bring_again
from tests.kit.database import address
from tests.kit.town import Town


async def _two_previews(town: Town, running: Running, words: str) -> tuple[Message, Message]:
    """A message is previewed, and again after a death before it was confirmed."""
    town.alice.send(words)
    raw = town.bot.inbox.waiting[-1]
    first = await town.preview(town.alice)
    await town.idle()
    running.services.author.memory.slates._open.clear()  # the new process's memory is empty
    await bring_again(town, running, raw)
    [second] = [m for m in town.alice.chat if m.photo and m is not first]
    return first, second


async def test_the_buttons_of_an_old_preview_work_after_a_restart(town: Town):
    async with town.running():
        message = town.alice.send("Written before the restart.")
        preview = await town.preview(town.alice)
    async with town.running():
        before = preview.photo
        await town.press(town.alice, preview, "Another picture")
        await town.until(lambda: preview.photo != before)
        await town.press(town.alice, preview, "Publish")
        await town.until(lambda: town.cards and message.deleted and preview.deleted)
    assert len(town.cards) == 1


async def test_a_double_tap_publishes_once(town: Town):
    async with town.running():
        town.alice.send("Twice, in a hurry.")
        preview = await town.preview(town.alice)
        first = town.alice.press(preview, "Publish")
        second = town.alice.press(preview, "Publish")
        assert await first.wait() == await second.wait() == "Got it."
        await town.until(lambda: town.cards)
        await town.publish(town.bob, "Something after it.")
    assert len(town.cards) == 2


async def test_an_update_handled_twice_publishes_once_and_shows_one_receipt(town: Town):
    # Telegram brings the press again: the process died after handling, before confirming it.
    async with town.running() as running:
        town.alice.send("Once is enough.")
        preview = await town.preview(town.alice)
        await town.idle()
        answer = town.alice.press(preview, "Publish")
        raw = town.bot.inbox.waiting[-1]
        await answer.wait()
        await town.said(town.alice, "receipt")
        await bring_again(town, running, raw)
        async with running.services.shared.storage.reading() as tables:
            count = await tables.whispers.count(*State)
        assert count == 1
        receipts = [m for m in town.alice.chat if "receipt" in (m.text or "")]
        assert len(receipts) == 1


async def test_two_previews_of_one_message_publish_once(town: Town):
    # Order: preview shown | the process dies before it confirms the message | restart | Telegram
    # brings the message again: a second preview | Publish on one, and at once on the other.
    async with town.running() as running:
        first, second = await _two_previews(town, running, "Once, from two previews.")
        answers = [town.alice.press(preview, "Publish") for preview in (first, second)]
        assert [await answer.wait() for answer in answers] == [
            "Got it.",
            "That one is already done.",
        ]
        await town.until(lambda: town.cards and first.deleted and second.deleted)
        await town.publish(town.bob, "Something after it.")
    assert len(town.cards) == 2


async def test_two_previews_publish_once_though_a_crash_comes_between_their_presses(town: Town):
    # Order: both previews pressed | the first publishes, the second is told that it is done | the
    # process dies before it confirms the second press | restart | Telegram brings it again.
    async with town.running() as running:
        first, second = await _two_previews(town, running, "Once, twice shown, over a crash.")
        town.alice.press(first, "Publish")
        answer = town.alice.press(second, "Publish")
        raw = town.bot.inbox.waiting[-1]
        await answer.wait()
        await town.idle()
        running.services.author.memory.slates._ended.clear()  # the new process's memory is empty
        running.services.author.memory.near._authors.clear()
        await bring_again(town, running, raw)
        await town.publish(town.bob, "Something after it.")
        async with running.services.shared.storage.reading() as tables:
            assert await tables.whispers.count(*State) == 2
        await town.until(lambda: len(town.cards) == 2)


async def test_a_crash_between_accepting_and_confirming_publishes_once_and_answers(
    town: Town, monkeypatch: pytest.MonkeyPatch
):
    # Order: Publish is committed | the process dies before it says a word | restart |
    # Telegram brings the same press again.
    async with town.running(stop_grace=timedelta(seconds=0.4)) as running:
        town.alice.send("I survive a crash.")
        preview = await town.preview(town.alice)
        waiting = asyncio.Event()

        async def die(*_: Any, **__: Any) -> None:
            waiting.set()
            await asyncio.Event().wait()

        monkeypatch.setattr(running.services.shared.chats.__class__, "answer", die)
        town.alice.press(preview, "Publish")
        await waiting.wait()
    monkeypatch.undo()
    async with town.running():
        await town.said(town.alice, "Your receipt")
        await town.until(lambda: town.cards and preview.deleted)
    assert len(town.cards) == 1


async def test_a_card_that_still_stands_gives_the_receipt_that_died_with_the_process(town: Town):
    # Order: Publish is confirmed | receipt and burning wait for Telegram | the process dies |
    # restart | the author presses the same card again.
    hers = town.world.private_chat(town.alice, town.bot)
    async with town.running(stop_grace=timedelta(seconds=0.4)):
        message = town.alice.send("I survive an outage.")
        preview = await town.preview(town.alice)
        town.world.faults.server_error(chat=hers, times=None)
        assert await town.press(town.alice, preview, "Publish") == "Got it."
        await town.until(lambda: town.cards and not town.bot.inbox.waiting)
    town.world.faults.recover()
    assert not any("Your receipt" in (m.text or "") for m in town.alice.chat)
    async with town.running() as running:
        assert await town.press(town.alice, preview, "Publish") == "Got it."
        shown = await town.said(town.alice, "Your receipt")
        code = (shown.text or "").split("Your receipt: ")[1].split()[0]
        await town.until(lambda: message.deleted and preview.deleted)
        async with running.services.shared.storage.reading() as tables:
            assert await tables.whispers.by_receipt(receipt_hash(code)) is not None
    assert len(town.cards) == 1


async def test_a_poison_update_stalls_nobody(town: Town, monkeypatch: pytest.MonkeyPatch):
    from handlers.incoming import private

    original = private._note

    def poisoned(message: Any, *rest: Any) -> Any:
        if message.text == "poison":
            raise ValueError("cannot be handled")
        return original(message, *rest)

    monkeypatch.setattr(private, "_note", poisoned)
    async with town.running() as running:
        town.alice.send("poison")
        post = await town.publish(town.bob, "Je passe quand même.")
        assert "quand même" in (post.caption or "")
        for _ in range(3):  # each try is followed by a pause
            town.world.clock.skip(timedelta(minutes=1))
            await asyncio.sleep(0)
        await town.idle()
        assert running.intake.figures.failed == 1


async def test_an_unreadable_update_is_counted_and_confirmed(town: Town):
    async with town.running() as running:
        town.bot.inbox.push("message", {"message_id": "not a number", "chat": {"id": 5}})
        await town.publish(town.bob, "Je passe aussi.")
        assert running.intake.figures.unreadable + running.intake.figures.failed >= 1


async def test_reactions_that_come_before_our_own_send_is_recorded_count(town: Town):
    # Order: the photo is in the channel | readers react | the answer of our send arrives.
    async with town.running() as running:
        pause = town.world.faults.pause("sendPhoto", chat=town.channel, at="after")
        town.alice.send("Loved before it was known.")
        preview_pause = town.preview(town.alice)
        preview = await preview_pause
        await town.press(town.alice, preview, "Publish")
        await pause.reached()
        town.bob.react(town.cards[-1], "❤")
        await town.until(lambda: not town.bot.inbox.waiting or None)
        pause.release()
        await town.idle()
        async with running.services.shared.storage.reading() as tables:
            counts = await tables.reactions.of(town.channel.id, town.cards[-1].message_id)
        assert counts == {"❤": 1}


async def test_nothing_is_swept_at_the_first_start_of_all_and_what_a_crash_left_is(town: Town):
    town.alice.send("/start")
    sent = await town.bot.call("sendMessage", chat_id=town.alice.id, text="Said long ago.")
    *_, last = await town.bot.call("getUpdates", timeout=0)
    await town.bot.call("getUpdates", offset=last["update_id"] + 1, timeout=0)
    [old] = [message for message in town.alice.chat if message.message_id == sent["message_id"]]
    async with town.running():
        town.alice.send("Left alone.")
        preview = await town.preview(town.alice)
        await town.later(timedelta(minutes=16))
        await town.until(lambda: preview.deleted)
        assert not old.deleted
    storage = await open_storage(address(town.folder / "data" / "sotto.db"))
    async with storage.transaction() as tables:
        await tables.runtime_settings.clean_stop.put(False)
    await storage.close()
    async with town.running():
        town.alice.send("After the crash.")
        await town.until(lambda: old.deleted)
