"""SIGKILL while somebody presses Send: the reply is taken in once or not at all, its writer learns
which, and it stands in the thread once."""

import sqlite3

import pytest

from bot.sandbox.faults import When
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.kills.process import ProcessTown
from tests.kills.test_kills_replies import Talk, idle, settled, words_of
from tests.kills.test_kills_replies import talk as talk  # the fixture


async def written(place: ProcessTown, words: str) -> tuple[Person, Message]:
    """Tap and write."""
    person = place.person()
    person.start(place.bot, "reply_1")
    question = await place.world.wait_until(
        lambda: next((m for m in person.chat if (m.text or "").startswith("💬")), None), 60
    )
    answer = person.send(words, reply_to=question)
    return person, await place.world.wait_until(
        lambda: next((m for m in person.chat if m.reply_to is answer and m.keyboard), None), 60
    )


def receipts(person: Person) -> int:
    return sum("Your receipt" in (m.text or "") for m in person.chat)


def stored(place: ProcessTown) -> int:
    database = sqlite3.connect(place.data / "sotto.db")
    try:
        (count,) = database.execute("SELECT count(*) FROM replies").fetchone()
    finally:
        database.close()
    return int(count)


async def burnt(place: ProcessTown, person: Person, preview: Message) -> None:
    """The press that was not confirmed has come again: words and preview are gone."""
    await place.world.wait_until(lambda: preview.deleted, 60)
    await place.world.wait_until(
        lambda: not any(m.text == "one" for m in person.chat if m.sender is person), 60
    )


@pytest.mark.parametrize("at", ["before", "after"])
@pytest.mark.parametrize("method", ["answerCallbackQuery", "deleteMessages", "sendMessage"])
async def test_killed_in_a_call_that_follows_send(talk: Talk, method: str, at: When) -> None:
    """reply stored; its confirmation, the burning or the receipt is on its way or processed;
    SIGKILL; the press is delivered again."""
    place, _group = talk
    person, preview = await written(place, "one")
    chat = None if method == "answerCallbackQuery" else preview.chat
    pause = place.world.faults.pause(method, at=at, chat=chat)
    person.press(preview, "Send")
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    await place.start()
    await burnt(place, person, preview)
    await place.world.wait_until(lambda: words_of(talk)["one"], 60)
    await settled(talk, "one")
    assert stored(place) == 2


async def test_killed_before_a_reply_is_committed(talk: Talk) -> None:
    """another program holds the database; Send waits for it; SIGKILL: nothing is stored; the press
    is delivered again, and taken in."""
    place, _group = talk
    person, preview = await written(place, "one")
    await idle(place)
    other = sqlite3.connect(place.data / "sotto.db")
    other.execute("BEGIN IMMEDIATE")
    before = len(place.world.calls_of("getUpdates"))
    person.press(preview, "Send")
    await place.world.wait_until(lambda: len(place.world.calls_of("getUpdates")) > before, 30)
    await place.sotto.kill()
    other.rollback()
    assert other.execute("SELECT count(*) FROM replies").fetchall() == [(0,)]
    other.close()
    assert not receipts(person)
    await place.start()
    await burnt(place, person, preview)
    await settled(talk, "one")
    assert stored(place) == 2


async def test_killed_with_two_presses_of_send_in_hand(talk: Talk) -> None:
    place, _group = talk
    person, preview = await written(place, "one")
    pause = place.world.faults.pause("answerCallbackQuery", at="before")
    person.press(preview, "Send")
    person.press(preview, "Send")
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    await place.start()
    await burnt(place, person, preview)
    await settled(talk, "one")
    assert stored(place) == 2
