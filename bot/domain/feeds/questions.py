"""Readers type a number, a tag or words to find whispers."""

import re
from dataclasses import dataclass

from bot.domain.feeds.asked import Asked, Feed, fits, searching
from bot.domain.feeds.terms import tag_term, terms_of

_NUMBER = re.compile(r"#?(?:([a-z][a-z0-9-]*)_)?([1-9]\d{0,8})")
_TAG = re.compile(r"#\s*[\w'’-]+")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A card, by its number. ``channel``: the name in links of one of several; None: any."""

    number: int
    channel: str | None = None


def number_in(words: str) -> Numbered | None:
    """Read ``#12``, or ``#love_12`` as a share of another channel's card says. None: it is
    neither."""
    found = _NUMBER.fullmatch(words.strip())
    if found is None or not words.strip().startswith("#"):
        return None
    return Numbered(int(found[2]), found[1])


def tag_in(words: str) -> Asked | None:
    """Read ``rain`` or ``#rain``. None: no tag can be meant."""
    term = tag_term(words)
    asked = Asked(Feed.TAG, words=term)
    return asked if len(term) > 1 and fits(asked) else None


def question(words: str) -> Numbered | Asked | None:
    """Return what is asked for. None: there is nothing to look for in the words."""
    if (numbered := number_in(words)) is not None:
        return numbered
    if _TAG.fullmatch(words.strip()) and (tagged := tag_in(words)) is not None:
        return tagged
    return searching(terms_of(words))
