"""A moderators' chat with topics, and one that does not let everything in."""

import json
from datetime import timedelta

import pytest

from bot.flows.publishing.alerts import Alert, AlertKind
from tests.kit.town import ModeratedTown

pytestmark = pytest.mark.usefixtures("looked_at_first")

WORDS = "I water his plants."


async def test_an_answer_goes_into_the_topic_where_the_command_was_given(moderated: ModeratedTown):
    topics = moderated.group.make_forum()
    talk = topics.open("Talk")
    async with moderated.running():
        moderated.mia.send("/help", to=moderated.group, topic=talk)
        helped = await moderated.with_moderators("/remove")
        assert helped.topic == talk.id
        await moderated.submit(moderated.alice, WORDS)
        card = await moderated.shown(WORDS)
        assert card.topic is None
        moderated.mia.send("/stats", to=moderated.group, topic=talk)
        await moderated.until(
            lambda: [m for m in moderated.group.messages if m.photo and m.topic == talk.id]
        )
        await moderated.press(moderated.mia, card, "⏸")
        await moderated.until(lambda: not card.keyboard)
        moderated.mia.send("/held", to=moderated.group, topic=talk)
        again = await moderated.shown(WORDS)
        assert again.topic == talk.id
        general = await moderated.tell(moderated.noa, "/queue", "on hold")
        assert general.topic is None


async def test_an_answer_in_a_topic_that_was_deleted_meanwhile_goes_to_general(
    moderated: ModeratedTown,
):
    topics = moderated.group.make_forum()
    talk = topics.open("Talk")
    async with moderated.running():
        asked = moderated.world.faults.pause("getChatMember", at="before")
        moderated.mia.send("/help", to=moderated.group, topic=talk)
        await asked.reached()
        topics.delete(talk)
        asked.release()
        helped = await moderated.with_moderators("/remove")
        assert helped.topic is None


async def test_a_reply_in_a_group_without_topics_is_answered_as_ever(moderated: ModeratedTown):
    async with moderated.running():
        first = moderated.noa.send("Who looks?", to=moderated.group)
        moderated.mia.send("/help", to=moderated.group, reply_to=first)
        helped = await moderated.with_moderators("/remove")
        assert helped.reply_to is None


async def test_a_closed_general_topic_pauses_with_back_off_and_goes_on_when_it_is_opened(
    moderated: ModeratedTown, capsys: pytest.CaptureFixture[str]
):
    topics = moderated.group.make_forum()
    async with moderated.running(author_limit=9) as running:
        assert running.services.moderators.review_cards is not None
        door = running.services.moderators.review_cards.door
        topics.close(topics.general)
        tries = moderated.calls("sendPhoto")
        for n in range(3):
            await moderated.submit(moderated.alice, f"Number {n} of mine, not yours.")
        await moderated.until(lambda: not door.is_open)
        previews = 3
        assert len(tries) == previews + 1
        since = door.refused_since
        assert since is not None
        for n in range(2, 6):  # 30 s, 1, 2, 4 minutes: each pause is twice as long
            moderated.world.clock.skip(timedelta(seconds=30 * 2 ** (n - 2)))
            await moderated.until(lambda n=n: len(tries) == previews + n)
            await moderated.until(lambda: not door.is_open)
        assert door.refused_since == since
        topics.reopen(topics.general)
        moderated.world.clock.skip(timedelta(minutes=10))
        await moderated.until(lambda: len(moderated.waiting) == 3)
        await moderated.until(lambda: door.refused_since is None)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    refused = [line["attempt"] for line in lines if line["event"] == "moderators_refused"]
    assert refused == [1, 2, 3, 4, 5]


async def test_trouble_that_cannot_be_told_in_a_closed_topic_is_told_when_it_is_opened(
    moderated: ModeratedTown,
):
    topics = moderated.group.make_forum()
    async with moderated.running() as running:
        topics.close(topics.general)
        await running.channels.all[0].publisher.tell(Alert(AlertKind.POLLER_SILENT))
        topics.reopen(topics.general)
        running.schedule.ring("untold")
        await moderated.with_moderators("any updates for five minutes")


