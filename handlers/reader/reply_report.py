"""A reader reports a reply: as with whispers, a link opens this chat, and one button says why."""

import re
from dataclasses import dataclass

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram import Update
from telegram.ext import filters

from bot.channels import Channels
from bot.domain.days import local_day
from bot.domain.numbers import mark, read_mark, subject
from bot.domain.reports import Reason
from bot.flows.moderation.report import Reported, Stand
from bot.flows.replies.report import report_reply, stand_of_reply
from bot.i18n import Translator, _
from bot.memory.identity import Purpose, Route
from bot.services import AuthorServices
from handlers.author.hello import answer, say_and_forget
from handlers.context import Context
from handlers.incoming.private import note_of, press_of
from handlers.reader.report import ENDS, NOBODY, burn, reason_keyboard, thanks

_LINK = re.compile(r"/start(?:@\w+)? rreport_(?:([a-z][a-z0-9-]*)_)?([1-9]\d{0,8})_([1-9]\d{0,5})")
LINK = filters.Regex(f"^{_LINK.pattern}$")
"""``/start rreport_12_3``, or ``/start rreport_love_12_3``."""

PATTERN = re.compile(r"^fr:")
"""callback_data of our buttons: channel, number and ordinal, and a reason or a cross."""

_DATA = re.compile(r"fr:([1-9][\d.]*)-([1-9]\d{0,5}):([a-z]+|x)")

_ENDS = ENDS | {
    Stand.GONE: _("It does not stand any more. Thank you for taking care."),
    Stand.UNKNOWN: _("I know no reply with that number."),
}


def report_payload(channel: str | None, number: int, ordinal: int) -> str:
    """What a link to here says: ``rreport_12_3``."""
    return "_".join(["rreport", *([channel] if channel else []), str(number), str(ordinal)])


async def opened(update: Update, context: Context) -> None:
    """/start rreport_12_3: ask why, unless there is nothing to ask."""
    services = context.author
    note = note_of(update, services.shared.routes, services.shared.clock.now())
    named = None if note is None else _LINK.fullmatch(note.text)
    if note is None or named is None:
        return
    t = context.speak(note.language)
    channel, number, ordinal = context.channels.named(named[1]), int(named[2]), int(named[3])
    if channel is None:
        await answer(services, note, t(_ENDS[Stand.UNKNOWN]))
        return
    services = channel.author
    if services.shared.settings.moderators is None:
        await answer(services, note, t(NOBODY))
        return
    stand = await stand_of_reply(storage=services.shared.storage, number=number, ordinal=ordinal)
    refusal = _refusal(services, note.route, number, ordinal)
    if stand is not Stand.LIVE:
        await answer(services, note, t(_ENDS[stand]))
    elif refusal is not None:
        await answer(services, note, t(_ENDS[refusal]))
    else:
        await answer(
            services,
            note,
            t(
                "What is wrong with reply {name}? The moderators learn the reason and how many "
                "people gave it, never who.",
                name=f"<b>{number}.{ordinal}</b>",
            ),
            buttons=_choices(channel.key, number, ordinal, t),
        )


def _choices(channel: int, number: int, ordinal: int, t: Translator) -> Keyboard:
    def button(label: str, choice: str) -> Button:
        return Button(label, callback_data=f"fr:{mark(channel, number)}-{ordinal}:{choice}")

    return reason_keyboard(button, t)


def _refusal(services: AuthorServices, route: Route, number: int, ordinal: int) -> Reported | None:
    """From memory alone: whether this person may report this reply."""
    now, tallies = services.shared.clock.now(), services.memory.tallies
    if not tallies.reported.room(_once(services, route, number, ordinal), now):
        return Reported.AGAIN
    if not tallies.reports.room(services.shared.routes.tag(route, Purpose.REPORTS), now):
        return Reported.TOO_MANY
    return None


def _once(services: AuthorServices, route: Route, number: int, ordinal: int) -> bytes:
    about = subject(services.shared.place.key, number) * 10**6 + ordinal
    return services.shared.routes.tag(route, Purpose.REPORTED_REPLY, about)


async def pressed(update: Update, context: Context) -> None:
    """A reason, or Cancel. The question goes at once, and the command that led to it."""
    services = context.author
    press = press_of(update, services.shared.routes, services.shared.clock.now())
    if press is None:
        return
    t = context.speak(press.language)
    services.shared.unseen.saw(press.route, press.message_id, spare=(press.message_id,))
    chosen = _chosen(press.data, context.channels)
    if chosen is None:
        await services.shared.chats.answer(press.query, t("That button does not work any more."))
    elif chosen.reason is None:
        await services.shared.chats.answer(press.query, t("Nothing was reported."))
        await burn(services, press.route, press.message_id)
    else:
        end = await _report(chosen, press.route, chosen.reason)
        await services.shared.chats.answer(press.query)
        await burn(services, press.route, press.message_id)
        said = thanks(t(_ENDS[end]), chosen.reason, t)
        await say_and_forget(services.shared, press.route, said)


@dataclass(frozen=True, slots=True)
class _Chosen:
    services: AuthorServices  # of the channel where the whisper stands
    number: int
    ordinal: int
    reason: Reason | None  # None: Cancel


def _chosen(data: str, channels: Channels) -> _Chosen | None:
    """What a button of ours means; None: it means nothing, or nobody looks at reports."""
    read = _DATA.fullmatch(data)
    named = None if read is None else read_mark(read[1])
    if read is None or named is None or read[3] not in (*Reason, "x"):
        return None
    channel = channels.of(named[0])
    if channel is None or channel.shared.settings.moderators is None:
        return None
    reason = None if read[3] == "x" else Reason(read[3])
    return _Chosen(channel.author, named[1], int(read[2]), reason)


async def _report(chosen: _Chosen, route: Route, reason: Reason) -> Reported | Stand:
    services, number, ordinal = chosen.services, chosen.number, chosen.ordinal
    now, tags = services.shared.clock.now(), services.shared.routes
    tag = tags.tag(route, Purpose.WEIGHT)
    end = await report_reply(
        storage=services.shared.storage,
        number=number,
        ordinal=ordinal,
        reason=reason,
        light=reason.severe and not services.reporters.weighs(tag, now),
        refusal=lambda: _refusal(services, route, number, ordinal),
        day=local_day(now, services.shared.settings.timezone),
    )
    if end is Reported.COUNTED:
        services.reporters.reported(tag, (number, ordinal, reason.value), now)
    if end in (Reported.COUNTED, Reported.LOOKED_AT):
        tallies = services.memory.tallies
        tallies.reported.count(_once(services, route, number, ordinal), now)
        tallies.reports.count(tags.tag(route, Purpose.REPORTS), now)
    return end
