"""Buttons of the managers' group."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from telegram import Update

from bot.cards import next_style
from bot.domain.campaigns.campaign import Campaign, CampaignKind, CampaignState
from bot.domain.campaigns.labels import COUNTRIES, OTHER, labels_of
from bot.domain.whisper import OWN_PHOTO, Look
from bot.flows.campaigns.approval import ask_moderators
from bot.flows.campaigns.buttons import CampaignIntent, Do, decode, read_kind
from bot.flows.campaigns.drafting import (
    Step,
    Wrong,
    all_campaigns,
    another,
    begin,
    country_values,
    drop,
    find_campaign,
    put,
    take_out,
)
from bot.flows.campaigns.end import end_now
from bot.i18n import Translator
from bot.services import CampaignServices
from handlers.context import Context
from handlers.incoming.moderators import ModeratorPress, moderator_press_of
from handlers.managers import pages
from handlers.managers.access import admitted, maker, managers_language
from handlers.managers.answers import rules_of
from handlers.managers.figures import send_figures
from handlers.managers.showing import ask, go_on, show
from handlers.moderators import campaign_review


@dataclass(frozen=True, slots=True)
class _Pressed:
    press: ModeratorPress
    intent: CampaignIntent
    services: CampaignServices
    t: Translator

    async def say(self, words: str | None = None) -> None:
        await self.services.shared.chats.answer(self.press.query, words)


async def pressed(update: Update, context: Context) -> None:
    """Handle a press: only of members of the managers' group, and only there."""
    shared, data = context.author.shared, update.callback_query
    intent = decode((data.data if data else None) or "")
    services = None if intent is None else context.channels.campaigning(intent.channel)
    number = None if services is None else services.rooms.moderators
    press = await moderator_press_of(update, number, shared.routes, shared.clock.now())
    if press is None:
        return
    if intent is None or services is None or not press.here:
        gone = context.speak(None)("That button does not work any more.")
        await shared.chats.answer(press.query, gone)
        return
    t = managers_language(services)
    if not await admitted(services, press.member):
        await shared.chats.answer(press.query, t("Only members of this chat can decide here."))
        return
    asked = _Pressed(press, intent, services, t)
    if intent.do in _OF_CHANNEL:
        await _OF_CHANNEL[intent.do](asked)
        return
    campaign = await find_campaign(storage=services.shared.storage, number=intent.number)
    if campaign is None:
        await asked.say(t("I can’t find a campaign with that name."))
        return
    if intent.do is not Do.OPEN:
        who = maker(services, press.member)
        await services.eyes.makers.touched(campaign.number, who, shared.clock.now())
    await _OF_CAMPAIGN[intent.do](asked, campaign)


async def _new(asked: _Pressed) -> None:
    await asked.say()
    html, rows = pages.kinds(asked.intent.channel, asked.t)
    await asked.services.group.rewrite(asked.press.message_id, html, rows=rows)


async def _all(asked: _Pressed) -> None:
    await asked.say()
    found = await all_campaigns(storage=asked.services.shared.storage)
    page = int(asked.intent.value) if asked.intent.value.isdecimal() else 0
    html, rows = pages.listed(found, asked.intent.channel, page, asked.t)
    await asked.services.group.rewrite(asked.press.message_id, html, rows=rows)


async def _make(asked: _Pressed) -> None:
    named = read_kind(asked.intent.value)
    if named is None:
        await asked.say(asked.t("This button has expired."))
        return
    (kind, button), services = named, asked.services
    pictures = services.shared.studio.shelf.infos
    own = kind is CampaignKind.PICTURES or not pictures
    look = Look(OWN_PHOTO if own else pictures[0].id, _STYLES[kind])
    storage = services.shared.storage
    campaign, is_new = await begin(storage=storage, kind=kind, look=look, button=button)
    makers, who = services.eyes.makers, maker(services, asked.press.member)
    now = services.shared.clock.now()
    await (makers.began if is_new else makers.touched)(campaign.number, who, now)
    await asked.say()
    html, rows = pages.payer(campaign, asked.t)
    await services.group.rewrite(asked.press.message_id, html, rows=rows)


async def _open(asked: _Pressed, campaign: Campaign) -> None:
    await asked.say()
    if campaign.state.is_open:
        await go_on(campaign, asked.services, asked.t, topic=asked.press.topic)
    elif campaign.label:
        await show(campaign, asked.services, asked.t, topic=asked.press.topic)


async def _ours(asked: _Pressed, campaign: Campaign) -> None:
    label = asked.t(pages.OWN_LABELS[campaign.kind])
    await _put_and_go_on(asked, campaign, payer=None, country=None, advert=None, label=label)


async def _paid(asked: _Pressed, campaign: Campaign) -> None:
    await asked.say()
    await ask(campaign, Step.PAYER, asked.services, asked.t, topic=asked.press.topic)


async def _country(asked: _Pressed, campaign: Campaign) -> None:
    code = asked.intent.value if asked.intent.value in COUNTRIES else OTHER
    words = labels_of(code).words
    if len(words) == 1 or not campaign.paid:
        await _put_and_go_on(asked, campaign, **country_values(code))
        return
    changed = await put(
        storage=asked.services.shared.storage, number=campaign.number, **country_values(code)
    )
    await asked.say()
    if isinstance(changed, Campaign):
        html, rows = pages.labels(changed, asked.t)
        await asked.services.group.rewrite(asked.press.message_id, html, rows=rows)


