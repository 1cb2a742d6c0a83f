"""Replies before moderators: sheets, crosses, votes, and what stays in their chat."""

import asyncio
from datetime import timedelta

from bot.domain.replies.reply import Reply
from bot.domain.whisper import State
from bot.running import Running
from bot.sandbox.chats import Group
from bot.sandbox.messages import Message
from storage import Storage
from tests.kit.replies import a_reply, brought_out, reply_now, taken_in
from tests.kit.replying import reply
from tests.kit.town import PATIENCE, ModeratedTown

WHISPER = "I still water the plants of a neighbour who moved away."
KIND = "Somebody waters mine too."
UNKIND = "Nobody will ever thank you."
CRUEL = "Everybody hates you, Mirelle. Pass it on."
UNWELL = "I want to die too."


def rows(running: Running) -> Storage:
    return running.services.shared.storage


async def sheet_with(town: ModeratedTown, words: str, *, not_: Message | None = None) -> Message:
    """The sheet on which these words stand."""
    return await town.until(
        lambda: next(
            (
                m
                for m in town.group.messages
                if m.keyboard and m is not not_ and words in (m.text or "")
            ),
            None,
        )
    )


async def pressed(town: ModeratedTown, person: object, sheet: Message, label: str) -> str | None:
    await town.until(lambda: any(label in each for each in sheet.labels))
    return await town.press(person, sheet, label)  # type: ignore[arg-type]


async def becomes(running: Running, given: Reply, state: State) -> Reply:
    async with asyncio.timeout(PATIENCE):
        while True:
            now = await reply_now(rows(running), given)
            if now is not None and now.state is state:
                return now
            await asyncio.sleep(0.02)


async def test_a_sheet_shows_what_was_found_and_what_is_answered(moderated: ModeratedTown) -> None:
    async with moderated.running() as running:
        await moderated.publish(moderated.alice, WHISPER)
        await taken_in(
            rows(running), a_reply(KIND), a_reply("Call me: 06 12 34 56 78", findings=("contact",))
        )
        sheet = await sheet_with(moderated, KIND)
        text = sheet.text or ""
        assert "2 replies are waiting." in text
        assert "#1 I still water the plants" in text
        assert "contact details" in text
        assert sheet.labels[:2] == ["✅ All", "⏸ Hold"]
        assert sheet.labels[2:] == ["1 ✗", "2 ✗"]
        assert "Alice" not in text


async def test_all_approves_but_what_is_crossed_out_and_no_words_stay(
    moderated: ModeratedTown,
) -> None:
    async with moderated.running(reject_reasons="Too vague. | Not kind.") as running:
        await moderated.publish(moderated.alice, WHISPER)
        kept, cruel = await taken_in(rows(running), a_reply(KIND), a_reply(UNKIND))
        sheet = await sheet_with(moderated, KIND)
        n = 1 if (sheet.text or "").index(UNKIND) < (sheet.text or "").index(KIND) else 2
        await pressed(moderated, moderated.mia, sheet, f"{n} ✗")
        await pressed(moderated, moderated.mia, sheet, f"↩️ {n}")
        await pressed(moderated, moderated.noa, sheet, f"{n} ✗")
        await moderated.until(lambda: f"↩️ {n}" in sheet.labels)
        await pressed(moderated, moderated.noa, sheet, "✅ All")
        await pressed(moderated, moderated.noa, sheet, "Not kind.")
        rejected = await becomes(running, cruel, State.REJECTED)
        assert (rejected.reason, rejected.words) == ("Not kind.", "")
        assert (await becomes(running, kept, State.POOL)).slot is not None
        await moderated.until(lambda: "1 approved" in (sheet.text or ""))
        assert "1 rejected" in (sheet.text or "")
        assert KIND not in (sheet.text or "")
        assert UNKIND not in (sheet.text or "")
        assert not sheet.keyboard


async def test_a_decision_about_a_sheet_can_be_undone(moderated: ModeratedTown) -> None:
    async with moderated.running(undo=timedelta(minutes=5)) as running:
        await moderated.publish(moderated.alice, WHISPER)
        (given,) = await taken_in(rows(running), a_reply(KIND))
        sheet = await sheet_with(moderated, KIND)
        assert await pressed(moderated, moderated.mia, sheet, "✅ All") == "✅ 1 approved"
        await moderated.until(lambda: "You can undo this until" in (sheet.text or ""))
        assert KIND not in (sheet.text or "")
    async with moderated.running(undo=timedelta(minutes=5)) as running:  # it outlives a restart
        assert await pressed(moderated, moderated.noa, sheet, "Undo") == "Undone."
        await moderated.until(lambda: KIND in (sheet.text or ""))
        await pressed(moderated, moderated.noa, sheet, "✅ All")
        await moderated.until(lambda: KIND not in (sheet.text or ""))
        await moderated.later(timedelta(minutes=6))
        await becomes(running, given, State.POOL)
        await moderated.until(lambda: not sheet.keyboard)


