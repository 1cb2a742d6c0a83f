"""Nothing of a campaign leaves without its label, whatever was filled in and whoever edited it."""

import html
import re
from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from bot.domain.campaigns.campaign import (
    Campaign,
    CampaignKind,
    CampaignState,
    missing,
    number_of,
)
from bot.domain.campaigns.labels import COUNTRIES, OTHER, labels_of
from bot.domain.channel_info import ChannelInfo
from bot.domain.whisper import Look, PictureId
from bot.flows.campaigns.content import campaign_caption, card_order
from bot.flows.campaigns.drafting import country_values
from bot.flows.publishing.publisher import PostStyle
from bot.i18n import translator_for

START = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
HOUSES = [
    PostStyle(ChannelInfo(-1, "Lycée", "lycee", language=each), "sotto_bot", translator_for(each))
    for each in ("en", "fr", "ar", "hi")
]
NAMES = st.one_of(st.none(), st.sampled_from(["Marque", "R&D <b>", "كتاب", "किताब घर", "c9"]))
CAMPAIGNS = st.builds(
    Campaign,
    number=st.integers(1, 999),
    kind=st.sampled_from(CampaignKind),
    state=st.sampled_from(CampaignState),
    payer=NAMES,
    country=st.sampled_from([None, OTHER, *COUNTRIES]),
    label=st.one_of(st.just(""), NAMES, st.sampled_from(["Publicité", "#ad", "Реклама"])),
    advert=st.sampled_from([None, "erid: 2Vtzq"]),
    words=st.sampled_from(["", "Who?", "· c1\n#12"]),
    credit=NAMES,
    look=st.just(Look(PictureId(b"abcd"), 1)),
    starts_at=st.sampled_from([None, START]),
    until=st.sampled_from([None, START + timedelta(days=1)]),
    weekly=st.booleans(),
)


@settings(max_examples=400)
@given(campaign=CAMPAIGNS, house=st.sampled_from(HOUSES))
def test_caption_and_card_begin_with_the_label_or_are_not_made(
    campaign: Campaign, house: PostStyle
) -> None:
    if not campaign.label:
        for make in (lambda: campaign_caption(campaign, house),
                     lambda: card_order(campaign, None, house)):  # fmt: skip
            with pytest.raises(ValueError, match="without a label"):
                make()
        assert missing(campaign) is not None
        return
    shown, order = campaign_caption(campaign, house), card_order(campaign, None, house)
    first = html.unescape(re.sub("<[^>]*>", "", shown.caption.split("\n")[0]))
    assert first == shown.first_line
    for line in (first, order.label or ""):
        assert line.startswith(campaign.label)
        assert campaign.payer is None or f" · {campaign.payer}" in line
        assert campaign.advert is None or campaign.advert in line
    assert number_of(first) == campaign.number
    assert shown.silent
    assert f"start=why_c{campaign.number}" in shown.caption


@given(campaign=CAMPAIGNS)
def test_what_is_paid_for_goes_to_moderators_with_country_label_and_number(
    campaign: Campaign,
) -> None:
    if campaign.paid and missing(campaign) is None:
        assert campaign.label
        assert campaign.country is not None
        assert campaign.advert or not labels_of(campaign.country).registered


@pytest.mark.parametrize("country", [*COUNTRIES, OTHER])
def test_no_country_leaves_a_label_empty(country: str) -> None:
    assert country_values(country)["label"] == labels_of(country).words[0] != ""
