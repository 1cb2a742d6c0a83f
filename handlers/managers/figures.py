"""A campaign's figures in the managers' group: a picture, and a table for a spreadsheet."""

from html import escape

from bot.cards.order import Bars, CampaignChart
from bot.cards.studio import StudioBusy
from bot.domain.campaigns.campaign import Campaign, first_line
from bot.domain.campaigns.figures import (
    FEWEST,
    CampaignFigures,
    Told,
    as_csv,
    least_over,
    said_over,
)
from bot.domain.captions import first_words
from bot.flows.campaigns.figures import read_figures
from bot.i18n import Translator, _, _p
from bot.i18n.direction import is_from_the_right
from bot.services import CampaignServices

NAMES = {
    Told.POSTS: _("Posts"),
    Told.OPENS: _("Link opens"),
    Told.TAKEN: _("Answers received"),
    Told.APPROVED: _p("answers", "approved"),
    Told.REJECTED: _p("answers", "rejected"),
    Told.REACTIONS: _("Reactions"),
}
_DAYS = 100  # bars that can be told apart, and all that a campaign has
_TITLE = 60  # graphemes


async def send_figures(
    campaign: Campaign, services: CampaignServices, t: Translator, *, topic: int | None
) -> None:
    """Send the figures of the days that are over."""
    shared, group = services.shared, services.group
    zone, now = shared.settings.timezone, shared.clock.now()
    figures = await read_figures(campaign, storage=shared.storage, zone=zone, now=now)
    if not figures.days:
        said = t("Figures start the day after the first post.")
        await group.say(said, topic=topic)
        return
    try:
        picture = await shared.studio.campaign_chart(chart_of(campaign, figures, t))
    except StudioBusy:
        said = t("I’m very busy right now. Please try again in a minute.")
        await group.say(said, topic=topic)
        return
    told = t(
        "Complete days only. Figures below five aren’t shown, and nothing is about individuals."
    )
    await group.show(picture, escape(told), topic=topic)
    name = f"{campaign.token}.csv"
    await group.send_file(as_csv(figures), name, escape(first_line(campaign)), topic=topic)


def chart_of(campaign: Campaign, figures: CampaignFigures, t: Translator) -> CampaignChart:
    last = t.day(figures.days[-1])
    return CampaignChart(
        title=first_words(campaign.words or first_line(campaign), _TITLE),
        subtitle=f"{first_line(campaign)} · " + t("until {day}", day=last),
        tiles=tuple(
            (t(NAMES[what]), said_over(figures, what))
            for what in (Told.POSTS, Told.OPENS, Told.REACTIONS)
        ),
        opens=_bars(figures, Told.OPENS, t),
        answers=tuple(
            (t(NAMES[what]), said_over(figures, what), least_over(figures, what))
            for what in (Told.TAKEN, Told.APPROVED, Told.REJECTED)
        ),
        answers_title=t("Answers"),
        reactions=_bars(figures, Told.REACTIONS, t),
        mirrored=is_from_the_right(t("Answers")),
    )


def _bars(figures: CampaignFigures, what: Told, t: Translator) -> Bars:
    """Return the bars; the first, the middle and the last of the days are named."""
    days = figures.days[-_DAYS:]
    named = {0, len(days) // 2, len(days) - 1}
    bars = tuple(
        (t.short_day(day) if at in named else "", _told(figures.on(day, what)))
        for at, day in enumerate(days)
    )
    return Bars(t(NAMES[what]), bars, t("Fewer than five a day."))


def _told(count: int) -> int:
    """How long its bar is: none for what is not told."""
    return count if count >= FEWEST else 0
