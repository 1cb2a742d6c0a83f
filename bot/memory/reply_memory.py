"""The memory of people who reply, in one bundle: a restart forgets all of it."""

import random
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.replies.reply import ReplyKey
from bot.memory.expiring import ExpiringDict
from bot.memory.identity import ROUTE_LIFE, Purpose, Route, RouteBook
from bot.memory.limits import Tally
from bot.memory.masks import Masks
from bot.memory.near_duplicates import NearDuplicates
from bot.memory.thread_news import ThreadNews
from bot.memory.watched import Watched

A_DAY = 10
"""Replies of one person in a day."""
AN_HOUR = 3
"""Replies of one person to one whisper in an hour."""


@dataclass(frozen=True, slots=True)
class ReplyMemory:
    masks: Masks
    writers: ExpiringDict[ReplyKey, Route]  # so that a rejection reaches whoever it is for
    today: Tally
    here: Tally  # in one thread
    watched: Watched
    news: ThreadNews
    near: NearDuplicates  # of replies alone: they are much alike

    @classmethod
    def new(cls, rng: random.Random) -> "ReplyMemory":
        """As a process starts with it. ``rng``: a ``random.SystemRandom`` outside of tests."""
        return cls(
            masks=Masks(),
            writers=ExpiringDict(ROUTE_LIFE),
            today=Tally(most=A_DAY, within=timedelta(days=1)),
            here=Tally(most=AN_HOUR, within=timedelta(hours=1)),
            watched=Watched(),
            news=ThreadNews(rng),
            near=NearDuplicates(secrets.token_bytes(32)),
        )

    def rejected(self, key: ReplyKey, routes: RouteBook, now: datetime) -> None:
        """Moderators rejected this reply: people look first at the next ones of its writer, where
        that is still known."""
        route = self.writers.pop(key)
        if route is not None:
            self.watched.rejected(routes.tag(route, Purpose.REJECTED), now)
