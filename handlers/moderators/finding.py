"""/find: what became of a number."""

from bot.domain.states import PostState
from bot.domain.whisper import State
from bot.flows.moderation.find import FoundWhisper, find
from bot.flows.moderation.report import LABELS
from bot.i18n import Translator
from bot.services import ModeratorServices
from handlers.moderators import figures


async def is_known(number: int, services: ModeratorServices) -> bool:
    return await find(storage=services.shared.storage, number=number) is not None


async def told(number: int, services: ModeratorServices, t: Translator) -> str:
    """Say what is known of a number. HTML."""
    known = await services.figures.read(services.shared.clock.now())
    found = await find(storage=services.shared.storage, number=number, figures=known)
    return described(found, services, t) if found else unknown(number, t)


def unknown(number: int, t: Translator) -> str:
    return t("There’s no whisper number {number}.", number=number)


def described(found: FoundWhisper, services: ModeratorServices, t: Translator) -> str:
    """Describe a published number in a few lines. HTML."""
    name = f"#{found.number}"
    if found.message_id is not None and found.state is State.RELEASED:
        name = f'<a href="{services.shared.place.post_link(found.message_id)}">{name}</a>'
    state = {
        State.REMOVED: t("was removed"),
        State.WITHDRAWN: t("was withdrawn by its author"),
    }.get(found.state) or {
        PostState.LIVE: t("is in the channel"),
        PostState.HIDDEN: t("is hidden until you have checked it"),
        None: t("is on its way"),
    }.get(found.post, t("is gone from the channel"))
    lines = [f"{name} {state}"]
    for each in found.reports or ():
        emoji, label = next(
            (shown for reason, shown in LABELS.items() if reason.value == each.reason),
            ("⚑", each.reason),
        )
        lines.append(f"{emoji} {t(label)}: {t.number(each.times)}")
    if found.reports is None:
        lines.append("⏳ " + figures.later(services, t))
    elif not found.reports:
        lines.append("⚑ " + t("Nobody has reported it."))
    return "\n".join(lines)