async def test_a_chat_that_takes_no_photos_pauses_too(moderated: ModeratedTown):
    moderated.group.forbidden = frozenset({"photos"})
    async with moderated.running() as running:
        assert running.services.moderators.review_cards is not None
        door = running.services.moderators.review_cards.door
        await moderated.submit(moderated.alice, WORDS)
        await moderated.until(lambda: door.refused_since is not None)
        tries = moderated.calls("sendPhoto")
        moderated.world.clock.skip(timedelta(seconds=10))
        await moderated.tell(moderated.mia, "/queue", "1 whisper is waiting for you.")  # texts pass
        assert not tries
        moderated.group.forbidden = frozenset()
        moderated.world.clock.skip(timedelta(minutes=1))
        await moderated.shown(WORDS)


async def test_a_card_that_telegram_refuses_lets_the_others_pass(moderated: ModeratedTown):
    async with moderated.running(author_limit=9):
        bad = moderated.world.faults.refuse(
            "sendPhoto", chat=moderated.group, why="IMAGE_PROCESS_FAILED"
        )
        await moderated.submit(moderated.alice, "Number 1 of mine, not yours.")
        await moderated.until(lambda: bad.fired)
        await moderated.submit(moderated.alice, "Number 2 of mine, not yours.")
        moderated.world.clock.skip(timedelta(seconds=31))
        await moderated.until(lambda: len(moderated.waiting) == 2)
        first, second = moderated.waiting
        assert "Number 2" in (first.caption or "")
        assert "Number 1" in (second.caption or "")


def in_topics(moderated: ModeratedTown) -> dict[int | None, str]:
    """Number -> name, as they stand in the group."""
    assert moderated.group.topics is not None
    made = [m for m in moderated.group.messages if "forum_topic_created" in m.service]
    return {m.topic: m.service["forum_topic_created"]["name"] for m in made}


async def test_where_it_is_wished_each_queue_has_its_topic(moderated: ModeratedTown):
    moderated.group.make_forum()
    moderated.group.admit(moderated.bot, can_manage_topics=True)
    async with moderated.running(topics=True, author_limit=9) as running:
        names = in_topics(moderated)
        assert list(names.values()) == [
            "New", "Named", "Care", "Replies", "Reports", "Campaigns", "Troubles",
        ]  # fmt: skip
        await moderated.submit(moderated.alice, WORDS)
        assert names[(await moderated.shown(WORDS)).topic] == "New"
        named = "My teacher Marie Dupont shouted at us again."
        await moderated.submit(moderated.alice, named)
        assert names[(await moderated.shown("Marie Dupont")).topic] == "Named"
        await running.channels.all[0].publisher.tell(Alert(AlertKind.POLLER_SILENT))
        told = await moderated.with_moderators("any updates for five minutes")
        assert names[told.topic] == "Troubles"


async def test_topics_are_made_once_and_those_that_were_deleted_again(moderated: ModeratedTown):
    topics = moderated.group.make_forum()
    moderated.group.admit(moderated.bot, can_manage_topics=True)
    async with moderated.running(topics=True) as running:
        first = in_topics(moderated)
        new = next(number for number, name in first.items() if name == "New")
        found = topics.find(new)
        assert found is not None
        topics.delete(found)
        await moderated.submit(moderated.alice, WORDS)
        assert (await moderated.shown(WORDS)).topic is None  # General, until the next start
        assert new not in running.services.moderators.rooms.topics.values()
    async with moderated.running(topics=True):
        again = in_topics(moderated)
    assert set(again) & set(first) == set(first) - {new}
    assert sorted(again.values()) == sorted(first.values())


@pytest.mark.parametrize("forum", [True, False])
async def test_where_the_bot_may_not_make_topics_everything_comes_into_one_place(
    moderated: ModeratedTown, capsys: pytest.CaptureFixture[str], forum: bool
):
    if forum:
        moderated.group.make_forum()
    async with moderated.running(topics=True):
        await moderated.submit(moderated.alice, WORDS)
        assert (await moderated.shown(WORDS)).topic is None
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    refused = [line["error"] for line in lines if line["event"] == "topics_refused"]
    assert refused == (["BadRequest"] if forum else [])
