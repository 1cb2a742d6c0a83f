"""SIGKILL at every step of a publish, in ``sotto run`` as a process of its own: afterwards each
whisper that was accepted is in the channel exactly once."""

import asyncio
import sqlite3
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.days import Span
from bot.domain.whisper import State
from bot.flows.digest import ask_digest
from bot.flows.moderation.remove import take_down
from bot.sandbox.faults import When
from storage import open_storage
from tests.kills.process import ProcessTown

WORDS = "whisper-0001 I still water his plants."


async def settled(place: ProcessTown, *tokens: str) -> None:
    """Each token stands once, nothing is open, and one more whisper passes behind them."""
    await place.confess("whisper-9999 the last one")
    wanted = dict.fromkeys([*tokens, "whisper-0000", "whisper-9999"], 1)
    await place.world.wait_until(lambda: place.posted() == wanted, 60)
    await no_parcel_left(place)
    assert place.posted() == wanted
    lines = [(post.caption or post.text or "").split("\n")[0] for post in place.channel.posts]
    assert len(lines) == len(set(lines))


async def no_parcel_left(place: ProcessTown) -> None:
    storage = await open_storage(f"sqlite+aiosqlite:///{place.data / 'sotto.db'}")
    try:
        for _ in range(600):
            async with storage.reading() as tables:
                [channel_state] = await tables.channel_states.all()
                if await tables.outbox.oldest() is None and channel_state.watch_until is None:
                    return
            await asyncio.sleep(0.05)
        raise AssertionError("the outbox does not get empty")
    finally:
        await storage.close()


async def test_killed_before_the_call_reaches_telegram(place: ProcessTown) -> None:
    """attempt committed; call on its way; SIGKILL; the call never arrives."""
    pause = place.world.faults.pause("sendPhoto", at="before", chat=place.channel)
    await place.confess(WORDS)
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    await place.start()
    await settled(place, "whisper-0001")


async def test_killed_after_telegram_processed_it_and_before_the_answer(place: ProcessTown) -> None:
    """call processed; SIGKILL; nobody heard the answer."""
    pause = place.world.faults.pause("sendPhoto", at="after", chat=place.channel)
    await place.confess(WORDS)
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    await place.start()
    await settled(place, "whisper-0001")


async def test_killed_after_the_answer_and_before_the_commit(place: ProcessTown) -> None:
    """call processed; another program holds the database; answer read; commit waits; SIGKILL."""
    pause = place.world.faults.pause("sendPhoto", at="after", chat=place.channel)
    await place.confess(WORDS)
    await pause.reached()
    other = sqlite3.connect(place.data / "sotto.db")
    other.execute("BEGIN IMMEDIATE")
    pause.release()
    await asyncio.sleep(1.0)  # the answer is a few bytes away; the commit waits for 5 s
    await place.sotto.kill()
    other.rollback()
    assert other.execute("SELECT state FROM outbox").fetchall() == [("sending",)]
    other.close()
    await place.start()
    await settled(place, "whisper-0001")


@pytest.mark.parametrize("at", ["before", "after"])
@pytest.mark.parametrize("processed", [True, False])
async def test_killed_while_a_lost_post_is_looked_for(
    place: ProcessTown, at: When, processed: bool
) -> None:
    """answer lost (or call lost); look: forward on its way or processed; SIGKILL."""
    if processed:
        place.world.faults.lose_reply("sendPhoto", chat=place.channel)
    else:
        place.world.faults.reset("sendPhoto", chat=place.channel)
    pause = place.world.faults.pause("forwardMessage", at=at)
    await place.confess(WORDS)
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    await place.start()
    await settled(place, "whisper-0001")


async def test_killed_between_the_two_looks(place: ProcessTown) -> None:
    """call lost; first look: nothing; SIGKILL before the second; then once more SIGKILL in the
    resend, which was processed."""
    place.world.faults.reset("sendPhoto", chat=place.channel)
    await place.confess(WORDS)
    looks = len(place.world.calls_of("forwardMessage"))
    await place.world.wait_until(
        lambda: len(place.world.calls_of("forwardMessage")) >= looks + 8, 30
    )
    await place.sotto.kill()
    pause = place.world.faults.pause("sendPhoto", at="after", chat=place.channel)
    await place.start()
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    await place.start()
    await settled(place, "whisper-0001")


async def test_a_call_that_arrives_after_the_restart_is_not_doubled(place: ProcessTown) -> None:
    """call on its way; SIGKILL; restart; first look: nothing; the call arrives; second look: there
    (or, when it comes even later: sent once more, and the late one deleted)."""
    pause = place.world.faults.pause("sendPhoto", at="before", chat=place.channel)
    await place.confess(WORDS)
    await pause.reached()
    await place.sotto.kill()
    looks = len(place.world.calls_of("forwardMessage"))
    await place.start()
    await place.world.wait_until(
        lambda: len(place.world.calls_of("forwardMessage")) >= looks + 8, 30
    )
    pause.release()
    await settled(place, "whisper-0001")


