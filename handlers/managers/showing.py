"""Saying in the managers' group what comes next: a question, or the campaign with its card."""

from bot.cards import CannotSet
from bot.cards.studio import StudioBusy
from bot.domain.campaigns.campaign import Campaign, CampaignKind
from bot.domain.outcome import Delivered
from bot.domain.whisper import OWN_PHOTO
from bot.flows.campaigns.content import card_order
from bot.flows.campaigns.drafting import Step, asked, next_step, pictures_of
from bot.i18n import Translator
from bot.services import CampaignServices
from handlers.managers import pages


async def ask(
    campaign: Campaign,
    step: Step,
    services: CampaignServices,
    t: Translator,
    *,
    topic: int | None,
) -> None:
    """Ask for one thing; the answer replies to this message, today or after a restart."""
    html = pages.question(campaign, step, services, t)
    outcome = await services.group.ask(html, topic=topic)
    if isinstance(outcome, Delivered):
        storage = services.shared.storage
        await asked(
            storage=storage, number=campaign.number, step=step, message_id=outcome.message_id
        )


async def go_on(
    campaign: Campaign, services: CampaignServices, t: Translator, *, topic: int | None
) -> None:
    """Ask for what is missing, one thing after another; if nothing is, show the campaign."""
    step = next_step(campaign)
    if campaign.paid and campaign.country is None:
        html, rows = pages.countries(campaign, t)
        await services.group.say(html, rows=rows, topic=topic)
    elif not campaign.label:
        html, rows = pages.payer(campaign, t)
        await services.group.say(html, rows=rows, topic=topic)
    elif step is not None:
        await ask(campaign, step, services, t, topic=topic)
    elif await _lacks_pictures(campaign, services):
        await ask(campaign, Step.PHOTO, services, t, topic=topic)
    else:
        await show(campaign, services, t, topic=topic)


async def show(
    campaign: Campaign,
    services: CampaignServices,
    t: Translator,
    *,
    topic: int | None,
    instead: int | None = None,
) -> bool:
    """Show the campaign with its card. ``instead``: in the place of what this message shows. False:
    it cannot be drawn, which is said."""
    card = await drawn(campaign, services)
    if not isinstance(card, bytes):
        said = (
            t("I’m very busy right now. Please try again in a minute.")
            if card is None
            else t("I can’t draw some of these characters: please change the words.")
        )
        await services.group.say(said, topic=topic)
        if card is not None:
            await ask(campaign, Step.WORDS, services, t, topic=topic)
        return False
    html, rows = await services.cards.face(campaign)
    if instead is None:
        outcome = await services.group.show(card, html, rows=rows, topic=topic)
    else:
        outcome = await services.group.redraw(instead, card, html, rows=rows)
    if isinstance(outcome, Delivered):
        await services.cards.shown(campaign, outcome.message_id, campaign.state)
    return True


async def _lacks_pictures(campaign: Campaign, services: CampaignServices) -> bool:
    if campaign.kind is not CampaignKind.PICTURES:
        return False
    return not await pictures_of(storage=services.shared.storage, campaign=campaign)


async def drawn(campaign: Campaign, services: CampaignServices) -> bytes | CannotSet | None:
    """Draw its card as it will stand in the channel; of a pack, a sample on its newest picture.
    None: the studio is overrun."""
    photos = await pictures_of(storage=services.shared.storage, campaign=campaign)
    own = campaign.look.picture == OWN_PHOTO and photos
    order = card_order(campaign, photos[-1] if own else None, services.house)
    try:
        return await services.shared.studio.card(order)
    except CannotSet as cannot:
        return cannot
    except StudioBusy:
        return None
