"""Readers report a reply: in their own chat, without a trace there and without their names."""

import re

from bot.domain.whisper import State
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.kit.replies import brought_out, reply_now
from tests.kit.town import ModeratedTown

WHISPER = "I still water the plants of a neighbour who moved away."
TELLING = "You live above the bakery."


async def ask(town: ModeratedTown, person: Person, name: str = "1_1") -> Message:
    await town.idle()
    person.start(town.bot, f"rreport_{name}")
    return await town.until(lambda: next((m for m in person.chat if m.keyboard), None))


async def test_a_reported_reply_waits_before_moderators_with_the_reason_and_can_stand_again(
    moderated: ModeratedTown,
) -> None:
    town = moderated
    async with town.running() as running:
        storage = running.services.shared.storage
        await town.publish(town.alice, WHISPER)
        (out,) = await brought_out(storage, TELLING)
        question = await ask(town, town.bob)
        assert "1.1" in (question.text or "")
        await town.press(town.bob, question, "🪪")
        await town.said(town.bob, "Merci")
        assert not any(re.search(r"1\.1", m.text or "") for m in town.bob.chat)
        sheet = await town.with_moderators(TELLING)
        assert "1.1 is hidden: readers reported it." in (sheet.text or "")
        assert "Someone’s private data: 1" in (sheet.text or "")
        hidden = await reply_now(storage, out)
        assert hidden is not None
        assert (hidden.state, hidden.ordinal) == (State.REVIEW, 1)
        await town.press(town.mia, sheet, "✅ All")
        await town.until(lambda: not sheet.keyboard)
        async with storage.reading() as tables:
            assert [each.ordinal for each in await tables.replies.thread(1)] == [1]


async def test_a_reported_reply_is_removed_by_as_many_as_any_that_is_out(
    moderated: ModeratedTown,
) -> None:
    town = moderated
    async with town.running(reject_reasons="Not kind.") as running:
        storage = running.services.shared.storage
        await town.publish(town.alice, WHISPER)
        (out,) = await brought_out(storage, TELLING)
        await town.press(town.bob, await ask(town, town.bob), "🪪")
        sheet = await town.with_moderators(TELLING)
        await town.press(town.mia, sheet, "1 ✗")
        await town.until(lambda: "✅ All · 0/2" in sheet.labels)
        for person in (town.mia, town.noa):
            label = "✅ All · 0/2" if person is town.mia else "✅ All · 1/2"
            await town.until(lambda label=label: label in sheet.labels)  # type: ignore[misc]
            await town.press(person, sheet, label)
            await town.until(lambda: "Not kind." in sheet.labels)
            await town.press(person, sheet, "Not kind.")
        await town.until(lambda: not sheet.keyboard)
        gone = await reply_now(storage, out)
        assert gone is not None
        assert (gone.state, gone.words) == (State.REMOVED, "")


async def test_one_person_reports_a_reply_once_and_cancel_reports_nothing(
    moderated: ModeratedTown,
) -> None:
    town = moderated
    async with town.running() as running:
        storage = running.services.shared.storage
        await town.publish(town.alice, WHISPER)
        await brought_out(storage, TELLING, "Courage.")
        said = await town.press(town.bob, await ask(town, town.bob), "✖️")
        assert said == "Rien n’a été signalé."
        await town.press(town.bob, await ask(town, town.bob), "💔")
        await town.said(town.bob, "sans ton nom")
        town.bob.start(town.bot, "rreport_1_1")
        await town.said(town.bob, "qu’une fois")
        await town.press(town.bob, await ask(town, town.bob, "1_2"), "💔")
        await town.idle()
        async with storage.reading() as tables:
            counts = [await tables.reply_reports.of(1, n) for n in (1, 2)]
        assert [[each.times for each in some] for some in counts] == [[1], [1]]


async def test_a_reply_that_is_not_there_is_not_asked_about(moderated: ModeratedTown) -> None:
    town = moderated
    async with town.running():
        await town.publish(town.alice, WHISPER)
        await town.idle()
        town.alice.start(town.bot, "rreport_1_4")
        await town.said(town.alice, "I can’t find a reply with that number.")
