"""Membership asks Telegram whether somebody is in the moderators' chat, and remembers the answer
for a while."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from telegram import Bot, ChatMember
from telegram.error import BadRequest, TelegramError

from bot.clock import Clock
from bot.memory.identity import Purpose, Route, RouteBook
from bot.memory.private_groups import PrivateGroups

REMEMBERED = timedelta(minutes=1)


_IN = (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)


@dataclass(slots=True)
class Membership:
    bot: Bot
    rooms: PrivateGroups
    routes: RouteBook
    clock: Clock
    _known: dict[bytes, tuple[datetime, bool]] = field(default_factory=dict)

    async def admits(self, person: Route, *, in_groups_name: bool = False) -> bool | None:
        """Whether this is a member of the moderators' chat; None: Telegram cannot say now.

        Who speaks in the group's own name is an admin: Telegram lets nobody else."""
        if self.rooms.moderators is None:
            return False
        if in_groups_name:
            return True
        now = self.clock.now()
        self._known = {tag: seen for tag, seen in self._known.items() if seen[0] > now}
        tag = self.routes.tag(person, Purpose.MEMBERSHIP)
        if tag not in self._known:
            belongs = await self._ask(person)
            if belongs is None:
                return None
            self._known[tag] = (now + REMEMBERED, belongs)
        return self._known[tag][1]

    async def _ask(self, person: Route) -> bool | None:
        number = await self.routes.resolve(person, self.clock.now())
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
