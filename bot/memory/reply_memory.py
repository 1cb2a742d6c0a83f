"""What is known of people who reply, in one bundle: a restart forgets all of it."""

from dataclasses import dataclass

from bot.domain.replies.reply import ReplyKey
from bot.memory.expiring import ExpiringDict
from bot.memory.identity import Route
from bot.memory.limits import Tally
from bot.memory.masks import Masks
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
