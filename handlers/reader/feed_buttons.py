"""Buttons under feeds and cards. What they mean stands in them: they work after a restart."""

import re

from telegram import Update

from bot.domain.feeds.asked import Asked, Feed, decode
from bot.domain.feeds.questions import tag_in
from bot.domain.places.place import read_place
from handlers.context import Context
from handlers.heard import press_seen
from handlers.incoming.private import Press
from handlers.reader import card_page, feed
from handlers.reader.showing import burn_later, room_to_look, too_fast

PATTERN = re.compile(r"^[qQv]:")
"""``q:`` a page of a feed, ``Q:`` the channels it can be narrowed to, ``v:`` what one card's number
a tag or a place leads to."""

_ACTION = re.compile(r"v:([oytp]):(.+)", re.DOTALL)


async def pressed(update: Update, context: Context) -> None:
    services = context.author
    shared, now = services.shared, services.shared.clock.now()
    press = await press_seen(update, context)
    if press is None:
        return
    t = context.speak(press.language)
    action, asked = _ACTION.fullmatch(press.data), decode(press.data)
    lasting = asked is None or feed.lasts(asked[0])
    await burn_later(services, press.route, press.message_id, lasting=lasting)
    if action is None and asked is None:
        await shared.chats.answer(press.query, t("This button has expired."))
    elif not room_to_look(services, press.route, now):
        await shared.chats.answer(press.query, too_fast(t))
    else:
        await shared.chats.answer(press.query)
        if action is not None:
            await _act(press, action[1], action[2], context)
        elif asked is not None:
            await _turn(press, *asked, context)


async def _turn(press: Press, asked: Asked, choosing: bool, context: Context) -> None:
    if choosing:
        shown = feed.channel_list(asked, context, context.speak(press.language))
        await context.author.shared.chats.rebutton(press.route, press.message_id, shown)
    elif asked.feed is Feed.RANDOM:
        await card_page.another(press, asked, context)
    else:
        await feed.leafed(press, asked, context)


async def _act(press: Press, verb: str, about: str, context: Context) -> None:
    match verb:
        case "o":
            await card_page.pressed_number(press, about, context)
        case "y":
            await card_page.story(press, about, context)
        case "p":
            if (place := read_place(about)) is not None:
                await feed.chosen_anew(press, Asked(Feed.PLACE, words=place), context)
        case _:
            if (tag := tag_in(about)) is not None:
                await feed.chosen_anew(press, tag, context)
