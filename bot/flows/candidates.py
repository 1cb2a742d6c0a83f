"""Candidates of a digest are the most loved whispers of a channel, found by the scores that are
kept with its posts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest

from bot.domain.numbers import subject
from bot.domain.places.place import Place, within
from bot.domain.ranking import WINDOW, Standing, Weights, score
from bot.flows.publishing.publisher import Publisher
from storage import Storage, Tables
from storage.posts import Post

_AT_ONCE = 500
"""The number of posts whose scores are worked out in one transaction."""


@dataclass(frozen=True, slots=True)
class Candidate:
    source: Publisher  # the publisher of the channel where it stands
    post: Post
    standing: Standing


@dataclass(frozen=True, slots=True)
class Best:
    """Candidates of one channel. ``complete``: there are no others."""

    candidates: Sequence[Candidate]
    complete: bool


async def best_of(
    source: Publisher,
    chat: int,
    weights: Weights,
    *,
    alone: bool,
    most: int,
    now: datetime,
    place: Place | None = None,
) -> Best:
    """Return cards of this channel that no digest in ``chat`` has shown. ``alone``: no other
    channel's compete with them; else their numbers are told apart by the channel. About ``most`` of
    the best are looked at, or all where the channel itself ranks by other weights. ``place``: posts
    must name it, or one in it."""
    kept = await _scores_are_kept(source, weights, own=alone, now=now)
    async with source.storage.reading() as tables:
        if kept:
            ids = await tables.posts.loved(source.chat, now - WINDOW, most)
        else:
            ids = await tables.posts.ids_since(source.chat, now - WINDOW)
        posts = await tables.posts.cards_of(source.chat, ids)
        counts = await tables.reactions.of_all(source.chat, [post.message_id for post in posts])
        numbers = [post.number for post in posts if post.number is not None]
        passed_over = await tables.digests.featured(chat, numbers)
        if place is not None:
            passed_over |= await _elsewhere(tables, numbers, place)
    candidates = [
        Candidate(
            source,
            post,
            Standing(
                post.number if alone else subject(post.channel, post.number),
                counts[post.message_id],
                post.posted_at,
            ),
        )
        for post in posts
        if post.number is not None
        and post.number not in passed_over
        and score(counts.get(post.message_id, {}), weights) > 0
    ]
    return Best(candidates, complete=not kept or len(ids) < most)


async def best_between(
    storage: Storage,
    chat: int,
    weights: Weights,
    *,
    since: datetime,
    until: datetime,
    most: int,
    place: Place | None = None,
) -> tuple[tuple[Post, Mapping[str, int]], ...]:
    """Return the ``most`` loved cards posted between, whichever digest showed them, with their
    reactions, best first. Their scores are worked out anew, some at a time: kept ones may go by
    other weights."""
    best: list[tuple[float, int, Post, Mapping[str, int]]] = []
    async with storage.reading() as tables:
        ids = await tables.posts.ids_since(chat, since, until)
    for start in range(0, len(ids), _AT_ONCE):
        async with storage.reading() as tables:
            posts = await tables.posts.cards_of(chat, ids[start : start + _AT_ONCE])
            counts = await tables.reactions.of_all(chat, [post.message_id for post in posts])
            numbers = [post.number for post in posts if post.number is not None]
            out = frozenset[int]() if place is None else await _elsewhere(tables, numbers, place)
        found = [
            (score(counts.get(post.message_id, {}), weights), post.message_id, post, given)
            for post in posts
            if post.number is not None and post.number not in out
            for given in (counts.get(post.message_id, {}),)
        ]
        loved = [each for each in found if each[0] > 0]
        best = nlargest(most, [*best, *loved], key=lambda each: each[:2])
    return tuple((post, given) for _score, _id, post, given in best)


async def _elsewhere(tables: Tables, numbers: Sequence[int], place: Place) -> frozenset[int]:
    """Return the numbers whose posts do not name this place."""
    printed = await tables.places.shown_of_all(numbers)
    return frozenset(n for n in numbers if n not in printed or not within(printed[n], place))


async def _scores_are_kept(
    source: Publisher, weights: Weights, *, own: bool, now: datetime
) -> bool:
    """Whether the scores of this channel's posts are those of these weights. Its own digest works
    them out anew when the weights have changed."""
    async with source.storage.reading() as tables:
        kept = await tables.runtime_settings.ranked_by.get()
    if kept == weights.fingerprint or not own:
        return kept == weights.fingerprint
    async with source.storage.reading() as tables:
        ids = await tables.posts.ids_since(source.chat, now - WINDOW)
    for start in range(0, len(ids), _AT_ONCE):
        async with source.storage.channel_transaction() as tables:
            await _work_out(tables, source.chat, ids[start : start + _AT_ONCE], weights)
    async with source.storage.adding() as tables:
        await tables.runtime_settings.ranked_by.put(weights.fingerprint)
    return True


async def _work_out(tables: Tables, chat: int, ids: Sequence[int], weights: Weights) -> None:
    counts = await tables.reactions.of_all(chat, ids)
    await tables.posts.set_scores(
        chat, {each: score(counts.get(each, {}), weights) for each in ids}
    )
