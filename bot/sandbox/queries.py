"""Presses of inline buttons, and their answers.

A callback query dies when it is not answered in time:
https://core.telegram.org/bots/api#answercallbackquery
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.sandbox.accounts import Account
from bot.sandbox.clock import PATIENCE
from bot.sandbox.errors import bad
from bot.sandbox.messages import Button, Message
from bot.sandbox.shapes import message_json

if TYPE_CHECKING:
    from bot.sandbox.bots import Bot
    from bot.sandbox.world import World

LIVES = timedelta(seconds=150)


@dataclass(eq=False)
class Answer:
    """The answer to a press. For url and copy buttons nothing is asked of the bot."""

    button: Button
    at: datetime
    query_id: str | None = None
    text: str | None = None
    alert: bool = False
    url: str | None = None
    done: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def answered(self) -> bool:
        return self.done.is_set()

    async def wait(self, timeout: float = PATIENCE) -> str | None:
        """Waits for the text that pops up (None or "": nothing does). Raises TimeoutError."""
        async with asyncio.timeout(timeout):
            await self.done.wait()
        return self.text


class Queries:
    """Callback queries that wait for an answer."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._open: dict[tuple[int, str], Answer] = {}

    def ask(self, person: Account, message: Message, button: Button) -> Answer:
        """Turns a press into a callback_query for the bot whose message it is."""
        now = self._world.clock.now()
        for key, answer in list(self._open.items()):
            if now - answer.at > LIVES:
                del self._open[key]
        bot = self._owner(message)
        query_id = str(self._world.rng.getrandbits(62))
        answer = Answer(button, now, query_id)
        self._open[bot.id, query_id] = answer
        bot.inbox.push(
            "callback_query",
            {
                "id": query_id,
                "from": person.json(),
                "message": message_json(message, bot),
                "chat_instance": str(message.chat.id * 31 % 2**63),
                "data": button.data,
            },
        )
        self._world.tell(
            "pressed", chat=message.chat, message=message, account=person, detail=button
        )
        return answer

    def _owner(self, message: Message) -> "Bot":
        assert message.sender is not None
        return self._world.bots_by_id[message.sender.id]

    def answer(
        self, bot: "Bot", query_id: str, text: str | None, alert: bool, url: str | None
    ) -> None:
        """Raises ApiError 400 for a query that is too old, answered before, or never was."""
        found = self._open.pop((bot.id, query_id), None)
        if found is None or self._world.clock.now() - found.at > LIVES:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        found.text, found.alert, found.url = text, alert, url
        found.done.set()
        self._world.tell("answered", account=bot, detail=found)
