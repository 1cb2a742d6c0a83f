"""What each chat was asked last and has not answered, in one bundle: a restart forgets it."""

from dataclasses import dataclass
from datetime import timedelta

from bot.memory.drafts import WordlessPictures
from bot.memory.place_questions import PlaceQuestions


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    wordless: WordlessPictures  # a picture's words
    places: PlaceQuestions

    @classmethod
    def new(cls, life: timedelta) -> "OpenQuestions":
        """``life``: how long an answer is waited for."""
        return cls(WordlessPictures(life), PlaceQuestions(life))
