"""A reader reports a whisper: the link under a post opens this chat, and one button says why.

Who reported is remembered in memory only, as a tag that counts one person once. What is said here
carries a number, so it burns as soon as a button is pressed.
"""

import re

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram import Update
from telegram.ext import filters

from bot.domain.days import local_day
from bot.domain.helplines import DIRECTORY
from bot.domain.reports import Reason
from bot.flows.moderation.report import LABELS, Reported, Stand, report, stand_of
from bot.i18n import Translator, _
from bot.memory.deletions import Urgency
from bot.memory.identity import Purpose, Route
from bot.services import AuthorServices
from handlers.author.hello import answer, say_and_forget
from handlers.context import Context
from handlers.incoming.private import note_of, press_of

LINK = filters.Regex(r"^/start(?:@\w+)? report_[1-9]\d{0,8}$")
"""What the link under post 12 sends: ``/start report_12``."""

PATTERN = re.compile(r"^f:")
"""callback_data of our own buttons: the number and a reason, or a cross for Cancel."""

_DATA = re.compile(r"f:([1-9]\d{0,8}):([a-z]+|x)")

_ENDS = {
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

_NOBODY = _("Nobody looks at reports here, so I take none.")


async def opened(update: Update, context: Context) -> None:
    """/start report_12: ask why, unless there is nothing to ask."""
    services = context.author
    note = note_of(update, services.shared.routes, services.shared.clock.now())
    if note is None:
        return
    t = context.speak(note.language)
    if services.shared.settings.moderators is None:
        await answer(services, note, t(_NOBODY))
        return
    number = int(note.text.rpartition("_")[2])
    stand = await stand_of(storage=services.shared.storage, number=number)
    refusal = _refusal(services, note.route, number)
    if stand is not Stand.LIVE:
        await answer(services, note, t(_ENDS[stand]))
    elif refusal is not None:
        await answer(services, note, t(_ENDS[refusal]))
    else:
        await answer(
            services,
            note,
            t(
                "What is wrong with whisper {number}? The moderators learn the reason and how many "
                "people gave it, never who.",
                number=f"<b>#{number}</b>",
            ),
            buttons=_choices(number, t),
        )


def _choices(number: int, t: Translator) -> Keyboard:
    def button(reason: Reason) -> Button:
        emoji, label = LABELS[reason]
        return Button(f"{emoji} {t(label)}", callback_data=f"f:{number}:{reason.value}")

    return Keyboard(
        [
            [button(Reason.CRUEL)],
            [button(Reason.PRIVATE)],
            [button(Reason.SEXUAL), button(Reason.SELF_HARM)],
            [button(Reason.VIOLENCE), button(Reason.SPAM)],
            [button(Reason.OTHER)],
            [Button("✖️ " + t("Cancel"), callback_data=f"f:{number}:x")],
        ]
    )


def _refusal(services: AuthorServices, route: Route, number: int) -> Reported | None:
    """From memory alone: whether this person may report this whisper."""
    now, tallies = services.shared.clock.now(), services.memory.tallies
    if not tallies.reported.room(services.shared.routes.tag(route, Purpose.REPORTED, number), now):
        return Reported.AGAIN
    if not tallies.reports.room(services.shared.routes.tag(route, Purpose.REPORTS), now):
        return Reported.TOO_MANY
    return None


async def pressed(update: Update, context: Context) -> None:
    """A reason, or Cancel. The question goes at once, and the command that led to it."""
    services = context.author
    now = services.shared.clock.now()
    press = press_of(update, services.shared.routes, now)
    if press is None:
        return
    t = context.speak(press.language)
    services.shared.unseen.saw(press.route, press.message_id, spare=(press.message_id,))
    read = _DATA.fullmatch(press.data)
    if read is None or read[2] not in (*Reason, "x") or services.shared.settings.moderators is None:
        await services.shared.chats.answer(press.query, t("That button does not work any more."))
        return
    if read[2] == "x":
        await services.shared.chats.answer(press.query, t("Nothing was reported."))
        await _burn(services, press.route, press.message_id)
        return
    number, reason = int(read[1]), Reason(read[2])
    tag = services.shared.routes.tag(press.route, Purpose.WEIGHT)
    end = await report(
        storage=services.shared.storage,
        number=number,
        reason=reason,
        light=reason.severe and not services.reporters.weighs(tag, now),
        refusal=lambda: _refusal(services, press.route, number),
        day=local_day(now, services.shared.settings.timezone),
    )
    if end is Reported.COUNTED:
        services.reporters.reported(tag, (number, reason.value), now)
    if end in (Reported.COUNTED, Reported.LOOKED_AT):
        tags, tallies = services.shared.routes, services.memory.tallies
        tallies.reported.count(tags.tag(press.route, Purpose.REPORTED, number), now)
        tallies.reports.count(tags.tag(press.route, Purpose.REPORTS), now)
    await services.shared.chats.answer(press.query)
    await _burn(services, press.route, press.message_id)
    await say_and_forget(services.shared, press.route, _thanks(end, reason, t))


def _thanks(end: Reported | Stand, reason: Reason, t: Translator) -> str:
    said = t(_ENDS[end])
    if reason is not Reason.SELF_HARM:
        return said
    return f"{said}\n\n" + t(
        "If it weighs on you too, somebody listens: {directory}", directory=DIRECTORY
    )


async def _burn(services: AuthorServices, route: Route, message_id: int) -> None:
    owed = services.shared.deletions.pending_in(route, Urgency.SERVICE)
    await services.shared.deletions.delete_now(route, {message_id, *owed})
