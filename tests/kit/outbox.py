"""Whispers into the outbox, and the publisher's work until nothing is left."""

import random
import secrets

from bot.domain.mixing import INSTANT
from bot.flows.authors.release import release_due
from bot.flows.publishing.publish import publish_due
from storage.posts import Post
from tests.kit.whispers import a_whisper
from tests.kit.works import Works


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
                and not await tables.runtime_settings.walk_first.get()
            )
        if idle:
            return
        works.clock.pass_(seconds=step)


async def post_of(works: Works, number: int) -> Post | None:
    async with works.storage.reading() as tables:
        return await tables.posts.by_number(number)