async def test_a_call_that_arrives_long_after_the_resend_is_deleted_with_the_next_post(
    place: ProcessTown,
) -> None:
    """call on its way; SIGKILL; restart; two looks: nothing; sent once more; nobody waits for the
    first any more; it arrives; the next post shows the gap."""
    pause = place.world.faults.pause("sendPhoto", at="before", chat=place.channel)
    await place.confess(WORDS)
    await pause.reached()
    await place.sotto.kill()
    await place.start()
    await place.world.wait_until(lambda: place.posted()["whisper-0001"], 60)
    await no_parcel_left(place)
    pause.release()
    await place.world.wait_until(lambda: place.posted()["whisper-0001"] == 2, 30)
    await settled(place, "whisper-0001")


async def test_killed_while_the_first_message_id_is_learnt(place: ProcessTown) -> None:
    """a new channel's silent text was processed; SIGKILL; another is sent, both are deleted."""
    await no_parcel_left(place)
    await place.sotto.kill()
    with sqlite3.connect(place.data / "sotto.db") as database:
        database.execute("UPDATE channel_states SET high = NULL, learning = 0")
    database.close()
    pause = place.world.faults.pause("sendMessage", at="after", chat=place.channel)
    await place.start()
    await place.confess(WORDS)
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    await place.start()
    await settled(place, "whisper-0001")


@pytest.mark.parametrize("at", ["before", "after"])
async def test_killed_in_a_deletion(place: ProcessTown, at: When) -> None:
    """``sotto remove``: deletion on its way or processed; SIGKILL; it is repeated."""
    await place.confess(WORDS)
    await place.world.wait_until(lambda: place.posted()["whisper-0001"], 30)
    pause = place.world.faults.pause("deleteMessage", at=at, chat=place.channel)
    await remove(place, "whisper-0001")
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    await place.start()
    await place.world.wait_until(lambda: not place.posted()["whisper-0001"], 30)
    await settled(place)


async def remove(place: ProcessTown, token: str) -> None:
    [post] = [post for post in place.channel.posts if token in (post.caption or "")]
    number = int((post.caption or "").split("\n")[0].removeprefix("#"))
    storage = await open_storage(f"sqlite+aiosqlite:///{place.data / 'sotto.db'}")
    now = datetime.now(UTC)
    assert await take_down(storage=storage, number=number, to=State.REMOVED, reason=None, now=now)
    await storage.close()


@pytest.mark.parametrize("at", ["before", "after"])
async def test_killed_in_the_digest(place: ProcessTown, at: When) -> None:
    """digest on its way or processed; SIGKILL; there is one, and one only."""
    await place.confess(WORDS)
    await place.world.wait_until(lambda: place.posted()["whisper-0001"], 30)
    reader = place.person()
    for post in place.channel.posts:
        reader.react(post, "❤")
    await place.world.wait_until(lambda: not place.inbox.waiting)
    pause = place.world.faults.pause("sendPhoto", at=at, chat=place.channel)
    storage = await open_storage(f"sqlite+aiosqlite:///{place.data / 'sotto.db'}")
    await ask_digest(storage=storage, now=datetime.now(UTC), zone=ZoneInfo("UTC"))
    await storage.close()
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    await place.start()
    await place.world.wait_until(lambda: digests(place), 30)
    await settled(place, "whisper-0001")
    assert digests(place) == 1


@pytest.mark.parametrize("at", ["before", "after"])
async def test_killed_in_the_best_of_a_week(place: ProcessTown, at: When) -> None:
    """Asked for, on its way or processed; SIGKILL; asked for again: there is one, and one only."""
    await place.confess(WORDS)
    await place.world.wait_until(lambda: place.posted()["whisper-0001"], 30)
    reader = place.person()
    for post in place.channel.posts:
        reader.react(post, "❤")
    await place.world.wait_until(lambda: not place.inbox.waiting)
    pause = place.world.faults.pause("sendPhoto", at=at, chat=place.channel)
    await ask_for_this_week(place)
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    await ask_for_this_week(place)
    await place.start()
    await place.world.wait_until(lambda: digests(place, "Best of the week"), 30)
    await settled(place, "whisper-0001")
    assert digests(place, "Best of the week") == 1


async def ask_for_this_week(place: ProcessTown) -> None:
    """Whatever day it is."""
    storage = await open_storage(f"sqlite+aiosqlite:///{place.data / 'sotto.db'}")
    async with storage.transaction() as tables:
        week = Span.WEEK.first(datetime.now(UTC).date())
        await tables.runtime_settings.week_asked.put(week)
    await storage.close()


def digests(place: ProcessTown, line: str = "Most loved") -> int:
    return sum((post.caption or "").startswith(line) for post in place.channel.posts)


async def test_a_stop_in_the_middle_of_a_batch_ends_in_time_and_loses_nothing(
    place: ProcessTown,
) -> None:
    """SIGTERM while one call hangs and others wait: exit status 0 within the grace of 5 s."""
    pause = place.world.faults.pause("sendPhoto", at="after", chat=place.channel)
    for n in range(1, 4):
        await place.confess(f"whisper-000{n} one of a batch")
    await pause.reached()
    async with asyncio.timeout(60):
        assert await place.sotto.stop() == 0
    pause.drop()
    await place.start()
    await settled(place, "whisper-0001", "whisper-0002", "whisper-0003")
