"""Hears into which chats the bot is taken, by getUpdates.

Nothing is confirmed: all that waits, the words of people too, stays for the bot. Of an update only
``my_chat_member`` is looked at, and of that the chat and the bot's place in it: never who did it.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.ops.doctor.bot_api import ApiAnswer, BotApi, Unreachable
from bot.ops.setup.terminal import Terminal

_POLL = 5
"""The seconds that Telegram may hold a call open; the client waits ten."""
_PAUSE = 0.7
"""The seconds between two calls that are answered at once, since nothing is confirmed."""


@dataclass(frozen=True, slots=True)
class HeardChat:
    """A chat as the bot last heard of it."""

    id: int
    kind: str
    title: str
    username: str | None
    inside: bool

    @property
    def is_group(self) -> bool:
        return self.kind in ("group", "supergroup")


class ChatListener:
    """Listens for chats. ``allowed``: the kinds of updates that the bot wants. Telegram remembers
    them and keeps no others, so they are named in full."""

    def __init__(self, api: BotApi, allowed: Sequence[str], terminal: Terminal) -> None:
        self._api = api
        self._allowed = list(allowed)
        self._terminal = terminal
        self._chats: dict[int, HeardChat] = {}
        self._newest = -1
        self._told = ""

    async def next(self, fits: Callable[[HeardChat], bool]) -> HeardChat | str:
        """Return the next chat that fits, the latest heard first, once for each time it is heard
        of; or the line that was typed meanwhile."""
        typed = asyncio.ensure_future(self._terminal.line())
        try:
            while True:
                for chat in reversed(self._chats.values()):
                    if fits(chat):
                        return self._chats.pop(chat.id)
                hearing = asyncio.ensure_future(self._listen())
                await asyncio.wait({typed, hearing}, return_when=asyncio.FIRST_COMPLETED)
                if typed.done():
                    hearing.cancel()
                    return typed.result()
                hearing.result()
        finally:
            typed.cancel()

    async def _listen(self) -> None:
        try:
            answer = await self._api.ask(
                "getUpdates", timeout=_POLL, limit=100, allowed_updates=self._allowed
            )
        except Unreachable as error:
            self._complain(f"Telegram isn't answering ({error}); I keep trying.")
            await asyncio.sleep(_PAUSE)
            return
        if not answer.ok:
            self._complain(_why(answer))
        elif self._hear(answer.result):
            return
        await asyncio.sleep(_PAUSE)

    def _hear(self, updates: Sequence[Mapping[str, Any]]) -> bool:
        """Whether there was something new."""
        new = [update for update in updates if update["update_id"] > self._newest]
        for update in new:
            self._newest = update["update_id"]
            if (changed := update.get("my_chat_member")) is not None:
                chat = _heard(changed)
                self._chats.pop(chat.id, None)  # the latest goes to the end
                self._chats[chat.id] = chat
        return bool(new)

    def _complain(self, what: str) -> None:
        """Say this once, until it is something else."""
        if what != self._told:
            self._told = what
            self._terminal.say(what, "warned")


def _heard(changed: Mapping[str, Any]) -> HeardChat:
    chat, me = changed["chat"], changed["new_chat_member"]
    inside = me.get("status") in ("administrator", "member") or bool(me.get("is_member"))
    return HeardChat(chat["id"], chat["type"], chat.get("title", ""), chat.get("username"), inside)


def _why(answer: ApiAnswer) -> str:
    if answer.status == 409:
        return (
            "Another program fetches this bot's updates, so I can't hear anything. Stop it, or "
            "type the name here."
        )
    return f"Telegram answers {answer.status}: {answer.description}. I keep trying."
