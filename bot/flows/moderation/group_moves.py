"""A private group has become a supergroup: remember its number, and begin anew there.

Its old messages can hardly be reached any more, and their ids mean nothing in the new chat: so
whatever waits there is shown anew, and what was to be emptied is emptied where Telegram still lets
us.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.cards.draw.blank import blank
from bot.domain.outcome import Delivered
from bot.domain.review import Queue
from bot.flows.moderation.door import Door
from bot.flows.moderation.lost_messages import forget_ids
from bot.flows.ports import ModeratorsChat
from bot.flows.publishing.alerts import Alert, AlertKind
from bot.flows.publishing.publisher import SendAlert
from bot.logs import Event, log
from bot.memory.private_groups import PrivateGroups
from storage import Storage, Tables


async def recall_rooms(*, storage: Storage, rooms: PrivateGroups) -> None:
    """Learn at the start where the chats are. Cards that stand in another chat than the one that is
    set (the number was changed by hand) begin anew."""
    async with storage.transaction() as tables:
        rooms.know(await tables.runtime_settings.moved_chats.get())
        await _stand_in(tables, rooms.moderators)


async def _stand_in(tables: Tables, chat: int | None) -> list[tuple[int, bool]]:
    """Make this the chat of the cards. Return (id, whether it is a text) of the messages that
    showed them in another one."""
    before = await tables.runtime_settings.moderators_chat.get()
    if chat is None or before == chat:
        return []
    await tables.runtime_settings.moderators_chat.put(chat)
    if before is None:
        return []
    left = [
        (card.message_id, card.queue is Queue.APPEAL)
        for card in await tables.review_cards.all()
        if card.message_id is not None
    ]
    left += [
        (case.message_id, False)
        for case in await tables.hidden_posts.all()
        if case.message_id is not None
    ]
    left += [
        (sheet.message_id, True)
        for sheet in await tables.reply_sheets.all()
        if sheet.message_id is not None
    ]
    await tables.review_cards.hide_all()
    await tables.reply_sheets.hide_all()
    await tables.hidden_posts.close_all()
    await forget_ids(tables)
    return left


@dataclass(slots=True)
class Mover:
    storage: Storage
    rooms: PrivateGroups
    moderators_chat_in: Callable[[int], ModeratorsChat]
    """Returns the moderators' chat under another number."""
    turn: asyncio.Lock
    """The review cards' lock: while it is held, nobody has an id of an old message in hand."""
    door: Door
    tell: SendAlert
    settle_in: Callable[[], Awaitable[None]]
    """Offer the commands in the new chat."""

    async def due(self) -> None:
        """A tick: follow each group that has moved."""
        for old, new in self.rooms.unwritten:
            await self._follow(old, new)

    async def _follow(self, old: int, new: int) -> None:
        moderators_chat = self.rooms.moderators == new
        async with self.turn:
            async with self.storage.transaction() as tables:
                moved = await tables.runtime_settings.moved_chats.get()
                await tables.runtime_settings.moved_chats.put({**moved, old: new})
                left = await _stand_in(tables, self.rooms.moderators)
            self.rooms.written(old)
            self.door.reset()
        log(Event.CHAT_MOVED, kind="moderators" if moderators_chat else "staging")
        setting = "SOTTO_MODERATORS" if self.rooms.moderators == new else "SOTTO_STAGING"
        if not moderators_chat:
            await self.tell(Alert(AlertKind.STAGING_MOVED, f"{setting}={new}"))
            return
        await self.settle_in()
        emptied = await self._empty(self.moderators_chat_in(old), left)
        kind = AlertKind.MODERATORS_MOVED if emptied else AlertKind.MODERATORS_MOVED_LEAVING
        await self.tell(Alert(kind, f"{setting}={new}"))

    async def _empty(self, moderators_chat: ModeratorsChat, left: list[tuple[int, bool]]) -> bool:
        """Remove words and pictures from the old messages. False: some must be deleted by hand."""
        for message_id, is_text in left:
            if is_text:
                outcome = await moderators_chat.rewrite(message_id, "…")
            else:
                outcome = await moderators_chat.redraw(message_id, blank(), "…")
            if not isinstance(outcome, Delivered):
                return False
        return True
