"""Managers and moderators of a bot in a process of its own: a question that is approved, or made
by conversation."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.campaigns.campaign import Campaign
from bot.sandbox.chats import Shared
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from storage import Storage, open_storage
from tests.kills.process import ProcessTown
from tests.kit.campaigns import a_campaign, approved

QUESTION = "What helped you against bullying?"
LINE = "Question · c1"
PATIENCE = 60.0


@asynccontextmanager
async def tables_of(place: ProcessTown) -> AsyncIterator[Storage]:
    storage = await open_storage(f"sqlite+aiosqlite:///{place.data / 'sotto.db'}")
    try:
        yield storage
    finally:
        await storage.close()


async def nine_stand(place: ProcessTown) -> None:
    """So many that a campaign has room before the next whisper."""
    await asyncio.gather(*(place.confess(f"whisper-{n:04} one of nine") for n in range(9)))
    await place.world.wait_until(lambda: len(place.posted()) == 9, PATIENCE)
    await quiet(place)


async def quiet(place: ProcessTown) -> None:
    """Nothing waits in the outbox, and nothing late is watched for."""
    async with tables_of(place) as storage:
        async with asyncio.timeout(PATIENCE):
            while True:
                async with storage.reading() as tables:
                    states = await tables.channel_states.all()
                    calm = all(each.watch_until is None for each in states)
                    if calm and await tables.outbox.oldest() is None:
                        return
                await asyncio.sleep(0.05)


async def begins(place: ProcessTown, **fields: Any) -> None:
    """The question is approved, and its time has come."""
    async with tables_of(place) as storage:
        start = datetime.now(UTC) - timedelta(minutes=1)
        assert await approved(storage, a_campaign(start, words=QUESTION, **fields)) == [1]


async def campaign(place: ProcessTown) -> Campaign:
    """The first one, as it is stored."""
    async with tables_of(place) as storage, storage.reading() as tables:
        found = await tables.campaigns.of(1)
    assert found is not None
    return found


def posts(place: ProcessTown) -> list[Message]:
    """What stands of the first one in the channel."""
    ours = (post for post in place.channel.posts if post.sender is place.bot)
    return [post for post in ours if (post.caption or "").split("\n")[0] == LINE]


def join(place: ProcessTown, group: Shared) -> Person:
    person = place.person()
    group.admit(person)
    return person


def said(place: ProcessTown, group: Shared, words: str) -> list[Message]:
    """The bot's messages with these words in a group, oldest first."""
    ours = (each for each in group.messages if each.sender is place.bot)
    return [each for each in ours if words in (each.text or each.caption or "")]


async def hears(place: ProcessTown, group: Shared, words: str, since: int = 0) -> Message:
    """The newest of them, once there are more than ``since``."""
    await place.world.wait_until(lambda: len(said(place, group, words)) > since, PATIENCE)
    return said(place, group, words)[-1]


async def press(place: ProcessTown, who: Person, message: Message, label: str) -> None:
    """And wait until it is answered."""
    has = lambda: any(label in each for each in message.labels)  # noqa: E731
    await place.world.wait_until(has, PATIENCE)
    await who.press(message, label).wait(PATIENCE)


async def drafted(place: ProcessTown, cam: Person) -> Message:
    """A question up to its words, which are asked for: returns that message."""
    cam.send("/campaign", to=place.managers)
    menu = await hears(place, place.managers, "Campaigns")
    for label in ("New", "A question", "it’s our own"):
        await press(place, cam, menu, label)
    return await hears(place, place.managers, "The text, please")


async def completed(place: ProcessTown, cam: Person, asked: Message) -> Message:
    """Its words and its times as well: returns the draft that can be sent for approval."""
    now = datetime.now(UTC)
    cam.send(QUESTION, to=place.managers, reply_to=asked)
    card = await hears(place, place.managers, "draft")
    await press(place, cam, card, "When")
    when = await hears(place, place.managers, "When should it appear")
    soon = f"{now + timedelta(minutes=10):%Y-%m-%d %H:%M}"
    cam.send(soon, to=place.managers, reply_to=when)
    until = await hears(place, place.managers, "How long does it run")
    cam.send(f"{now + timedelta(days=5):%Y-%m-%d}", to=place.managers, reply_to=until)
    return await hears(place, place.managers, "Until ")
