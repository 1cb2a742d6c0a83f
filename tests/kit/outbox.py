"""Whispers into the outbox, and the publisher's work until nothing is left."""

import math
import random
import secrets
from collections.abc import MutableSequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.mixing import INSTANT
from bot.domain.retry import look_due
from bot.domain.whisper import WhisperKey
from bot.flows.authors.release import release_due
from bot.flows.publishing.publish import SHORT, publish_due
from bot.flows.publishing.publisher import Publisher
from storage.posts import Post
from tests.kit.whispers import a_whisper
from tests.kit.works import ManualClock, Works

FOR_EVER = timedelta(days=1)
"""As long as any test's ticks go on."""


class InTurn(random.Random):
    """Lets lie what it is to shuffle."""

    def shuffle(self, x: MutableSequence[Any]) -> None:
        pass


async def release(
    works: Works, *words: str, photo: bytes | None = None, cover: bool = False
) -> None:
    """Whispers go through the pool into the outbox, in this order: the pool lists them by their
    keys."""
    keys = sorted(WhisperKey(secrets.token_bytes(16)) for _ in words)
    async with works.storage.transaction() as tables:
        for key, text in zip(keys, words, strict=True):
            await tables.whispers.add(
                replace(a_whisper(text, photo=photo, cover=cover), key=key),
                handle_hash=secrets.token_bytes(32),
                receipt_hash=secrets.token_bytes(32),
            )
    released = await release_due(
        storage=works.storage, now=works.clock.now(), mixing=INSTANT, rng=InTurn()
    )
    assert released == len(words)


async def run(works: Works, minutes: float = 10, step: float = 4) -> None:
    """The worker's ticks, each ``step`` seconds of the model's time, until nothing is left."""
    end = works.clock.now() + timedelta(minutes=minutes)
    while works.clock.now() < end:
        steps = await publish_due(works.press)
        async with works.storage.glancing() as tables:
            channel_state = await tables.channel_states.of(works.channel.chat_id)
            idle = (
                channel_state.watch_until is None
                and await tables.outbox.oldest() is None
                and not await tables.runtime_settings.walk_first.get()
            )
        if idle:
            return
        rest = timedelta(0) if steps else await rest_of(works.press)
        pass_ticks(works.clock, min(rest, end - works.clock.now()), step)


def pass_ticks(clock: ManualClock, rest: timedelta, step: float) -> None:
    """Go on to the first tick after this rest, and to the next one at least."""
    clock.pass_(seconds=step * max(1, math.ceil(rest.total_seconds() / step)))


async def rest_of(press: Publisher) -> timedelta:
    """How long a publisher that has just found nothing to do finds nothing either, unless somebody
    does something. Its ticks until then are the same again."""
    now = press.clock.now()
    async with press.storage.glancing() as tables:
        channel_state = await tables.channel_states.of(press.chat)
        lost = await tables.outbox.unresolved(press.chat)
    if channel_state.not_before is not None and not channel_state.open_at(now):
        return channel_state.not_before - SHORT - now
    ends = [channel_state.watch_until] if channel_state.watch_until is not None else []
    if lost is not None and lost.attempted_at is not None:
        waits = press.tempo.probe_after
        while not look_due(lost.looks, lost.resends, waits, press.tempo.probe_after):
            waits += press.tempo.probe_after
        ends.append(lost.attempted_at + waits)
    return min((end - now for end in ends if end > now), default=FOR_EVER)


async def post_of(works: Works, number: int) -> Post | None:
    async with works.storage.reading() as tables:
        return await tables.posts.by_number(number)
