"""*Why this?* under a campaign: who asked, who paid, since when and until when, and that everybody
sees the same (Regulation (EU) 2022/2065, article 26)."""

import re
from html import escape

from telegram import Update
from telegram.ext import filters

from bot.domain.campaigns.campaign import Campaign, CampaignState, first_line
from bot.domain.campaigns.figures import Told
from bot.flows.campaigns.opened import opened_link
from bot.i18n import Translator
from bot.services import CampaignServices
from handlers.author.hello import answer
from handlers.context import Context
from handlers.heard import link_in

_LINK = re.compile(r"/start(?:@\w+)? why_(?:([a-z][a-z0-9-]*)_)?c([1-9]\d{0,8})")
LINK = filters.Regex(f"^{_LINK.pattern}$")
"""The message that the link under campaign c7 sends: ``/start why_c7``, or ``/start
why_love_c7``."""


async def opened(update: Update, context: Context) -> None:
    services = context.author
    found = await link_in(update, context, _LINK)
    if found is None:
        return
    note, named = found
    t = context.speak(note.language)
    channel = context.channels.named(named[1])
    campaigns = None if channel is None else channel.campaigns
    campaign = None
    if campaigns is not None:
        campaign = await opened_link(
            storage=campaigns.shared.storage,
            number=int(named[2]),
            what=Told.OPENS,
            zone=campaigns.shared.settings.timezone,
            now=campaigns.shared.clock.now(),
        )
    if campaigns is None or campaign is None:
        await answer(services, note, t("I can’t find a campaign with that name."))
        return
    await answer(services, note, why(campaign, campaigns, t))


def why(campaign: Campaign, services: CampaignServices, t: Translator) -> str:
    """Say who made a campaign, and why it is shown. HTML."""
    zone, place = services.shared.settings.timezone, services.shared.place
    name = place.called(t.language)
    lines = [f"<b>{escape(first_line(campaign))}</b>"]
    lines.append(escape(t("It was made by the community managers of {channel}.", channel=name)))
    if campaign.payer is not None:
        lines.append(
            escape(t("This is an advertisement. {payer} paid for it.", payer=campaign.payer))
        )
    else:
        lines.append(escape(t("Nobody paid for it.")))
    since = campaign.since if campaign.kind.is_posted else campaign.starts_at
    if since is not None:
        day = t.day(since.astimezone(zone).date())
        lines.append(escape(t("It has been up since {day}.", day=day)))
    if campaign.state is CampaignState.REMOVED:
        lines.append(escape(t("{name} was removed.", name=campaign.token)))
    elif campaign.state is CampaignState.ENDED:
        lines.append(escape(t("It has ended.")))
    elif campaign.until is not None:
        day = t.day(campaign.until.astimezone(zone).date())
        lines.append(escape(t("It runs until {day}.", day=day)))
    lines.append(
        escape(
            t(
                "It is shown to every reader of this channel, and to nobody more than to anyone "
                "else. Nobody is profiled, so there’s nothing about you to change."
            )
        )
    )
    return "\n".join(lines)
