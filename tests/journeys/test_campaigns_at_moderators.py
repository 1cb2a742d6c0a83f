"""What moderators know of campaigns: /help, /log, /settings, and topics of their own."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.campaigns.campaign import CampaignState
from bot.i18n import translator_for
from bot.running import Running
from bot.sandbox.messages import Message
from tests.kit.managers import ManagedTown, with_managers
from tests.kit.town import PATIENCE, Town

WORDS = "Samedi, viens goûter la nouvelle menthe sur la grande place."


@pytest.fixture
def managed(town: Town) -> ManagedTown:
    return with_managers(town)


async def asked(town: ManagedTown, card: Message) -> Message:
    """As the moderators see it."""
    before = town.group.messages[-1] if town.group.messages else None
    await town.button(card, "Send for approval")

    def shown() -> Message | None:
        start = town.group.messages.index(before) + 1 if before is not None else 0
        found = [m for m in town.group.messages[start:] if "May this be" in (m.caption or "")]
        return found[-1] if found else None

    return await town.until(shown)


async def ended(running: Running) -> None:
    """Wait until the bot has noticed that the time of campaign c1 is over."""
    async with asyncio.timeout(PATIENCE):
        while True:
            async with running.services.shared.storage.reading() as tables:
                campaign = await tables.campaigns.of(1)
            if campaign is not None and campaign.state is CampaignState.ENDED:
                return
            await asyncio.sleep(0.02)


async def test_help_names_campaigns_where_there_are_some(managed: ManagedTown) -> None:
    async with managed.running():
        told = await managed.tell(managed.mia, "/help", "this list")
        assert "Campaigns by the community" in (told.text or "")
        assert "/remove c7 removes one" in (told.text or "")
    async with managed.running(campaigns=None):
        told = await managed.tell(managed.noa, "/help", "this list")
        assert "Campaigns" not in (told.text or "")


async def test_the_log_tells_what_became_of_campaigns_by_day_and_never_by_whom(
    managed: ManagedTown,
) -> None:
    now = managed.world.clock.now()
    noon = now.replace(hour=12, minute=0) + timedelta(days=1)
    managed.world.clock.skip(noon - now)  # so that no day ends meanwhile
    async with managed.running():
        first = await asked(managed, await managed.made(WORDS))
        assert await managed.mia.press(first, "Approve").wait(PATIENCE) == "Approved."
        second = await asked(managed, await managed.made("We meet on Monday."))
        await managed.noa.press(second, "Ask for a change").wait(PATIENCE)
        question = await managed.with_moderators("What is to be changed?")
        managed.noa.send("Please name the place.", to=managed.group, reply_to=question)
        await managed.with_managers("Please name the place.")
        third = await asked(managed, await managed.made("We sing on Tuesday."))
        await managed.mia.press(third, "Reject").wait(PATIENCE)
        await managed.with_managers("rejected by the moderators")
        again = await managed.say("/campaign c1")
        await managed.button(await managed.with_managers("approved", again), "End it now")
        ended = "campaign c1: ended"
        told = (await managed.tell(managed.mia, "/log", ended)).text or ""
        assert translator_for("en").day(noon.date()) in told
        for line in ("c1: approved", "c2: a change was asked for", "c3: rejected"):
            assert f"campaign {line}" in told
        assert not any(name in told for name in ("Mia", "Noa", "Cam", "Dee"))


async def test_the_log_tells_that_a_campaign_ended_by_itself_or_was_removed(
    managed: ManagedTown,
) -> None:
    async with managed.running() as running:
        for words in (WORDS, "We meet on Monday."):
            shown = await asked(managed, await managed.made(words))
            assert await managed.mia.press(shown, "Approve").wait(PATIENCE) == "Approved."
        question = await managed.tell(managed.mia, "/remove c2", "Remove c2")
        assert await managed.noa.press(question, "Remove").wait(PATIENCE) == "Removed."
        await managed.tell(managed.mia, "/log", "campaign c2: removed")
        await managed.later(timedelta(days=6))
        await ended(running)
        await managed.tell(managed.mia, "/log", "campaign c1: ended")


async def test_moderators_change_by_vote_how_many_campaigns_a_day_there_are(
    managed: ManagedTown,
) -> None:
    async with managed.running():
        screen = await managed.tell(managed.mia, "/settings campaigns_a_day", "Campaigns a day: 2")
        assert "none is posted" in (screen.text or "")
        assert await managed.press(managed.mia, screen, "0") == "Your vote counts."
        assert await managed.press(managed.noa, screen, "0") == "Saved."
        running = managed.bot_running
        assert running is not None
        await managed.until(running.anew.is_set)
    async with managed.running() as running:
        assert running.channels.all[0].publisher.tempo.campaigns_a_day == 0
        assert await running.services.author.cards.packs.offered() == ()
    async with managed.running(campaigns=None):
        listed = await managed.tell(managed.mia, "/settings", "A change takes")
        assert "Campaigns a day" not in (listed.text or "")


def topics_of(messages: list[Message]) -> dict[int | None, str]:
    made = [m for m in messages if "forum_topic_created" in m.service]
    return {m.topic: m.service["forum_topic_created"]["name"] for m in made}


async def test_what_is_asked_about_a_campaign_is_asked_in_its_topic(managed: ManagedTown) -> None:
    managed.group.make_forum()
    managed.group.admit(managed.bot, can_manage_topics=True)
    async with managed.running(topics=True):
        names = topics_of(managed.group.messages)
        shown = await asked(managed, await managed.made(WORDS))
        assert names[shown.topic] == "Campaigns"
        await managed.mia.press(shown, "Ask for a change").wait(PATIENCE)
        question = await managed.with_moderators("What is to be changed?")
        assert names[question.topic] == "Campaigns"
        managed.mia.send("Please name the day.", to=managed.group, reply_to=question)
        await managed.with_managers("Please name the day.")


async def test_managers_are_answered_in_the_topic_in_which_they_press(managed: ManagedTown) -> None:
    topics = managed.managers.make_forum()
    topic = topics.open("Spring")
    async with managed.running():
        managed.cam.send("/campaign", to=managed.managers, topic=topic)
        menu = await managed.with_managers("Campaigns")
        await managed.button(menu, "New")
        await managed.button(menu, "A native post")
        await managed.button(menu, "Someone pays")
        asked_for = await managed.with_managers("Who pays for it?")
        assert (menu.topic, asked_for.topic) == (topic.id, topic.id)
