"""The session holds all that every step after the first needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.ops.doctor.bot_api import BotApi
from bot.ops.setup.listener import ChatListener
from bot.ops.setup.terminal import Terminal
from bot.settings import ChannelConfig, Configuration, Settings
from bot.settings.mistakes import read_settings


@dataclass(frozen=True, slots=True)
class Session:
    """A run of the guide. ``known`` is what is set already, by field; ``me`` is the bot as Telegram
    knows it."""

    terminal: Terminal
    api: BotApi
    listener: ChatListener
    me: Mapping[str, Any]
    known: Mapping[str, str]

    @property
    def name(self) -> str:
        return f"@{self.me['username']}"

    async def chat(self, wanted: int | str) -> Mapping[str, Any] | None:
        """Return a chat. None: the bot cannot see it. Raises Unreachable."""
        answer = await self.api.ask("getChat", chat_id=wanted)
        if answer.moved_to is not None:
            return await self.chat(answer.moved_to)
        return answer.result if answer.ok else None

    async def member(self, chat_id: int) -> Mapping[str, Any]:
        """Return the bot's place there; empty when it has none. Raises Unreachable."""
        answer = await self.api.ask("getChatMember", chat_id=chat_id, user_id=self.me["id"])
        return answer.result or {} if answer.ok else {}


def imagined(channel: str, **more: str) -> ChannelConfig:
    """Return a channel as it will be once this is written, for the doctor's questions about it."""
    settings = read_settings(Settings, {"token": "0:none", "channel": channel, **more})
    assert isinstance(settings, Settings)  # the steps take only what can be read
    return Configuration.only(settings).channels[0]
