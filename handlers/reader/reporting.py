"""Reporting a whisper and reporting a reply share three steps: asking for the reason, counting one
person once, and the last sentence."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram import Update

from bot.domain.days import local_day
from bot.domain.helplines import DIRECTORY
from bot.domain.reports import Reason
from bot.flows.moderation.report import LABELS, Reported, Stand
from bot.i18n import Translator, _
from bot.memory.deletions import Urgency
from bot.memory.identity import Purpose, Route
from bot.memory.reporters import Given, GivenReply
from bot.services import AuthorServices, Services
from bot.services.channels import Channels
from handlers.author.hello import answer, say_and_forget
from handlers.context import Context
from handlers.heard import press_seen
from handlers.incoming.private import Note

Ends = Mapping[Reported | Stand, str]

ENDS: dict[Reported | Stand, str] = {
    Reported.COUNTED: _(
        "Thank you, I’ve passed it on without your name. Reports are weighed every five "
        "minutes: anything that has to be hidden is hidden then, until a moderator has checked "
        "it."
    ),
    Reported.LOOKED_AT: _(
        "Thank you. A moderator has already checked it for this reason and left it up."
    ),
    Reported.AGAIN: _("You’ve already reported it, and each person counts once. Thank you."),
    Reported.TOO_MANY: _("You’ve reached today’s limit for reports. Thank you for looking out."),
    Stand.HIDDEN: _("It’s already hidden, and a moderator is checking it. Thank you."),
    Stand.GONE: _("It’s no longer in the channel. Thank you for looking out."),
    Stand.COMING: _("It’s just being published. Please try again in a few minutes."),
    Stand.UNKNOWN: _("I can’t find a whisper with that number."),
}

_NOBODY = _("Nobody checks reports here, so I don’t take any.")


@dataclass(frozen=True, slots=True)
class Reportable:
    """A whisper, or a reply, that somebody reports."""

    services: AuthorServices  # those of the channel where it stands
    once: Callable[[Route], bytes]  # the tag of one person and this
    given: Callable[[Reason], Given | GivenReply]
    store: Callable[..., Awaitable[Reported | Stand]]  # the flow, but for what a report adds
    ends: Ends

    async def refusal(self, route: Route) -> Reported | None:
        """Return, from memory alone, why this person may not report it. None: they may."""
        shared, tallies = self.services.shared, self.services.memory.tallies
        now = shared.clock.now()
        if not await tallies.reported.room(self.once(route), now):
            return Reported.AGAIN
        if not await tallies.reports.room(shared.routes.tag(route, Purpose.REPORTS), now):
            return Reported.TOO_MANY
        return None

    async def report(self, route: Route, reason: Reason) -> Reported | Stand:
        services, shared = self.services, self.services.shared
        now, tag = shared.clock.now(), shared.routes.tag(route, Purpose.WEIGHT)
        taken = False

        async def take() -> Reported | None:
            nonlocal taken
            refusal = await self._take(route, now)
            taken = refusal is None
            return refusal

        counted = False
        try:
            end = await self.store(
                storage=shared.storage,
                reason=reason,
                light=reason.severe and not await services.reporters.weighs(tag, now),
                refusal=take,
                day=local_day(now, shared.settings.timezone),
            )
            counted = end in (Reported.COUNTED, Reported.LOOKED_AT)
        finally:
            if taken and not counted:
                await self._give_back(route, now)
        if end is Reported.COUNTED:
            await services.reporters.reported(tag, self.given(reason), now)
        return end

    async def _take(self, route: Route, now: datetime) -> Reported | None:
        """Count a report. None: this person may report it, and has."""
        shared, tallies = self.services.shared, self.services.memory.tallies
        if await tallies.reported.take(self.once(route), now) is not None:
            return Reported.AGAIN
        tag = shared.routes.tag(route, Purpose.REPORTS)
        if await tallies.reports.take(tag, now) is not None:
            await tallies.reported.give_back(self.once(route), now)
            return Reported.TOO_MANY
        return None

    async def _give_back(self, route: Route, now: datetime) -> None:
        shared, tallies = self.services.shared, self.services.memory.tallies
        await tallies.reported.give_back(self.once(route), now)
        await tallies.reports.give_back(shared.routes.tag(route, Purpose.REPORTS), now)


Chosen = tuple[Reportable, Reason | None]
"""The meaning of a button; None: Cancel."""


async def missing(
    note: Note, channel: Services | None, services: AuthorServices, ends: Ends, t: Translator
) -> bool:
    """Whether the link leads to no channel, or to one where nobody looks at reports; then it is
    said."""
    if channel is None:
        await answer(services, note, t(ends[Stand.UNKNOWN]))
    elif channel.shared.settings.moderators is None:
        await answer(channel.author, note, t(_NOBODY))
    else:
        return False
    return True


async def ask(
    note: Note, about: Reportable, stand: Stand, question: str, choices: Keyboard, t: Translator
) -> None:
    """Ask why it is reported, unless there is nothing to ask."""
    services, refusal = about.services, await about.refusal(note.route)
    if stand is not Stand.LIVE:
        await answer(services, note, t(about.ends[stand]))
    elif refusal is not None:
        await answer(services, note, t(about.ends[refusal]))
    else:
        await answer(services, note, question, buttons=choices)


async def answered(
    update: Update, context: Context, chosen_of: Callable[[str, Channels], Chosen | None]
) -> None:
    """Take a reason, or Cancel. The question goes at once, and the command that led to it.
    ``chosen_of``: what a button means; None: it means nothing, or nobody looks at reports."""
    services = context.author
    press = await press_seen(update, context)
    if press is None:
        return
    t, chats = context.speak(press.language), services.shared.chats
    chosen = chosen_of(press.data, context.channels)
    if chosen is None:
        await chats.answer(press.query, t("This button has expired."))
        return
    about, reason = chosen
    if reason is None:
        await chats.answer(press.query, t("Nothing was reported."))
        await _burn(services, press.route, press.message_id)
        return
    end = await about.report(press.route, reason)
    await chats.answer(press.query)
    await _burn(services, press.route, press.message_id)
    said = _thanks(t(about.ends[end]), reason, t)
    await say_and_forget(services.shared, press.route, said)


def chosen_reason(choice: str) -> tuple[Reason | None] | None:
    """Read what stands in a button, a reason or ``x`` for Cancel (the tuple of None). None:
    neither."""
    if choice == "x":
        return (None,)
    return (Reason(choice),) if choice in tuple(Reason) else None


def reason_keyboard(made: Callable[[str, str], Button], t: Translator) -> Keyboard:
    """Return every reason, and Cancel (``x``). ``made``: a button of this label for this choice."""

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


def _thanks(said: str, reason: Reason, t: Translator) -> str:
    """Return the answer to a report, and who listens where it may weigh on the reader."""
    if reason is not Reason.SELF_HARM:
        return said
    return f"{said}\n\n" + t(
        "If this weighs on you too, someone is there to listen: {directory}", directory=DIRECTORY
    )


async def _burn(services: AuthorServices, route: Route, message_id: int) -> None:
    """Delete the question, and the command that led to it."""
    owed = await services.shared.deletions.pending_in(route, Urgency.SERVICE)
    await services.shared.deletions.delete_now(route, {message_id, *owed})
