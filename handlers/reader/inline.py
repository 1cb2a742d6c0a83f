"""@bot rain, in any chat: cards to drop there. Nothing is learnt of who types, or of the chat; what
is offered is the same for everybody, so it is in the channel's language."""

from html import escape

from telegram import Update

from bot.botapi.inline_answers import Offered, offer
from bot.domain.captions import first_line_of, first_words
from bot.domain.feeds.asked import Asked, Feed
from bot.domain.feeds.questions import Numbered, question
from bot.domain.inert import inert
from bot.domain.numbers import mark
from bot.flows.feeds.reading import FeedCard, first_cards, numbered_cards
from bot.memory.identity import Purpose
from handlers.context import Context
from handlers.incoming.query import Query, inline_query_of

MOST = 24
"""The most cards that are offered at once."""

_SAID = 160  # graphemes of the words under a card


async def typed(update: Update, context: Context) -> None:
    services = context.author
    shared, now = services.shared, services.shared.clock.now()
    asked = inline_query_of(update, shared.routes)
    if asked is None:
        return
    tag = shared.routes.tag(asked.route, Purpose.LOOKS)
    if services.readers.orders.overrun or not services.readers.typed.room(tag, now):
        return  # an answer, even an empty one, would be kept for everybody
    services.readers.typed.count(tag, now)
    cards = await _cards(asked.query, context)
    shown = [
        _offered(card, context)
        for card in cards
        if card.post.file is not None and context.channels.posted_here(card.channel)
    ]
    await offer(context.bot, asked.id, shown[:MOST])


async def _cards(query: Query, context: Context) -> tuple[FeedCard, ...]:
    """Return the cards for a query; for an empty one today's best, or where nothing was loved the
    newest."""
    if not query.words:
        return await _feed(Asked(Feed.POPULAR), context) or await _feed(Asked(Feed.LATEST), context)
    match question(query.words):
        case Numbered(number, name):
            meant = [
                each.key
                for each in context.channels.open
                if name is None or each.shared.place.name == name
            ]
            places = [(channel, number) for channel in meant]
            services = context.author
            return await numbered_cards(
                places, storage=services.shared.storage, orders=services.readers.orders
            )
        case Asked() as asked:
            return await _feed(asked, context)
        case _:
            return ()


async def _feed(asked: Asked, context: Context) -> tuple[FeedCard, ...]:
    services = context.author
    return await first_cards(
        asked,
        storage=services.shared.storage,
        channels=[each.key for each in context.channels.open],
        orders=services.readers.orders,
        now=services.shared.clock.now(),
    )


def _offered(card: FeedCard, context: Context) -> Offered:
    house = context.channels.house(card.channel)
    assert house is not None  # its channel runs
    assert card.post.file is not None
    words = inert(first_words(card.whisper.words, _SAID))
    named = f"{first_line_of(card.number)} · {house.place.imprint}"
    label = () if card.pack is None else (card.pack.label,)  # as it is inked on the picture
    return Offered(
        id=mark(card.channel, card.number),
        file=card.post.file,
        title=named,
        description=words,
        caption="\n".join(escape(line, quote=False) for line in (*label, words, named)),
        label=house.t("Open in the channel"),
        address=house.place.post_link(card.post.message_id),
    )
