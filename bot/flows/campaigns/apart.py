"""A tick: a campaign beside which a covered whisper or a helpline has come to stand is taken down.

Both neighbours were plain when it was posted. But reports cover a whisper afterwards, and where one
is taken back, the next moves up.
"""

from collections.abc import Sequence
from itertools import pairwise

from bot.domain.states import PostState
from bot.flows.campaigns.standing import take_campaign_post_down
from bot.flows.publishing.publisher import PostStyle, Publisher
from storage import Tables
from storage.posts import Post

_STANDS = (PostState.LIVE, PostState.HIDDEN)
_NEWEST = 100
"""The number of our messages that are looked through: what is above is hardly read any more."""
_REMEMBERED = 1_000
"""The number of whispers of which it is remembered whether they are tender."""


async def keep_apart(press: Publisher, known: dict[int, bool]) -> int:
    """Take down campaigns beside which something tender stands; return how many. ``known``: what
    was found so far, of whispers by their number; from then on neither their words nor their cover
    change. What reports do, their posts tell."""
    async with press.storage.reading() as tables:
        posts = standing(await tables.posts.last(press.chat, _NEWEST))
        if all(post.campaign is None for post in posts):
            return 0
        wrong = await _beside_tender(tables, press.house, posts, known)
    if wrong:
        async with press.storage.transaction() as tables:
            for post in wrong:
                await take_campaign_post_down(tables, post, press.clock.now())
    return len(wrong)


def standing(posts: Sequence[Post]) -> list[Post]:
    return [post for post in posts if post.state in _STANDS]


async def is_tender_post(tables: Tables, house: PostStyle, post: Post) -> bool:
    """Tell whether the post is covered, by whomever, or a helpline stands under it."""
    return post.state is PostState.HIDDEN or await is_tender(tables, house, post.number)


async def is_tender(tables: Tables, house: PostStyle, number: int | None) -> bool:
    """Tell whether the whisper is covered or brings a helpline. ``number`` is None for a post
    without one."""
    whisper = None if number is None else await tables.whispers.by_number(number)
    return whisper is not None and house.is_tender(whisper)


async def _beside_tender(
    tables: Tables, house: PostStyle, posts: Sequence[Post], known: dict[int, bool]
) -> list[Post]:
    found = []
    for one, other in pairwise(posts):
        for campaign, neighbour in ((one, other), (other, one)):
            if campaign.campaign is None or campaign in found:
                continue
            if await _is_tender_now(tables, house, neighbour, known):
                found.append(campaign)
    return found


async def _is_tender_now(
    tables: Tables, house: PostStyle, post: Post, known: dict[int, bool]
) -> bool:
    if post.state is PostState.HIDDEN or post.number is None:
        return post.state is PostState.HIDDEN
    if post.number not in known:
        while len(known) >= _REMEMBERED:
            del known[next(iter(known))]
        known[post.number] = await is_tender(tables, house, post.number)
    return known[post.number]