async def test_who_is_not_well_takes_two_who_see_the_same(moderated: ModeratedTown) -> None:
    async with moderated.running() as running:
        await moderated.publish(moderated.alice, WHISPER)
        (given,) = await taken_in(rows(running), a_reply(UNWELL))
        sheet = await sheet_with(moderated, UNWELL)
        assert "suicide or self-harm" in (sheet.text or "")
        said = await pressed(moderated, moderated.mia, sheet, "✅ All · 0/2")
        assert said == "Your vote counts. 1 more vote is needed."
        await moderated.until(lambda: "✅ All · 1/2" in sheet.labels)
        assert (await becomes(running, given, State.REVIEW)).words == UNWELL
        await pressed(moderated, moderated.noa, sheet, "✅ All · 1/2")
        await becomes(running, given, State.POOL)


async def test_what_is_held_comes_back_with_replies(moderated: ModeratedTown) -> None:
    async with moderated.running() as running:
        await moderated.publish(moderated.alice, WHISPER)
        (given,) = await taken_in(rows(running), a_reply(KIND))
        sheet = await sheet_with(moderated, KIND)
        await moderated.tell(moderated.mia, "/replies", "1 reply is waiting for you.")
        await pressed(moderated, moderated.mia, sheet, "⏸ Hold")
        await moderated.until(lambda: "on hold, see /replies" in (sheet.text or ""))
        await becomes(running, given, State.HELD)
        moderated.noa.send("/replies", to=moderated.group)
        again = await sheet_with(moderated, KIND, not_=sheet)
        await pressed(moderated, moderated.noa, again, "✅ All")
        await becomes(running, given, State.POOL)


async def test_a_reply_comes_to_moderators_at_its_slot_and_not_at_its_arrival(
    moderated: ModeratedTown,
) -> None:
    async with moderated.running() as running:
        await moderated.publish(moderated.alice, WHISPER)
        slot = moderated.world.clock.now() + timedelta(minutes=10)
        await taken_in(rows(running), a_reply(KIND, slot=slot), a_reply("Seen at once."))
        await sheet_with(moderated, "Seen at once.")
        assert not any(KIND in (m.text or "") for m in moderated.group.messages)
        await moderated.later(timedelta(minutes=10))
        await sheet_with(moderated, KIND)


async def test_what_its_writer_takes_back_leaves_the_chat_at_once(
    moderated: ModeratedTown,
) -> None:
    async with moderated.running() as running:
        await moderated.publish(moderated.alice, WHISPER)
        gone, stays = await taken_in(rows(running), a_reply(UNKIND), a_reply(KIND))
        sheet = await sheet_with(moderated, UNKIND)
        async with rows(running).transaction() as tables:
            await tables.replies.erase(gone.key)
        await moderated.until(lambda: UNKIND not in (sheet.text or ""))
        assert KIND in (sheet.text or "")
        async with rows(running).transaction() as tables:
            await tables.replies.erase(stays.key)
        await moderated.until(lambda: not sheet.keyboard)
        assert KIND not in (sheet.text or "")


async def test_a_sheet_never_stands_twice_when_its_answer_is_lost(moderated: ModeratedTown) -> None:
    async with moderated.running() as running:
        await moderated.publish(moderated.alice, WHISPER)
        await moderated.idle()
        moderated.world.faults.lose_reply("sendMessage", chat=moderated.group)
        (given,) = await taken_in(rows(running), a_reply(KIND))
        first = await sheet_with(moderated, KIND)
        moderated.world.clock.skip(timedelta(seconds=6))
        sheet = await sheet_with(moderated, KIND, not_=first)
        await moderated.until(lambda: first.deleted)
        await pressed(moderated, moderated.mia, sheet, "✅ All")
        await becomes(running, given, State.POOL)
        await moderated.until(
            lambda: not any(KIND in (m.text or "") for m in moderated.group.messages)
        )


async def test_a_sheet_whose_message_was_deleted_is_shown_anew(moderated: ModeratedTown) -> None:
    async with moderated.running() as running:
        await moderated.publish(moderated.alice, WHISPER)
        await taken_in(rows(running), a_reply(KIND))
        sheet = await sheet_with(moderated, KIND)
        moderated.world.delete(sheet, by=moderated.mia)
        moderated.mia.send("/replies", to=moderated.group)
        await sheet_with(moderated, KIND, not_=sheet)


async def test_a_thread_is_looked_through_in_pages_and_words_taken_down_leave_it(
    moderated: ModeratedTown,
) -> None:
    async with moderated.running() as running:
        await moderated.publish(moderated.alice, WHISPER)
        out = await brought_out(rows(running), *(f"Reply {n} of all." for n in range(1, 13)))
        await moderated.tell(moderated.mia, "/replies 7", "No published replies to #7.")
        moderated.mia.send("/replies 1", to=moderated.group)
        page = await sheet_with(moderated, "Reply 1 of all.")
        assert "12 replies" in (page.text or "")
        assert "1 ✗" in page.labels
        assert "Reply 11" not in (page.text or "")
        await pressed(moderated, moderated.mia, page, "›")
        await moderated.until(lambda: "Reply 12 of all." in (page.text or ""))
        async with rows(running).transaction() as tables:
            await tables.replies.take_down(out[11].key, State.WITHDRAWN, None)
        await moderated.until(lambda: "Reply 12 of all." not in (page.text or ""))
        await moderated.later(timedelta(minutes=16))
        await moderated.until(lambda: "shows the replies to #1" in (page.text or ""))
        assert "Reply 11" not in (page.text or "")
        assert not page.keyboard


