"""Does somebody here need a kind word and a helpline first?

Not a diagnosis. A false alarm costs one kind message, a miss may cost more, so doubtful wordings
count; idioms ("dying of laughter", "mort de rire") and plain denials do not.
"""

from enum import IntEnum

import regex

from bot.domain.checks import lexicon
from bot.domain.checks.normal import normalise

LANGUAGES = ("en", "fr", "es", "de", "pt", "it", "ru", "ar")


_JOKING = regex.compile(
    r"\b(?:lol|lmao|lmfao|rofl|haha\w*|hehe\w*|mdr|ptdr|xd|jaja\w*|kkk+|ахах\w*|хаха\w*|jk)\b"
    r"|[😂🤣😹😆]|ههه"
)


class Care(IntEnum):
    """How much the words ask for care. Only PLAN keeps them from being published."""

    NONE = 0
    CONCERN = 1  # speaks of suicide or self-harm
    PLAN = 2  # names a method, a place or a day


def assess(words: str) -> Care:
    """Read the words in every language we know. Kept in memory only, never stored."""
    text = normalise(words).text
    sections = [lexicon.load(f"care.{language}") for language in LANGUAGES]
    for section in sections:  # an idiom of one language may hold a word that is none in another
        text = section["idioms"].sub(lambda match: "·" * len(match[0]), text)
    if any(section["plan"].search(text) for section in sections):
        return Care.PLAN
    if any(section["concern"].search(text) for section in sections):
        return Care.CONCERN
    if not _JOKING.search(text) and any(section["doubtful"].search(text) for section in sections):
        return Care.CONCERN
    return Care.NONE
