"""A card page shows one card in a private chat: by the link under its number, from a feed, or by
chance."""

import re
from dataclasses import replace
from functools import partial

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram import SwitchInlineQueryChosenChat, Update
from telegram.ext import filters

from bot.cards.order import CardOrder, Imprint, Size
from bot.domain.captions import card_caption
from bot.domain.feeds.asked import Asked, encode
from bot.domain.feeds.captions import told_of
from bot.domain.numbers import mark, read_mark
from bot.domain.places.names import said
from bot.domain.whisper import OWN_PHOTO
from bot.flows.campaigns.packs import on_pack
from bot.flows.feeds.reading import FeedCard, one_card, random_card
from bot.flows.moderation.report import Stand, stand_of
from bot.flows.publishing.content import foot_of
from bot.flows.publishing.publisher import PostStyle
from bot.i18n import Translator, _
from bot.memory.identity import Route
from bot.services import AuthorServices
from handlers.author.care import caption_line
from handlers.author.hello import answer, say_and_forget
from handlers.context import Context
from handlers.heard import link_in
from handlers.incoming.private import Note, Press
from handlers.reader import thread
from handlers.reader.showing import Draw, hear, show_anew, show_instead

_LINK = re.compile(r"/start(?:@\w+)? w_(?:([a-z][a-z0-9-]*)_)?([1-9]\d{0,8})")
LINK = filters.Regex(f"^{_LINK.pattern}$")
"""The message that a card's number in a list sends: ``/start w_12``, or ``/start w_love_12``."""

_ENDS = {
    Stand.HIDDEN: _("A moderator is checking this whisper. It may come back."),
    Stand.GONE: _("This whisper is no longer in the channel."),
    Stand.COMING: _("It’s just being published. Please try again in a few minutes."),
    Stand.UNKNOWN: _("I can’t find a whisper with that number."),
}


async def opened(update: Update, context: Context) -> None:
    """Handle /start w_12."""
    services = context.author
    found = await link_in(update, context, _LINK)
    if found is None:
        return
    note, named = found
    channel = context.channels.named(named[1])
    if channel is None:
        await answer(services, note, context.speak(note.language)(_ENDS[Stand.UNKNOWN]))
        return
    await show_number(note, channel.author, int(named[2]), context)


async def show_number(note: Note, services: AuthorServices, number: int, context: Context) -> None:
    """Show the card, and below it the replies. ``services``: of the channel where it stands."""
    t = context.speak(note.language)
    if not await hear(context.author, note, t):
        return
    card = await _show(note.route, services, number, context, t)
    if card is not None and card.replies:
        await thread.read(services, note.route, card.number, t)


async def pressed_number(press: Press, data: str, context: Context) -> None:
    """Handle a card's button under a feed."""
    t = context.speak(press.language)
    found = read_mark(data)
    channel = None if found is None else context.channels.of(found[0])
    if found is None or channel is None:
        await say_and_forget(context.author.shared, press.route, t(_ENDS[Stand.UNKNOWN]))
        return
    await _show(press.route, channel.author, found[1], context, t)


async def _show(
    route: Route, services: AuthorServices, number: int, context: Context, t: Translator
) -> FeedCard | None:
    """Show a card and return it. None: it is said why there is none."""
    shared = services.shared
    card = await one_card(
        number,
        storage=shared.storage,
        channel=shared.place.key,
        weights=shared.settings.ranking_weights,
    )
    if card is None:
        stand = await stand_of(storage=shared.storage, number=number)
        ends = _ENDS.get(stand, _ENDS[Stand.GONE])
        await say_and_forget(shared, route, t(ends))
        return None
    await show_anew(
        services,
        route,
        drawing(card, context),
        caption(card, context, t),
        buttons(card, context, t),
        t,
        known=await _known(card, context),
        spoiler=card.whisper.cover,
    )
    return card


async def by_chance(asked: Asked, context: Context) -> FeedCard | None:
    shared = context.author.shared
    return await random_card(
        asked,
        storage=shared.storage,
        channels=[each.key for each in context.channels.open],
        rng=shared.rng,
        orders=context.author.readers.orders,
        weights=shared.settings.ranking_weights,
    )


async def show_by_chance(note: Note, asked: Asked, context: Context) -> None:
    services, t = context.author, context.speak(note.language)
    if not await hear(services, note, t):
        return
    card = await by_chance(asked, context)
    if card is None:
        await answer(services, note, t("There are no whispers in the channel yet."))
        return
    await show_anew(
        services,
        note.route,
        drawing(card, context),
        caption(card, context, t),
        buttons(card, context, t, another=asked),
        t,
        known=await _known(card, context),
    )


async def another(press: Press, asked: Asked, context: Context) -> None:
    """Show another card by chance, in place."""
    services, t = context.author, context.speak(press.language)
    card = await by_chance(asked, context)
    if card is None:
        await say_and_forget(
            services.shared, press.route, t("There are no whispers in the channel yet.")
        )
        return
    await show_instead(
        services,
        press.route,
        press.message_id,
        drawing(card, context),
        caption(card, context, t),
        buttons(card, context, t, another=asked),
        t,
        known=await _known(card, context),
    )


