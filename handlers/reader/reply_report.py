"""A reader reports a reply: as with whispers, a link opens this chat, and one button says why."""

import re
from functools import partial

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram import Update
from telegram.ext import filters

from bot.domain.numbers import mark, read_mark, subject
from bot.flows.moderation.report import Stand
from bot.flows.replies.report import report_reply, stand_of_reply
from bot.i18n import Translator, _
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

_LINK = re.compile(r"/start(?:@\w+)? rreport_(?:([a-z][a-z0-9-]*)_)?([1-9]\d{0,8})_([1-9]\d{0,5})")
LINK = filters.Regex(f"^{_LINK.pattern}$")
"""``/start rreport_12_3``, or ``/start rreport_love_12_3``."""

PATTERN = re.compile(r"^fr:")
"""callback_data of our buttons: channel, number and ordinal, and a reason or a cross."""

_DATA = re.compile(r"fr:([1-9][\d.]*)-([1-9]\d{0,5}):([a-z]+|x)")

_ENDS = ENDS | {
    Stand.GONE: _("It’s no longer there. Thank you for looking out."),
    Stand.UNKNOWN: _("I can’t find a reply with that number."),
}


def report_payload(channel: str | None, number: int, ordinal: int) -> str:
    """Return what a link to here says: ``rreport_12_3``."""
    return "_".join(["rreport", *([channel] if channel else []), str(number), str(ordinal)])


async def opened(update: Update, context: Context) -> None:
    """Handle /start rreport_12_3: ask why, unless there is nothing to ask."""
    services = context.author
    found = await link_in(update, context, _LINK)
    if found is None:
        return
    note, named = found
    t = context.speak(note.language)
    channel, number, ordinal = context.channels.named(named[1]), int(named[2]), int(named[3])
    if await missing(note, channel, services, _ENDS, t) or channel is None:
        return
    question = t(
        "What’s wrong with reply {name}? The moderators learn the reason and how many people "
        "gave it, never who.",
        name=f"<b>{number}.{ordinal}</b>",
    )
    stand = await stand_of_reply(storage=channel.shared.storage, number=number, ordinal=ordinal)
    choices = _choices(channel.key, number, ordinal, t)
    await ask(note, _reply(channel.author, number, ordinal), stand, question, choices, t)


def _choices(channel: int, number: int, ordinal: int, t: Translator) -> Keyboard:
    def button(label: str, choice: str) -> Button:
        return Button(label, callback_data=f"fr:{mark(channel, number)}-{ordinal}:{choice}")

    return reason_keyboard(button, t)


def _reply(services: AuthorServices, number: int, ordinal: int) -> Reportable:
    about = subject(services.shared.place.key, number) * 10**6 + ordinal
    return Reportable(
        services,
        once=lambda route: services.shared.routes.tag(route, Purpose.REPORTED_REPLY, about),
        given=lambda reason: (number, ordinal, reason.value),
        store=partial(report_reply, number=number, ordinal=ordinal),
        ends=_ENDS,
    )


async def pressed(update: Update, context: Context) -> None:
    await answered(update, context, _chosen)


def _chosen(data: str, channels: Channels) -> Chosen | None:
    read = _DATA.fullmatch(data)
    named = None if read is None else read_mark(read[1])
    reason = None if read is None else chosen_reason(read[3])
    if read is None or named is None or reason is None:
        return None
    channel = channels.of(named[0])
    if channel is None or channel.shared.settings.moderators is None:
        return None
    return _reply(channel.author, named[1], int(read[2])), reason[0]
