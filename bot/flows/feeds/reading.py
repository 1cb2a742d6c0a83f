"""Reading a feed: which whispers, in which order, and what is shown of each of a page.

The order is kept for some seconds, so that many who look at once cost little; what is shown is read
anew each time, so that what was taken down meanwhile is not. Each statement is for itself: in one
transaction they would keep whoever writes from committing, and no whisper of a page depends on
another one."""

import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.campaigns.campaign import Campaign
from bot.domain.campaigns.packs import PackPicture
from bot.domain.feeds.asked import A_PAGE, ALL_CHANNELS, MOST, Asked, Feed, Period
from bot.domain.feeds.terms import is_open
from bot.domain.numbers import read_mark
from bot.domain.places.place import Place
from bot.domain.ranking import USUAL, Weights, cooled, shown
from bot.domain.states import PostState
from bot.domain.whisper import PictureId, State, Whisper
from bot.flows.campaigns.answers import question_in
from bot.flows.campaigns.packs import pack_of
from bot.flows.feeds.by_place import rows_of_place
from bot.memory.feed_orders import CardKey, FeedOrders
from storage import Storage, Tables
from storage.posts import Post
from storage.standings import StandingRow
from storage.terms import Word


@dataclass(frozen=True, slots=True)
class FeedCard:
    """A card as a feed shows it."""

    channel: int
    whisper: Whisper
    post: Post
    reactions: tuple[tuple[str, int], ...]  # what counts as love, most frequent first
    replies: int = 0  # the number of replies that are out
    place: Place | None = None  # the one that its post prints
    question: Campaign | None = None  # the one that it answers
    pack: PackPicture | None = None  # the one on which it is drawn

    @property
    def number(self) -> int:
        return self.whisper.number or 0


@dataclass(frozen=True, slots=True)
class FeedPage:
    asked: Asked  # with the number of this page
    pages: int
    cards: tuple[FeedCard, ...]

    @property
    def first_rank(self) -> int:
        return self.asked.page * A_PAGE + 1


