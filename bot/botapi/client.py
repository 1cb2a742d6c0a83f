"""PTB's bot, and what PTB does not give: updates as they came, and what a channel allows."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import ChatMigrated, TelegramError
from telegram.ext import ExtBot

from bot.domain.telegram_limits import CAPTION_UNITS, TEXT_UNITS
from bot.i18n.direction import directed, is_from_the_right, mirrored, turned
from bot.memory.identity import Route

_MOST_UNITS = {"text": TEXT_UNITS, "caption": CAPTION_UNITS}

ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "message_reaction_count",
    "my_chat_member",
    "inline_query",
)
"""The kinds of updates we ask for. Never ``message_reaction``: it would deliver the ids of the
people who react. Never ``chosen_inline_result``: it tells who shared what."""


class RawBot(ExtBot[None]):
    """PTB's bot, which can also fetch updates without parsing them all or none, and tells where a
    group went that has become a supergroup."""

    _moved: Callable[[int, int], None] | None = None

    def when_moved(self, tell: Callable[[int, int], None]) -> None:
        """Call ``tell`` with the old and the new number, whichever call was refused for it."""
        self._moved = tell

    async def _do_post(self, endpoint: str, data: dict[str, Any], **options: Any) -> Any:
        try:
            return await super()._do_post(endpoint, turned_right(data), **options)
        except ChatMigrated as moved:
            chat = data.get("chat_id", getattr(data.get("scope"), "chat_id", None))
            if self._moved is not None and isinstance(chat, int):
                self._moved(chat, moved.new_chat_id)
            raise

    @property
    def server(self) -> str:
        """The server that it calls, as the log may tell it: never the path, which holds the
        token."""
        address = urlsplit(self.base_url)
        return f"{address.scheme}://{address.netloc.rpartition('@')[2]}"

    async def raw_updates(
        self, arguments: dict[str, Any], *, read_timeout: float
    ) -> list[Mapping[str, Any]]:
        """Call ``getUpdates`` and return the answer as it came. Raises TelegramError as every call
        does."""
        raws: Any = await self._post("getUpdates", arguments, read_timeout=read_timeout)
        if not isinstance(raws, list):
            raise TelegramError("Invalid server response")
        updates = [raw for raw in raws if _is_update(raw)]
        if raws and not updates:  # nothing that a later offset could leave behind
            raise TelegramError("Invalid server response")
        return updates

    async def readers_may_react(self, chat_id: int) -> bool:
        """Tell whether readers may react. The raw answer is read, since PTB's ChatFullInfo shows
        "none" and "all" alike, as an empty tuple."""
        chat: Mapping[str, Any] = await self._post("getChat", {"chat_id": chat_id})
        return chat.get("available_reactions") != []


def bot_of(route: Route, bots: Mapping[int, Bot], alone: Bot) -> Bot | None:
    """Return the bot whose chat the route leads to. ``bots``: all of them by id; empty where there
    is ``alone``. None: it is not one of ours any more, and in another's chat the same number is
    another message."""
    return bots.get(route.bot) if bots else alone


def turned_right(data: dict[str, Any]) -> dict[str, Any]:
    """Return what a call says, as it is read from the right where its language is: marks of
    direction in its lines, rows of buttons mirrored. Media and inline results do the first for
    themselves."""
    said = {key: data[key] for key in ("text", "caption") if isinstance(data.get(key), str)}
    media = data.get("media")
    words = [*said.values(), getattr(media, "caption", None)]
    changed: dict[str, Any] = {
        key: directed(words, _MOST_UNITS[key]) for key, words in said.items()
    }
    if isinstance(buttons := data.get("reply_markup"), InlineKeyboardMarkup):
        labels = [button.text for row in buttons.inline_keyboard for button in row]
        if any(map(is_from_the_right, (*words, *labels))):
            changed["reply_markup"] = _mirrored(buttons)
    return {**data, **changed}


def _mirrored(buttons: InlineKeyboardMarkup) -> InlineKeyboardMarkup:
    rows = mirrored(buttons.inline_keyboard)
    for row in rows:
        for at, button in enumerate(row):
            if button.callback_data is not None:
                label = turned(button.text)
                row[at] = InlineKeyboardButton(label, callback_data=button.callback_data)
    return InlineKeyboardMarkup(rows)


def _is_update(raw: object) -> bool:
    return isinstance(raw, dict) and isinstance(raw.get("update_id"), int)
