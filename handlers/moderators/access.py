"""The gate of the moderators' chat: only its members count, and only there.

Membership is asked of Telegram and remembered for a minute. What comes from elsewhere, and what
somebody made up, is refused kindly.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from telegram import Bot, ChatMember, Update
from telegram.error import BadRequest, TelegramError

from bot.botapi.private_groups import Rooms
from bot.clock import Clock
from bot.i18n import Translator, translator_for
from bot.memory.identity import RouteBook
from bot.services import Services
from handlers.incoming.moderators import DeskNote, DeskPress, Member, desk_note_of, desk_press_of

REMEMBERED = timedelta(minutes=1)
_IN = (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)


@dataclass(slots=True)
class Gate:
    bot: Bot
    rooms: Rooms
    routes: RouteBook
    clock: Clock
    _known: dict[bytes, tuple[datetime, bool]] = field(default_factory=dict)

    async def admits(self, member: Member) -> bool | None:
        """Whether this is a member of the moderators' chat; None: Telegram cannot say now.

        Who speaks in the group's own name is an admin: Telegram lets nobody else."""
        if self.rooms.moderators is None:
            return False
        if member.in_groups_name:
            return True
        now = self.clock.now()
        self._known = {tag: seen for tag, seen in self._known.items() if seen[0] > now}
        tag = self.routes.tag(member.route, "gate")
        if tag not in self._known:
            belongs = await self._ask(member)
            if belongs is None:
                return None
            self._known[tag] = (now + REMEMBERED, belongs)
        return self._known[tag][1]

    async def _ask(self, member: Member) -> bool | None:
        number = self.routes.resolve(member.route, self.clock.now())
        chat = self.rooms.moderators
        if number is None or chat is None:
            return False
        try:
            found = await self.bot.get_chat_member(chat, number)
        except BadRequest:
            return False  # Telegram knows nobody of this number there
        except TelegramError:
            return None
        return found.status in _IN or bool(getattr(found, "is_member", False))


def desk_language(services: Services) -> Translator:
    """Moderators are spoken to in the channel's language."""
    return translator_for(services.settings.language)


def voter(services: Services, member: Member) -> bytes | None:
    """The tag under which this moderator votes; None for one who cannot be told apart."""
    return None if member.in_groups_name else services.routes.tag(member.route, "voter")


async def commanding(update: Update, services: Services) -> DeskNote | None:
    """The command of a moderator, or None: whatever else is said is not answered."""
    now = services.clock.now()
    note = desk_note_of(update, services.rooms.moderators, services.routes, now)
    if note is None or not await services.gate.admits(note.member):
        return None
    return note


async def pressing(update: Update, services: Services) -> DeskPress | None:
    """The press of a moderator, or None when it was refused (and answered)."""
    now = services.clock.now()
    press = desk_press_of(update, services.rooms.moderators, services.routes, now)
    if press is None:
        return None
    t = desk_language(services)
    belongs = await services.gate.admits(press.member) if press.here else False
    if belongs:
        return press
    if belongs is None:
        why = t("Telegram does not answer me just now. Please press again in a moment.")
    elif press.here:
        why = t("Only members of this chat decide here.")
    else:
        why = t("That button does not work any more.")
    await services.chats.answer(press.query, why, alert=press.here)
    return None
