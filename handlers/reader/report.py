"""A reader reports a whisper: the link under a post opens this chat, and one button says why.

Who reported is remembered in memory only, as a tag that counts one person once. What is said here
carries a number, so it burns as soon as a button is pressed.
"""

import re
from functools import partial

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram import Update
from telegram.ext import filters

from bot.domain.numbers import mark, read_mark, subject
from bot.flows.moderation.report import report, stand_of
from bot.i18n import Translator
from bot.memory.identity import Purpose
from bot.services import AuthorServices
from bot.services.channels import Channels
from handlers.context import Context
from handlers.heard import link_in
from handlers.reader.reporting import (
    ENDS,
    Chosen,
    Reportable,
    answered,
    ask,
    chosen_reason,
    missing,
    reason_keyboard,
)

_LINK = re.compile(r"/start(?:@\w+)? report_(?:([a-z][a-z0-9-]*)_)?([1-9]\d{0,8})")
LINK = filters.Regex(f"^{_LINK.pattern}$")
"""The message that the link under post 12 sends: ``/start report_12``, or ``/start
report_love_12``."""

PATTERN = re.compile(r"^f:")
"""callback_data of our buttons: number (and channel), and a reason or a cross for Cancel."""

_DATA = re.compile(r"f:([1-9][\d.]*):([a-z]+|x)")


async def opened(update: Update, context: Context) -> None:
    """Handle /start report_12: ask why, unless there is nothing to ask."""
    services = context.author
    found = await link_in(update, context, _LINK)
    if found is None:
        return
    note, named = found
    t = context.speak(note.language)
    channel, number = context.channels.named(named[1]), int(named[2])
    if await missing(note, channel, services, ENDS, t) or channel is None:
        return
    question = t(
        "What’s wrong with whisper {number}? The moderators learn the reason and how many "
        "people gave it, never who.",
        number=f"<b>#{number}</b>",
    )
    stand = await stand_of(storage=channel.shared.storage, number=number)
    choices = _choices(mark(channel.key, number), t)
    await ask(note, _whisper(channel.author, number), stand, question, choices, t)


def _choices(number: str, t: Translator) -> Keyboard:
    return reason_keyboard(
        lambda label, choice: Button(label, callback_data=f"f:{number}:{choice}"), t
    )


def _whisper(services: AuthorServices, number: int) -> Reportable:
    about = subject(services.shared.place.key, number)
    return Reportable(
        services,
        once=lambda route: services.shared.routes.tag(route, Purpose.REPORTED, about),
        given=lambda reason: (number, reason.value),
        store=partial(report, number=number),
        ends=ENDS,
    )


async def pressed(update: Update, context: Context) -> None:
    await answered(update, context, _chosen)


def _chosen(data: str, channels: Channels) -> Chosen | None:
    read = _DATA.fullmatch(data)
    named = None if read is None else read_mark(read[1])
    reason = None if read is None else chosen_reason(read[2])
    if named is None or reason is None:
        return None
    channel = channels.of(named[0])
    if channel is None or channel.shared.settings.moderators is None:
        return None
    return _whisper(channel.author, named[1]), reason[0]
