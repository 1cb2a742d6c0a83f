"""The bot offers cards of the channel to somebody who types behind its name in any chat. It names
them by the files that Telegram keeps of their pictures.

The answer is the same for everybody, so that Telegram may keep it for all; half a minute at most,
since by then nothing that was taken out may be offered. Which of them is sent, and where, comes
back nowhere: inline feedback stays off."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InlineQueryResultCachedPhoto
from telegram.constants import ParseMode

from bot.botapi.outcomes import CALL_FAILED
from bot.domain.telegram_limits import CAPTION_UNITS
from bot.i18n.direction import directed
from bot.logs import Event, log

KEPT = 30
"""The seconds for which Telegram may give the same answer again."""


@dataclass(frozen=True, slots=True)
class Offered:
    id: str
    file: str
    title: str
    description: str
    caption: str  # HTML
    label: str
    address: str  # the link of the button under it


async def offer(bot: Bot, query: str, cards: Sequence[Offered]) -> None:
    """Answer an inline query. If it is too late, or Telegram cannot be reached, nothing is done and
    nothing said."""
    results = [
        InlineQueryResultCachedPhoto(
            id=card.id,
            photo_file_id=card.file,
            title=card.title,
            description=card.description,
            caption=directed(card.caption, CAPTION_UNITS),
            parse_mode=ParseMode.HTML,
            reply_markup=InlineKeyboardMarkup(
                [[InlineKeyboardButton(card.label, url=card.address)]]
            ),
        )
        for card in cards
    ]
    try:
        await bot.answer_inline_query(query, results, cache_time=KEPT, is_personal=False)
    except CALL_FAILED as error:
        log(Event.ANSWER_FAILED, error=type(error).__name__)
