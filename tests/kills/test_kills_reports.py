"""SIGKILL while a reported post is hidden: afterwards it is hidden, the moderators see it once, and
their decision holds."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.chats import Supergroup
from bot.sandbox.faults import When
from bot.sandbox.messages import Message
from tests.kills.process import ProcessTown, town
from tests.kills.test_kills import no_parcel_left

WORDS = "whisper-0001 I still water his plants."


@pytest.fixture
async def watched(tmp_path: Path, cache: Path) -> AsyncIterator[tuple[ProcessTown, Supergroup]]:
    """A running bot with a moderators' chat."""
    async with town(tmp_path, cache, moderation="post", votes="1", reports_every="1s") as place:
        moderators_chat = place.world.add_group("Moderators", supergroup=True)
        assert isinstance(moderators_chat, Supergroup)
        moderators_chat.admit(place.bot)
        place.sotto.environment["SOTTO_MODERATORS"] = str(moderators_chat.id)
        await place.start()
        yield place, moderators_chat


async def post_of(place: ProcessTown) -> Message:
    await place.confess(WORDS)
    await place.world.wait_until(lambda: place.posted()["whisper-0001"], 60)
    await no_parcel_left(place)
    return place.channel.posts[-1]


async def report(place: ProcessTown, label: str = "Violence") -> None:
    reader = place.person()
    reader.start(place.bot, "report_1")
    question = await place.world.wait_until(
        lambda: next((m for m in reader.chat if m.keyboard), None), 30
    )
    reader.press(question, label)


def cases(moderators_chat: Supergroup) -> list[Message]:
    return [m for m in moderators_chat.messages if m.photo and m.keyboard]


@pytest.mark.parametrize("at", ["before", "after"])
@pytest.mark.parametrize("call", ["editMessageMedia", "sendPhoto"])
async def test_killed_while_a_post_is_hidden_or_shown_to_the_moderators(
    watched: tuple[ProcessTown, Supergroup], call: str, at: When
) -> None:
    place, moderators_chat = watched
    post = await post_of(place)
    where = place.channel if call == "editMessageMedia" else moderators_chat
    pause = place.world.faults.pause(call, at=at, chat=where)
    await report(place)
    await pause.reached()
    await place.sotto.kill()
    pause.drop()
    await place.start()
    await place.world.wait_until(lambda: post.caption == "#1", 60)
    await place.world.wait_until(lambda: len(cases(moderators_chat)) == 1, 60)
    moderator = place.person()
    moderators_chat.admit(moderator)
    moderator.press(cases(moderators_chat)[0], "Restore")
    await place.world.wait_until(lambda: "whisper-0001" in (post.caption or ""), 60)
    await place.world.wait_until(lambda: not cases(moderators_chat), 60)
