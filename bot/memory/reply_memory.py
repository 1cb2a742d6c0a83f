"""The memory of people who reply, in one bundle: a restart forgets all that is not shared."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.replies.reply import ReplyKey
from bot.memory.identity import ROUTE_LIFE, Purpose, Route, RouteBook
from bot.memory.kept import Kept
from bot.memory.limits import TallyBook
from bot.memory.maker import MemoryMaker
from bot.memory.masks import MASK_LIFE, MOST_MASKS, Masks
from bot.memory.near_duplicates import DuplicateBook
from bot.memory.thread_news import NewsBook
from bot.memory.watched import WATCHED_LIFE, Watched

A_DAY = 10
"""The replies of one person in a day."""
AN_HOUR = 3
"""The replies of one person to one whisper in an hour."""


@dataclass(frozen=True, slots=True)
class ReplyMemory:
    masks: Masks
    writers: Kept[ReplyKey, Route]  # so that a rejection reaches whoever it is for
    today: TallyBook
    here: TallyBook  # in one thread
    watched: Watched
    news: NewsBook
    near: DuplicateBook  # of replies alone: they are much alike

    @classmethod
    def new(cls, rng: random.Random, make: MemoryMaker, bot: int) -> "ReplyMemory":
        """Return the memory with which a process starts. ``rng``: a ``random.SystemRandom`` outside
        of tests. ``bot``: the first bot's id, which names the installation."""
        return cls(
            masks=Masks(make.kept("masks", MASK_LIFE, most=MOST_MASKS)),
            writers=make.kept("writers", ROUTE_LIFE),
            today=make.tally("replies", most=A_DAY, within=timedelta(days=1)),
            here=make.tally("replies here", most=AN_HOUR, within=timedelta(hours=1)),
            watched=Watched(make.kept("watched", WATCHED_LIFE)),
            news=make.thread_news(bot, rng),
            near=make.near_duplicates("replies"),
        )

    async def rejected(self, key: ReplyKey, routes: RouteBook, now: datetime) -> None:
        """Note that moderators rejected this reply: people look first at the next ones of its
        writer, where that is still known."""
        route = await self.writers.pop(key, now)
        if route is not None:
            await self.watched.rejected(routes.tag(route, Purpose.REJECTED), now)
