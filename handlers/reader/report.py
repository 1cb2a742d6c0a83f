"""A reader reports a whisper: the link under a post opens this chat, and one button says why.

Who reported is remembered in memory only, as a tag that counts one person once. What is said here
carries a number, so it burns as soon as a button is pressed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram import Update
from telegram.ext import filters

from bot.channels import Channels
from bot.domain.days import local_day
from bot.domain.helplines import DIRECTORY
from bot.domain.numbers import mark, read_mark, subject
from bot.domain.reports import Reason
from bot.flows.moderation.report import LABELS, Reported, Stand, report, stand_of
from bot.i18n import Translator, _
from bot.memory.deletions import Urgency
from bot.memory.identity import Purpose, Route
from bot.services import AuthorServices
from handlers.author.hello import answer, say_and_forget
from handlers.context import Context
from handlers.incoming.private import note_of, press_of

_LINK = re.compile(r"/start(?:@\w+)? report_(?:([a-z][a-z0-9-]*)_)?([1-9]\d{0,8})")
LINK = filters.Regex(f"^{_LINK.pattern}$")
"""What the link under post 12 sends: ``/start report_12``, or ``/start report_love_12``."""

PATTERN = re.compile(r"^f:")
"""callback_data of our buttons: number (and channel), and a reason or a cross for Cancel."""

_DATA = re.compile(r"f:([1-9][\d.]*):([a-z]+|x)")

ENDS: dict[Reported | Stand, str] = {
    Reported.COUNTED: _(
        "Thank you, I have passed it on without your name. Reports are weighed every five minutes: "
        "what must be hidden is hidden then, until a moderator has looked at it."
    ),
    Reported.LOOKED_AT: _(
        "Thank you. A moderator has already looked at it for this reason and let it stand."
    ),
    Reported.AGAIN: _("You have already reported it, and each person counts once. Thank you."),
    Reported.TOO_MANY: _(
        "You have reported as much as one person can in a day. Thank you for taking care."
    ),
    Stand.HIDDEN: _("It is hidden already, and a moderator is looking at it. Thank you."),
    Stand.GONE: _("It is no longer in the channel. Thank you for taking care."),
    Stand.COMING: _("It is only just coming out. Please try again in a few minutes."),
    Stand.UNKNOWN: _("I know no whisper with that number."),
}

NOBODY = _("Nobody looks at reports here, so I take none.")


async def opened(update: Update, context: Context) -> None:
    """/start report_12: ask why, unless there is nothing to ask."""
    services = context.author
    note = note_of(update, services.shared.routes, services.shared.clock.now())
    named = None if note is None else _LINK.fullmatch(note.text)
    if note is None or named is None:
        return
    t = context.speak(note.language)
    channel, number = context.channels.named(named[1]), int(named[2])
    if channel is None:
        await answer(services, note, t(ENDS[Stand.UNKNOWN]))
        return
    services = channel.author
    if services.shared.settings.moderators is None:
        await answer(services, note, t(NOBODY))
        return
    stand = await stand_of(storage=services.shared.storage, number=number)
    refusal = _refusal(services, note.route, number)
    if stand is not Stand.LIVE:
        await answer(services, note, t(ENDS[stand]))
    elif refusal is not None:
        await answer(services, note, t(ENDS[refusal]))
    else:
        await answer(
            services,
            note,
            t(
                "What is wrong with whisper {number}? The moderators learn the reason and how many "
                "people gave it, never who.",
                number=f"<b>#{number}</b>",
            ),
            buttons=_choices(mark(channel.key, number), t),
        )


def _choices(number: str, t: Translator) -> Keyboard:
    return reason_keyboard(
        lambda label, choice: Button(label, callback_data=f"f:{number}:{choice}"), t
    )


def reason_keyboard(made: Callable[[str, str], Button], t: Translator) -> Keyboard:
    """Every reason, and Cancel (``x``). ``made``: a button of this label for this choice."""

    def button(reason: Reason) -> Button:
        emoji, label = LABELS[reason]
        return made(f"{emoji} {t(label)}", reason.value)

    return Keyboard(
        [
            [button(Reason.CRUEL)],
            [button(Reason.PRIVATE)],
            [button(Reason.SEXUAL), button(Reason.SELF_HARM)],
            [button(Reason.VIOLENCE), button(Reason.SPAM)],
            [button(Reason.OTHER)],
            [made("✖️ " + t("Cancel"), "x")],
        ]
    )


def _refusal(services: AuthorServices, route: Route, number: int) -> Reported | None:
    """From memory alone: whether this person may report this whisper."""
    now, tallies = services.shared.clock.now(), services.memory.tallies
    about = subject(services.shared.place.key, number)
    if not tallies.reported.room(services.shared.routes.tag(route, Purpose.REPORTED, about), now):
        return Reported.AGAIN
    if not tallies.reports.room(services.shared.routes.tag(route, Purpose.REPORTS), now):
        return Reported.TOO_MANY
    return None


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
        end = await _report(chosen.services, press.route, chosen.number, chosen.reason)
        await services.shared.chats.answer(press.query)
        await burn(services, press.route, press.message_id)
        said = thanks(t(ENDS[end]), chosen.reason, t)
        await say_and_forget(services.shared, press.route, said)


@dataclass(frozen=True, slots=True)
class _Chosen:
    services: AuthorServices  # of the channel where the whisper stands
    number: int
    reason: Reason | None  # None: Cancel


def _chosen(data: str, channels: Channels) -> _Chosen | None:
    """What a button of ours means; None: it means nothing, or nobody looks at reports."""
    read = _DATA.fullmatch(data)
    named = None if read is None else read_mark(read[1])
    if read is None or named is None or read[2] not in (*Reason, "x"):
        return None
    channel = channels.of(named[0])
    if channel is None or channel.shared.settings.moderators is None:
        return None
    return _Chosen(channel.author, named[1], None if read[2] == "x" else Reason(read[2]))


async def _report(
    services: AuthorServices, route: Route, number: int, reason: Reason
) -> Reported | Stand:
    now, tags = services.shared.clock.now(), services.shared.routes
    tag = tags.tag(route, Purpose.WEIGHT)
    end = await report(
        storage=services.shared.storage,
        number=number,
        reason=reason,
        light=reason.severe and not services.reporters.weighs(tag, now),
        refusal=lambda: _refusal(services, route, number),
        day=local_day(now, services.shared.settings.timezone),
    )
    if end is Reported.COUNTED:
        services.reporters.reported(tag, (number, reason.value), now)
    if end in (Reported.COUNTED, Reported.LOOKED_AT):
        about = subject(services.shared.place.key, number)
        tallies = services.memory.tallies
        tallies.reported.count(tags.tag(route, Purpose.REPORTED, about), now)
        tallies.reports.count(tags.tag(route, Purpose.REPORTS), now)
    return end


def thanks(said: str, reason: Reason, t: Translator) -> str:
    """The answer to a report, and who listens where it may weigh on the reader."""
    if reason is not Reason.SELF_HARM:
        return said
    return f"{said}\n\n" + t(
        "If it weighs on you too, somebody listens: {directory}", directory=DIRECTORY
    )


async def burn(services: AuthorServices, route: Route, message_id: int) -> None:
    """The question goes, and the command that led to it."""
    owed = services.shared.deletions.pending_in(route, Urgency.SERVICE)
    await services.shared.deletions.delete_now(route, {message_id, *owed})
