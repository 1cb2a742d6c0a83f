"""Moving in: what an older bot published in this channel becomes whispers of the past, so that
feeds and search start full. Each post is taken once, however often the same export is read."""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from bot.domain.parcel import ParcelKind
from bot.domain.past.whispers import PastWhisper
from bot.domain.ranking import Weights, score
from bot.domain.whisper import OWN_PHOTO, Look, State, Whisper, WhisperKey
from bot.flows.feeds.index import enter
from storage import Storage, Tables
from storage.posts import Post

A_STEP = 25
"""The number of posts taken in one transaction, so that a running bot is never held up for long."""

_LINE = 120
"""The number of characters of a first line that are kept."""

LookOf = Callable[[PastWhisper], Awaitable[tuple[Look, bytes | None]]]
"""Returns how a card shows it: its look, and the post's own picture where it has one."""


@dataclass(frozen=True, slots=True)
class MovedIn:
    taken: int
    known: int
    """The number of posts that are here already."""
    renumbered: int
    """The number of those whose number is another one's, or that had none."""


async def move_in(
    whispers: Sequence[PastWhisper],
    *,
    storage: Storage,
    chat: int,
    look_of: LookOf,
    weights: Weights,
    now: datetime,
) -> MovedIn:
    """Take them over, in their order. New whispers are numbered behind the highest of them."""
    highest = max((whisper.number or 0 for whisper in whispers), default=0)
    async with storage.transaction() as tables:
        await tables.runtime_settings.skip_numbers(highest)
    taken = known = renumbered = 0
    for start in range(0, len(whispers), A_STEP):
        new = await _new(whispers[start : start + A_STEP], storage, chat)
        looks = [await look_of(whisper) for whisper in new]
        async with storage.transaction() as tables:
            for whisper, (look, photo) in zip(new, looks, strict=True):
                number = await _number(tables, whisper)
                await _take(tables, whisper, chat, number, look, photo, weights)
                await enter(tables, number, now, weights)
                renumbered += number != whisper.number
        taken += len(new)
        known += len(whispers[start : start + A_STEP]) - len(new)
    return MovedIn(taken, known, renumbered)


async def _new(
    whispers: Sequence[PastWhisper], storage: Storage, chat: int
) -> Sequence[PastWhisper]:
    async with storage.reading() as tables:
        return [
            whisper
            for whisper in whispers
            if await tables.posts.by_message(chat, whisper.post.message_id) is None
        ]


async def _number(tables: Tables, whisper: PastWhisper) -> int:
    """Return its own number, or a new one if another whisper of this channel has it."""
    if whisper.number is not None and await tables.whispers.by_number(whisper.number) is None:
        return whisper.number
    return await tables.runtime_settings.take_numbers(1)


async def _take(
    tables: Tables,
    past: PastWhisper,
    chat: int,
    number: int,
    look: Look,
    photo: bytes | None,
    weights: Weights,
) -> None:
    """Store the whisper, its post and its reactions. Nobody replies to it: the bot cannot change an
    older bot's post, which would have to say how many replies there are."""
    whisper = Whisper(
        key=WhisperKey(secrets.token_bytes(16)),
        state=State.RELEASED,
        words=past.words,
        look=look,
        photo=photo if look.picture == OWN_PHOTO else None,
        cover=past.post.covered,
        number=number,
    )
    await tables.whispers.add_past(whisper)
    lines = past.post.text.strip().splitlines()
    await tables.posts.add(
        Post(
            chat=chat,
            message_id=past.post.message_id,
            kind=ParcelKind.CARD,
            first_line=lines[0][:_LINE] if lines else "",
            caption=escape(past.words, quote=False),
            posted_at=past.post.posted_at,
            number=number,
            spoiler=past.post.covered,
        )
    )
    await tables.reactions.record(
        chat,
        past.post.message_id,
        past.post.posted_at,
        past.post.reactions,
        score(past.post.reactions, weights),
    )
    await tables.threads.set(number, locked=True)