async def story(press: Press, data: str, context: Context) -> None:
    """Show the same card, as high as a phone: for whoever wants to post it elsewhere."""
    t, found = context.speak(press.language), read_mark(data)
    channel = None if found is None else context.channels.of(found[0])
    services = context.author if channel is None else channel.author
    shared = services.shared
    card = (
        None
        if found is None or channel is None
        else await one_card(found[1], storage=shared.storage, channel=found[0])
    )
    if card is None:
        await say_and_forget(shared, press.route, t(_ENDS[Stand.GONE]))
        return
    draw = drawing(card, context, size="story")
    await show_anew(
        services, press.route, draw, "", None, t, spoiler=card.whisper.cover, lasting=False
    )


def drawing(card: FeedCard, context: Context, size: Size | None = None) -> Draw:
    house = _house(card, context)
    order = CardOrder(
        words=card.whisper.words,
        picture=card.whisper.look.picture,
        photo=card.whisper.photo,
        style=card.whisper.look.style,
        imprint=Imprint(house.channel, card.number, foot_of(card.whisper, card.place, house)),
        size=size or house.size,
        question=None if card.question is None else card.question.words,
    )
    return partial(context.author.shared.studio.card, on_pack(order, card.pack))


async def _known(card: FeedCard, context: Context) -> str | bytes | None:
    """Return Telegram's name of the picture, where it must be sent by it. A picture goes as bytes,
    but for an author's own that is no longer kept here: it stands in the channel alone. There the
    bot that posted it fetches it, where another one is asked."""
    look, file = card.whisper.look, card.post.file
    if look.picture != OWN_PHOTO or card.whisper.photo is not None or file is None:
        return None
    if context.channels.posted_here(card.channel):
        return file
    return await context.channels.fetched(card.channel, file)


def caption(card: FeedCard, context: Context, t: Translator) -> str:
    """Return the caption as under the post, in the reader's language, with how it is loved."""
    house = replace(_house(card, context), t=t)
    whisper, care = card.whisper, caption_line(card.whisper.words, t)
    tagged = not (whisper.cover or care)
    note = (
        house.place.called(t.language) if context.channels.several else None,
        *told_of(card.reactions, t.number),
        t("Sensitive: tap to reveal.") if whisper.cover else None,
    )
    return card_caption(
        card.number,
        words=whisper.words if house.repeat_words else None,
        covered=whisper.cover,
        place=None if card.place is None else said(card.place, t.spoken),
        tags=tuple(house.hashtags(whisper.words))[:3] if tagged else (),
        note=" · ".join(part for part in note if part) or None,
        care=care,
        links=house.links(card.number),
        question=None if card.question is None else house.question_link(card.question),
        label=None if card.pack is None else house.pack_link(card.pack),
    )


def buttons(
    card: FeedCard, context: Context, t: Translator, *, another: Asked | None = None
) -> Keyboard:
    """Return Another · Replies · Share, then Story size, then Open in the channel: a phone cuts off
    long labels that share a row. ``another``: it came by chance."""
    here = mark(card.channel, card.number)
    first = []
    if another is not None:
        first.append(
            Button("🎲 " + t.p("another whisper", "Another"), callback_data=encode(another))
        )
    first += _about(card, context, t)
    if context.bot.supports_inline_queries and not card.whisper.cover:
        first.append(
            Button(
                "📨 " + t.p("to do it", "Share"),
                switch_inline_query_chosen_chat=_share(card, context),
            )
        )
    house = _house(card, context)
    return Keyboard(
        [
            *([first] if first else []),
            [Button("📱 " + t("Story size"), callback_data=f"v:y:{here}")],
            [
                Button(
                    "↗️ " + t("Open in the channel"),
                    url=house.place.post_link(card.post.message_id),
                ),
            ],
        ]
    )


def _about(card: FeedCard, context: Context, t: Translator) -> list[Button]:
    """Return the button to what else there is to read about this card: its place is between Another
    and Share."""
    services = context.channels.of(card.channel)
    if services is None or not (card.replies or services.author.reply_rules.takes):
        return []
    told = t("Replies ({n})", n=t.number(card.replies))
    leads = f"w:{mark(card.channel, card.number)}:t"
    return [Button("💬 " + told, callback_data=leads)]


def _share(card: FeedCard, context: Context) -> SwitchInlineQueryChosenChat:
    name = _house(card, context).place.name
    query = f"#{card.number}" if name is None else f"#{name}_{card.number}"
    return SwitchInlineQueryChosenChat(
        query,
        allow_user_chats=True,
        allow_group_chats=True,
        allow_channel_chats=True,
    )


def _house(card: FeedCard, context: Context) -> PostStyle:
    house = context.channels.house(card.channel)
    assert house is not None  # its channel runs, closed or not
    return house
