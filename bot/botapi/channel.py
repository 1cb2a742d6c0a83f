"""The only code that sends to the channel: PTB's calls.

Cancellation passes: the parcel's row then says "sending", which means unknown.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from telegram import (
    Bot,
    ChatFullInfo,
    ChatMember,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode

from bot.botapi.outcomes import MOVED, changed, ended, made, picture_of
from bot.domain.outcome import ChannelName, FoundPost, Outcome, Refused, TryLater, Unknown
from bot.domain.telegram_limits import CAPTION_UNITS
from bot.i18n.direction import directed, plain

_READ_SECONDS = 60.0
"""The seconds to wait for an answer: PTB's own 5 s is the main producer of false time-outs on
photos."""

_IN = (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)

_MOST_LITTER = 100
"""The most copies in the staging chat that we remember to delete."""


@dataclass(slots=True)
class TelegramChannel:
    """The ``bot.flows.ports.Channel`` over PTB. ``staging`` is a private chat for looking posts
    up."""

    bot: Bot
    chat_id: int
    staging: int | None = None
    now: Callable[[int], int] = lambda number: number
    """Returns the number under which a private group goes on, if it has become another."""
    _litter: deque[tuple[int, int]] = field(
        default_factory=lambda: deque(maxlen=_MOST_LITTER), init=False
    )

    @property
    def can_look(self) -> bool:
        return self.staging is not None

    async def send_photo(
        self, photo: bytes, caption: str, *, spoiler: bool = False, silent: bool = False
    ) -> Outcome:
        return await made(
            self.bot.send_photo(
                self.chat_id,
                photo,
                caption=caption,
                parse_mode=ParseMode.HTML,
                has_spoiler=spoiler or None,
                disable_notification=silent or None,
                filename="card.jpg",
                read_timeout=_READ_SECONDS,
                write_timeout=_READ_SECONDS,
            )
        )

    async def send_text(
        self, text: str, *, silent: bool = True, reply_to: int | None = None
    ) -> Outcome:
        answered = None if reply_to is None else ReplyParameters(reply_to)
        return await made(
            self.bot.send_message(
                self.chat_id,
                text,
                parse_mode=ParseMode.HTML,
                disable_notification=silent,
                reply_parameters=answered,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                read_timeout=_READ_SECONDS,
            )
        )

    async def edit_photo(
        self, message_id: int, photo: bytes, caption: str, *, spoiler: bool = False
    ) -> Outcome:
        media = InputMediaPhoto(
            photo,
            caption=directed(caption, CAPTION_UNITS),
            parse_mode=ParseMode.HTML,
            has_spoiler=spoiler or None,
            filename="card.jpg",
        )
        return await changed(
            message_id,
            self.bot.edit_message_media(
                media,
                chat_id=self.chat_id,
                message_id=message_id,
                read_timeout=_READ_SECONDS,
                write_timeout=_READ_SECONDS,
            ),
        )

    async def edit_caption(self, message_id: int, caption: str) -> Outcome:
        return await changed(
            message_id,
            self.bot.edit_message_caption(
                self.chat_id, message_id, caption=caption, parse_mode=ParseMode.HTML
            ),
        )

    async def edit_text(self, message_id: int, text: str) -> Outcome:
        return await changed(
            message_id,
            self.bot.edit_message_text(
                text,
                self.chat_id,
                message_id,
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            ),
        )

    async def delete(self, message_id: int) -> Outcome:
        return await changed(message_id, self.bot.delete_message(self.chat_id, message_id))

    async def delete_discussion_copy(self, chat: int, message_id: int) -> Outcome:
        outcome = await changed(message_id, self.bot.delete_message(chat, message_id))
        if outcome == MOVED:  # its ids mean nothing in the new chat
            return Refused(MOVED.why)
        if (
            isinstance(outcome, Refused) and outcome.chat_unusable
        ):  # the group's door, not the channel's
            return Refused(outcome.why)
        return outcome

    async def name(self) -> ChannelName | Refused | TryLater | Unknown:
        chat = await ended(self.bot.get_chat(self.chat_id))
        if not isinstance(chat, ChatFullInfo):
            return chat
        return ChannelName(chat.title or "", chat.username, chat.linked_chat_id)

    async def is_protected(self) -> bool | Refused | TryLater | Unknown:
        chat = await ended(self.bot.get_chat(self.chat_id))
        return bool(chat.has_protected_content) if isinstance(chat, ChatFullInfo) else chat

    async def look(self, message_id: int) -> FoundPost | Refused | TryLater | Unknown:
        if self.staging is None:
            return Refused("there is no staging chat", staging_unusable=True)
        copy = await self._forward(self.staging, message_id)
        if isinstance(copy, Refused) and copy.chat_unusable:
            me = await ended(self.bot.get_chat_member(self.chat_id, self.bot.id))
            if isinstance(me, TryLater | Unknown):
                return me
            if isinstance(me, Refused) or me.status not in _IN:
                return copy
            # Telegram does not say which of the two chats refuses. The channel may have let us in
            # again in between: only who refuses us still is the staging chat.
            copy = await self._forward(self.staging, message_id)
            if isinstance(copy, Refused) and copy.chat_unusable:
                return Refused(copy.why, staging_unusable=True)
        if not isinstance(copy, Message):
            return copy
        self._litter.append((copy.chat_id, copy.message_id))
        await self._tidy()
        return FoundPost(message_id, self._line_of(copy), picture_of(copy))

    def _line_of(self, copy: Message) -> str:
        """Return the first line of what was forwarded."""
        return plain((copy.caption or copy.text or "").split("\n", 1)[0]).strip()

    async def _forward(
        self, staging: int, message_id: int
    ) -> Message | Refused | TryLater | Unknown:
        return await ended(
            self.bot.forward_message(
                self.now(staging), self.chat_id, message_id, disable_notification=True
            )
        )

    async def _tidy(self) -> None:
        """Delete the copies in the staging chat, with those that could not be deleted before.
        They hold nothing that is not public."""
        for _ in range(len(self._litter)):
            chat, message_id = self._litter.popleft()
            if self.now(chat) != chat:  # it stays there: nothing of it is private
                continue
            outcome = await changed(message_id, self.bot.delete_message(chat, message_id))
            if isinstance(outcome, TryLater | Unknown):
                self._litter.append((chat, message_id))
                return
