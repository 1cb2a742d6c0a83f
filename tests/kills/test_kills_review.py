"""SIGKILL while a whisper is shown to moderators, decided and taken out of their chat: it stands
there once, comes out once, and no words of it stay behind."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.faults import When
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.kills.process import ProcessTown, town

WORDS = "whisper-0001 I still water his plants."


@pytest.fixture
async def moderators_chat(tmp_path: Path, cache: Path) -> AsyncIterator[ProcessTown]:
    """Everything is looked at first, at once; a verdict holds after a second."""
    async with town(
        tmp_path, cache, moderation="pre", review_every="0s", undo="1s", votes="1"
    ) as made:
        await made.start()
        yield made


def moderator(place: ProcessTown) -> Person:
    mia = place.person()
    place.staging.admit(mia)
    return mia


def standing(place: ProcessTown) -> list[Message]:
    """Messages with the words in the moderators' chat."""
    return [m for m in place.staging.messages if WORDS in (m.caption or "")]


async def come_out(place: ProcessTown, mia: Person) -> None:
    """Approve it until it is decided; at the end it is out once and nothing stands there."""

    pressed: list[Message] = []

    def undecided() -> Message | None:
        """A press on a copy whose answer was lost may take that copy away: then it is the next."""
        buttons = (m for m in standing(place) if any("✅" in label for label in m.labels))
        return next((m for m in buttons if m not in pressed), None)

    def out() -> bool:
        return place.posted()["whisper-0001"] > 0

    while not out():
        await place.world.wait_until(lambda: out() or undecided(), 60)
        card = undecided()
        if card is not None and not out():
            pressed.append(card)
            await mia.press(card, "✅").wait()
    await place.world.wait_until(lambda: not standing(place), 60)
    assert place.posted() == {"whisper-0001": 1}


@pytest.mark.parametrize("at", ["before", "after"])
async def test_killed_while_the_card_is_sent(moderators_chat: ProcessTown, at: When) -> None:
    mia = moderator(moderators_chat)
    pause = moderators_chat.world.faults.pause("sendPhoto", at=at, chat=moderators_chat.staging)
    await moderators_chat.confess(WORDS)
    await pause.reached()
    await moderators_chat.sotto.kill()
    pause.drop()
    await moderators_chat.start()
    await moderators_chat.world.wait_until(lambda: len(standing(moderators_chat)) == 1, 60)
    await come_out(moderators_chat, mia)


async def test_killed_between_a_verdict_and_its_time(moderators_chat: ProcessTown) -> None:
    mia = moderator(moderators_chat)
    pause = moderators_chat.world.faults.pause(
        "editMessageCaption", at="before", chat=moderators_chat.staging
    )
    await moderators_chat.confess(WORDS)
    card = await moderators_chat.world.wait_until(
        lambda: (standing(moderators_chat) or [None])[0], 60
    )
    mia.press(card, "✅")
    await pause.reached()
    await moderators_chat.sotto.kill()
    pause.drop()
    await moderators_chat.start()
    await moderators_chat.world.wait_until(lambda: moderators_chat.posted()["whisper-0001"], 60)
    await moderators_chat.world.wait_until(lambda: not standing(moderators_chat), 60)
    assert moderators_chat.posted() == {"whisper-0001": 1}


@pytest.mark.parametrize("at", ["before", "after"])
async def test_killed_while_the_words_leave_the_chat(
    moderators_chat: ProcessTown, at: When
) -> None:
    mia = moderator(moderators_chat)
    pause = moderators_chat.world.faults.pause(
        "editMessageMedia", at=at, chat=moderators_chat.staging
    )
    await moderators_chat.confess(WORDS)
    card = await moderators_chat.world.wait_until(
        lambda: (standing(moderators_chat) or [None])[0], 60
    )
    await mia.press(card, "✅").wait()
    await pause.reached()
    await moderators_chat.sotto.kill()
    pause.drop()
    await moderators_chat.start()
    await moderators_chat.world.wait_until(lambda: moderators_chat.posted()["whisper-0001"], 60)
    await moderators_chat.world.wait_until(lambda: not standing(moderators_chat), 60)
    assert moderators_chat.posted() == {"whisper-0001": 1}
