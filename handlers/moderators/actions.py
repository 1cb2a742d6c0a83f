"""Actions of moderators' commands, started by a command or by a button that asked for the
channel."""

from bot.domain.days import local_day
from bot.domain.review import MODES, Mode
from bot.domain.tallies import Counted
from bot.flows.moderation.buttons import Action, button
from bot.flows.moderation.changes import note_change
from bot.flows.moderation.mode import mode_now, set_mode
from bot.flows.moderation.pause import pause
from bot.flows.moderation.remove import restore
from bot.flows.moderation.stats import count_decision
from bot.flows.ports import Rows
from bot.i18n import Translator, _
from bot.services import ModeratorServices

MODE_NAMES = {
    "pre": _("You check every whisper first; nothing is published without review."),
    "hybrid": _("You first check those in which something was found; the others are published."),
    "post": _("Whispers are published without review; you act on reports."),
}


def mode_face(mode: str, t: Translator) -> tuple[str, Rows]:
    """Return the mode that holds, and buttons for the others."""
    html = f"<b>{mode}</b> – {t(MODE_NAMES[mode])}"
    return html, [[button(each, Action.MODE, each.upper()) for each in MODES if each != mode]]


async def mode_set(services: ModeratorServices, mode: Mode) -> None:
    """Set the mode at once, for what is published from now on."""
    storage, default = services.shared.storage, services.shared.settings.moderation_mode
    before = await mode_now(storage=storage, default=default)
    await set_mode(storage=storage, mode=mode)
    await _noted(services, "moderation", before, mode)


async def _noted(services: ModeratorServices, what: str, before: str, after: str) -> None:
    """Note the change for /log."""
    shared = services.shared
    day = local_day(shared.clock.now(), shared.settings.timezone)
    await note_change(what, before, after, storage=shared.storage, day=day)


async def pause_now(services: ModeratorServices, t: Translator) -> str:
    if await pause(storage=services.shared.storage, paused=True):
        await _noted(services, "paused", "no", "yes")
        return "⏸ " + t("Paused: nothing new is published until /resume. Whispers still come in.")
    return t("Publishing is already paused. /resume restarts it.")


async def resume_now(services: ModeratorServices, t: Translator) -> str:
    if not await pause(storage=services.shared.storage, paused=False):
        return t("Publishing wasn’t paused.")
    await _noted(services, "paused", "yes", "no")
    return "▶️ " + t("Publishing has resumed.")


async def reshow(number: int, services: ModeratorServices, t: Translator) -> str:
    """Show a hidden number in the channel again, and say so."""
    storage, now = services.shared.storage, services.shared.clock.now()
    if not await restore(storage=storage, number=number, now=now):
        return t("#{number} isn’t hidden.", number=number)
    zone = services.shared.settings.timezone
    await count_decision(Counted.RESTORED, storage=storage, zone=zone, now=now)
    return "♻️ " + t("#{number} is back in the channel.", number=number)
