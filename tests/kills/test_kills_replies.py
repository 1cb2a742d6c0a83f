"""SIGKILL at every step of the discussion group's queue: afterwards each reply that was taken in
stands under its card exactly once, and what was taken back does not."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.whisper import State
from bot.flows.replies.posts import take_reply_post_down
from bot.sandbox.chats import Supergroup
from bot.sandbox.faults import When
from bot.sandbox.messages import Message
from storage import open_storage
from tests.kills.process import ProcessTown, town

Talk = tuple[ProcessTown, Supergroup]


@pytest.fixture
async def talk(tmp_path: Path, cache: Path) -> AsyncIterator[Talk]:
    """A running bot whose channel has a discussion group, in which the first card has its copy."""
    async with town(tmp_path, cache, replies="on", reply_every="0s") as place:
        group = place.channel.link_discussion("Talk")
        group.admit(place.bot, can_delete_messages=True)
        await place.start()
        await place.confess("whisper-0000 the first one")
        await place.world.wait_until(lambda: place.posted()["whisper-0000"], 60)
        await idle(place)
        yield place, group


async def idle(place: ProcessTown, *, copied: bool = True) -> None:
    """Nothing waits in either queue, the first card is recorded, and where its copy is."""
    storage = await open_storage(f"sqlite+aiosqlite:///{place.data / 'sotto.db'}")
    try:
        for _ in range(1200):
            async with storage.reading() as tables:
                states = await tables.channel_states.all()
                quiet = all(each.watch_until is None for each in states)
                post = await tables.posts.by_number(1)
                there = post is not None and (post.echo_id is not None or not copied)
                if there and quiet and await tables.outbox.oldest() is None:
                    return
            await asyncio.sleep(0.05)
        raise AssertionError("the outbox does not get empty")
    finally:
        await storage.close()


async def reply(place: ProcessTown, words: str) -> None:
    """Tap, write, tap."""
    person = place.person()
    person.start(place.bot, "reply_1")
    question = await place.world.wait_until(
        lambda: next((m for m in person.chat if (m.text or "").startswith("💬")), None), 60
    )
    answer = person.send(words, reply_to=question)
    preview = await place.world.wait_until(
        lambda: next((m for m in person.chat if m.reply_to is answer and m.keyboard), None), 60
    )
    person.press(preview, "Send")


def comments(talk: Talk) -> list[Message]:
    place, group = talk
    return [m for m in group.messages if m.sender is place.bot and " · 1." in (m.text or "")]


def words_of(talk: Talk) -> Counter[str]:
    return Counter((m.text or "").split("\n")[1] for m in comments(talk))


async def settled(talk: Talk, *words: str) -> None:
    """Each stands once, nothing is open, and one more reply passes behind them."""
    place, _group = talk
    await reply(place, "the last one")
    wanted = Counter([*words, "the last one"])
    await place.world.wait_until(lambda: words_of(talk) == wanted, 60)
    await idle(place)
    assert words_of(talk) == wanted
    lines = [(m.text or "").split("\n")[0].rpartition(" · ")[2] for m in comments(talk)]
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize("at", ["before", "after"])
async def test_killed_in_the_call_that_brings_a_reply(talk: Talk, at: When) -> None:
    """attempt committed; call on its way, or processed; SIGKILL; nobody heard the answer."""
    place, group = talk
    pause = place.world.faults.pause("sendMessage", at=at, chat=group)
    await reply(place, "one")
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    await place.start()
    await settled(talk, "one")


@pytest.mark.parametrize("at", ["before", "after"])
@pytest.mark.parametrize("processed", [True, False])
async def test_killed_while_a_lost_reply_is_looked_for(
    talk: Talk, at: When, processed: bool
) -> None:
    """answer lost (or call lost); somebody writes between; look: forward on its way or processed;
    SIGKILL."""
    place, group = talk
    member = place.person()
    group.admit(member)
    lose = place.world.faults.lose_reply if processed else place.world.faults.reset
    lose("sendMessage", chat=group)
    pause = place.world.faults.pause("forwardMessage", at=at)
    await reply(place, "one")
    await pause.reached()
    member.send("I know that feeling.", to=group)
    await place.sotto.kill()
    pause.drop()
    await place.start()
    await settled(talk, "one")


async def test_a_reply_whose_call_arrives_after_the_restart_is_not_doubled(talk: Talk) -> None:
    """call on its way; SIGKILL; restart; first look: nothing; the call arrives."""
    place, group = talk
    pause = place.world.faults.pause("sendMessage", at="before", chat=group)
    await reply(place, "one")
    await pause.reached()
    await place.sotto.kill()
    looks = len(place.world.calls_of("forwardMessage"))
    await place.start()
    await place.world.wait_until(
        lambda: len(place.world.calls_of("forwardMessage")) >= looks + 8, 60
    )
    pause.release()
    await settled(talk, "one")


@pytest.mark.parametrize("at", ["before", "after"])
async def test_killed_while_a_comment_is_taken_down(talk: Talk, at: When) -> None:
    place, group = talk
    await reply(place, "one")
    await place.world.wait_until(lambda: words_of(talk)["one"], 30)
    await idle(place)
    pause = place.world.faults.pause("deleteMessage", at=at, chat=group)
    await withdraw(place)
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    await place.start()
    await settled(talk)


async def test_a_reply_taken_back_while_its_send_is_unknown_does_not_stay(talk: Talk) -> None:
    """call processed; SIGKILL; taken back; restart: it is found, and goes."""
    place, group = talk
    pause = place.world.faults.pause("sendMessage", at="after", chat=group)
    await reply(place, "one")
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    await withdraw(place)
    await place.start()
    await settled(talk)


async def withdraw(place: ProcessTown) -> None:
    """The first reply, as its receipt does."""
    storage = await open_storage(f"sqlite+aiosqlite:///{place.data / 'sotto.db'}")
    async with storage.transaction() as tables:
        [found] = await tables.replies.thread(1)
        assert await tables.replies.take_down(found.key, State.WITHDRAWN, None)
        await take_reply_post_down(tables, found, datetime.now(UTC))
    await storage.close()


@pytest.mark.parametrize("at", ["before", "after"])
async def test_killed_while_a_card_counts_its_replies(
    tmp_path: Path, cache: Path, at: When
) -> None:
    """There is no group: afterwards the card names as many as there are."""
    async with town(tmp_path, cache, replies="on", reply_every="0s") as place:
        await place.start()
        await place.confess("whisper-0000 the first one")
        await place.world.wait_until(lambda: place.posted()["whisper-0000"], 60)
        await idle(place, copied=False)
        pause = place.world.faults.pause("editMessageCaption", at=at, chat=place.channel)
        await reply(place, "one")
        await pause.reached()
        await place.sotto.kill()
        pause.drop()
        await place.start()
        await reply(place, "two")
        await place.world.wait_until(
            lambda: "2 replies" in (place.channel.posts[0].caption or ""), 60
        )
        assert place.posted() == {"whisper-0000": 1}
