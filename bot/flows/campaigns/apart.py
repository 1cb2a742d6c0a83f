"""A tick: a campaign beside which a covered whisper or a helpline has come to stand is taken down.

Both neighbours were plain when it was posted. But reports cover a whisper afterwards, and where one
is taken back, the next moves up.
"""

from collections.abc import Sequence
from itertools import pairwise

from bot.domain.states import PostState
from bot.flows.campaigns.standing import take_campaign_post_down
from bot.flows.publishing.publisher import Publisher
from storage import Tables
from storage.posts import Post

_STANDS = (PostState.LIVE, PostState.HIDDEN)
_NEWEST = 100
"""Messages of ours that are looked through: what is above is hardly read any more."""
_REMEMBERED = 1_000
"""Whispers of which it is remembered whether they are tender."""


async def keep_apart(press: Publisher) -> int:
    """How many were taken down."""
    async with press.storage.reading() as tables:
        posts = standing(await tables.posts.last(press.chat, _NEWEST))
        if all(post.campaign is None for post in posts):
            return 0
        wrong = await _beside_tender(tables, press, posts)
    if wrong:
        async with press.storage.transaction() as tables:
            for post in wrong:
                await take_campaign_post_down(tables, post, press.clock.now())
    return len(wrong)


def standing(posts: Sequence[Post]) -> list[Post]:
    return [post for post in posts if post.state in _STANDS]


async def is_tender_post(tables: Tables, press: Publisher, post: Post) -> bool:
    """It is covered, by whomever, or a helpline stands under it."""
    return post.state is PostState.HIDDEN or await is_tender(tables, press, post.number)


async def is_tender(tables: Tables, press: Publisher, number: int | None) -> bool:
    """The same of a whisper that is released; None: of a post without one. Each is read once: from
    then on neither its words nor its cover change. What reports do, its post tells."""
    if number is None:
        return False
    known = press.tender.get(number)
    if known is None:
        whisper = await tables.whispers.by_number(number)
        if whisper is None:
            return False
        known = press.house.is_tender(whisper)
        while len(press.tender) >= _REMEMBERED:
            del press.tender[next(iter(press.tender))]
        press.tender[number] = known
    return known


async def _beside_tender(tables: Tables, press: Publisher, posts: Sequence[Post]) -> list[Post]:
    found = []
    for one, other in pairwise(posts):
        for campaign, neighbour in ((one, other), (other, one)):
            if campaign.campaign is None or campaign in found:
                continue
            if await is_tender_post(tables, press, neighbour):
                found.append(campaign)
    return found
