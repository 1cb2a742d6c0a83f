"""A thread in the bot: the whisper's card, and below it the replies, page by page.

Everything is in the buttons, so nothing is stored about who reads. Anybody may ask to be told once
that something new came; that stays in memory.
"""

import re
from html import escape

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram import Update

from bot.domain.captions import Link, bot_link, first_words, shorten
from bot.domain.inert import inert
from bot.domain.numbers import mark, read_mark
from bot.domain.replies.masks import MASKS
from bot.domain.replies.question import Question, QuestionKind
from bot.domain.replies.reply import Reply
from bot.flows.replies.refusals import Shut
from bot.flows.replies.thread import Thread, thread_of
from bot.i18n import Translator
from bot.memory.identity import Route
from bot.services import AuthorServices
from handlers.author.hello import say_and_forget
from handlers.context import Context
from handlers.heard import press_seen
from handlers.reader import reply_question
from handlers.reader.reply_refusals import reply_sentence
from handlers.reader.reply_report import report_payload

PATTERN = re.compile(r"^w:")
"""callback_data: number (and channel), and a page, ``r`` for Reply, ``n`` for Tell me once, ``t``
for the thread in a message of its own."""

_DATA = re.compile(r"w:([1-9][\d.]*):(\d{1,4}|[rnt])")

A_PAGE = 6
_UNITS = 560
"""UTF-16 units of one reply: six of them, names and the whisper's first words are one message."""


async def read(services: AuthorServices, route: Route, number: int, t: Translator) -> None:
    """Show the thread from its beginning, in a message of its own."""
    html, keys = await page(services, number, 0, t)
    await say_and_forget(services.shared, route, html, buttons=keys)


async def page(
    services: AuthorServices, number: int, place: int, t: Translator
) -> tuple[str, Keyboard | None]:
    """Return one page of a thread, or why there is none."""
    thread = await thread_of(
        storage=services.shared.storage, number=number, rules=services.reply_rules
    )
    if thread.whisper is None or thread.message_id is None:
        return reply_sentence(thread.shut or Shut.GONE, services, t), None
    last = max(0, (len(thread.replies) - 1) // A_PAGE)
    place = min(place, last)
    shown = thread.replies[place * A_PAGE : (place + 1) * A_PAGE]
    lines = [_head(services, thread, number, t), *(_told(each, services, t) for each in shown)]
    if not thread.replies:
        lines.append(t("Nobody has replied yet."))
    if thread.shut is not None:
        lines.append("<i>" + reply_sentence(thread.shut, services, t) + "</i>")
    return "\n\n".join(lines), _buttons(services, thread, number, place, last, t)


def _head(services: AuthorServices, thread: Thread, number: int, t: Translator) -> str:
    assert thread.whisper is not None
    assert thread.message_id is not None
    link = services.shared.place.post_link(thread.message_id)
    words = escape(inert(first_words(thread.whisper.words)), quote=False)
    if thread.whisper.cover:
        words = f"<tg-spoiler>{words}</tg-spoiler>"
    count = len(thread.replies)
    told = " · " + t.n("{n} reply", "{n} replies", count) if count else ""
    return f'<b><a href="{link}">#{number}</a></b>{told}\n<blockquote>{words}</blockquote>'


def _told(each: Reply, services: AuthorServices, t: Translator) -> str:
    worn = None if each.mask is None else MASKS[each.mask]
    name = "✔ " + t("Author") if worn is None else f"{worn.emoji} {t(worn.label)}"
    words = escape(inert(shorten(each.words, _UNITS)), quote=False)
    line = f"<b>{name}</b> · {each.number}.{each.ordinal}"
    if services.shared.settings.moderators is not None:
        payload = report_payload(services.shared.place.name, each.number, each.ordinal or 0)
        line += " · " + Link(t.p("to do it", "Report"), bot_link(services.here.name, payload)).html
    return f"{line}\n{words}"


def _buttons(
    services: AuthorServices, thread: Thread, number: int, place: int, last: int, t: Translator
) -> Keyboard:
    about = mark(services.shared.place.key, number)

    def button(label: str, leads: str) -> Button:
        return Button(label, callback_data=f"w:{about}:{leads}")

    rows = []
    if last:
        turn = [button("◀", str(place - 1))] if place else []
        turn.append(button(t.out_of(place + 1, last + 1), str(place)))
        rows.append(turn + ([button("▶", str(place + 1))] if place < last else []))
    if thread.shut is None:
        rows.append([button("💬 " + t.p("to do it", "Reply"), "r")])
        rows.append([button("🔔 " + t("Tell me once"), "n")])
    return Keyboard(rows)


async def pressed(update: Update, context: Context) -> None:
    services = context.author
    press = await press_seen(update, context)
    if press is None:
        return
    t = context.speak(press.language)
    read_data = _DATA.fullmatch(press.data)
    named = None if read_data is None else read_mark(read_data[1])
    channel = None if named is None else context.channels.of(named[0])
    if read_data is None or named is None or channel is None:
        await services.shared.chats.answer(press.query, t("This button has expired."))
        return
    services, number, leads = channel.author, named[1], read_data[2]
    if leads == "n":
        await services.shared.chats.answer(
            press.query, await _promised(services, press.route, number, t), alert=True
        )
        return
    await services.shared.chats.answer(press.query)
    if leads == "r":
        question = Question(QuestionKind.REPLY, number, services.shared.place.name)
        await reply_question.ask(press.route, question, services, t)
    elif leads == "t":
        await read(services, press.route, number, t)
    else:
        html, keys = await page(services, number, int(leads), t)
        await services.shared.chats.rewrite(press.route, press.message_id, html, buttons=keys)


async def _promised(services: AuthorServices, route: Route, number: int, t: Translator) -> str:
    thread = (services.shared.place.key, number)
    news = services.memory.replies.news
    if await news.ask(thread, route, services.shared.clock.now()):
        return t(
            "If someone replies within a day, I’ll tell you once, some time after the full "
            "hour. I only keep this in memory: if I’m restarted, I forget it."
        )
    return t("I tell you at most once a day, and I already have today. Check back later.")
