"""What a command changes, by command or by a button that asked in which channel."""

from bot.domain.review import MODES, Mode
from bot.domain.tallies import Counted
from bot.flows.moderation.buttons import Action, button
from bot.flows.moderation.pause import pause
from bot.flows.moderation.remove import restore
from bot.flows.moderation.stats import count_decision
from bot.flows.ports import Rows
from bot.i18n import Translator, _
from bot.services import ModeratorServices

MODE_NAMES = {
    "pre": _("You look at every whisper first; nothing comes out unseen."),
    "hybrid": _("You look first at those in which something was found; the others come out."),
    "post": _("Whispers come out unseen; you act on reports."),
}


def mode_in(argument: str) -> Mode | None:
    asked = argument.lower()
    return next((mode for mode in MODES if mode == asked), None)


def mode_face(mode: str, t: Translator) -> tuple[str, Rows]:
    """The mode that holds, and buttons for the others."""
    html = f"<b>{mode}</b> – {t(MODE_NAMES[mode])}"
    return html, [[button(each, Action.MODE, each.upper()) for each in MODES if each != mode]]


async def pause_now(services: ModeratorServices, t: Translator) -> str:
    if await pause(storage=services.shared.storage, paused=True):
        return "⏸ " + t("Paused: nothing new comes out until /resume. Whispers are still taken in.")
    return t("It is paused already. /resume goes on.")


async def resume_now(services: ModeratorServices, t: Translator) -> str:
    changed = await pause(storage=services.shared.storage, paused=False)
    return "▶️ " + t("Whispers come out again.") if changed else t("It was not paused.")


async def reshow(number: int, services: ModeratorServices, t: Translator) -> str:
    """A hidden number stands in the channel again."""
    storage, now = services.shared.storage, services.shared.clock.now()
    if not await restore(storage=storage, number=number, now=now):
        return t("#{number} is not hidden.", number=number)
    zone = services.shared.settings.timezone
    await count_decision(Counted.RESTORED, storage=storage, zone=zone, now=now)
    return "♻️ " + t("#{number} stands in the channel again.", number=number)
