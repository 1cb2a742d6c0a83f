"""Campaigns that wait, in the moderators' chat: approve, ask for a change, reject. Whoever had a
hand in one does not approve it."""

from datetime import date
from functools import partial
from html import escape

from telegram import Update

from bot.cards import CannotSet
from bot.cards.studio import StudioBusy
from bot.domain.campaigns.campaign import Campaign, CampaignKind, CampaignState, first_line
from bot.domain.campaigns.labels import flag, labels_of
from bot.domain.days import local_day
from bot.domain.outcome import Outcome, TryLater
from bot.domain.review import RoomTopic
from bot.domain.whisper import OWN_PHOTO
from bot.flows.campaigns.approval import (
    Approval,
    ask_for_change,
    decide,
    review_message_of,
    show_to_stay,
    shown_by,
    told,
    untold,
)
from bot.flows.campaigns.content import card_order
from bot.flows.campaigns.drafting import change_asked_by, pictures_of, question_over
from bot.flows.moderation.buttons import Action, button
from bot.flows.ports import Rows
from bot.i18n import Translator, country_name
from bot.services import CampaignServices, ModeratorServices
from handlers.context import Context
from handlers.incoming.managers import manager_note_of
from handlers.incoming.moderators import ModeratorPress
from handlers.moderators.access import admitted, moderators_language, voter

ACTIONS = (Action.PASS, Action.REVISE, Action.DENY)
_LONGEST_NOTE = 300


async def show_to_moderators(campaign: Campaign, services: CampaignServices) -> Outcome:
    """Show a campaign to moderators with its card, as it will stand in the channel."""
    t, shared = services.house.t, services.shared
    photos = await pictures_of(storage=shared.storage, campaign=campaign)
    own = campaign.look.picture == OWN_PHOTO and photos
    if campaign.kind is CampaignKind.PICTURES and not await _show_each(photos, campaign, services):
        return TryLater(None, "not all of its pictures could be shown")
    order = card_order(campaign, photos[-1] if own else None, services.house)
    try:
        card = await shared.studio.card(order)
    except (CannotSet, StudioBusy):
        return TryLater(None, "cannot be drawn now")
    question = t("May this be posted?")
    html = f"{_told(campaign, services, t)}\n\n{escape(question)}"
    chat = services.moderators_chat.for_queue(RoomTopic.CAMPAIGNS)
    return await chat.show(card, html, rows=_buttons(campaign, t))


async def _show_each(
    photos: tuple[bytes, ...], campaign: Campaign, services: CampaignServices
) -> bool:
    """Show every picture of a pack. False: there is none, or their chat takes none."""
    chat = services.moderators_chat.for_queue(RoomTopic.CAMPAIGNS)
    for at, photo in enumerate(photos, 1):
        html = f"<b>{campaign.token}</b> · {services.house.t.out_of(at, len(photos))}"
        shown = await show_to_stay(
            partial(chat.show, photo, html, silent=True),
            storage=services.shared.storage,
        )
        if not shown:
            return False
    return bool(photos)


def _told(campaign: Campaign, services: CampaignServices, t: Translator) -> str:
    zone = services.shared.settings.timezone
    payer = campaign.payer or t("nobody: it’s the community’s own")
    lines = [
        f"📣 <b>{escape(first_line(campaign))}</b>",
        escape(t("Paid by: {payer}", payer=payer)),
    ]
    if campaign.paid and campaign.country is not None:
        lines.append(escape(_by_law(campaign.country, t)))
    if campaign.starts_at is not None and campaign.until is not None:
        begins = t("From {when}", when=t.moment(campaign.starts_at.astimezone(zone)))
        weekly = t("every week")
        lines.append(escape(f"{begins} ({weekly})" if campaign.weekly else begins))
        ends = t.moment(campaign.until.astimezone(zone))
        lines.append(escape(t("Until {when}", when=ends)))
    return "\n".join(lines)


def _by_law(country: str, t: Translator) -> str:
    """Return ``🇫🇷 France · Publicité / Collaboration commerciale``: a label may have been
    edited."""
    named = country_name(country, t.language) if country else t("Another country")
    return f"{flag(country)} {named} · {' / '.join(labels_of(country).words)}"


def _buttons(campaign: Campaign, t: Translator) -> Rows:
    number = campaign.number
    return [
        [button("✅ " + t("Approve"), Action.PASS, number)],
        [
            button("✏️ " + t("Ask for a change"), Action.REVISE, number),
            button("✖️ " + t("Reject"), Action.DENY, number),
        ],
    ]