async def _label(asked: _Pressed, campaign: Campaign) -> None:
    words = labels_of(campaign.country or OTHER).words
    at = int(asked.intent.value) if asked.intent.value.isdecimal() else 0
    await _put_and_go_on(asked, campaign, label=words[min(at, len(words) - 1)])


async def _ask(asked: _Pressed, campaign: Campaign) -> None:
    """Ask for another value of one field; who pays is asked with buttons first."""
    if not campaign.state.is_open:
        await asked.say(asked.t("It’s already decided and can’t be changed any more."))
        return
    await asked.say()
    value = "starts_at" if asked.intent.value == "starts" else asked.intent.value
    if value == Step.PAYER:
        html, rows = pages.payer(campaign, asked.t)
        await asked.services.group.say(html, rows=rows, topic=asked.press.topic)
    elif value in set(Step) - {Step.CHANGE}:
        await ask(campaign, Step(value), asked.services, asked.t, topic=asked.press.topic)


async def _picture(asked: _Pressed, campaign: Campaign) -> None:
    pictures = rules_of(asked.services).pictures
    if pictures:
        await _put_and_show(asked, campaign, picture=another(campaign, pictures))


async def _less(asked: _Pressed, campaign: Campaign) -> None:
    """Take the shown picture out of the pack, which shows the one before; once none is left, one is
    asked for."""
    storage = asked.services.shared.storage
    changed = await take_out(campaign, asked.intent.value, storage=storage)
    if isinstance(changed, Wrong):
        await asked.say(asked.t("It’s already decided and can’t be changed any more."))
        return
    await asked.say()
    await go_on(changed, asked.services, asked.t, topic=asked.press.topic)


async def _style(asked: _Pressed, campaign: Campaign) -> None:
    await _put_and_show(asked, campaign, style=next_style(campaign.look.style).code)


async def _weekly(asked: _Pressed, campaign: Campaign) -> None:
    await _put_and_show(asked, campaign, weekly=asked.intent.value == "yes")


async def _send(asked: _Pressed, campaign: Campaign) -> None:
    services, t = asked.services, asked.t
    over = campaign.until is not None and campaign.until <= services.shared.clock.now()
    if over and campaign.state is CampaignState.DRAFT:
        await asked.say(t("That time has already passed."))
        await ask(campaign, Step.UNTIL, services, t, topic=asked.press.topic)
        return
    done = campaign.state is CampaignState.ASKED or await ask_moderators(
        campaign,
        lambda: campaign_review.show_to_moderators(campaign, services),
        storage=services.shared.storage,
        eyes=services.eyes,
    )
    await asked.say(
        t("The moderators have it.")
        if done
        else t("I can’t post in the moderators’ chat right now. Please press again later.")
    )
    if done:
        await _follows(asked, campaign)


async def _drop(asked: _Pressed, campaign: Campaign) -> None:
    done = await drop(storage=asked.services.shared.storage, number=campaign.number)
    t = asked.t
    await asked.say(
        t("Discarded.") if done else t("It’s already decided and can’t be changed any more.")
    )
    if done:
        await _follows(asked, campaign)


async def _stop(asked: _Pressed, campaign: Campaign) -> None:
    services = asked.services
    shared = services.shared
    done = await end_now(
        storage=shared.storage,
        number=campaign.number,
        now=shared.clock.now(),
        zone=shared.settings.timezone,
    )
    await asked.say(asked.t("It has ended.") if done else None)
    if done:
        await _follows(asked, campaign)


async def _figures(asked: _Pressed, campaign: Campaign) -> None:
    await asked.say()
    if campaign.state.was_public:
        await send_figures(campaign, asked.services, asked.t, topic=asked.press.topic)


async def _put_and_go_on(asked: _Pressed, campaign: Campaign, **values: object) -> None:
    changed = await put(storage=asked.services.shared.storage, number=campaign.number, **values)
    if isinstance(changed, Wrong):
        await asked.say(asked.t("It’s already decided and can’t be changed any more."))
        return
    await asked.say()
    await go_on(changed, asked.services, asked.t, topic=asked.press.topic)


async def _put_and_show(asked: _Pressed, campaign: Campaign, **values: object) -> None:
    changed = await put(storage=asked.services.shared.storage, number=campaign.number, **values)
    if isinstance(changed, Wrong):
        await asked.say(asked.t("It’s already decided and can’t be changed any more."))
        return
    await asked.say()
    press = asked.press
    await show(changed, asked.services, asked.t, topic=press.topic, instead=press.message_id)


async def _follows(asked: _Pressed, campaign: Campaign) -> None:
    """Let the message that was pressed tell from now on how things stand."""
    await asked.services.cards.shown(campaign, asked.press.message_id)


_STYLES = {CampaignKind.QUESTION: 5, CampaignKind.POST: 1, CampaignKind.PICTURES: 1}
"""Kind -> code of a style to begin with."""

_OF_CHANNEL: Mapping[Do, Callable[[_Pressed], Awaitable[None]]] = {
    Do.NEW: _new,
    Do.ALL: _all,
    Do.MAKE: _make,
}
_OF_CAMPAIGN: Mapping[Do, Callable[[_Pressed, Campaign], Awaitable[None]]] = {
    Do.OPEN: _open,
    Do.OURS: _ours,
    Do.PAID: _paid,
    Do.COUNTRY: _country,
    Do.LABEL: _label,
    Do.ASK: _ask,
    Do.PICTURE: _picture,
    Do.LESS: _less,
    Do.STYLE: _style,
    Do.WEEKLY: _weekly,
    Do.SEND: _send,
    Do.DROP: _drop,
    Do.STOP: _stop,
    Do.FIGURES: _figures,
}
