"""What is known of people who reply, in one bundle: a restart forgets all of it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.replies.reply import ReplyKey
from bot.memory.expiring import ExpiringDict
from bot.memory.identity import Purpose, Route, RouteBook
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

    def rejected(self, key: ReplyKey, routes: RouteBook, now: datetime) -> None:
        """Moderators rejected this reply: people look first at the next ones of its writer, where
        that is still known."""
        route = self.writers.pop(key)
        if route is not None:
            self.watched.rejected(routes.tag(route, Purpose.REJECTED), now)
