"""PTB's calls to the discussion group that is linked to a channel: comments of ours, and nobody
else's."""

from dataclasses import dataclass

from telegram import Message, MessageOriginUser

from bot.botapi.channel import TelegramChannel
from bot.botapi.outcomes import MOVED
from bot.domain.outcome import Outcome, Refused


@dataclass(slots=True)
class TelegramDiscussion(TelegramChannel):
    """The ``bot.flows.ports.Channel`` whose chat is a group full of other people's messages."""

    async def send_text(
        self, text: str, *, silent: bool = True, reply_to: int | None = None
    ) -> Outcome:
        return _not_followed(
            await TelegramChannel.send_text(self, text, silent=silent, reply_to=reply_to)
        )

    async def edit_text(self, message_id: int, text: str) -> Outcome:
        return _not_followed(await TelegramChannel.edit_text(self, message_id, text))

    async def delete(self, message_id: int) -> Outcome:
        return _not_followed(await TelegramChannel.delete(self, message_id))

    def _line_of(self, copy: Message) -> str:
        """Return the first line, if the copy is ours: somebody may write what looks like a reply of
        ours, which tells nothing."""
        origin = copy.forward_origin
        ours = isinstance(origin, MessageOriginUser) and origin.sender_user.id == self.bot.id
        return TelegramChannel._line_of(self, copy) if ours else ""


def _not_followed(outcome: Outcome) -> Outcome:
    """Return the outcome, but refuse where the group has moved: its ids mean nothing in the
    supergroup that it has become."""
    return Refused(MOVED.why, chat_unusable=True) if outcome == MOVED else outcome
