"""Telegram is away for hours, another program holds the database, the channel protects its content:
nothing is lost, nothing comes twice, and nobody is called more often than it helps."""

import asyncio
import io
import sqlite3
from collections import Counter
from datetime import timedelta

import pytest
from PIL import Image

from bot.domain.parcel import Progress
from bot.domain.whisper import State
from bot.running import Running
from bot.sandbox.messages import Message
from tests.kit.town import ModeratedTown, Town


async def test_an_outage_of_hours_loses_no_authors_work_and_makes_few_calls(town: Town):
    async with town.running(draft_ttl=timedelta(hours=12)):
        town.alice.send("Written before Telegram went away.")
        preview = await town.preview(town.alice)
        await town.idle()
        town.world.faults.outage(how="bad_gateway")
        counts = town.world.faults.counts
        before = counts["server_error before"]
        late = [town.world.add_person(f"Late {n}") for n in range(12)]
        for person in (town.bob, *late):
            person.send(f"{person.name} wrote while Telegram was away.")
        town.alice.press(preview, "Publish")
        for _ in range(12):
            town.world.clock.skip(timedelta(minutes=15))
            await asyncio.sleep(0.25)
        # each of the thirteen tries again at most once while nothing but time passes
        assert counts["server_error before"] - before < 20 * 13
        town.world.faults.recover()
        for _ in range(3):
            town.world.clock.skip(timedelta(minutes=5))
            await asyncio.sleep(0.25)
        await town.until(lambda: town.cards and preview.deleted)
        for person in (town.bob, *late):
            await town.preview(person)
        seconds = Counter(
            int(call.at.timestamp()) for call in town.world.calls if call.method != "getUpdates"
        )
        assert max(seconds.values()) < 60  # two seconds of ours may fall into one of the clock
    assert len(town.cards) == 1


async def test_messages_that_cannot_be_deleted_are_told_in_the_log_while_it_lasts(
    town: Town, capsys: pytest.CaptureFixture[str]
):
    async with town.running():
        town.world.faults.server_error("deleteMessages", times=None)
        town.alice.send("Published, and not deleted here.")
        await town.press(town.alice, await town.preview(town.alice), "✅")
        await town.until(lambda: town.cards)
        await town.idle()
        assert '"deletion_overdue"' not in capsys.readouterr().err
        town.world.clock.skip(timedelta(minutes=6))
        running = town.bot_running
        assert running is not None
        running.schedule.ring("overdue")
        await town.until(lambda: '"deletion_overdue"' in capsys.readouterr().err)
        town.world.faults.recover()


async def test_a_database_held_by_another_program_is_waited_for(town: Town):
    async with town.running() as running:
        town.alice.send("Taken in a little later.")
        preview = await town.preview(town.alice)
        await town.idle()
        other = sqlite3.connect(
            town.folder / "data" / "sotto.db", timeout=30.0, check_same_thread=False
        )
        # in a thread: the bot may be in the middle of a transaction, and shares this loop
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        answer = town.alice.press(preview, "Publish")
        await town.until(lambda: running.intake.in_hand)
        await asyncio.sleep(1.0)  # a backup holds it for about so long
        assert not answer.answered
        other.rollback()
        other.close()
        assert await answer.wait(20.0) == "Got it."
        await town.until(lambda: town.cards)
        async with running.services.shared.storage.reading() as tables:
            assert await tables.whispers.count(*State) == 1


async def test_a_full_disk_takes_nothing_in_and_loses_nothing(town: Town):
    async with town.running() as running:
        await town.publish(town.bob, "Before it was full.")
        town.alice.send_photo(grain(), "Written when there was no room.")
        preview = await town.preview(town.alice)
        await town.idle()
        await allow(running, pages=1)  # as many as there are
        answer = town.alice.press(preview, "Publish")
        while not running.intake.figures.failed:
            town.world.clock.skip(timedelta(seconds=10))
            await asyncio.sleep(0.05)
        assert not answer.answered
        assert not preview.deleted
        await allow(running, pages=2**30)
        assert await town.press(town.alice, preview, "Publish") == "Got it."
        await town.until(lambda: len(town.cards) == 2 and preview.deleted)


