"""A moderators' chat with topics, and one that does not let everything in."""

import json
from datetime import timedelta

import pytest

from bot.flows.publishing.alerts import Alert, AlertKind
from tests.app.conftest import DeskTown

pytestmark = pytest.mark.usefixtures("looked_at_first")

WORDS = "I water his plants."


async def test_an_answer_goes_into_the_topic_where_the_command_was_given(desk_town: DeskTown):
    topics = desk_town.group.make_forum()
    talk = topics.open("Talk")
    async with desk_town.running():
        desk_town.mia.send("/help", to=desk_town.group, topic=talk)
        helped = await desk_town.at_desk("/remove")
        assert helped.topic == talk.id
        await desk_town.submit(desk_town.alice, WORDS)
        card = await desk_town.shown(WORDS)
        assert card.topic is None
        desk_town.mia.send("/stats", to=desk_town.group, topic=talk)
        await desk_town.until(
            lambda: [m for m in desk_town.group.messages if m.photo and m.topic == talk.id]
        )
        await desk_town.press(desk_town.mia, card, "⏸")
        await desk_town.until(lambda: not card.keyboard)
        desk_town.mia.send("/held", to=desk_town.group, topic=talk)
        again = await desk_town.shown(WORDS)
        assert again.topic == talk.id
        general = await desk_town.tell(desk_town.noa, "/queue", "on hold")
        assert general.topic is None


async def test_an_answer_in_a_topic_that_was_deleted_meanwhile_goes_to_general(
    desk_town: DeskTown,
):
    topics = desk_town.group.make_forum()
    talk = topics.open("Talk")
    async with desk_town.running():
        asked = desk_town.world.faults.pause("getChatMember", at="before")
        desk_town.mia.send("/help", to=desk_town.group, topic=talk)
        await asked.reached()
        topics.delete(talk)
        asked.release()
        helped = await desk_town.at_desk("/remove")
        assert helped.topic is None


async def test_a_reply_in_a_group_without_topics_is_answered_as_ever(desk_town: DeskTown):
    async with desk_town.running():
        first = desk_town.noa.send("Who looks?", to=desk_town.group)
        desk_town.mia.send("/help", to=desk_town.group, reply_to=first)
        helped = await desk_town.at_desk("/remove")
        assert helped.reply_to is None


async def test_a_closed_general_topic_pauses_with_back_off_and_goes_on_when_it_is_opened(
    desk_town: DeskTown, capsys: pytest.CaptureFixture[str]
):
    topics = desk_town.group.make_forum()
    async with desk_town.running(author_limit=9) as running:
        assert running.services.clerk is not None
        door = running.services.clerk.door
        topics.close(topics.general)
        tries = desk_town.calls("sendPhoto")
        for n in range(3):
            await desk_town.submit(desk_town.alice, f"Number {n} of mine, not yours.")
        await desk_town.until(lambda: not door.is_open)
        previews = 3
        assert len(tries) == previews + 1
        since = door.refused_since
        assert since is not None
        for n in range(2, 6):  # 30 s, 1, 2, 4 minutes: each pause is twice as long
            desk_town.world.clock.skip(timedelta(seconds=30 * 2 ** (n - 2)))
            await desk_town.until(lambda n=n: len(tries) == previews + n)
            await desk_town.until(lambda: not door.is_open)
        assert door.refused_since == since
        topics.reopen(topics.general)
        desk_town.world.clock.skip(timedelta(minutes=10))
        await desk_town.until(lambda: len(desk_town.waiting) == 3)
        await desk_town.until(lambda: door.refused_since is None)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    refused = [line["attempt"] for line in lines if line["event"] == "desk_refused"]
    assert refused == [1, 2, 3, 4, 5]


async def test_trouble_that_cannot_be_told_in_a_closed_topic_is_told_when_it_is_opened(
    desk_town: DeskTown,
):
    topics = desk_town.group.make_forum()
    async with desk_town.running() as running:
        topics.close(topics.general)
        await running.press.tell(Alert(AlertKind.POLLER_SILENT))
        topics.reopen(topics.general)
        running.schedule.ring("untold")
        await desk_town.at_desk("no updates for five minutes")


async def test_a_chat_that_takes_no_photos_pauses_too(desk_town: DeskTown):
    desk_town.group.forbidden = frozenset({"photos"})
    async with desk_town.running() as running:
        assert running.services.clerk is not None
        door = running.services.clerk.door
        await desk_town.submit(desk_town.alice, WORDS)
        await desk_town.until(lambda: door.refused_since is not None)
        tries = desk_town.calls("sendPhoto")
        desk_town.world.clock.skip(timedelta(seconds=10))
        await desk_town.tell(desk_town.mia, "/queue", "1 whisper waits for you.")  # texts pass
        assert not tries
        desk_town.group.forbidden = frozenset()
        desk_town.world.clock.skip(timedelta(minutes=1))
        await desk_town.shown(WORDS)


async def test_a_card_that_telegram_refuses_lets_the_others_pass(desk_town: DeskTown):
    async with desk_town.running(author_limit=9):
        bad = desk_town.world.faults.refuse(
            "sendPhoto", chat=desk_town.group, why="IMAGE_PROCESS_FAILED"
        )
        await desk_town.submit(desk_town.alice, "Number 1 of mine, not yours.")
        await desk_town.until(lambda: bad.fired)
        await desk_town.submit(desk_town.alice, "Number 2 of mine, not yours.")
        desk_town.world.clock.skip(timedelta(seconds=31))
        await desk_town.until(lambda: len(desk_town.waiting) == 2)
        first, second = desk_town.waiting
        assert "Number 2" in (first.caption or "")
        assert "Number 1" in (second.caption or "")
