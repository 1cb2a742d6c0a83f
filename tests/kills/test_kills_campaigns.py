"""SIGKILL at every step of a campaign in the channel: it stands once and only once, under its
label, with its picture; an ended one says so, and a removed one is gone."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.flows.campaigns.approval import take_campaign_down
from bot.flows.campaigns.end import end_now
from bot.sandbox.faults import When
from tests.kills.managing import LINE, begins, campaign, nine_stand, posts, quiet, tables_of
from tests.kills.process import ProcessTown, town

UTC_ZONE = ZoneInfo("UTC")


@pytest.fixture
async def place(tmp_path: Path, cache: Path) -> AsyncIterator[ProcessTown]:
    """Nine whispers stand, and a question is approved whose time has come."""
    async with town(tmp_path, cache, campaigns=True, moderation="post") as made:
        await made.start()
        await nine_stand(made)
        await begins(made)
        yield made


async def settled(place: ProcessTown, *, stands: int = 1) -> None:
    """The tenth whisper is out, the eleventh passes behind it; nothing stands twice."""
    await place.confess("whisper-0010 the last one")
    wanted = {f"whisper-{n:04}": 1 for n in range(11)}
    await place.world.wait_until(
        lambda: place.posted() == wanted and len(posts(place)) == stands, 60
    )
    await quiet(place)
    assert place.posted() == wanted
    assert len(posts(place)) == stands
    lines = [(post.caption or post.text or "").split("\n")[0] for post in place.channel.posts]
    assert len(lines) == len(set(lines))


async def posted(place: ProcessTown) -> None:
    await place.confess("whisper-0009 the tenth")
    await place.world.wait_until(lambda: place.posted()["whisper-0009"], 60)
    await quiet(place)
    assert len(posts(place)) == 1


@pytest.mark.parametrize("at", ["before", "after"])
async def test_killed_in_the_call_that_brings_a_campaign(place: ProcessTown, at: When) -> None:
    """turn taken, attempt committed; call on its way, or processed; SIGKILL."""
    pause = place.world.faults.pause("sendPhoto", at=at, chat=place.channel)
    await place.confess("whisper-0009 the tenth")
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    assert (await campaign(place)).turn == 1
    await place.start()
    await settled(place)
    assert (await campaign(place)).since is not None


async def test_killed_after_the_answer_and_before_the_commit(place: ProcessTown) -> None:
    """call processed; another program holds the database; answer read; commit waits; SIGKILL."""
    pause = place.world.faults.pause("sendPhoto", at="after", chat=place.channel)
    await place.confess("whisper-0009 the tenth")
    await pause.reached()
    other = sqlite3.connect(place.data / "sotto.db")
    other.execute("BEGIN IMMEDIATE")
    pause.release()
    await asyncio.sleep(1.0)  # the answer is a few bytes away; the commit waits for 5 s
    await place.sotto.kill()
    other.rollback()
    other.close()
    assert len(posts(place)) == 1
    assert (await campaign(place)).since is None
    await place.start()
    await settled(place)
    assert (await campaign(place)).since is not None


async def test_killed_before_the_turn_is_taken(place: ProcessTown) -> None:
    """the tenth whisper waits; another program holds the database; no turn can be noted;
    SIGKILL."""
    other = sqlite3.connect(place.data / "sotto.db")
    pause = place.world.faults.pause("answerCallbackQuery", at="before")
    await place.confess("whisper-0009 the tenth")
    await pause.reached()  # it is stored
    other.execute("BEGIN IMMEDIATE")
    pause.release()
    await asyncio.sleep(1.0)  # the publisher has come by more than once
    await place.sotto.kill()
    other.rollback()
    other.close()
    await place.start()
    await settled(place)


@pytest.mark.parametrize("at", ["before", "after"])
@pytest.mark.parametrize("processed", [True, False])
async def test_killed_while_a_lost_campaign_is_looked_for(
    place: ProcessTown, at: When, processed: bool
) -> None:
    """answer lost (or call lost); look: forward on its way or processed; SIGKILL."""
    lose = place.world.faults.lose_reply if processed else place.world.faults.reset
    lose("sendPhoto", chat=place.channel)
    pause = place.world.faults.pause("forwardMessage", at=at)
    await place.confess("whisper-0009 the tenth")
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    await place.start()
    await settled(place)


@pytest.mark.parametrize("late", [False, True])
async def test_a_campaign_whose_call_arrives_after_the_restart_is_not_doubled(
    place: ProcessTown, late: bool
) -> None:
    """call on its way; SIGKILL; restart; looks: nothing; the call arrives, or only after it was
    sent once more."""
    pause = place.world.faults.pause("sendPhoto", at="before", chat=place.channel)
    await place.confess("whisper-0009 the tenth")
    await pause.reached()
    await place.sotto.kill()
    looks = len(place.world.calls_of("forwardMessage"))
    await place.start()
    if late:
        await place.world.wait_until(lambda: place.posted()["whisper-0009"], 60)
        await quiet(place)
    else:
        await place.world.wait_until(
            lambda: len(place.world.calls_of("forwardMessage")) >= looks + 8, 60
        )
    pause.release()
    if late:
        await place.world.wait_until(lambda: len(posts(place)) == 2, 30)
    await settled(place)


async def killed_until_its_time_is_over(place: ProcessTown, *, at: When) -> None:
    """In the call that posts it, before or after Telegram has it; restarted later."""
    pause = place.world.faults.pause("sendPhoto", at=at, chat=place.channel)
    await place.confess("whisper-0009 the tenth")
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    await end(place)
    await place.start()


async def test_one_whose_time_ends_while_the_bot_is_dead_is_found_and_says_so(
    place: ProcessTown,
) -> None:
    """call processed; SIGKILL; its end passes; restart: it is found, recorded, and edited."""
    await killed_until_its_time_is_over(place, at="after")
    await settled(place)
    await says_ended(place)


async def test_one_that_ends_on_its_way_never_comes_and_holds_up_nothing(
    place: ProcessTown,
) -> None:
    """attempt committed; the call never arrives; SIGKILL; its end passes; restart."""
    await killed_until_its_time_is_over(place, at="before")
    await settled(place, stands=0)


@pytest.mark.parametrize("at", ["before", "after"])
async def test_killed_in_the_edit_that_says_that_it_is_over(place: ProcessTown, at: When) -> None:
    await posted(place)
    [before] = posts(place)
    photo = before.photo
    pause = place.world.faults.pause("editMessageCaption", at=at, chat=place.channel)
    await end(place)
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    await place.start()
    await says_ended(place)
    await settled(place)
    [after] = posts(place)
    assert after.photo == photo


@pytest.mark.parametrize("at", ["before", "after"])
async def test_killed_while_a_removed_one_is_taken_down(place: ProcessTown, at: When) -> None:
    await posted(place)
    pause = place.world.faults.pause("deleteMessage", at=at, chat=place.channel)
    async with tables_of(place) as storage:
        assert await take_campaign_down(
            storage=storage, number=1, now=datetime.now(UTC), zone=UTC_ZONE
        )
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    await place.start()
    await settled(place, stands=0)


async def end(place: ProcessTown) -> None:
    async with tables_of(place) as storage:
        assert await end_now(storage=storage, number=1, now=datetime.now(UTC), zone=UTC_ZONE)


async def says_ended(place: ProcessTown) -> None:
    def over() -> bool:
        lines = [(post.caption or "").split("\n")[:2] for post in posts(place)]
        return lines == [[LINE, "This has ended."]]

    await place.world.wait_until(over, 60)
