"""A feed in a private chat: one picture of six cards, a list, and buttons that carry the whole
state, so that leafing goes on after a restart."""

from dataclasses import replace

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard

from bot.cards.order import PosterEntry
from bot.domain.captions import bot_link
from bot.domain.feeds.asked import ALL_CHANNELS, PAGES, Asked, Feed, Period, encode
from bot.domain.feeds.captions import FeedLine, feed_caption, told_of
from bot.domain.numbers import mark
from bot.domain.places.names import said
from bot.domain.places.place import Place
from bot.flows.feeds.reading import FeedCard, FeedPage, read_page
from bot.i18n import Translator, _
from bot.services import AuthorServices
from handlers.author.hello import answer
from handlers.context import Context
from handlers.incoming.private import PLACE_SIGN, Note, Press
from handlers.reader.showing import Draw, hear, show_anew, show_instead

# L10n: a button
PERIODS = {
    Period.TODAY: _("Today"),
    Period.WEEK: _("Week"),
    Period.MONTH: _("Month"),
    Period.ALL: _("All time"),
}
_NOTHING = {
    Feed.POPULAR: _("No favourites in this period yet."),
    Feed.LATEST: _("There are no whispers in the channel yet."),
    Feed.TAG: _("No whisper has this tag."),
    Feed.SEARCH: _("I can’t find a whisper with these words."),
    Feed.PLACE: _("Fewer than ten whispers name this place."),
    Feed.ANSWERS: _("No answers published yet."),
}
_LONGEST = 30  # characters of a title on a button


async def asked_for(note: Note, asked: Asked, context: Context) -> None:
    """Show the first page for a command."""
    services, t = context.author, context.speak(note.language)
    if await hear(services, note, t):
        await show_first(note, asked, context, t)


async def show_first(note: Note, asked: Asked, context: Context, t: Translator) -> None:
    """Show the first page, once the command was heard."""
    services = context.author
    page = await _read(asked, context)
    if not page.cards and asked.feed in (Feed.TAG, Feed.SEARCH):
        await answer(services, note, t(_NOTHING[asked.feed]))
        return
    html, buttons = _list(page, context, t), _buttons(page, context, t)
    draw, lasting = _picture(page, services, t), lasts(asked)
    await show_anew(services, note.route, draw, html, buttons, t, lasting=lasting)


async def leafed(press: Press, asked: Asked, context: Context) -> None:
    """Show another page, another time, or another channel, in place."""
    services, t = context.author, context.speak(press.language)
    page = await _read(asked, context)
    html, buttons = _list(page, context, t), _buttons(page, context, t)
    draw = _picture(page, services, t)
    await show_instead(services, press.route, press.message_id, draw, html, buttons, t)


async def chosen_anew(press: Press, asked: Asked, context: Context) -> None:
    """Show the choice from a list of tags, or of places; the list goes."""
    services, t = context.author, context.speak(press.language)
    page = await _read(asked, context)
    html, buttons = _list(page, context, t), _buttons(page, context, t)
    draw, lasting = _picture(page, services, t), lasts(asked)
    await show_anew(services, press.route, draw, html, buttons, t, lasting=lasting)
    await services.shared.deletions.delete_now(press.route, (press.message_id,))


async def _read(asked: Asked, context: Context) -> FeedPage:
    services = context.author
    return await read_page(
        asked,
        storage=services.shared.storage,
        channels=[each.key for each in context.channels.open],
        orders=services.readers.orders,
        now=services.shared.clock.now(),
        weights=services.shared.settings.ranking_weights,
    )


def _picture(page: FeedPage, services: AuthorServices, t: Translator) -> Draw:
    """Return what draws the picture, once for all who look at the same cards."""
    now = services.shared.clock.now()
    if not page.cards:
        return lambda: services.shared.studio.notice(t(_NOTHING[page.asked.feed]))
    entries = tuple(
        PosterEntry(
            rank=page.first_rank + place,
            number=card.number,
            words=card.whisper.words,
            picture=card.whisper.look.picture,
            style=card.whisper.look.style,
            reactions=card.reactions,
            photo=card.whisper.photo,
        )
        for place, card in enumerate(page.cards)
    )

    async def draw() -> bytes:
        kept = services.readers.pictures.get(entries, now)
        if kept is None:
            kept = await services.shared.studio.grid(entries)
            services.readers.pictures.put(entries, kept, now)
        return kept

    return draw


def lasts(asked: Asked) -> bool:
    """Tell whether its list may stay after a stop. What was looked for is a person's words, or
    where they are: that list goes."""
    return asked.feed not in (Feed.SEARCH, Feed.PLACE)