async def read_page(
    asked: Asked,
    *,
    storage: Storage,
    channels: Sequence[int],
    orders: FeedOrders,
    now: datetime,
    weights: Weights = USUAL,
) -> FeedPage:
    """Read a page of a feed of these channels, or of the one to which it is narrowed. A page beyond
    the last is the last."""
    async with _turn(storage, orders):
        order = await _order(asked, storage, channels, orders, now)
        pages = max(1, -(-len(order) // A_PAGE))
        page = min(asked.page, pages - 1)
        await storage.let_writers_pass()
        async with storage.glancing() as tables:
            keys = order[page * A_PAGE : (page + 1) * A_PAGE]
            cards = await cards_of(tables, keys, weights)
    return FeedPage(asked.on_page(page), pages, cards)


async def first_cards(
    asked: Asked,
    *,
    storage: Storage,
    channels: Sequence[int],
    orders: FeedOrders,
    now: datetime,
    most: int = MOST,
) -> tuple[FeedCard, ...]:
    """Return the beginning of a feed, without pages; each card with the campaign whose picture it
    is drawn on."""
    async with _turn(storage, orders):
        order = await _order(asked, storage, channels, orders, now)
        async with storage.glancing() as tables:
            return await _as_posted(tables, await cards_of(tables, order[:most], USUAL))


async def numbered_cards(
    keys: Sequence[CardKey], *, storage: Storage, orders: FeedOrders
) -> tuple[FeedCard, ...]:
    """Return those of these cards that feeds may show; each with the campaign whose picture it is
    drawn on."""
    async with _turn(storage, orders), storage.glancing() as tables:
        return await _as_posted(tables, await cards_of(tables, keys, USUAL))


async def _as_posted(tables: Tables, cards: Sequence[FeedCard]) -> tuple[FeedCard, ...]:
    """Return the cards with what is known of the pictures on which they stand in the channel."""
    packs: dict[tuple[int, PictureId], PackPicture] = {}
    for channel in dict.fromkeys(card.channel for card in cards):
        there = tables.of(channel)
        pictures = {card.whisper.look.picture for card in cards if card.channel == channel}
        for picture in await there.campaigns.packs_among(pictures):
            if (pack := await pack_of(there, picture)) is not None:
                packs[channel, picture] = pack
    return tuple(
        replace(card, pack=packs.get((card.channel, card.whisper.look.picture))) for card in cards
    )


async def random_card(
    asked: Asked,
    *,
    storage: Storage,
    channels: Sequence[int],
    rng: random.Random,
    orders: FeedOrders,
    weights: Weights = USUAL,
) -> FeedCard | None:
    """Return one of all cards that feeds may show. None: there is none. The more numbers a channel
    has, the more often it is drawn."""
    async with _turn(storage, orders), storage.glancing() as tables:
        found = [
            row
            for channel in _chosen(asked, channels)
            if (row := await tables.of(channel).standings.at_random(rng)) is not None
        ]
        if not found:
            return None
        drawn = rng.choices(found, [max(1, row.number) for row in found])[0]
        cards = await cards_of(tables, [(drawn.channel, drawn.number)], weights)
    return cards[0] if cards else None


async def one_card(
    number: int, *, storage: Storage, channel: int, weights: Weights = USUAL
) -> FeedCard | None:
    """Return the card under this number, whether feeds may show it or not. None: it does not
    stand."""
    async with storage.glancing() as tables:
        return await _card(tables.of(channel), channel, number, weights)


async def cards_of(
    tables: Tables, keys: Sequence[CardKey], weights: Weights
) -> tuple[FeedCard, ...]:
    """Return those of these cards that feeds may show at this moment, in this order."""
    found: dict[CardKey, FeedCard] = {}
    for channel in dict.fromkeys(channel for channel, _ in keys):
        there = tables.of(channel)
        numbers = [number for each, number in keys if each == channel]
        known = [row.number for row in await there.standings.of(numbers)]
        if not known:
            continue
        whispers = await there.whispers.by_numbers(known)
        posts = await there.posts.by_numbers(known)
        replies = await there.replies.counts(known)
        printed = await there.places.shown_of_all(known)
        chats: dict[int, list[int]] = {}
        for post in posts.values():
            chats.setdefault(post.chat, []).append(post.message_id)
        counts = {
            (chat, message_id): counted
            for chat, ids in chats.items()
            for message_id, counted in (await there.reactions.of_all(chat, ids)).items()
        }
        for number in known:
            whisper, stood = whispers.get(number), posts.get(number)
            if whisper is None or stood is None or not _stands(whisper, stood):
                continue
            loved = shown(counts.get((stood.chat, stood.message_id), {}), weights)
            found[channel, number] = FeedCard(
                channel, whisper, stood, loved, replies.get(number, 0), printed.get(number)
            )
    return tuple(found[key] for key in keys if key in found)


async def _card(tables: Tables, channel: int, number: int, weights: Weights) -> FeedCard | None:
    found = await tables.whispers.to_post(number)
    post = await tables.posts.by_number(number)
    if found is None or post is None or not _stands(found.whisper, post):
        return None
    whisper, pack = found.whisper, None
    counts = await tables.reactions.of(post.chat, post.message_id)
    replies = await tables.replies.count(number)
    question = await question_in(tables, whisper.campaign)
    loved = shown(counts, weights)
    if found.on_pack and not whisper.cover:
        pack = await pack_of(tables, whisper.look.picture)
    return FeedCard(channel, whisper, post, loved, replies, found.place, question, pack)


def _stands(whisper: Whisper, post: Post) -> bool:
    return whisper.state is State.RELEASED and post.state is PostState.LIVE


async def _order(
    asked: Asked,
    storage: Storage,
    channels: Sequence[int],
    orders: FeedOrders,
    now: datetime,
) -> tuple[CardKey, ...]:
    chosen = tuple(_chosen(asked, channels))
    key = (replace(asked, page=0), chosen)
    if (kept := orders.get(key, now)) is not None:
        return kept
    async with storage.glancing() as tables:
        if asked.feed is Feed.ANSWERS:
            rows = await _answers(asked, tables, chosen)
        elif asked.feed is Feed.PLACE:
            rows = await rows_of_place(Place(asked.words), tables, chosen, MOST)
        else:
            rows = [row for each in chosen for row in await _rows(asked, tables.of(each), now)]
    if asked.feed is Feed.POPULAR:
        rows.sort(key=lambda row: (-_worth(asked, row, now), -row.number))
    else:
        rows.sort(key=lambda row: (row.posted_at, row.number), reverse=True)
    order = tuple((row.channel, row.number) for row in rows[:MOST])
    orders.put(key, order, now)
    return order


@asynccontextmanager
async def _turn(storage: Storage, orders: FeedOrders) -> AsyncIterator[None]:
    """Hold the turn of those who read feeds. Authors go first."""
    async with orders.turn():
        await storage.let_writers_pass()
        yield


def _chosen(asked: Asked, channels: Sequence[int]) -> Sequence[int]:
    """Return the channels that are asked for. A channel that is not open any more narrows to
    nothing."""
    if asked.channel == ALL_CHANNELS:
        return channels
    return [each for each in channels if each == asked.channel]


def _worth(asked: Asked, row: StandingRow, now: datetime) -> float:
    """Return what a row is ranked by. Within a day what is new counts more; over longer times age
    does not count."""
    return row.score if asked.period is not Period.TODAY else cooled(row.score, row.posted_at, now)


async def _rows(asked: Asked, tables: Tables, now: datetime) -> Sequence[StandingRow]:
    table = tables.standings
    match asked.feed:
        case Feed.POPULAR:
            return await _popular(asked.period, tables, now)
        case Feed.TAG:
            return await table.of(await tables.terms.with_all([Word(asked.words)], MOST))
        case Feed.SEARCH:
            words = [Word(term, open=is_open(term)) for term in asked.terms]
            return await table.of(await tables.terms.with_all(words, MOST))
        case _:
            return await table.latest(MOST)


async def _answers(asked: Asked, tables: Tables, chosen: Sequence[int]) -> list[StandingRow]:
    """Return the answers to a campaign's question, in its channel."""
    named = read_mark(asked.words)
    if named is None or named[0] not in chosen:
        return []
    there = tables.of(named[0])
    return list(await there.standings.of(await there.whispers.answers_to(named[1], MOST)))


async def _popular(period: Period, tables: Tables, now: datetime) -> Sequence[StandingRow]:
    if period.length is None:
        return await tables.standings.most_loved(MOST)
    since = now - period.length
    if period is Period.TODAY:
        return await tables.standings.hottest_since(since, now, MOST)
    return await tables.standings.most_loved_since(since, now, MOST)


async def common_tags(
    *, storage: Storage, channels: Sequence[int], most: int
) -> tuple[tuple[str, int], ...]:
    """Return (tag, how many whispers of these channels stand under it), the commonest first."""
    times: dict[str, int] = {}
    async with storage.glancing() as tables:
        for channel in channels:
            for tag, count in await tables.of(channel).terms.commonest_tags(4 * most):
                times[tag] = times.get(tag, 0) + count
    best = sorted(times.items(), key=lambda each: (-each[1], each[0]))
    return tuple(best[:most])
