"""The moderators' chat over PTB."""

from dataclasses import dataclass

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode

from bot.channel import Outcome
from bot.channel_telegram import changed, made
from bot.desk import Rows


@dataclass(frozen=True, slots=True)
class TelegramDesk:
    """``bot.desk.Desk``."""

    bot: Bot
    chat_id: int

    async def say(self, html: str, *, rows: Rows = (), silent: bool = False) -> Outcome:
        return await made(
            self.bot.send_message(
                self.chat_id,
                html,
                parse_mode=ParseMode.HTML,
                reply_markup=_keyboard(rows),
                disable_notification=silent,
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
        return await made(
            self.bot.send_photo(
                self.chat_id,
                photo,
                caption=html,
                parse_mode=ParseMode.HTML,
                reply_markup=_keyboard(rows),
                has_spoiler=spoiler or None,
                disable_notification=silent,
                filename="card.jpg",
            )
        )

    async def rewrite(self, message_id: int, html: str, *, rows: Rows = ()) -> Outcome:
        return await changed(
            message_id,
            self.bot.edit_message_text(
                html,
                chat_id=self.chat_id,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=_keyboard(rows),
            ),
        )

    async def relabel(self, message_id: int, html: str, *, rows: Rows = ()) -> Outcome:
        return await changed(
            message_id,
            self.bot.edit_message_caption(
                self.chat_id,
                message_id,
                caption=html,
                parse_mode=ParseMode.HTML,
                reply_markup=_keyboard(rows),
            ),
        )

    async def redraw(self, message_id: int, photo: bytes, html: str) -> Outcome:
        media = InputMediaPhoto(photo, caption=html, parse_mode=ParseMode.HTML, filename="card.jpg")
        return await changed(
            message_id,
            self.bot.edit_message_media(media, chat_id=self.chat_id, message_id=message_id),
        )

    async def delete(self, message_id: int) -> Outcome:
        return await changed(message_id, self.bot.delete_message(self.chat_id, message_id))


def _keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows]
    )
