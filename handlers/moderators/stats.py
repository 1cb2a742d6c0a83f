"""/stats in the moderators' chat: the last days as one picture."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.cards.order import Bars, ChartOrder
from bot.domain.tallies import DAYS, Counted, Figures, Wait
from bot.i18n import Translator, _
from bot.i18n.direction import is_from_the_right
from bot.services import ModeratorServices

_DECIDED = {
    Counted.APPROVED: _("Approved"),
    Counted.COVERED: _("Covered"),
    Counted.REJECTED: _("Rejected"),
    Counted.RESTORED: _("Restored"),
    Counted.REMOVED: _("Removed"),
    Counted.REPLIES_APPROVED: _("Replies approved"),
    Counted.REPLIES_REJECTED: _("Replies rejected"),
}

_WAITED = {
    Wait.MINUTES: _("up to 10 minutes"),
    Wait.HOUR: _("up to 1 hour"),
    Wait.HOURS: _("up to 6 hours"),
    Wait.DAY: _("up to 1 day"),
    Wait.LONGER: _("longer"),
}


async def picture(figures: Figures, services: ModeratorServices, t: Translator) -> bytes:
    """Raises StudioBusy."""
    return await services.shared.studio.chart(order(figures, t))


def order(figures: Figures, t: Translator) -> ChartOrder:
    """Return the order of the chart: the figures in words."""
    first, last = figures.days[0], figures.days[-1]
    waiting = figures.waiting
    return ChartOrder(
        title=t("The last {n} days", n=DAYS),
        subtitle=f"{t.day(first)} – {t.day(last)}",
        tiles=(
            (t("to check"), waiting.review),
            (t("on hold"), waiting.held),
            (t("being mixed"), waiting.pool),
            (t("hidden"), waiting.hidden),
        ),
        released=Bars(
            t("Whispers a day"), _daily(figures.days, figures.released, t), t("None so far.")
        ),
        decisions=Bars(
            t("Decisions"),
            tuple((t(label), figures.decisions.get(what, 0)) for what, label in _DECIDED.items()),
            t("None so far."),
        ),
        waits=Bars(
            t("Time to decide"),
            tuple((t(label), figures.waits.get(step, 0)) for step, label in _WAITED.items()),
            t("None so far."),
        ),
        reports=Bars(
            t("Reports a day"),
            _daily(figures.days, figures.reports, t),
            t("Nobody has reported anything."),
        ),
        mirrored=is_from_the_right(t("Decisions")),
    )


def _daily(
    days: Sequence[date], counts: Sequence[int], t: Translator
) -> tuple[tuple[str, int], ...]:
    """Return the counts with a name under every seventh day, counted back from today."""
    week = timedelta(days=7)
    return tuple(
        (t.short_day(day) if not (days[-1] - day) % week else "", count)
        for day, count in zip(days, counts, strict=True)
    )
