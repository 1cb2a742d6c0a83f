"""The last question to each chat that is not answered yet, in one bundle: a restart forgets it."""

from dataclasses import dataclass
from datetime import timedelta

from bot.memory.drafts import KeptPicture
from bot.memory.expiring import ExpiringDict
from bot.memory.identity import Route
from bot.memory.one_a_chat import OneAChat
from bot.memory.place_questions import PlaceQuestion

_MOST = 10_000
"""The most chats that can be about to answer a campaign's question."""


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    wordless: OneAChat[KeptPicture]
    """The newest picture that waits for its words: a hint for who just writes on. Whoever replies
    to the picture, or to our answer, needs none."""
    places: OneAChat[PlaceQuestion]
    campaigns: ExpiringDict[Route, tuple[int, int]]  # a channel, and the number of its campaign

    @classmethod
    def new(cls, life: timedelta) -> "OpenQuestions":
        """Return an empty memory. ``life``: how long an answer is waited for."""
        return cls(OneAChat(life), OneAChat(life), ExpiringDict(life, most=_MOST))
