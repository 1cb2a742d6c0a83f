"""Buttons of the moderators' chat: each intent has its handler."""

from telegram import Update

from bot.domain.review import Mode, mode_in
from bot.flows.moderation.buttons import EVERY, Action, Intent, decode
from bot.i18n import Translator
from bot.services import ModeratorServices, Services
from handlers.context import Context
from handlers.incoming.moderators import ModeratorPress, group_of
from handlers.moderators import (
    actions,
    appeals,
    campaign_removal,
    campaign_review,
    early_release,
    hidden_posts,
    removal,
    reply_commands,
    reply_sheets,
    setting_screens,
    verdicts,
    which_channel,
)
from handlers.moderators.access import moderators_language, pressing

_OF_NUMBERS = {
    Action.REMOVE: removal.pressed,
    Action.STAY: removal.kept,
    Action.RESTORE: hidden_posts.restored,
    Action.HIDE: hidden_posts.hidden,
    Action.DROP: hidden_posts.dropped,
}
_OF_CAMPAIGNS = (*campaign_review.ACTIONS, Action.UNPOST)


async def pressed(update: Update, context: Context) -> None:
    here = context.channels.moderated_in(group_of(update))
    services = here[0].moderators if here else context.moderators
    press = await pressing(update, services)
    if press is None:
        return
    decoded = decode(press.data)
    if decoded is not None and decoded[0] == EVERY:
        taking = [each.moderators for each in here if context.channels.taking(each.key)]
        if taking and await which_channel.chosen_all(taking, press, decoded[1]):
            return
    about = None if decoded is None else next((c for c in here if c.key == decoded[0]), None)
    if about is not None and decoded is not None and decoded[1].action in _OF_CAMPAIGNS:
        if await _of_campaign(about, press, decoded[1]):
            return
    elif decoded is not None and about is not None:
        services, t = about.moderators.answering_in(None), moderators_language(about.moderators)
        if await _done(services, press, decoded[1], t):
            return
    t = moderators_language(services)
    await services.shared.chats.answer(press.query, t("This button has expired."))


async def _of_campaign(about: Services, press: ModeratorPress, intent: Intent) -> bool:
    """Handle a button about a campaign. False: there are no campaigns in that channel, or there is
    no such button."""
    if about.campaigns is None or not intent.subject.isdecimal():
        return False
    moderators, t = about.moderators.answering_in(None), moderators_language(about.moderators)
    number = int(intent.subject)
    if intent.action is Action.UNPOST:
        await campaign_removal.pressed(about.campaigns, moderators, press, number, t)
    else:
        await campaign_review.pressed(about.campaigns, moderators, press, intent.action, number, t)
    return True


async def _done(
    services: ModeratorServices, press: ModeratorPress, intent: Intent, t: Translator
) -> bool:
    """Do what a button says. False: there is no such button."""
    action, subject = intent.action, intent.subject
    if action is Action.RELEASE:
        await early_release.pressed(services, press, t)
    elif action is Action.KEEP:
        await early_release.kept(services, press, t)
    elif action in _OF_NUMBERS and subject.isdecimal():
        await _OF_NUMBERS[action](services, press, int(subject), t)
    elif action is Action.REMOVE and (reply := reply_commands.REPLY.fullmatch(subject)):
        html = await reply_commands.chosen_removal(services, press, reply, t)
        await which_channel.chosen(services, press, html)
    elif action is Action.RESHOW and subject.isdecimal():
        html = await actions.reshow(int(subject), services, t)
        await which_channel.chosen(services, press, html)
    elif action in reply_commands.ACTIONS and subject.isdecimal():
        html = await reply_commands.chosen(services, action, int(subject), press.topic, t)
        await which_channel.chosen(services, press, html)
    elif action is Action.PAUSE:
        await which_channel.chosen(services, press, await actions.pause_now(services, t))
    elif action is Action.RESUME:
        await which_channel.chosen(services, press, await actions.resume_now(services, t))
    elif action in (Action.LIFT, Action.UPHOLD):
        allow = action is Action.LIFT
        await appeals.answered(services, press, subject, allow=allow, t=t)
    elif action is Action.MODE and (mode := mode_in(subject)) is not None:
        await _mode(services, press, mode, t)
    elif action in setting_screens.ACTIONS:
        return await setting_screens.pressed(services, press, intent, t)
    elif action in reply_sheets.ACTIONS:
        return await reply_sheets.pressed(services, press, intent, t)
    elif action in verdicts.ACTIONS and (action is Action.REJECT) == (intent.choice is not None):
        return await verdicts.pressed(services, press, intent, t)
    else:
        return False
    return True


async def _mode(
    services: ModeratorServices, press: ModeratorPress, mode: Mode, t: Translator
) -> None:
    await actions.mode_set(services, mode)
    await services.shared.chats.answer(press.query, t("Saved."))
    if services.moderators_chat is not None:
        html, rows = actions.mode_face(mode, t)
        await services.moderators_chat.rewrite(press.message_id, html, rows=rows)
