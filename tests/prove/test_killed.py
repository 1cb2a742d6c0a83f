"""SIGKILL at any point of the journey: nothing of anybody stays on disk, the whisper comes out
once all the same, and the chat is swept when its author comes back."""

import asyncio
import signal

import pytest

from bot.sandbox.people import Person
from tests.prove.authors import clean, preview_of, words_of
from tests.prove.town import PLAIN, ProofTown, town_of

SETTINGS = {"SOTTO_RELEASE_MAX_AGE": "2s", "SOTTO_DRAFT_TTL": "2s", "SOTTO_RECEIPT_TTL": "1s"}
CHANNEL = "the channel"

POINTS = [
    ("sendPhoto", "before", None),  # the preview
    ("sendPhoto", "after", None),
    ("answerCallbackQuery", "before", None),  # taken in, not confirmed
    ("answerCallbackQuery", "after", None),
    ("deleteMessages", "before", None),  # the burning
    ("deleteMessages", "after", None),
    ("sendMessage", "before", None),  # the receipt
    ("sendMessage", "after", None),
    ("sendPhoto", "before", CHANNEL),  # the post
    ("sendPhoto", "after", CHANNEL),
]


async def write_and_publish(town: ProofTown, author: Person) -> None:
    """As far as it goes: whatever the bot no longer answers is tried again after the restart."""
    author.send(words_of(0))
    author.press(await preview_of(town, author), "Publish")


@pytest.mark.parametrize(
    ("method", "moment", "chat"), POINTS, ids=lambda value: str(value) if value else "private"
)
async def test_a_kill_leaves_nothing_behind_and_loses_nothing(
    method, moment, chat, tmp_path, figure
):
    async with town_of(tmp_path, 3) as town:
        author = town.people[0]
        program = ("bot",) if chat == CHANNEL else PLAIN
        life = await town.start(program=program, **SETTINGS)
        where = town.channel if chat == CHANNEL else author.place()
        if method == "answerCallbackQuery":
            where = None  # it names no chat
        pause = town.world.faults.pause(method, at=moment, chat=where)
        writing = asyncio.create_task(write_and_publish(town, author))
        await pause.reached()
        await life.end(signal.SIGKILL)
        pause.drop()
        found_at_kill = town.found()

        await town.start(program=PLAIN, **SETTINGS)
        await writing
        await town.until(lambda: town.cards)
        author.send("/help")  # coming back has the chat swept
        await clean(town, author)
        assert found_at_kill == town.found() == ()
        assert len([post for post in town.cards if words_of(0)[:20] in (post.caption or "")]) == 1
        figure(
            f"killed at {method} ({moment}, {chat or 'private'})", "0 traces, 1 post, chat empty"
        )
