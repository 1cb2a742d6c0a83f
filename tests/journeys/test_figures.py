"""A moderator with a clock: no answer in the moderators' chat moves with a tap on Publish."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import World, serve
from bot.sandbox.clock import WorldClock
from bot.sandbox.messages import Message
from handlers.moderators.commands import COMMANDS
from tests.journeys.test_moderation import never_published
from tests.kit.town import ModeratedTown, town_in, with_moderators

ASKED = tuple(
    f"/{name}{argument}"
    for name in COMMANDS
    for argument in {
        "find": ("", " 1", " 2", " 9"),
        "remove": ("", " 1", " 9"),
        "restore": ("", " 1"),
        "replies": ("", " 1"),
        "summary": ("", " on", " off"),
        "mode": ("",),
    }.get(name, ("",))
)
JUST_AFTER_A_BATCH = datetime(2026, 11, 25, 12, 1, tzinfo=UTC)
Answer = tuple[Any, ...]
WORDS = (
    "I water his plants.",
    "The last bus is the best part of my day.",
    "Every spring I repaint the same chair.",
)


@asynccontextmanager
async def a_town(folder: Path, cache: Path) -> AsyncIterator[ModeratedTown]:
    """One of its own, on the same day."""
    world = World(WorldClock(JUST_AFTER_A_BATCH))
    async with serve(world) as server:
        yield with_moderators(town_in(world, server, folder, cache))
        for bot in world.bots.values():
            bot.inbox.stop_poll(quietly=True)


async def batch_seen(town: ModeratedTown) -> None:
    """The batch whose time has come was called, and its figures taken."""
    running = town.bot_running
    assert running is not None
    figures, slot = (
        running.services.moderators.figures,
        running.services.author.rules.review.slot(town.world.clock.now()),
    )
    await town.until(lambda: figures.taken_at is not None and figures.taken_at >= slot)


async def answers(town: ModeratedTown) -> list[Answer]:
    """What each command is answered, and each button of /release."""
    return [await answer(town, command) for command in ASKED]


async def answer(town: ModeratedTown, command: str) -> Answer:
    sent = town.mia.send(command, to=town.group)

    def said() -> Message | None:
        new = town.group.messages[town.group.messages.index(sent) + 1 :]
        return next((m for m in reversed(new) if m.sender is town.bot), None)

    message = await town.until(said)
    return (
        command,
        message.text or message.caption,
        message.photo,
        [(button.label, button.data) for row in message.keyboard for button in row],
    )


async def asked(folder: Path, cache: Path, mode: str, *, somebody_writes: bool) -> list[Answer]:
    """Everything that a moderator can ask, after a day like others: some wait, some are out."""
    async with (
        a_town(folder, cache) as town,
        town.running(
            moderation=mode, release="mixed", release_keep=1, release_share=1.0, review_keep=1
        ),
    ):
        await batch_seen(town)
        people = [town.world.add_person(name) for name in ("Cleo", "Dan", "Eve", "Finn")]
        for person, words in zip(people, WORDS, strict=False):
            await town.submit(person, words)
        await town.later(timedelta(hours=4))
        await batch_seen(town)
        if mode == "pre":
            await town.until(lambda: len(town.waiting) == len(WORDS) or None)
        else:  # the floor stays: their time is up later
            await town.until(lambda: len(town.cards) == len(WORDS) - 1 or None)
        await town.idle()
        await town.later(timedelta(minutes=30))  # figures of one moment, with all of that in them
        await batch_seen(town)
        if somebody_writes:
            await town.submit(people[3], "I kept her number.")
            await town.submit(people[0], "I want to die and nobody has noticed.")
            town.bob.send(never_published())
            await town.said(town.bob, "enfant")
            await town.idle()
        return await answers(town)


@pytest.mark.parametrize("mode", ["pre", "hybrid", "post"])
async def test_between_two_batches_no_answer_tells_whether_somebody_wrote(
    tmp_path: Path, cache: Path, mode: str
):
    quiet = await asked(tmp_path / "quiet", cache, mode, somebody_writes=False)
    busy = await asked(tmp_path / "busy", cache, mode, somebody_writes=True)
    assert len(quiet) == len(ASKED)
    assert busy == quiet


async def test_after_a_restart_figures_come_with_the_next_batch(tmp_path: Path, cache: Path):
    """They are in no file: what a disk shows beside them would tell what came since."""
    async with a_town(tmp_path / "town", cache) as town:
        async with town.running(moderation="pre"):
            await batch_seen(town)
        async with town.running(moderation="pre"):
            await town.submit(town.alice, "I water his plants.")
            await town.tell(town.mia, "/stats", "with the next batch, at 12:30")
            queue = await town.tell(town.mia, "/queue", "0 whispers are waiting")
            assert "The next batch comes at 12:30" in (queue.text or "")
            await town.later(timedelta(minutes=30))
            await batch_seen(town)
            assert (await answer(town, "/stats"))[2] is not None
