"""A school's question about bullying: asked, answered without names, looked at, read as a feed."""

import asyncio
from datetime import timedelta

import pytest

from bot.running import Running
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.kit.managers import ManagedTown, with_managers
from tests.kit.town import PATIENCE, Town

QUESTION = "What did you never tell anybody about bullying?"


@pytest.fixture
def managed(town: Town) -> ManagedTown:
    town = with_managers(town)
    town.settings |= {"review_every": timedelta(0)}
    return town


async def asked(town: ManagedTown, running: Running) -> Message:
    """The question stands in the channel."""
    card = await town.made(QUESTION, kind="A question")
    assert (card.caption or "").startswith("Question · c1")
    await town.button(card, "Send for approval")
    shown = await town.with_moderators("May this be posted?")
    assert await town.mia.press(shown, "Approve").wait(PATIENCE) == "Approved."
    await town.with_managers("approved by the moderators")
    await town.later(timedelta(minutes=10))
    for n in range(10):
        person = town.world.add_person(f"Author {n}")
        await town.publish(person, f"I kept the letter number {n} for years.")
    post = await town.until(
        lambda: next((p for p in town.cards if (p.caption or "").startswith("Question · c1")), None)
    )
    async with asyncio.timeout(PATIENCE):
        while True:
            async with running.services.shared.storage.reading() as tables:
                campaign = await tables.campaigns.of(1)
            if campaign is not None and campaign.since is not None:
                await town.idle()  # the whisper behind it is out as well
                return post
            await asyncio.sleep(0.02)


async def follow(town: ManagedTown, person: Person, words: str) -> Message:
    """Follow the link, write; returns the preview."""
    old = [m for m in person.chat if m.keyboard]
    person.send("/start q_c1")
    await town.said(person, QUESTION)
    person.send(words)
    return await town.until(
        lambda: next((m for m in person.chat if m.photo and m.keyboard and m not in old), None)
    )


async def chosen(town: ManagedTown, shown: Message, reason: str) -> None:
    await town.until(lambda: reason in shown.labels or None)
    await town.mia.press(shown, reason).wait(PATIENCE)


async def test_ten_answers_wait_for_moderators_and_one_is_rejected(managed: ManagedTown) -> None:
    async with managed.running() as running:  # whispers come out unseen, answers do not
        await asked(managed, running)
        before = len(managed.cards)
        for n in range(10):
            person = managed.world.add_person(f"Pupil {n}")
            words = f"They hid my bag {n} times and the teacher laughed as well."
            preview = await follow(managed, person, words)
            assert any("☑️ Answers the question" in label for label in preview.labels)
            assert "moderator checks it first" in (preview.caption or "")
            assert await managed.press(person, preview, "✅") == "Got it."
            shown = await managed.shown(words)
            assert f"In answer to: {QUESTION}" in (shown.caption or "")
            if n == 3:
                await managed.mia.press(shown, "Reject").wait(PATIENCE)
                await chosen(managed, shown, "It could hurt somebody.")
            else:
                await managed.mia.press(shown, "Approve").wait(PATIENCE)
        await managed.until(lambda: len(managed.cards) == before + 9 or None)
        assert all(f"❔ {QUESTION}" in (p.caption or "") for p in managed.cards[before:])
        managed.alice.send("/campaign c1")
        page = await managed.said(managed.alice, "Answers · c1")
        assert (page.caption or "").count("They hid my bag") == 6
        async with running.services.shared.storage.reading() as tables:
            counted = {what: times for _, what, times in await tables.campaign_days.of(1)}
        assert (counted["taken"], counted["approved"], counted["rejected"]) == (10, 9, 1)
        assert counted["opens"] == 10
        await figures_come(managed)


async def figures_come(managed: ManagedTown) -> None:
    """The day after: a picture of the house's own, and a table in which few are not told."""
    await managed.later(timedelta(days=1))
    again = await managed.say("/campaign c1")
    await managed.button(await managed.with_managers("approved", again), "Figures")
    chart = await managed.with_managers("Complete days only", again)
    assert chart.photo
    table = await managed.until(
        lambda: next(
            (m for m in managed.managers.messages if m.media and m.media.kind == "document"), None
        )
    )
    assert table.media is not None
    lines = table.media.data.decode().splitlines()
    assert lines[0] == "day,posts,opens,taken,approved,rejected,reactions"
    assert lines[-1] == "total,<5,10,10,9,<5,<5"
    assert "bag" not in "".join(lines)


async def test_an_author_may_switch_the_answer_off_and_on(managed: ManagedTown) -> None:
    async with managed.running() as running:
        await asked(managed, running)
        preview = await follow(managed, managed.alice, "I moved schools and told nobody why.")
        await managed.press(managed.alice, preview, "Answers the question")
        await managed.until(lambda: any("⬜ Answers" in each for each in preview.labels) or None)
        assert "moderator checks it first" not in (preview.caption or "")
        before = len(managed.cards)
        await managed.press(managed.alice, preview, "✅")
        await managed.until(lambda: len(managed.cards) > before or None)
        assert "❔" not in (managed.cards[-1].caption or "")
        async with running.services.shared.storage.reading() as tables:
            whisper = await tables.whispers.by_number(11)
        assert whisper is not None
        assert whisper.campaign is None


async def test_the_next_whisper_answers_nothing_by_itself(managed: ManagedTown) -> None:
    async with managed.running() as running:
        await asked(managed, running)
        preview = await follow(managed, managed.alice, "I moved schools and told nobody why.")
        managed.alice.send("And I still water his plants every Sunday.")
        other = await managed.preview(managed.alice, after=preview)
        assert not any("Answers the question" in each for each in other.labels)


async def test_an_ended_question_takes_no_answer_and_keeps_those_it_has(
    managed: ManagedTown,
) -> None:
    async with managed.running() as running:
        await asked(managed, running)
        await managed.later(timedelta(days=7))
        await managed.until(
            lambda: next((p for p in managed.cards if "This has ended." in (p.caption or "")), None)
        )
        managed.alice.send("/start q_c1")
        said = await managed.said(managed.alice, "This has ended.")
        assert any("All answers" in each for each in said.labels)
        managed.alice.send("I moved schools and told nobody why.")
        preview = await managed.preview(managed.alice)
        assert not any("Answers the question" in each for each in preview.labels)


async def test_without_campaigns_the_command_is_unknown(managed: ManagedTown) -> None:
    async with managed.running(campaigns=None):
        managed.alice.send("/campaign c1")
        await managed.said(managed.alice, "I don’t know that command.")
