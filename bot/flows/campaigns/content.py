"""A campaign stands in the channel as a card with the label inked on it and a caption with the
label in its first line. Nothing of it goes out without a label."""

from dataclasses import replace
from html import escape

from bot.cards.order import CardOrder, Imprint
from bot.domain.campaigns.campaign import (
    Campaign,
    CampaignKind,
    CampaignState,
    first_line,
    inked,
)
from bot.domain.campaigns.packs import PackPicture
from bot.domain.captions import QUESTION_PAYLOAD, WHY_PAYLOAD, Link, quoted
from bot.flows.publishing.composed import Composed
from bot.flows.publishing.publisher import CardStudio, PostStyle


async def campaign_card(
    campaign: Campaign, photo: bytes | None, *, studio: CardStudio, house: PostStyle
) -> Composed:
    """Draw a campaign as it stands in the channel. Raises CannotSet, StudioBusy."""
    shown = campaign_caption(campaign, house)
    return replace(shown, photo=await studio.card(card_order(campaign, photo, house)))


def card_order(campaign: Campaign, photo: bytes | None, house: PostStyle) -> CardOrder:
    pack = campaign.kind is CampaignKind.PICTURES
    return CardOrder(
        words=house.t("This could be a whisper.") if pack else campaign.words,
        picture=campaign.look.picture,
        photo=photo,
        style=campaign.look.style,
        imprint=Imprint(house.channel, token=campaign.token),
        size=house.size,
        label=PackPicture(campaign, b"").label if pack else inked(campaign),
    )


def campaign_caption(campaign: Campaign, house: PostStyle) -> Composed:
    """Return the same without a picture: its caption alone."""
    line = first_line(campaign)
    html = [escape(line, quote=False)]
    over = campaign.state is CampaignState.ENDED
    if over:
        html.append(escape(house.t("This has ended."), quote=False))
    if house.repeat_words and campaign.words:
        html.append(quoted(campaign.words))
    html.append(" · ".join(link.html for link in _links(campaign, house, over=over)))
    return Composed(b"", "\n".join(html), line, silent=True)


def _links(campaign: Campaign, house: PostStyle, *, over: bool) -> list[Link]:
    links = []
    if campaign.kind is CampaignKind.QUESTION:
        label = house.t("Answers") if over else house.t("Answer without your name")
        links.append(house.campaign_link(campaign, QUESTION_PAYLOAD, label))
    links.append(house.campaign_link(campaign, WHY_PAYLOAD, house.t("Why this?")))
    return links
