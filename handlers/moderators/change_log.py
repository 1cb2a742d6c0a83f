"""/log: what was changed and decided, by day and never by whom."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from bot.domain.campaigns.campaign import CampaignState
from bot.domain.days import local_day
from bot.flows.moderation.changes import CAMPAIGN, SettingChange, history
from bot.flows.moderation.stats import decided_by_day
from bot.i18n import Translator, _
from bot.services import ModeratorServices
from handlers.moderators.setting_texts import NAMES, named, shown

_CAMPAIGNS = {
    CampaignState.APPROVED: _("campaign {name}: approved"),
    CampaignState.REJECTED: _("campaign {name}: rejected"),
    CampaignState.DRAFT: _("campaign {name}: a change was asked for"),
    CampaignState.ENDED: _("campaign {name}: ended"),
    CampaignState.REMOVED: _("campaign {name}: removed"),
}

_MOST = 3500
"""The most characters of the list, which must fit into one message; older days are left out."""

DECIDED = {
    "approved": _("approved: {n}"),
    "covered": _("covered: {n}"),
    "rejected": _("rejected: {n}"),
    "restored": _("shown again: {n}"),
    "removed": _("removed: {n}"),
    "replies_approved": _("replies approved: {n}"),
    "replies_rejected": _("replies rejected: {n}"),
}


async def told(services: ModeratorServices, t: Translator) -> str:
    """Say what changed in ninety days, the newest first. What was decided today comes tomorrow,
    since a sum that grows while one looks would tell the moment."""
    shared = services.shared
    today = local_day(shared.clock.now(), shared.settings.timezone)
    lines: dict[date, list[str]] = defaultdict(list)
    for change in await history(storage=shared.storage, today=today):
        lines[change.day].append(_changed(change, t))
    for day, counts in (await decided_by_day(storage=shared.storage, today=today)).items():
        if told := [t(DECIDED[what], n=n) for what, n in counts.items() if what in DECIDED]:
            lines[day].append(t.listed(told))
    if not lines:
        return t("Nothing was changed or decided in the last 90 days.")
    return "\n\n".join(_fitting(_day(day, lines[day], t) for day in sorted(lines, reverse=True)))


def _day(day: date, lines: Iterable[str], t: Translator) -> str:
    return "\n".join([f"<b>{t.day(day)}</b>", *lines])


def _changed(change: SettingChange, t: Translator) -> str:
    if change.what == CAMPAIGN:
        return t(_CAMPAIGNS[CampaignState(change.after)], name=change.before)
    if change.what not in NAMES:
        return t("paused") if change.after == "yes" else t("resumed")
    before = shown(change.what, change.before, t)
    return f"{named(change.what, t)}: {before} → {shown(change.what, change.after, t)}"


def _fitting(days: Iterable[str]) -> Iterable[str]:
    left = _MOST
    for day in days:
        left -= len(day) + 2
        if left < 0:
            yield "…"
            return
        yield day