async def pressed(
    services: CampaignServices,
    moderators: ModeratorServices,
    press: ModeratorPress,
    action: Action,
    number: int,
    t: Translator,
) -> None:
    storage = services.shared.storage
    campaign = await shown_by(storage=storage, number=number, message_id=press.message_id)
    answer = services.shared.chats.answer
    if campaign is None:
        if not await _told_at_last(services, moderators, press, number, t):
            await answer(press.query, t("Already handled, or withdrawn for changes."))
        return
    if action is Action.REVISE:
        await answer(press.query)
        question = t("What is to be changed?")
        html = f"<b>{campaign.token}</b> · {escape(question)}"
        ask = partial(services.at_moderators.ask, html, topic=press.topic)
        await ask_for_change(campaign, ask, storage=storage)
        return
    tag = voter(moderators, press.member)
    if action is Action.PASS:
        said = Approval.LATE if tag is None else await _press(campaign, tag, services)
        if said is not Approval.DONE:
            await answer(press.query, _not_yet(said, t), alert=said is Approval.OWN)
            return
    to = CampaignState.APPROVED if action is Action.PASS else CampaignState.REJECTED
    now = services.shared.clock.now()
    async with services.eyes.deciding(campaign, press.query, now) as alone:
        decided = None
        if alone:
            at, day = press.message_id, _today(services)
            decided = await decide(campaign, to, storage=storage, day=day, message_id=at)
        await answer(press.query, _DONE[to](t) if decided else None)
        if decided is not None:
            await _tell(decided, services, moderators, press.message_id, t)


async def _press(campaign: Campaign, tag: bytes, services: CampaignServices) -> Approval:
    return await services.eyes.press(campaign, tag, services.shared.clock.now())


async def _told_at_last(
    services: CampaignServices,
    moderators: ModeratorServices,
    press: ModeratorPress,
    number: int,
    t: Translator,
) -> bool:
    """Tell both chats what was decided, if the bot died after this press had decided: it has come
    again. False: they have been told."""
    at = press.message_id
    decided = await untold(storage=services.shared.storage, number=number, message_id=at)
    if decided is None or decided.state not in _DONE:
        return False
    now = services.shared.clock.now()
    async with services.eyes.deciding(decided, press.query, now) as alone:
        if not alone:
            return False
        await services.shared.chats.answer(press.query, _DONE[decided.state](t))
        await _tell(decided, services, moderators, at, t)
    return True


def _not_yet(said: Approval, t: Translator) -> str:
    match said:
        case Approval.OWN:
            return t("You worked on this one: someone else has to check it.")
        case Approval.ONE_MORE:
            return t("Your vote counts. One more is needed, as I was restarted in the meantime.")
        case Approval.AGAIN:
            return t("You’ve already voted. Someone else has to confirm.")
        case _:
            return t("Already handled, or withdrawn for changes.")


def _today(services: CampaignServices) -> date:
    return local_day(services.shared.clock.now(), services.shared.settings.timezone)


_DONE = {
    CampaignState.APPROVED: lambda t: t("Approved."),
    CampaignState.REJECTED: lambda t: t("Rejected."),
}
_VERDICTS = {
    CampaignState.APPROVED: "✅",
    CampaignState.REJECTED: "✖️",
    CampaignState.DRAFT: "✏️",
}


async def _tell(
    campaign: Campaign,
    services: CampaignServices,
    moderators: ModeratorServices,
    message_id: int,
    t: Translator,
) -> None:
    """Tell both chats what was decided."""
    sentence = {
        CampaignState.APPROVED: t("approved by the moderators"),
        CampaignState.REJECTED: t("rejected by the moderators"),
        CampaignState.DRAFT: t("the moderators ask for a change"),
    }[campaign.state]
    named = services.shared.place.command_name(campaign.token)
    said = f"{_VERDICTS[campaign.state]} <b>{named}</b> · {escape(sentence)}"
    if campaign.note:
        said += f"\n💬 {escape(campaign.note)}"
    html = f"{_told(campaign, services, t)}\n\n{said}"
    if moderators.moderators_chat is not None:
        await moderators.moderators_chat.relabel(message_id, html)
    opens = f"\n/campaign {named}" if campaign.state is CampaignState.DRAFT else ""
    await services.group.say(said + opens)
    await told(storage=services.shared.storage, number=campaign.number, message_id=message_id)


async def change_wanted(update: Update, context: Context) -> bool:
    """Take what a moderator has written is to be changed. False: this message says nothing of
    it."""
    shared = context.author.shared
    note = await manager_note_of(update, shared.routes, shared.clock.now())
    if note is None or note.answers is None:
        return False
    for here in context.channels.moderated_in(note.group):
        if here.campaigns is None:
            continue
        storage = here.shared.storage
        found = await change_asked_by(storage=storage, message_id=note.answers)
        if found is None:
            continue
        if note.text and await admitted(here.moderators, note.member):
            await _revised(found, note.text, here.campaigns, here.moderators)
            await question_over(storage=storage, number=found.number, message_id=note.answers)
        return True
    return False


async def _revised(
    campaign: Campaign, wish: str, services: CampaignServices, moderators: ModeratorServices
) -> None:
    """Give a campaign back for a change. Words that come again after a restart were stored before,
    and are told now."""
    storage, t = services.shared.storage, moderators_language(moderators)
    note = " ".join(wish.split())[:_LONGEST_NOTE]
    now = services.shared.clock.now()
    async with services.eyes.deciding(campaign, note, now) as alone:
        if not alone:
            return
        message_id = await review_message_of(storage=storage, number=campaign.number)
        decided = await decide(
            campaign,
            CampaignState.DRAFT,
            storage=storage,
            day=_today(services),
            message_id=message_id,
            note=note,
        )
        if campaign.state is CampaignState.DRAFT and campaign.note == note:
            decided = campaign
        if decided is not None and message_id:
            await _tell(decided, services, moderators, message_id, t)
