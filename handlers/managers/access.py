"""Membership of the managers' group is the right to make campaigns, as with moderators."""

from dataclasses import dataclass

from telegram import Update

from bot.i18n import Translator, translator_for
from bot.memory.identity import Purpose
from bot.services import CampaignServices
from handlers.context import Context
from handlers.incoming.managers import ManagerNote, manager_note_of
from handlers.incoming.moderators import Moderator


@dataclass(frozen=True, slots=True)
class Speaking:
    """A manager's note, and the channels for which this group makes campaigns."""

    note: ManagerNote
    here: tuple[CampaignServices, ...]


def managers_language(services: CampaignServices) -> Translator:
    """Return the channel's language, in which managers are spoken to."""
    return translator_for(services.shared.settings.language)


def maker(services: CampaignServices, member: Moderator) -> bytes | None:
    """Return the tag by which this manager is known again as a moderator; None for one who cannot
    be told apart."""
    if member.in_groups_name:
        return None
    return services.shared.routes.tag(member.route, Purpose.VOTER)


async def speaking(update: Update, context: Context) -> Speaking | None:
    """Return a message of a manager in their group. None: whatever else is said is not answered."""
    shared = context.author.shared
    note = await manager_note_of(update, shared.routes, shared.clock.now())
    here = () if note is None else context.channels.managed_in(note.group)
    if note is None or not here or not await admitted(here[0], note.member):
        return None
    return Speaking(note, here)


async def admitted(services: CampaignServices, member: Moderator) -> bool | None:
    """Tell whether this person is in the managers' group. None: Telegram cannot say now."""
    return await services.membership.admits(member.route, in_groups_name=member.in_groups_name)