async def test_a_reply_that_is_out_takes_two_votes_to_remove(moderated: ModeratedTown) -> None:
    async with moderated.running() as running:
        await moderated.publish(moderated.alice, WHISPER)
        cruel, _kind = await brought_out(rows(running), UNKIND, KIND)
        moderated.mia.send("/remove 1.1", to=moderated.group)
        page = await sheet_with(moderated, UNKIND)
        assert "1 ✗ 1/2" in page.labels
        assert await pressed(moderated, moderated.noa, page, "1 ✗ 1/2") == "Removed."
        after = await becomes(running, cruel, State.REMOVED)
        assert after.words == ""
        await moderated.until(lambda: UNKIND not in (page.text or ""))
        assert KIND in (page.text or "")
        await moderated.tell(moderated.mia, "/remove 1.1", "1.1 is no longer there.")
    async with moderated.running(votes=1):
        await moderated.tell(moderated.mia, "/remove 1.2", "1.2 was removed.")


async def test_a_locked_thread_takes_no_replies_until_it_is_unlocked(
    moderated: ModeratedTown,
) -> None:
    async with moderated.running() as running:
        await moderated.publish(moderated.alice, WHISPER)
        await moderated.tell(moderated.mia, "/lock 9", "no whisper number 9")
        await moderated.tell(moderated.mia, "/lock 1", "Nobody can reply to #1 any more")
        async with rows(running).reading() as tables:
            assert (await tables.threads.of(1)).locked
        await moderated.tell(moderated.mia, "/unlock 1", "People can reply to #1 again")
        async with rows(running).reading() as tables:
            assert (await tables.threads.of(1)).open
        await moderated.tell(moderated.mia, "/help", "/remove 12.3")


async def test_what_waits_comes_again_when_the_chat_becomes_a_supergroup(
    moderated: ModeratedTown,
) -> None:
    group = moderated.world.add_group("Moderators of old")
    assert isinstance(group, Group)
    for each in (moderated.bot, moderated.mia, moderated.noa):
        group.admit(each)
    async with moderated.running(moderators=group.id) as running:
        await moderated.publish(moderated.alice, WHISPER)
        (given,) = await taken_in(rows(running), a_reply(KIND))
        await moderated.until(lambda: any(KIND in (m.text or "") for m in group.messages))
        new = moderated.world.upgrade(group)
        sheet = await moderated.until(
            lambda: next((m for m in new.messages if KIND in (m.text or "") and m.keyboard), None)
        )
        await pressed(moderated, moderated.mia, sheet, "✅ All")
        await becomes(running, given, State.POOL)


async def test_who_had_a_reply_rejected_reads_why_and_is_looked_at_first_three_times(
    moderated: ModeratedTown,
) -> None:
    town = moderated
    settings = {"reply_every": timedelta(0), "reject_reasons": "Not kind."}
    async with town.running(**settings) as running:
        await town.publish(town.alice, WHISPER)
        await reply(town, town.noa, CRUEL)
        code = await town.receipt(town.noa)
        sheet = await sheet_with(town, CRUEL)
        assert "cruel to someone" in (sheet.text or "")
        await pressed(town, town.mia, sheet, "1 ✗")
        await town.until(lambda: "↩️ 1" in sheet.labels)
        await pressed(town, town.mia, sheet, "✅ All")
        await pressed(town, town.mia, sheet, "Not kind.")
        await town.until(lambda: "1 rejected" in (sheet.text or ""))
        town.noa.send(f"/receipt {code}")
        await town.said(town.noa, "Not kind.")
        town.world.clock.skip(timedelta(hours=2))
        await reply(town, town.noa, KIND)
        await sheet_with(town, KIND)
        async with rows(running).reading() as tables:
            assert await tables.replies.thread(1) == ()


async def test_with_a_summary_sheets_come_silently_and_their_replies_are_counted(
    moderated: ModeratedTown,
) -> None:
    async with moderated.running() as running:
        await moderated.tell(moderated.mia, "/summary on", "each morning at nine")
        await moderated.publish(moderated.alice, WHISPER)
        await taken_in(rows(running), a_reply(KIND), a_reply(UNKIND))
        assert (await sheet_with(moderated, KIND)).silent
    now = moderated.world.clock.now()
    moderated.world.clock.skip(now.replace(hour=9, minute=1) + timedelta(days=1) - now)
    async with moderated.running():
        await moderated.with_moderators("Waiting for you: 2 replies to check.")