def title_of(asked: Asked, t: Translator) -> str:
    match asked.feed:
        case Feed.POPULAR:
            return " · ".join((t("Most loved"), t(PERIODS[asked.period])))
        case Feed.TAG:
            return asked.words
        case Feed.SEARCH:
            return f"🔎 {asked.words}"
        case Feed.ANSWERS:
            return t("Answers") + f" · c{asked.words.rpartition('.')[2]}"
        case Feed.PLACE:
            return f"{PLACE_SIGN} {said(Place(asked.words), t.spoken)}"
        case _:
            return t("Newest")


def _list(page: FeedPage, context: Context, t: Translator) -> str:
    here = page.asked.words if page.asked.feed is Feed.PLACE else None
    ranked = enumerate(page.cards, page.first_rank)
    lines = [_line(rank, card, context, t, here) for rank, card in ranked]
    title = title_of(page.asked, t)
    if page.asked.channel != ALL_CHANNELS and (one := context.channels.of(page.asked.channel)):
        title += f" · {one.shared.place.called(t.language)}"
    return feed_caption(title, lines)


def _line(rank: int, card: FeedCard, context: Context, t: Translator, here: str | None) -> FeedLine:
    """Return a card's line. ``here``: the place under which it is listed; a card from around it
    says its own."""
    channel = context.channels.of(card.channel) or context.channels.first
    place = channel.shared.place
    return FeedLine(
        rank=t.number(rank),
        number=card.number,
        address=bot_link(context.author.here.name, place.payload("w", card.number)),
        words=card.whisper.words,
        told=told_of(card.reactions, t.number) + _replies(card, t) + _elsewhere(card, t, here),
        named=f"{place.called(t.language)} " if context.channels.several else "",
    )


def _elsewhere(card: FeedCard, t: Translator, here: str | None) -> tuple[str, ...]:
    if here is None or card.place is None or card.place == here:
        return ()
    return (f"{PLACE_SIGN} {said(card.place, t.spoken)}",)


def _replies(card: FeedCard, t: Translator) -> tuple[str, ...]:
    if not card.replies:
        return ()
    return (t.n("{n} reply", "{n} replies", card.replies),)


def _buttons(page: FeedPage, context: Context, t: Translator) -> Keyboard:
    """Return the times of what is popular; the cards; the pages; the channel, where there are
    several."""
    asked = page.asked
    rows: list[list[Button]] = []
    if asked.feed is Feed.POPULAR:
        periods = [
            _button(
                f"· {t(label)} ·" if period is asked.period else t(label),
                replace(asked, period=period, page=0),
            )
            for period, label in PERIODS.items()
        ]
        rows += [periods[:2], periods[2:]]  # four in a row are cut off in most languages
    if page.cards:
        rows.append(
            [
                Button(
                    t.number(page.first_rank + place),
                    callback_data=f"v:o:{mark(card.channel, card.number)}",
                )
                for place, card in enumerate(page.cards)
            ]
        )
    if page.pages > 1:
        before, after = (asked.page - 1) % page.pages, (asked.page + 1) % page.pages
        rows.append(
            [
                _button("◀", asked.on_page(before)),
                _button(t.out_of(asked.page + 1, page.pages), asked),
                _button("▶", asked.on_page(after)),
            ]
        )
    if context.channels.several:
        narrowed = context.channels.of(asked.channel)
        label = t("All channels") if narrowed is None else _called(narrowed.author, t)
        data = encode(asked.on_page(0), choosing=True)
        rows.append([Button(f"📮 {label} ▸", callback_data=data)])
    return Keyboard(rows)


_A_LIST = 12
"""The number of channels that are offered at once."""


def channel_list(asked: Asked, context: Context, t: Translator) -> Keyboard:
    """Return the channels to which a feed can be narrowed; the page leafs through them."""
    offered = context.channels.open
    pages = min(PAGES, -(-len(offered) // _A_LIST))
    page = asked.page % pages
    plain = asked.on_page(0)
    everywhere = replace(plain, channel=ALL_CHANNELS)
    rows = [[_ticked(t("All channels"), everywhere, asked.channel == ALL_CHANNELS)]]
    rows += [
        [
            _ticked(
                _called(each.author, t),
                replace(plain, channel=each.key),
                each.key == asked.channel,
            )
        ]
        for each in offered[page * _A_LIST : (page + 1) * _A_LIST]
    ]
    if pages > 1:
        more = encode(asked.on_page((page + 1) % pages), choosing=True)
        rows.append([Button("⋯ " + t.p("more channels", "More"), callback_data=more)])
    rows.append([_button("↩️ " + t("Back"), plain)])
    return Keyboard(rows)


def _called(services: AuthorServices, t: Translator) -> str:
    title = services.shared.place.called(t.language)
    return title if len(title) <= _LONGEST else title[: _LONGEST - 1].rstrip() + "…"


def _ticked(label: str, asked: Asked, chosen: bool) -> Button:
    return _button(("🔘 " if chosen else "⚪️ ") + label, asked)


def _button(label: str, asked: Asked) -> Button:
    return Button(label, callback_data=encode(asked))
