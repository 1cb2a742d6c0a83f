"""A campaign's question, by the link under it: read it, answer it with a whisper, or read what
others have answered. ``/campaign c7`` leads to the answers."""

import re
from html import escape

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram import Update
from telegram.ext import filters

from bot.domain.campaigns.campaign import Campaign, CampaignKind, CampaignState, first_line
from bot.domain.campaigns.figures import Told
from bot.domain.feeds.asked import Asked, Feed, encode
from bot.domain.numbers import mark
from bot.flows.campaigns.drafting import find_campaign
from bot.flows.campaigns.opened import opened_link
from bot.i18n import Translator
from bot.memory.slates import FollowedQuestion
from bot.services import CampaignServices
from handlers.author.hello import answer
from handlers.context import Context
from handlers.heard import link_in, note_in
from handlers.incoming.private import Note
from handlers.reader import feed

_LINK = re.compile(r"/start(?:@\w+)? q_(?:([a-z][a-z0-9-]*)_)?c([1-9]\d{0,8})")
LINK = filters.Regex(f"^{_LINK.pattern}$")
"""The message that the link under campaign c7 sends: ``/start q_c7``, or ``/start q_love_c7``."""
_COMMAND = re.compile(r"/campaign(?:@\w+)?(?: ([a-z][a-z0-9-]*))? [cC]?([1-9]\d{0,8})")


async def opened(update: Update, context: Context) -> None:
    """Handle /start q_c7: what is written next answers it, unless its author says no."""
    services = context.author
    found = await link_in(update, context, _LINK)
    if found is None:
        return
    note, named = found
    t = context.speak(note.language)
    campaigns, campaign = await _asked(named[1], int(named[2]), context)
    if campaigns is None or campaign is None:
        await answer(services, note, t("I can’t find a campaign with that name."))
        return
    shared = campaigns.shared
    if campaign.state is CampaignState.APPROVED:
        following = FollowedQuestion(shared.place.key, campaign.number)
        await services.memory.slates.ask(note.route, following, shared.clock.now())
    await answer(services, note, _told(campaign, t), buttons=_answers(campaign, campaigns, t))


async def _asked(
    name: str | None, number: int, context: Context
) -> tuple[CampaignServices | None, Campaign | None]:
    """Return the question that was asked in public, and where; its opening is counted."""
    channel = context.channels.named(name)
    campaigns = None if channel is None else channel.campaigns
    if campaigns is None:
        return None, None
    shared = campaigns.shared
    found = await opened_link(
        storage=shared.storage,
        number=number,
        what=Told.OPENS,
        zone=shared.settings.timezone,
        now=shared.clock.now(),
    )
    if found is None or found.kind is not CampaignKind.QUESTION:
        return campaigns, None
    return campaigns, None if found.state is CampaignState.REMOVED else found


def _told(campaign: Campaign, t: Translator) -> str:
    lines = [f"<b>{escape(campaign.words)}</b>", escape(first_line(campaign))]
    if campaign.state is CampaignState.ENDED:
        lines.append(escape(t("This has ended.")))
    else:
        lines.append(
            escape(
                t(
                    "Write me your answer in one message. It becomes a whisper without your "
                    "name, like any other; moderators check it first."
                )
            )
        )
    return "\n\n".join(lines)


def _answers(campaign: Campaign, services: CampaignServices, t: Translator) -> Keyboard:
    asked = Asked(Feed.ANSWERS, words=mark(services.shared.place.key, campaign.number))
    return Keyboard([[Button("💬 " + t("All answers"), callback_data=encode(asked))]])


async def commanded(update: Update, context: Context) -> None:
    """Handle /campaign c7, or /campaign love c7: show all answers."""
    note = await note_in(update, context)
    if note is None:
        return
    named = _COMMAND.fullmatch(note.text)
    campaign, key = (None, 0) if named is None else await _found(named[1], int(named[2]), context)
    if campaign is None:
        await _unknown(note, context)
        return
    await feed.asked_for(note, Asked(Feed.ANSWERS, words=mark(key, campaign.number)), context)


async def _found(name: str | None, number: int, context: Context) -> tuple[Campaign | None, int]:
    channel = context.channels.named(name)
    campaigns = None if channel is None else channel.campaigns
    if campaigns is None:
        return None, 0
    found = await find_campaign(storage=campaigns.shared.storage, number=number)
    if found is None or found.kind is not CampaignKind.QUESTION:
        return None, 0
    if not found.is_public(campaigns.shared.clock.now()) or found.state is CampaignState.REMOVED:
        return None, 0
    return found, campaigns.shared.place.key


async def _unknown(note: Note, context: Context) -> None:
    t = context.speak(note.language)
    if any(each.services.campaigns for each in context.channels.all):
        said = t("I can’t find a campaign with that name.")
    else:
        said = t("I don’t know that command. /help shows what I can do.")
    await answer(context.author, note, said)
