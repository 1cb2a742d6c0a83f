"""Inline mode: what people type behind a bot's name in any chat, and what the bot offers them.

https://core.telegram.org/bots/inline and https://core.telegram.org/bots/api#inline-mode
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.sandbox.accounts import Account
from bot.sandbox.entities import Words
from bot.sandbox.errors import PersonCannot, bad
from bot.sandbox.media import Media
from bot.sandbox.messages import Keyboard

if TYPE_CHECKING:
    from bot.sandbox.bots import Bot
    from bot.sandbox.world import World

LIVES = timedelta(seconds=30)
LONGEST = 256


@dataclass(frozen=True, slots=True)
class InlineResult:
    """A result of an inline query, with what is sent when it is tapped."""

    id: str
    bot: Account
    media: Media
    words: Words
    keyboard: Keyboard = ()
    title: str = ""


@dataclass(eq=False)
class InlineAnswer:
    """The answer that somebody sees above the keyboard. ``cached``: the bot was not asked."""

    at: datetime
    results: tuple[InlineResult, ...] = ()
    cached: bool = False
    done: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait(self, timeout: float = 10.0) -> tuple[InlineResult, ...]:
        """Raises TimeoutError: nothing was offered."""
        async with asyncio.timeout(timeout):
            await self.done.wait()
        return self.results


@dataclass(frozen=True, slots=True)
class _Kept:
    results: tuple[InlineResult, ...]
    until: datetime


class InlineQueries:
    """Questions that wait for an answer, and answers that are kept for everybody."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._open: dict[tuple[int, str], tuple[InlineAnswer, int, str]] = {}
        self._kept: dict[tuple[int, str, int | None], _Kept] = {}

    def ask(self, person: Account, bot: "Bot", words: str) -> InlineAnswer:
        """Raises PersonCannot: the bot's inline mode is off."""
        if not bot.inline:
            raise PersonCannot(f"@{bot.username} has no inline mode")
        now, words = self._world.clock.now(), words[:LONGEST]
        for whose in (None, person.id):
            kept = self._kept.get((bot.id, words, whose))
            if kept is not None and now < kept.until:
                answer = InlineAnswer(now, kept.results, cached=True)
                answer.done.set()
                return answer
        query_id, answer = str(self._world.rng.getrandbits(62)), InlineAnswer(now)
        self._open[bot.id, query_id] = (answer, person.id, words)
        bot.inbox.push(
            "inline_query",
            {"id": query_id, "from": person.json(), "query": words, "offset": ""},
        )
        return answer

    def answer(
        self,
        bot: "Bot",
        query_id: str,
        results: tuple[InlineResult, ...],
        *,
        cache: timedelta,
        personal: bool,
    ) -> None:
        """Raises ApiError 400 for a question that is too old, or never was."""
        now = self._world.clock.now()
        found = self._open.pop((bot.id, query_id), None)
        if found is None or now - found[0].at > LIVES:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        answer, person, words = found
        self._kept[bot.id, words, person if personal else None] = _Kept(results, now + cache)
        answer.results = results
        answer.done.set()
