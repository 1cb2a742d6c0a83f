"""The membership of the moderators' chat: only its members count, and only there.

Membership is asked of Telegram and remembered for a minute. What comes from elsewhere, and what
somebody made up, is refused kindly.
"""

from dataclasses import replace

from telegram import Update

from bot.flows.moderation.voting import Vote
from bot.i18n import Translator, translator_for
from bot.memory.identity import Purpose
from bot.services import ModeratorServices
from handlers.incoming.moderators import (
    Moderator,
    ModeratorCommand,
    ModeratorPress,
    moderator_command_of,
    moderator_press_of,
)


def moderators_language(services: ModeratorServices) -> Translator:
    """Return the channel's language, in which moderators are spoken to."""
    return translator_for(services.shared.settings.language)


def for_the_room(services: ModeratorServices, topic: int | None) -> ModeratorServices:
    """Return the services to speak for the chat itself, and for none of its channels more than
    another."""
    number = services.rooms.moderators
    if services.moderators_chat is None or number is None:
        return services
    return replace(services, moderators_chat=services.chat_at(number, topic))


def voter(services: ModeratorServices, member: Moderator) -> bytes | None:
    """Return the tag under which this moderator votes; None for one who cannot be told apart."""
    return (
        None if member.in_groups_name else services.shared.routes.tag(member.route, Purpose.VOTER)
    )


def vote_said(vote: Vote, t: Translator) -> str:
    """Return the answer to a vote that decides nothing yet."""
    if vote.again:
        return t("You’ve already voted. Someone else has to confirm.")
    return t("Your vote counts.")


async def commanding(update: Update, services: ModeratorServices) -> ModeratorCommand | None:
    """Return the command of a moderator, or None: whatever else is said is not answered."""
    now = services.shared.clock.now()
    note = await moderator_command_of(
        update, services.rooms.moderators, services.shared.routes, now
    )
    if note is None or not await admitted(services, note.member):
        return None
    return note


async def pressing(update: Update, services: ModeratorServices) -> ModeratorPress | None:
    """Return the press of a moderator, or None when it was refused (and answered)."""
    now = services.shared.clock.now()
    press = await moderator_press_of(update, services.rooms.moderators, services.shared.routes, now)
    if press is None:
        return None
    t = moderators_language(services)
    belongs = await admitted(services, press.member) if press.here else False
    if belongs:
        return press
    if belongs is None:
        why = t("Telegram isn’t answering right now. Please press again in a moment.")
    elif press.here:
        why = t("Only members of this chat can decide here.")
    else:
        why = t("This button has expired.")
    await services.shared.chats.answer(press.query, why, alert=press.here)
    return None


async def admitted(services: ModeratorServices, member: Moderator) -> bool | None:
    """Whether Telegram calls this a member of the moderators' chat; None: it cannot say now."""
    return await services.membership.admits(member.route, in_groups_name=member.in_groups_name)
