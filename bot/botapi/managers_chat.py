"""The managers' group over PTB."""

from collections.abc import Callable
from dataclasses import dataclass

from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode

from bot.botapi.outcomes import changed, made
from bot.domain.outcome import Outcome
from bot.domain.telegram_limits import CAPTION_UNITS
from bot.flows.campaigns.buttons import CampaignRows, encode
from bot.i18n.direction import directed


@dataclass(frozen=True, slots=True)
class TelegramManagersChat:
    """The ``bot.flows.campaigns.ports.ManagersChat`` over PTB."""

    bot: Bot
    number: Callable[[], int | None]
    """Returns the chat's number as it is now."""

    async def say(self, html: str, *, rows: CampaignRows = (), topic: int | None = None) -> Outcome:
        return await made(
            self.bot.send_message(
                self._chat,
                html,
                parse_mode=ParseMode.HTML,
                reply_markup=_keyboard(rows),
                message_thread_id=topic,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        )

    async def ask(self, html: str, *, topic: int | None = None) -> Outcome:
        return await made(
            self.bot.send_message(
                self._chat,
                html,
                parse_mode=ParseMode.HTML,
                reply_markup=ForceReply(),
                message_thread_id=topic,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        )

    async def show(
        self, photo: bytes, html: str, *, rows: CampaignRows = (), topic: int | None = None
    ) -> Outcome:
        return await made(
            self.bot.send_photo(
                self._chat,
                photo,
                caption=html,
                parse_mode=ParseMode.HTML,
                reply_markup=_keyboard(rows),
                message_thread_id=topic,
                filename="card.jpg",
            )
        )

    async def send_file(
        self, data: bytes, name: str, html: str, *, topic: int | None = None
    ) -> Outcome:
        return await made(
            self.bot.send_document(
                self._chat,
                data,
                caption=html,
                parse_mode=ParseMode.HTML,
                message_thread_id=topic,
                filename=name,
            )
        )

    async def rewrite(self, message_id: int, html: str, *, rows: CampaignRows = ()) -> Outcome:
        return await changed(
            message_id,
            self.bot.edit_message_text(
                html,
                chat_id=self._chat,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=_keyboard(rows),
            ),
        )

    async def redraw(
        self, message_id: int, photo: bytes, html: str, *, rows: CampaignRows = ()
    ) -> Outcome:
        media = InputMediaPhoto(
            photo,
            caption=directed(html, CAPTION_UNITS),
            parse_mode=ParseMode.HTML,
            filename="card.jpg",
        )
        return await changed(
            message_id,
            self.bot.edit_message_media(
                media, chat_id=self._chat, message_id=message_id, reply_markup=_keyboard(rows)
            ),
        )

    async def relabel(self, message_id: int, html: str, *, rows: CampaignRows = ()) -> Outcome:
        return await changed(
            message_id,
            self.bot.edit_message_caption(
                self._chat,
                message_id,
                caption=html,
                parse_mode=ParseMode.HTML,
                reply_markup=_keyboard(rows),
            ),
        )

    @property
    def _chat(self) -> int:
        return self.number() or 0


def _keyboard(rows: CampaignRows) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(each.label, callback_data=encode(each.intent)) for each in row]
            for row in rows
        ]
    )
