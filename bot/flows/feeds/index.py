"""The index of the feeds takes a whisper in when its card stands, in the same transaction. A change
of the post's state takes it out (``storage/posts.py``).

What stood before feeds were there, or was cut into words in another way, is entered in steps after
the start; so is what a restored backup brings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.feeds.terms import EDITION, found_by, may_be_found
from bot.domain.ranking import USUAL, Standing, Weights, hot, score
from bot.domain.states import PostState
from bot.domain.whisper import State, Whisper
from storage import Storage, Tables
from storage.posts import Post

A_STEP = 50
"""The number of posts entered in one transaction: some 50 ms."""


async def enter(tables: Tables, number: int, now: datetime, weights: Weights = USUAL) -> bool:
    """Take a whisper into the feeds. False: it does not stand, or may not come to somebody who did
    not open it."""
    post, whisper = await tables.posts.by_number(number), await tables.whispers.by_number(number)
    if post is None or post.state is not PostState.LIVE:
        return False
    if whisper is None or whisper.state is not State.RELEASED:
        return False
    if not may_be_found(whisper.words, cover=whisper.cover):
        await tables.standings.leave(number)
        return False
    counts = await tables.reactions.of(post.chat, post.message_id)
    await _enter(tables, post, whisper, counts, now, weights, known=True)
    return True


async def enter_new(
    tables: Tables, post: Post, whisper: Whisper, now: datetime, *, loved: bool
) -> None:
    """Take a whisper into the feeds, if it may come to somebody who did not open it: its post has
    just been found, and it was in none. ``loved``: reactions worth something came before it."""
    if whisper.state is State.RELEASED and may_be_found(whisper.words, cover=whisper.cover):
        counts = await tables.reactions.of(post.chat, post.message_id) if loved else {}
        await _enter(tables, post, whisper, counts, now, USUAL, known=False)


async def _enter(
    tables: Tables,
    post: Post,
    whisper: Whisper,
    counts: Mapping[str, int],
    now: datetime,
    weights: Weights,
    *,
    known: bool,
) -> None:
    number = whisper.number or 0
    loved, heat = _worth(post, counts, now, weights)
    await tables.standings.enter(number, posted_at=post.posted_at, score=loved, hot=heat)
    await tables.terms.enter(number, found_by(whisper.words), known=known)


async def weigh(
    tables: Tables, post: Post, counts: Mapping[str, int], now: datetime, weights: Weights
) -> None:
    """Weigh a whisper anew, since the reactions under its post were counted anew: ``counts``."""
    if post.number is None:
        return
    loved, heat = _worth(post, counts, now, weights)
    await tables.of(post.channel).standings.weigh(post.number, score=loved, hot=heat)


def _worth(
    post: Post, counts: Mapping[str, int], now: datetime, weights: Weights
) -> tuple[float, float]:
    """Return what it is loved (of all time, and just now)."""
    standing = Standing(post.number or 0, counts, post.posted_at)
    return score(counts, weights), hot(standing, now, weights)


async def fill_step(*, storage: Storage, weights: Weights, now: datetime) -> bool:
    """Enter the next posts that stand and may not be known yet. False: all are."""
    edition = edition_of(weights)
    async with storage.reading() as tables:
        done = _Filled.of(await tables.runtime_settings.feeds_filled.get(), edition)
    if done.all:
        return False
    async with storage.transaction() as tables:
        numbers = await tables.posts.live_numbers(after=done.up_to, most=A_STEP)
        for number in numbers:
            await enter(tables, number, now, weights)
        last = numbers[-1] if len(numbers) == A_STEP else None
        await tables.runtime_settings.feeds_filled.put((edition, last))
    return last is not None


def edition_of(weights: Weights) -> str:
    """Return the edition of what the feeds' tables hold: under another edition they are filled
    anew."""
    worth = sorted(weights.by_emoji.items()), weights.other, weights.paid, weights.paid_cap
    return EDITION if weights == USUAL else f"{EDITION} weights {worth}"


@dataclass(frozen=True, slots=True)
class _Filled:
    up_to: int
    all: bool

    @classmethod
    def of(cls, kept: tuple[str, int | None] | None, edition: str) -> "_Filled":
        if kept is None or kept[0] != edition:
            return cls(0, False)
        return cls(kept[1] or 0, kept[1] is None)


async def clean_up(*, storage: Storage) -> bool:
    """A step: overwrite the gaps of what left the search index. True: there is more to do."""
    async with storage.reading() as tables:
        settings = tables.runtime_settings
        if not (await settings.feeds_moving.get() or await settings.feeds_left.get()):
            return False
    async with storage.transaction() as tables:
        return await tables.terms.move_on()
