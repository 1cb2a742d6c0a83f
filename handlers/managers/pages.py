"""Pages in the managers' group: the menu, the questions, and a campaign with its card."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from html import escape
from zoneinfo import ZoneInfo

from bot.domain.campaigns.campaign import (
    Campaign,
    CampaignKind,
    CampaignState,
    longest,
    missing,
)
from bot.domain.campaigns.labels import COUNTRIES, OTHER, flag, labels_of
from bot.domain.campaigns.times import written
from bot.domain.days import local_day, moment
from bot.flows.campaigns.buttons import (
    CampaignButton,
    CampaignRows,
    Do,
    campaign_button,
    kind_button,
)
from bot.flows.campaigns.cards import headline
from bot.flows.campaigns.drafting import Step
from bot.i18n import Translator, _, _p, country_name
from bot.services import CampaignServices

# L10n: a button
KINDS = {
    CampaignKind.QUESTION: _("A question"),
    CampaignKind.POST: _("A native post"),
    CampaignKind.PICTURES: _("A picture pack"),
}
OFFERED = tuple(KINDS)
"""The kinds that can be made."""

OWN_LABELS = {
    CampaignKind.QUESTION: _("Question"),
    CampaignKind.POST: _("From the community"),
    CampaignKind.PICTURES: _("Pictures"),
}
"""The labels of what nobody pays for."""

STATES = {
    CampaignState.DRAFT: _("draft"),
    CampaignState.ASKED: _("waiting for the moderators"),
    CampaignState.APPROVED: _p("campaign", "approved"),
    CampaignState.REJECTED: _p("campaign", "rejected"),
    CampaignState.ENDED: _("ended"),
    CampaignState.REMOVED: _p("campaign", "removed"),
    CampaignState.DROPPED: _("discarded"),
}
_MARKS = {
    CampaignState.DRAFT: "✏️",
    CampaignState.ASKED: "⏳",
    CampaignState.APPROVED: "📣",
    CampaignState.REJECTED: "✖️",
    CampaignState.ENDED: "🏁",
    CampaignState.REMOVED: "🗑",
    CampaignState.DROPPED: "–",
}

_QUESTIONS = {
    Step.PAYER: _("Who pays for it? Every reader sees this name."),
    Step.LABEL: _("Which label should it carry?"),
    Step.ADVERT: _("Which number is it registered under (erid)? It has to be shown on it."),
    Step.WORDS: _("The text, please: up to {n} characters. It goes on the card."),
    Step.CREDIT: _("Whose pictures are they? This is shown on every card that uses one."),
    Step.PHOTO: _("Send the picture for the card."),
    Step.STARTS_AT: _(
        "When should it appear? Write, for example, {example} ({zone}). It will appear with the "
        "next whispers from then on."
    ),
    Step.UNTIL: _("How long does it run? Write, for example, {example} ({zone}), 90 days at most."),
}

_EVENING = time(18)
_LIST = 20
"""The most campaigns on a page of the list."""


def menu(here: Sequence[CampaignServices], t: Translator) -> tuple[str, CampaignRows]:
    """Return a row for each channel that this group makes campaigns for."""
    rows = []
    for services in here:
        place = services.shared.place
        named = f" · {place.called(t.language)}" if len(here) > 1 else ""
        rows.append(
            [
                campaign_button("➕ " + t.p("campaign", "New") + named, Do.NEW, channel=place.key),
                campaign_button(
                    t.p("list all campaigns", "All") + named, Do.ALL, channel=place.key
                ),
            ]
        )
    said = t("Campaigns: everything you make carries a label, and moderators check it first.")
    return escape(said), rows


def kinds(channel: int, t: Translator) -> tuple[str, CampaignRows]:
    rows = [[kind_button(t(KINDS[kind]), kind, channel)] for kind in OFFERED]
    return escape(t("What would you like to make?")), rows


def listed(
    campaigns: Sequence[Campaign], channel: int, page: int, t: Translator
) -> tuple[str, CampaignRows]:
    """Return a page of all campaigns of a channel; the first is 0."""
    if not campaigns:
        return escape(t("There aren’t any yet.")), ()
    last = (len(campaigns) - 1) // _LIST
    page = min(page, last)
    rows = [[_in_list(each, t)] for each in campaigns[page * _LIST : (page + 1) * _LIST]]
    turn = [("◀", page - 1)] if page else []
    turn += [("▶", page + 1)] if page < last else []
    rows.append([campaign_button(sign, Do.ALL, 0, channel, str(to)) for sign, to in turn])
    return escape(t("Newest first:")), [row for row in rows if row]


def _in_list(campaign: Campaign, t: Translator) -> CampaignButton:
    words = campaign.words or t(KINDS[campaign.kind])
    label = f"{_MARKS[campaign.state]} {campaign.token} · {words[:40]}"
    return campaign_button(label, Do.OPEN, campaign.number, campaign.channel)


def payer(campaign: Campaign, t: Translator) -> tuple[str, CampaignRows]:
    rows = [
        [_about(campaign, t("Someone pays for it"), Do.PAID)],
        [_about(campaign, t("Nobody, it’s our own"), Do.OURS)],
    ]
    return escape(t("Is someone paying for it?")), rows


def countries(campaign: Campaign, t: Translator) -> tuple[str, CampaignRows]:
    """Ask for the country: it decides what the law calls a campaign."""
    named = [
        _about(campaign, f"{flag(code)} {country_name(code, t.language)}", Do.COUNTRY, code)
        for code in COUNTRIES
    ]
    rows = [named[at : at + 2] for at in range(0, len(named), 2)]
    other = t("Another country")
    rows.append([_about(campaign, f"{flag(OTHER)} {other}", Do.COUNTRY, "other")])
    return escape(t("Which country will see it first? That decides its label.")), rows


def labels(campaign: Campaign, t: Translator) -> tuple[str, CampaignRows]:
    words = labels_of(campaign.country or "").words
    rows = [[_about(campaign, word, Do.LABEL, str(at))] for at, word in enumerate(words)]
    return escape(t("Which label should it carry?")), rows


def question(campaign: Campaign, step: Step, services: CampaignServices, t: Translator) -> str:
    """Return the question of a step. HTML; it is answered by a reply."""
    zone = services.shared.settings.timezone
    example = written(_example(campaign, step, services.shared.clock.now(), zone), zone)
    n = longest(campaign.kind)
    said = t(_QUESTIONS[step], example=example, zone=t.zone(zone), n=n)
    return f"<b>{services.shared.place.command_name(campaign.token)}</b> · {escape(said)}"


def _example(campaign: Campaign, step: Step, now: datetime, zone: ZoneInfo) -> datetime:
    """Return a time that may be answered as it stands: tomorrow evening, or a week from the
    beginning."""
    if step is Step.UNTIL:
        return max(now, campaign.starts_at or now) + timedelta(days=7)
    return moment(local_day(now, zone) + timedelta(days=1), _EVENING, zone)


def overview(
    campaign: Campaign, zone: ZoneInfo, shown: str, t: Translator
) -> tuple[str, CampaignRows]:
    """Return what stands under its card: what is said of it, and what can be done. ``shown``: of a
    pack, the picture on its card."""
    lines = [headline(campaign)]
    lines.append(f"{_MARKS[campaign.state]} {escape(t(STATES[campaign.state]))}")
    if campaign.credit is not None:
        lines.append(escape(campaign.credit))
    if campaign.starts_at is not None:
        begins = t("From {when}", when=t.moment(campaign.starts_at.astimezone(zone)))
        weekly = t("every week")
        lines.append(escape(f"{begins} ({weekly})" if campaign.weekly else begins))
    if campaign.until is not None:
        ends = t.moment(campaign.until.astimezone(zone))
        lines.append(escape(t("Until {when}", when=ends)))
    if campaign.note:
        lines.append("💬 " + escape(campaign.note))
    return "\n".join(lines), _buttons(campaign, shown, t)


def _buttons(campaign: Campaign, shown: str, t: Translator) -> CampaignRows:
    figures = _about(campaign, "📊 " + t("Figures"), Do.FIGURES)
    if campaign.state is CampaignState.APPROVED:
        return [[figures], [_about(campaign, "🏁 " + t("End it now"), Do.STOP)]]
    if campaign.state.was_public:
        return [[figures]]
    if not campaign.state.is_open:
        return ()
    if campaign.kind is CampaignKind.PICTURES:
        return _of_pack(campaign, shown, t)
    repeats = t("Once only") if campaign.weekly else t("Every week")
    rows = [
        [
            _about(campaign, t("Another picture"), Do.PICTURE),
            _about(campaign, t("Your own picture"), Do.ASK, Step.PHOTO),
            _about(campaign, t.p("look of a card", "Style"), Do.STYLE),
        ],
        [
            _about(campaign, t("Words"), Do.ASK, Step.WORDS),
            _about(campaign, t("Label"), Do.ASK, Step.LABEL),
            _about(campaign, t("Who pays"), Do.ASK, Step.PAYER),
        ],
        [
            _about(campaign, t("When"), Do.ASK, "starts"),
            _about(campaign, t("Until"), Do.ASK, Step.UNTIL),
            _about(campaign, repeats, Do.WEEKLY, "no" if campaign.weekly else "yes"),
        ],
    ]
    return [*rows, *_ends(campaign, t)]


def _of_pack(campaign: Campaign, shown: str, t: Translator) -> CampaignRows:
    rows = [
        [
            _about(campaign, "➕ " + t("Add a picture"), Do.ASK, Step.PHOTO),
            *([_about(campaign, "✖️ " + t("Remove"), Do.LESS, shown)] if shown else []),
            _about(campaign, t("Credit"), Do.ASK, Step.CREDIT),
        ],
        [
            _about(campaign, t("Label"), Do.ASK, Step.LABEL),
            _about(campaign, t("Who pays"), Do.ASK, Step.PAYER),
        ],
        [
            _about(campaign, t("When"), Do.ASK, "starts"),
            _about(campaign, t("Until"), Do.ASK, Step.UNTIL),
        ],
    ]
    return [*rows, *_ends(campaign, t)]


def _ends(campaign: Campaign, t: Translator) -> list[list[CampaignButton]]:
    rows = []
    if campaign.state is CampaignState.DRAFT and missing(campaign) is None:
        rows.append([_about(campaign, "✅ " + t("Send for approval"), Do.SEND)])
    rows.append([_about(campaign, "🗑 " + t("Discard it"), Do.DROP)])
    return rows


def _about(campaign: Campaign, label: str, do: Do, value: str = "") -> CampaignButton:
    return campaign_button(label, do, campaign.number, campaign.channel, value)