async def allow(running: Running, *, pages: int) -> None:
    """The database file may grow to so many pages: a disk with that much room."""
    async with running.services.shared.storage.engine.writer.begin() as connection:
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def grain() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((1200, 900), 90).convert("RGB").save(out, "JPEG")
    return out.getvalue()


async def test_what_people_post_in_the_channel_raises_the_highest_id_known(town: Town):
    owner = town.world.add_person("Owner")
    town.channel.admit(owner, owner=True)
    async with town.running() as running:
        await town.publish(town.alice, "So that the channel_state is known.")
        owner.send("A post by hand.", to=town.channel)
        await town.idle()
        async with running.services.shared.storage.reading() as tables:
            [channel_state] = await tables.channel_states.all()
    assert channel_state.high == town.channel.highest


async def test_a_lost_post_among_pins_titles_and_posts_by_hand_is_found(moderated: ModeratedTown):
    # H | a post by hand, a pin, a new title | ours, its answer lost | one more pin
    owner = moderated.world.add_person("Owner")
    moderated.channel.admit(owner, owner=True)
    async with moderated.running(probe_after=timedelta(seconds=1)) as running:
        await moderated.publish(moderated.alice, "So that H is known.")
        await moderated.idle()
        held = moderated.world.faults.pause("sendPhoto", chat=moderated.channel, at="after")
        moderated.bob.send("Lost on the way back.")
        by_hand = owner.send("A post by hand.", to=moderated.channel)
        moderated.channel.pin(by_hand, by=owner)
        moderated.channel.rename("Sotto voce, renamed", by=owner)
        preview = await moderated.preview(moderated.bob)
        await moderated.press(moderated.bob, preview, "✅")
        await held.reached()
        moderated.channel.pin(moderated.cards[-1], by=owner)
        held.drop()
        await moderated.idle()
        async with running.services.shared.storage.reading() as tables:
            post = await tables.posts.by_number(2)
    assert post is not None
    assert len(moderated.cards) == 2
    assert moderated.channel.find(moderated.bot, post.message_id) is moderated.cards[-1]


async def test_a_lost_post_of_a_protected_channel_goes_to_a_person_and_the_lane_goes_on(
    moderated: ModeratedTown,
):
    async with moderated.running(probe_after=timedelta(seconds=1)) as running:
        await moderated.publish(moderated.alice, "So that H is known.")
        moderated.channel.protected = True
        moderated.world.faults.lose_reply("sendPhoto", chat=moderated.channel)
        await moderated.publish(moderated.bob, "Nobody can look this one up.")
        await moderated.with_moderators("#2")
        await moderated.publish(moderated.mia, "This one goes on.")
        async with running.services.shared.storage.reading() as tables:
            [aside] = await tables.outbox.in_state(Progress.ASIDE)
    assert aside.number == 2
    assert [first_line(post) for post in moderated.cards] == ["#1", "#2", "#3"]


async def test_trouble_is_told_once_though_the_moderators_chat_cannot_be_reached_at_first(
    moderated: ModeratedTown,
):
    async with moderated.running(probe_after=timedelta(seconds=1)) as running:
        await moderated.publish(moderated.alice, "So that H is known.")
        moderated.channel.protected = True
        faults = moderated.world.faults
        faults.server_error("sendMessage", chat=moderated.group)
        faults.lose_reply("sendPhoto", chat=moderated.channel)
        await moderated.publish(moderated.bob, "Nobody can look this one up.")
        await moderated.until(lambda: faults.counts["server_error before"])
        assert told(moderated) == 0
        for _ in range(2):
            running.schedule.ring("untold")
            await moderated.with_moderators("#2")
            await moderated.idle()
    assert told(moderated) == 1


def told(town: ModeratedTown) -> int:
    return sum("#2" in (message.text or "") for message in town.group.messages)


def first_line(post: Message) -> str:
    return (post.caption or "").split("\n")[0]
