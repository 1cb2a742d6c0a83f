"""Receipts: shown once, burnt, and worth the whole whisper."""

import asyncio
import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import aiosqlite
import pytest

from bot.domain.receipts import receipt_hash
from bot.domain.whisper import State
from tests.kit.town import PATIENCE, Town

CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")


async def receipt_of(town: Town, words: str) -> str:
    """Publish and return the code that Alice was shown."""
    town.alice.send(words)
    preview = await town.preview(town.alice)
    await town.press(town.alice, preview, "Publish")
    message = await town.said(town.alice, "Your receipt")
    found = CODE.search(message.text or "")
    assert found
    return found[0]


async def test_a_receipt_burns_after_its_time_or_at_once_by_done(town: Town):
    async with town.running():
        await receipt_of(town, "One.")
        message = await town.said(town.alice, "Your receipt")
        labels = " ".join(message.labels)
        assert "Copy" in labels
        assert "Save" in labels
        await town.later(timedelta(minutes=11))
        await town.until(lambda: message.deleted)
        await receipt_of(town, "Two.")
        second = await town.said(town.alice, "Your receipt")
        await town.press(town.alice, second, "Done")
        await town.until(lambda: second.deleted)


async def test_only_the_hash_of_a_receipt_is_stored(town: Town):
    async with town.running() as running:
        code = await receipt_of(town, "Where is my code?")
        async with running.services.shared.storage.reading() as tables:
            assert await tables.whispers.by_receipt(receipt_hash(code)) is not None
    stored = b"".join(p.read_bytes() for p in (town.folder / "data").iterdir() if p.is_file())
    assert code.encode() not in stored
    assert code.replace("-", "").encode() not in stored


async def test_a_receipt_tells_where_the_whisper_is_and_its_reactions(town: Town):
    async with town.running():
        code = await receipt_of(town, "How is it doing?")
        post = await town.until(lambda: town.cards[-1] if town.cards else None)
        town.bob.react(post, "❤")
        await town.idle()
        await town.idle()
        pasted = town.alice.send(code.lower())
        answer = await town.said(town.alice, "Published as")
        assert f"https://t.me/sotto_voce/{post.message_id}" in str(answer.links)
        assert "❤ 1" in (answer.text or "")
        await town.later(timedelta(minutes=11))
        await town.until(lambda: pasted.deleted and answer.deleted)


async def test_withdrawing_before_release_leaves_no_trace(town: Town):
    async with town.running(release="mixed") as running:
        code = await receipt_of(town, "I take this back in time.")
        town.alice.send(f"/receipt {code}")
        answer = await town.said(town.alice, "at the latest")
        await town.withdraw(town.alice, answer)
        await town.said(town.alice, "gone from the channel and the rankings")
        async with running.services.shared.storage.reading() as tables:
            assert await tables.whispers.count(*State) == 0
    stored = b"".join(p.read_bytes() for p in (town.folder / "data").iterdir() if p.is_file())
    assert b"take this back" not in stored


async def test_withdrawing_after_release_deletes_the_post(town: Town):
    async with town.running():
        code = await receipt_of(town, "I take this back too late.")
        post = await town.until(lambda: town.cards[-1] if town.cards else None)
        await town.idle()
        town.alice.send(f"/receipt {code}")
        answer = await town.said(town.alice, "Published as")
        await town.withdraw(town.alice, answer)
        await town.until(lambda: post.deleted)
        await town.idle()
        town.alice.send(f"/receipt {code}")
        await town.said(town.alice, "you withdrew it")


async def test_withdrawing_after_48_hours_covers_the_post(town: Town):
    async with town.running():
        code = await receipt_of(town, "I take this back much too late.")
        post = await town.until(lambda: town.cards[-1] if town.cards else None)
        before = post.photo
        await town.later(timedelta(hours=50))
        await town.idle()
        town.alice.send(f"/receipt {code}")
        answer = await town.said(town.alice, "Published as")
        await town.withdraw(town.alice, answer)
        await town.until(lambda: post.photo != before)
        assert "much too late" not in (post.caption or "")
        assert not post.deleted


async def test_withdraw_asks_once_and_back_takes_nothing_away(town: Town):
    async with town.running():
        code = await receipt_of(town, "Should this stay?")
        post = await town.until(lambda: town.cards[-1] if town.cards else None)
        await town.idle()
        town.alice.send(f"/receipt {code}")
        shown = await town.said(town.alice, "Published as")
        before = shown.labels
        place = next(at for at, label in enumerate(before) if "Withdraw" in label)
        taps = [town.alice.press(shown, "Withdraw") for _ in range(2)]  # a double tap only asks
        for tap in taps:
            await tap.wait(PATIENCE)
        await town.until(lambda: "for good" in (shown.text or ""))
        assert "Yes" not in shown.labels[place], "a double tap would confirm"
        await town.press(town.alice, shown, "Back")
        await town.until(lambda: "Published as" in (shown.text or ""))
        assert shown.labels == before
        await town.idle()
        assert not post.deleted
        await town.later(timedelta(minutes=11))
        await town.until(lambda: shown.deleted)


