"""/settings and /log: moderators change what is set by vote, in their chat."""

from datetime import time, timedelta

import pytest

from bot.i18n import translator_for
from bot.sandbox.messages import Message
from tests.kit.several import love_and_work
from tests.kit.town import ModeratedTown


async def opened(town: ModeratedTown, name: str) -> Message:
    """The list, and in it this setting."""
    screen = await town.tell(town.mia, "/settings", "A change takes")
    await town.press(town.mia, screen, name)
    await town.until(lambda: any("Settings" in label for label in screen.labels))
    return screen


async def voted(town: ModeratedTown, screen: Message, label: str) -> None:
    assert await town.press(town.mia, screen, label) == "Your vote counts."
    assert await town.press(town.noa, screen, label) == "Saved."


async def begun_anew(town: ModeratedTown) -> None:
    running = town.bot_running
    assert running is not None
    await town.until(running.anew.is_set)


async def test_two_moderators_change_a_setting_and_it_holds_after_the_next_start(
    moderated: ModeratedTown,
):
    async with moderated.running():
        screen = await opened(moderated, "Digest time")
        assert "20:00" in (screen.text or "")
        assert "the default" in (screen.text or "")
        assert "No effect on anonymity" in (screen.text or "")
        await voted(moderated, screen, "22:00")
        await begun_anew(moderated)
    for _start in range(2):
        async with moderated.running() as running:
            assert f"{running.services.shared.settings.digest_time:%H:%M}" == "22:00"
            listed = await moderated.tell(moderated.mia, "/settings", "Digest time: 22:00")
            assert "2 votes" in (listed.text or "")


async def test_as_deployed_takes_a_change_back(moderated: ModeratedTown):
    async with moderated.running(mix="strong"):
        screen = await opened(moderated, "Mixing")
        assert "Set by whoever runs the bot." in (screen.text or "")
        assert "guesses one author in twenty" in (screen.text or "")
        await voted(moderated, screen, "quick")
        await begun_anew(moderated)
    async with moderated.running(mix="strong") as running:
        assert running.services.shared.settings.mix == "quick"
        screen = await opened(moderated, "Mixing")
        assert "Chosen by vote here." in (screen.text or "")
        await voted(moderated, screen, "As deployed")
        await begun_anew(moderated)
    async with moderated.running(mix="strong") as running:
        assert running.services.shared.settings.mix == "strong"


async def test_one_moderator_alone_changes_nothing(moderated: ModeratedTown):
    async with moderated.running() as running:
        screen = await opened(moderated, "Shape of cards")
        await moderated.press(moderated.mia, screen, "story")
        said = await moderated.press(moderated.mia, screen, "story")
        assert said == "You’ve already voted. Someone else has to confirm."
        assert any("story · 1/2" in label for label in screen.labels)
        await moderated.idle()
        assert not running.anew.is_set()


async def test_who_looks_first_holds_at_once(moderated: ModeratedTown):
    async with moderated.running() as running:
        screen = await opened(moderated, "Who checks first")
        await voted(moderated, screen, "pre")
        await moderated.until(lambda: "Who checks first is now pre." in (screen.text or ""))
        assert not running.anew.is_set()
        await moderated.tell(moderated.mia, "/mode", "pre")


async def test_a_value_can_be_typed_and_others_vote_on_it(moderated: ModeratedTown):
    async with moderated.running():
        rules = "Be kind & <brief>."
        screen = await moderated.tell(moderated.mia, f"/settings rules {rules}", "House rules")
        label = next(each for each in screen.labels if "Be kind" in each)
        assert "1/2" in label
        assert await moderated.press(moderated.noa, screen, label) == "Saved."
        await begun_anew(moderated)
    async with moderated.running():
        moderated.alice.send("/rules")
        await moderated.said(moderated.alice, rules)


@pytest.mark.parametrize("typed", ["digest_time evening", "digest_size 99", "places moon"])
async def test_what_cannot_be_set_is_refused(moderated: ModeratedTown, typed: str):
    async with moderated.running(votes=1) as running:
        await moderated.tell(moderated.mia, f"/settings {typed}", "That value doesn’t work")
        await moderated.idle()
        assert not running.anew.is_set()


@pytest.mark.parametrize("name", ["token", "channel", "moderators", "bot_api", "votes", "data"])
async def test_secrets_channel_and_chats_stay_with_the_environment(
    moderated: ModeratedTown, name: str
):
    async with moderated.running(votes=1) as running:
        await moderated.tell(moderated.mia, f"/settings {name} 7", "A change takes")
        await moderated.idle()
        assert not running.anew.is_set()


async def test_the_log_tells_by_day_what_was_changed_and_decided_and_never_by_whom(
    moderated: ModeratedTown,
):
    now = moderated.world.clock.now()
    noon = now.replace(hour=12, minute=0) + timedelta(days=1)
    moderated.world.clock.skip(noon - now)  # so that no day ends meanwhile
    day = translator_for("en").day(noon.date())
    async with moderated.running(moderation="pre", review_every=timedelta(0)):
        await moderated.tell(moderated.mia, "/log", "Nothing was changed or decided")
        await moderated.submit(moderated.alice, "I water his plants.")
        card = await moderated.shown("I water his plants.")
        await moderated.press(moderated.mia, card, "✅")
        await moderated.tell(moderated.mia, "/pause", "Paused")
        screen = await opened(moderated, "Digest time")
        await voted(moderated, screen, "22:00")
        await begun_anew(moderated)
    moderated.world.clock.skip(timedelta(days=1))
    async with moderated.running(moderation="pre", review_every=timedelta(0)):
        told = (await moderated.tell(moderated.noa, "/log", day)).text or ""
        for line in ("paused", "Digest time: 20:00 → 22:00", "approved: 1"):
            assert line in told
        assert not any(name in told for name in ("Mia", "Noa", "Alice"))
        moderated.world.clock.skip(timedelta(days=91))
        await moderated.tell(moderated.noa, "/log", "Nothing was changed or decided")


async def test_in_a_shared_chat_settings_are_those_of_the_channel_that_is_chosen(
    moderated: ModeratedTown,
):
    campus = love_and_work(moderated)
    async with campus.with_entries():
        question = await campus.tell(campus.mia, "/settings", "Which channel?")
        await campus.press(campus.mia, question, "At work")
        await campus.until(lambda: "Digest time" in (question.text or ""))
        assert not any("per person" in label for label in question.labels)  # one for all
        await campus.press(campus.mia, question, "Digest time")
        await campus.until(lambda: any("22:00" in label for label in question.labels))
        await voted(campus, question, "22:00")
        await begun_anew(campus)
    async with campus.with_entries() as running:
        times = {
            each.services.shared.place.name: each.services.shared.settings.digest_time
            for each in running.channels.all
        }
    assert times == {"love": time(20, 0), "work": time(22, 0)}
