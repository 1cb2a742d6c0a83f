"""The moderators' chat over PTB."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from html import escape

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
)
from telegram.constants import ParseMode

from bot.botapi.outcomes import changed, made
from bot.domain.channel_info import ChannelInfo
from bot.domain.outcome import Outcome, Refused, TryLater
from bot.domain.review import RoomTopic
from bot.domain.telegram_limits import CAPTION_UNITS
from bot.domain.whisper import FIRST_CHANNEL
from bot.flows.moderation.buttons import ModeratorButton, encode
from bot.flows.ports import Rows
from bot.i18n.direction import directed
from bot.memory.private_groups import PrivateGroups

_MOVING = TryLater(timedelta(seconds=1), "the chat moves")
_NO_TOPIC = ("message thread not found", "topic_deleted", "topic_id_invalid")


async def sent_in_topic(
    send: Callable[[int | None], Awaitable[Message]], topic: int | None, rooms: PrivateGroups
) -> Outcome:
    """Send into the topic; where there is none of this number any more, into General."""
    outcome = await made(send(topic))
    if topic is None or not isinstance(outcome, Refused):
        return outcome
    if not any(words in outcome.why.lower() for words in _NO_TOPIC):
        return outcome
    rooms.forget_topic(topic)
    return await made(send(None))


@dataclass(frozen=True, slots=True)
class TelegramModeratorsChat:
    """The ``bot.flows.ports.ModeratorsChat`` over PTB."""

    bot: Bot
    rooms: PrivateGroups
    channel: int = FIRST_CHANNEL
    """The channel that every button names as the one it is about."""
    place: ChannelInfo | None = None
    """The names of that channel, where it shares the chat with others: whatever is said names it,
    too."""
    topic: int | None = None
    """The topic of the chat that new messages go into; None: none, or General."""
    pin: int | None = None
    """The chat's number, if it is not to be the one that holds now."""

    @property
    def chat_id(self) -> int:
        return self.pin or self.rooms.moderators or 0

    def in_topic(self, topic: int | None) -> "TelegramModeratorsChat":
        return self if topic is None else replace(self, topic=topic)

    def for_queue(self, queue: RoomTopic, asked: int | None = None) -> "TelegramModeratorsChat":
        return self.in_topic(self.rooms.topics.get(queue) if asked is None else asked)

    def pinned(self, topic: int | None) -> "TelegramModeratorsChat":
        return replace(self, topic=topic, pin=self.chat_id)

    def under(self, number: int) -> "TelegramModeratorsChat":
        """Return the chat under a number that it had before."""
        return replace(self, topic=None, pin=number)

    def at(self, number: int, topic: int | None) -> "TelegramModeratorsChat":
        """Return any other chat, under this number: there, no channel is named."""
        return replace(self, topic=topic, pin=number, place=None)

    @property
    def _moves(self) -> bool:
        """Whether calls wait for a move: whoever is not pinned means ids that the tables name,
        which must follow first."""
        return self.pin is None and self.rooms.moderators_chat_moves

    async def say(self, html: str, *, rows: Rows = (), silent: bool = False) -> Outcome:
        return await self._made(
            lambda topic: self.bot.send_message(
                self.chat_id,
                self._named(html),
                parse_mode=ParseMode.HTML,
                reply_markup=self._keyboard(rows),
                disable_notification=silent,
                message_thread_id=topic,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        )

    async def show(
        self,
        photo: bytes,
        html: str,
        *,
        rows: Rows = (),
        spoiler: bool = False,
        silent: bool = False,
    ) -> Outcome:
        return await self._made(
            lambda topic: self.bot.send_photo(
                self.chat_id,
                photo,
                caption=self._named(html),
                parse_mode=ParseMode.HTML,
                reply_markup=self._keyboard(rows),
                has_spoiler=spoiler or None,
                disable_notification=silent,
                message_thread_id=topic,
                filename="card.jpg",
            )
        )

    async def _changed(self, message_id: int, change: Callable[[], Awaitable[object]]) -> Outcome:
        return _MOVING if self._moves else await changed(message_id, change())

    async def _made(self, send: Callable[[int | None], Awaitable[Message]]) -> Outcome:
        return _MOVING if self._moves else await sent_in_topic(send, self.topic, self.rooms)

    async def rewrite(self, message_id: int, html: str, *, rows: Rows = ()) -> Outcome:
        return await self._changed(
            message_id,
            lambda: self.bot.edit_message_text(
                self._named(html),
                chat_id=self.chat_id,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=self._keyboard(rows),
            ),
        )

    async def relabel(self, message_id: int, html: str, *, rows: Rows = ()) -> Outcome:
        return await self._changed(
            message_id,
            lambda: self.bot.edit_message_caption(
                self.chat_id,
                message_id,
                caption=self._named(html),
                parse_mode=ParseMode.HTML,
                reply_markup=self._keyboard(rows),
            ),
        )

    async def redraw(self, message_id: int, photo: bytes, html: str) -> Outcome:
        media = InputMediaPhoto(
            photo,
            caption=directed(self._named(html), CAPTION_UNITS),
            parse_mode=ParseMode.HTML,
            filename="card.jpg",
        )
        return await self._changed(
            message_id,
            lambda: self.bot.edit_message_media(media, chat_id=self.chat_id, message_id=message_id),
        )

    async def delete(self, message_id: int) -> Outcome:
        return await self._changed(
            message_id, lambda: self.bot.delete_message(self.chat_id, message_id)
        )

    def _named(self, html: str) -> str:
        if self.place is None:
            return html
        return f"📮 {escape(self.place.called(self.place.language))}\n{html}"

    def _data(self, each: ModeratorButton) -> str:
        return encode(each.intent, self.channel if each.channel is None else each.channel)

    def _keyboard(self, rows: Rows) -> InlineKeyboardMarkup | None:
        if not rows:
            return None
        return InlineKeyboardMarkup(
            [
                [InlineKeyboardButton(each.label, callback_data=self._data(each)) for each in row]
                for row in rows
            ]
        )
