"""Answers to what managers were asked: replies to the bot's questions, however long ago, and what
moderators want to be changed."""

from telegram import Update

from bot.cards.studio import StudioBusy
from bot.darkroom.headers import PhotoRefused
from bot.domain.campaigns.campaign import NAME_LENGTH, Campaign, longest
from bot.domain.campaigns.categories import Category
from bot.domain.campaigns.packs import MOST
from bot.flows.campaigns.drafting import (
    DeskRules,
    OffLimits,
    Step,
    Wrong,
    answer,
    question_of,
    question_over,
    take_photo,
)
from bot.i18n import Translator, _
from bot.memory.own_pictures import NotFetched
from bot.services import CampaignServices
from handlers.context import Context
from handlers.incoming.managers import ManagerNote
from handlers.managers.access import maker, managers_language, speaking
from handlers.managers.showing import ask, go_on
from handlers.moderators import campaign_review

_CATEGORIES = {
    Category.POLITICS: _("politics"),
    Category.GAMBLING: _("gambling"),
    Category.MEDICINES: _("medicines"),
    Category.ALCOHOL: _("alcohol"),
    Category.TOBACCO: _("tobacco"),
    Category.WEAPONS: _("weapons"),
}


async def answered(update: Update, context: Context) -> bool:
    """Handle an answer to a question of ours. False: it answers none, and nothing was said."""
    if await campaign_review.change_wanted(update, context):
        return True
    said = await speaking(update, context)
    if said is None or said.note.answers is None:
        return False
    for services in said.here:
        found = await question_of(storage=services.shared.storage, message_id=said.note.answers)
        if found is not None:
            await _taken(said.note, *found, services)
            return True
    return False


async def _taken(
    note: ManagerNote, campaign: Campaign, step: Step, services: CampaignServices
) -> None:
    t = managers_language(services)
    who = maker(services, note.member)
    await services.eyes.makers.touched(campaign.number, who, services.shared.clock.now())
    changed: Campaign | Wrong | OffLimits | str
    if step is Step.PHOTO:
        changed = await _photo(note, campaign, services, t)
    else:
        changed = await answer(
            campaign,
            step,
            note.text,
            storage=services.shared.storage,
            rules=rules_of(services),
            now=services.shared.clock.now(),
        )
    if isinstance(changed, Campaign):
        if changed.starts_at is not None and changed.until is None:
            await ask(changed, Step.UNTIL, services, t, topic=note.topic)
        else:
            await go_on(changed, services, t, topic=note.topic)
        if note.answers is not None:
            storage, number = services.shared.storage, campaign.number
            await question_over(storage=storage, number=number, message_id=note.answers)
        return
    said = changed if isinstance(changed, str) else sentence(changed, campaign, step, t)
    await services.group.say(said, topic=note.topic)
    if changed not in (Wrong.DECIDED, Wrong.MANY):
        await ask(campaign, step, services, t, topic=note.topic)


async def _photo(
    note: ManagerNote, campaign: Campaign, services: CampaignServices, t: Translator
) -> Campaign | Wrong | str:
    """Take the picture that was sent, drawn anew; or return why it cannot be used."""
    if note.picture is None:
        return t("That isn’t a picture.")
    data = await services.shared.chats.download(note.picture.file)
    if isinstance(data, NotFetched):
        return t("I couldn’t download your picture. Please send it again.")
    try:
        photo = await services.shared.studio.adopt(data)
    except PhotoRefused:
        return t("I can’t read this picture. JPEG and PNG work best.")
    except StudioBusy:
        return t("I’m very busy right now. Please try again in a minute.")
    return await take_photo(campaign, photo, storage=services.shared.storage)


def rules_of(services: CampaignServices) -> DeskRules:
    settings = services.shared.settings
    pictures = services.shared.studio.shelf.infos
    return DeskRules(settings.timezone, settings.campaign_categories, pictures)


def sentence(wrong: Wrong | OffLimits, campaign: Campaign, step: Step, t: Translator) -> str:
    """Say why an answer does not do."""
    if isinstance(wrong, OffLimits):
        return t(
            "The house rules don’t allow campaigns about this: {category}.",
            category=t(_CATEGORIES[wrong.category]),
        )
    most = longest(campaign.kind) if step is Step.WORDS else NAME_LENGTH
    match wrong:
        case Wrong.EMPTY:
            return t("There’s no text in it.")
        case Wrong.LONG:
            return t("That’s too long: {n} characters at most.", n=most)
        case Wrong.NO_TIME:
            return t("I can’t make out a date and a time in that.")
        case Wrong.PAST:
            return t("That time has already passed.")
        case Wrong.TOO_SOON:
            return t("It has to end after it begins.")
        case Wrong.TOO_LATE:
            return t("A campaign can run for up to 90 days.")
        case Wrong.MANY:
            return t("A pack can hold up to {n} pictures.", n=MOST)
        case Wrong.DECIDED:
            return t("It’s already decided and can’t be changed any more.")
