"""What each chat was asked last and has not answered, in one bundle: a restart forgets it."""

from dataclasses import dataclass
from datetime import timedelta

from bot.memory.drafts import WordlessPictures
from bot.memory.expiring import ExpiringDict
from bot.memory.identity import Route
from bot.memory.place_questions import PlaceQuestions

_MOST = 10_000
"""Chats that can be about to answer a campaign's question."""


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    wordless: WordlessPictures  # a picture's words
    places: PlaceQuestions
    campaigns: ExpiringDict[Route, tuple[int, int]]  # a channel, and the number of its campaign

    @classmethod
    def new(cls, life: timedelta) -> "OpenQuestions":
        """``life``: how long an answer is waited for."""
        return cls(WordlessPictures(life), PlaceQuestions(life), ExpiringDict(life, most=_MOST))
