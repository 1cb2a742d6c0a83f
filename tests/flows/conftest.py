"""A real database, a channel in memory, and whispers released into the outbox."""

import random
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.mixing import INSTANT
from bot.flows.authors.release import WALK_FIRST, release_due
from bot.flows.publishing.publish import publish_due
from storage import Storage, open_storage
from storage.posts import Post
from tests.flows.model import Works, make_works
from tests.storage.conftest import a_whisper, address


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await open_storage(address(tmp_path / "sotto.db"))
    yield opened
    await opened.close()


@pytest.fixture
def works(storage: Storage) -> Works:
    return make_works(storage)


async def release(
    works: Works, *words: str, photo: bytes | None = None, cover: bool = False
) -> None:
    """Whispers go through the pool into the outbox, in this order."""
    for text in words:
        async with works.storage.transaction() as tables:
            await tables.whispers.add(
                a_whisper(text, photo=photo, cover=cover),
                handle_hash=secrets.token_bytes(32),
                receipt_hash=secrets.token_bytes(32),
            )
        assert (
            await release_due(
                storage=works.storage, now=works.clock.now(), mixing=INSTANT, rng=random.Random(1)
            )
            == 1
        )


async def run(works: Works, minutes: float = 10, step: float = 4) -> None:
    """The worker's ticks, each ``step`` seconds of the model's time, until nothing is left."""
    end = works.clock.now().timestamp() + minutes * 60
    while works.clock.now().timestamp() < end:
        await publish_due(works.press)
        async with works.storage.reading() as tables:
            channel_state = await tables.channel_states.of(works.channel.chat_id)
            idle = (
                await tables.outbox.oldest() is None
                and channel_state.watch_until is None
                and not await tables.runtime_settings.get(WALK_FIRST)
            )
        if idle:
            return
        works.clock.pass_(seconds=step)


async def post_of(works: Works, number: int) -> Post | None:
    async with works.storage.reading() as tables:
        return await tables.posts.by_number(number)


@pytest.fixture
async def begun(works: Works) -> None:
    """One post stands, so H is known and there is something to try a forward on."""
    await release(works, "zero")
    await run(works)
    works.channel.calls.clear()
