"""Posts of the past as whispers: words alone, a number where there was one, and why not."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from bot.domain import checks
from bot.domain.contacts import find_contacts
from bot.domain.past.export import PastPost
from bot.domain.past.furniture import Furniture
from bot.domain.tagged import hide
from bot.domain.words import Limits, WordsRefused, accept


class LeftOut(Enum):
    """The reason why a post is no whisper, as the end of a sentence."""

    WORDLESS = "without words (they may stand in the picture)"
    UNNUMBERED = "without a number, which the others have"
    TOO_LONG = "longer than a card can hold"
    NEVER = "that are published under no circumstances"
    UNSETTABLE = "in letters that cannot be drawn here"


_LIMITS = Limits(graphemes=1000, utf16=1750)
"""The limits: as long as the longest that a channel may allow."""


@dataclass(frozen=True, slots=True)
class PastWhisper:
    post: PastPost
    words: str = field(repr=False)
    number: int | None


@dataclass(frozen=True, slots=True)
class Past:
    """The whispers of the past, in the order of the channel."""

    whispers: tuple[PastWhisper, ...]
    left_out: Mapping[LeftOut, int]


def past_whispers(posts: Sequence[PastPost], can_be_set: Callable[[str], bool]) -> Past:
    """Return which of these posts were confessions. A number that two of them bear is the first
    one's. ``can_be_set``: whether a card can show these words."""
    furniture = Furniture(post.text for post in posts)
    taken: set[int] = set()
    found: list[PastWhisper] = []
    left_out: Counter[LeftOut] = Counter()
    for post in sorted(posts, key=lambda post: post.message_id):
        undressed = furniture.undress(post.text)
        words = _words(undressed.words)
        if isinstance(words, LeftOut):
            left_out[words] += 1
            continue
        if not can_be_set(words):
            left_out[LeftOut.UNSETTABLE] += 1
            continue
        if furniture.numbers and undressed.number is None:
            left_out[LeftOut.UNNUMBERED] += 1
            continue
        number = undressed.number if undressed.number not in taken else None
        if number is not None:
            taken.add(number)
        found.append(PastWhisper(post, words, number or None))
    return Past(tuple(found), dict(left_out))


def _words(text: str) -> str | LeftOut:
    """Return the words cleaned, and without what leads to a person."""
    words = accept(text, _LIMITS)
    if isinstance(words, WordsRefused):
        return LeftOut.TOO_LONG if words.reason == "too_long" else LeftOut.WORDLESS
    words = hide(words, find_contacts(words))
    severities = {finding.severity for finding in checks.inspect(words)}
    return LeftOut.NEVER if "never" in severities else words