async def test_the_question_outlives_a_restart_and_burns_all_the_same(town: Town):
    async with town.running():
        code = await receipt_of(town, "Ask me tomorrow.")
        post = await town.until(lambda: town.cards[-1] if town.cards else None)
        await town.idle()
        town.alice.send(f"/receipt {code}")
        shown = await town.said(town.alice, "Published as")
        # at a stop all that carries a code is burnt: the press is already under way then
        keyboard = shown.keyboard
    assert shown.deleted
    shown = town.world.post(shown.chat, sender=town.bot, words=shown.words, keyboard=keyboard)
    async with town.running():
        await town.press(town.alice, shown, "Withdraw")
        await town.until(lambda: "for good" in (shown.text or ""))
        await town.later(timedelta(minutes=11))
        await town.until(lambda: shown.deleted)
        assert not post.deleted


@pytest.mark.parametrize("release", ["mixed", "instant"])
async def test_a_yes_that_comes_twice_is_carried_out_and_told_once(town: Town, release: str):
    async with town.running(release=release):
        code = await receipt_of(town, "Yes, yes.")
        if release == "instant":
            await town.until(lambda: town.cards)
        await town.idle()
        town.alice.send(f"/receipt {code}")
        shown = await town.said(town.alice, "Published as" if release == "instant" else "latest")
        await town.press(town.alice, shown, "Withdraw")
        await town.until(lambda: any("Yes" in label for label in shown.labels))
        presses = [town.alice.press(shown, "Yes") for _ in range(2)]
        assert [await each.wait(PATIENCE) for each in presses] == ["Withdrawn.", "Withdrawn."]
        await town.idle()
        told = [
            m for m in town.alice.chat if "gone from the channel and the rankings" in (m.text or "")
        ]
        assert len(told) == 1
        assert shown.deleted


async def test_the_receipt_tells_where_and_when_it_comes_out_and_so_does_the_last_word(town: Town):
    town.world.clock.skip(timedelta(minutes=1))
    async with town.running(release="mixed", timezone=ZoneInfo("Europe/Paris")):
        town.alice.send("Between two times.")
        preview = await town.preview(town.alice)
        window = re.search(r"between .* \(Paris time\)", preview.caption or "")
        assert window
        await town.press(town.alice, preview, "Publish")
        receipt = await town.said(town.alice, "Your receipt")
        assert f"It appears in Sotto voce {window[0]}" in (receipt.text or "")
        assert receipt.links == {"Sotto voce": "https://t.me/sotto_voce"}
        goodbye = await town.press(town.alice, receipt, "Done")
        assert "at the latest (Paris time)" in (goodbye or "")


async def test_the_receipt_says_that_saved_messages_keep_it(town: Town):
    async with town.running():
        await receipt_of(town, "Kept for good?")
        receipt = await town.said(town.alice, "Your receipt")
        assert any("Saved Messages" in label for label in receipt.labels)
        assert "for good" in (receipt.text or "")


async def test_guessing_receipts_is_slowed_down(town: Town):
    async with town.running():
        for n in range(10):
            town.alice.send(f"/receipt 0000-0000-0000-000{n}")
        await town.until(
            lambda: (
                len([m for m in town.alice.chat if "I can’t find a whisper" in (m.text or "")])
                == 10
                or None
            )
        )
        town.alice.send("/receipt 0000-0000-0000-000A")
        await town.said(town.alice, "wait an hour")


async def test_the_row_forgets_its_draft_once_the_chat_is_burnt_and_confirmed(town: Town):
    async with town.running():
        await receipt_of(town, "Forget which draft I was.")
        assert await _handles(town) == 1
        await town.later(timedelta(seconds=11))
        async with asyncio.timeout(PATIENCE):
            while await _handles(town):  # an answer of Telegram confirms what came before
                town.bob.send("/help")
                await town.idle()
                await asyncio.sleep(0.2)


async def _handles(town: Town) -> int:
    """How many rows still know which draft they were, read from the file itself."""
    async with aiosqlite.connect(town.folder / "data" / "sotto.db") as database:
        rows = await database.execute_fetchall(
            "select count(*) from whispers where handle_hash is not null"
        )
    return int(next(iter(rows))[0])
