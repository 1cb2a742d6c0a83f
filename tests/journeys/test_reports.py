"""Readers report a whisper: in their own chat, without a trace there and without their names."""

import secrets
from datetime import timedelta

import pytest

from bot.domain.helplines import DIRECTORY
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.kit.town import Town
from tests.kit.whispers import a_whisper

AT_ONCE = {"reports_every": timedelta(0)}


@pytest.fixture
def watched(town: Town) -> Town:
    """A town whose channel has moderators."""
    moderators = town.world.add_group("Moderators", supergroup=True)
    moderators.admit(town.bot)
    town.settings |= {"moderators": moderators.id, "moderation": "post"} | AT_ONCE
    return town


async def ask(town: Town, person: Person, number: int = 1) -> Message:
    """Follow the link under a post; returns the question."""
    await town.idle()
    person.start(town.bot, f"report_{number}")
    return await town.until(lambda: next((m for m in person.chat if m.keyboard), None))


async def report(town: Town, person: Person, label: str, number: int = 1) -> None:
    await town.press(person, await ask(town, person, number), label)


async def test_a_severe_report_hides_the_post_until_somebody_has_looked(watched: Town) -> None:
    async with watched.running():
        post = await watched.publish(watched.alice, "Her number is in my drawer.")
        before = post.photo
        await report(watched, watched.bob, "🪪")
        await watched.until(lambda: post.caption == "#1")
        assert post.photo != before
        await watched.said(watched.bob, "toutes les cinq minutes")


async def test_a_post_is_hidden_at_its_time_and_not_in_the_second_of_the_report(
    watched: Town,
) -> None:
    watched.world.clock.skip(timedelta(seconds=300 - watched.world.clock.now().timestamp() % 300))
    async with watched.running(reports_every=timedelta(minutes=5)):
        post = await watched.publish(watched.alice, "Her number is in my drawer.")
        await report(watched, watched.bob, "🪪")
        await watched.said(watched.bob, "toutes les cinq minutes")
        await watched.idle()
        assert "drawer" in (post.caption or "")
        await watched.later(timedelta(minutes=5))
        await watched.until(lambda: post.caption == "#1")


async def test_nothing_in_the_readers_chat_names_the_number_afterwards(watched: Town) -> None:
    async with watched.running():
        await watched.publish(watched.alice, "I water his plants.")
        await report(watched, watched.bob, "💔")
        await watched.said(watched.bob, "Merci")
        texts = [m.text or "" for m in watched.bob.chat]
        assert not any("1" in text for text in texts)
        await watched.later(timedelta(minutes=16))
        await watched.until(lambda: not watched.bob.chat)


async def test_a_question_left_alone_burns_like_a_draft(watched: Town) -> None:
    async with watched.running():
        await watched.publish(watched.alice, "I water his plants.")
        await ask(watched, watched.bob)
        await watched.later(timedelta(minutes=16))
        await watched.until(lambda: not watched.bob.chat)


async def test_cancel_reports_nothing(watched: Town) -> None:
    async with watched.running() as running:
        post = await watched.publish(watched.alice, "I water his plants.")
        said = await watched.press(watched.bob, await ask(watched, watched.bob), "✖️")
        assert said == "Rien n’a été signalé."
        await watched.until(lambda: not watched.bob.chat)
        async with running.services.shared.storage.reading() as tables:
            assert await tables.reports.of(1) == ()
        assert "plants" in (post.caption or "")


async def test_who_reported_is_forgotten_by_a_restart_and_counts_anew(watched: Town) -> None:
    async with watched.running():
        await watched.publish(watched.alice, "I water his plants.")
        await report(watched, watched.bob, "💔")
        await watched.said(watched.bob, "Merci")
    async with watched.running() as running:
        await report(watched, watched.bob, "💔")
        await watched.idle()
        async with running.services.shared.storage.reading() as tables:
            assert [each.times for each in await tables.reports.of(1)] == [2]


async def test_one_person_counts_once_and_it_takes_three_for_what_is_not_severe(
    watched: Town,
) -> None:
    async with watched.running():
        post = await watched.publish(watched.alice, "I water his plants.")
        carol, dan = watched.world.add_person("Carol"), watched.world.add_person("Dan")
        await report(watched, watched.bob, "💔")
        await watched.said(watched.bob, "sans ton nom")
        for _ in range(2):  # asked again, he is told at once
            watched.bob.start(watched.bot, "report_1")
            await watched.said(watched.bob, "qu’une fois")
        await report(watched, carol, "📢")
        await watched.said(carol, "without your name")
        await watched.idle()
        assert "plants" in (post.caption or "")
        await report(watched, dan, "❔")
        await watched.until(lambda: post.caption == "#1")


async def test_a_second_tap_on_an_old_question_counts_no_more(watched: Town) -> None:
    """two questions are open in one chat; both are answered."""
    async with watched.running() as running:
        await watched.publish(watched.alice, "I water his plants.")
        first = await ask(watched, watched.bob)
        watched.bob.start(watched.bot, "report_1")
        second = await watched.until(
            lambda: next((m for m in watched.bob.chat if m.keyboard and m is not first), None)
        )
        presses = [watched.bob.press(first, "💔"), watched.bob.press(second, "📢")]
        for each in presses:
            await each.wait()
        await watched.said(watched.bob, "qu’une fois")
        async with running.services.shared.storage.reading() as tables:
            [only] = await tables.reports.of(1)
        assert only.times == 1


async def test_who_reports_very_much_is_asked_to_wait(watched: Town) -> None:
    async with watched.running() as running:
        for number in range(1, 7):
            async with running.services.shared.storage.transaction() as tables:
                await tables.whispers.add(
                    a_whisper(f"Whisper {number}."),
                    handle_hash=secrets.token_bytes(32),
                    receipt_hash=secrets.token_bytes(32),
                )
        await watched.until(lambda: len(watched.cards) == 6)
        for number in range(1, 6):
            await report(watched, watched.bob, "💔", number)
        watched.bob.start(watched.bot, "report_6")
        await watched.said(watched.bob, "limite de signalements")
        await watched.later(timedelta(hours=25))
        await report(watched, watched.bob, "💔", 6)
        await watched.said(watched.bob, "sans ton nom")


async def test_hidden_gone_and_unknown_numbers_get_a_kind_answer(watched: Town) -> None:
    async with watched.running():
        post = await watched.publish(watched.alice, "Her number is in my drawer.")
        await report(watched, watched.bob, "🪪")
        await watched.until(lambda: post.caption == "#1")
        carol = watched.world.add_person("Carol")
        carol.start(watched.bot, "report_1")
        await watched.said(carol, "already hidden")
        carol.start(watched.bot, "report_4711")
        await watched.said(carol, "can’t find a whisper with that number")


async def test_who_reports_self_harm_is_told_who_listens(watched: Town) -> None:
    async with watched.running():
        await watched.publish(watched.alice, "I water his plants.")
        carol = watched.world.add_person("Carol")
        await report(watched, carol, "🆘")
        await watched.said(carol, DIRECTORY)


async def test_without_moderators_there_are_no_reports(town: Town) -> None:
    async with town.running() as running:
        await town.publish(town.alice, "I water his plants.")
        town.bob.start(town.bot, "report_1")
        await town.said(town.bob, "Personne ne lit")
        async with running.services.shared.storage.reading() as tables:
            assert await tables.reports.of(1) == ()
