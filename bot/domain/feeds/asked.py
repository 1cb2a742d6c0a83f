"""A reader's request, as the buttons under the answer carry it: feed, time, page, channel and
words. Nothing else is known of it, so it works after a restart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum

from bot.domain.numbers import read_mark
from bot.domain.places.place import read_place

A_PAGE = 6
PAGES = 8
MOST = A_PAGE * PAGES
"""The most cards of a feed that can be leafed through."""

ALL_CHANNELS = 0

_ROOM = 64  # bytes of callback_data
_DATA = re.compile(r"([qQ]):([plrtsnc])([dwma]):(\d):(\d{1,3}):(.*)", re.DOTALL)


class Feed(StrEnum):
    POPULAR = "p"
    LATEST = "l"
    RANDOM = "r"
    TAG = "t"
    SEARCH = "s"
    PLACE = "n"
    ANSWERS = "c"


class Period(StrEnum):
    TODAY = "d"
    WEEK = "w"
    MONTH = "m"
    ALL = "a"

    @property
    def length(self) -> timedelta | None:
        """How long ago it began; None: with the first whisper."""
        return _LENGTHS.get(self)


_LENGTHS = {
    Period.TODAY: timedelta(days=1),
    Period.WEEK: timedelta(days=7),
    Period.MONTH: timedelta(days=30),
}


@dataclass(frozen=True, slots=True)
class Asked:
    feed: Feed
    period: Period = Period.TODAY  # for POPULAR
    page: int = 0  # from 0
    channel: int = ALL_CHANNELS
    words: str = field(default="", repr=False)
    """For SEARCH: terms, a space between them; for TAG: the tag's term; for PLACE: its code; for
    ANSWERS: the campaign's number, with its channel's where that is not the first."""

    def on_page(self, page: int) -> "Asked":
        return replace(self, page=page)

    @property
    def terms(self) -> tuple[str, ...]:
        return tuple(self.words.split())


def searching(terms: Sequence[str], channel: int = ALL_CHANNELS) -> Asked | None:
    """Return a search for as many of these terms as a button has room for, at least the beginning
    of the first. None: there is none."""
    blank = Asked(Feed.SEARCH, page=PAGES - 1, channel=999)
    room = _ROOM - len(encode(blank).encode())
    kept: list[str] = []
    for term in terms:
        if len(" ".join([*kept, term]).encode()) > room:
            if not kept:
                kept = [term.encode()[:room].decode(errors="ignore")]
            break
        kept.append(term)
    return Asked(Feed.SEARCH, channel=channel, words=" ".join(kept)) if kept else None


def fits(asked: Asked) -> bool:
    """Whether a button can carry it, whatever page and channel are chosen."""
    return len(encode(replace(asked, page=PAGES - 1, channel=999)).encode()) <= _ROOM


def encode(asked: Asked, *, choosing: bool = False) -> str:
    """Return the callback data. ``choosing``: the button shows the channels to which it can be
    narrowed."""
    head = "Q" if choosing else "q"
    what = f"{asked.feed}{asked.period}"
    return f"{head}:{what}:{asked.page}:{asked.channel}:{asked.words}"


def decode(data: str) -> tuple[Asked, bool] | None:
    """Return (what is asked for, whether a channel is being chosen). None: no button of ours."""
    found = _DATA.fullmatch(data)
    if found is None or int(found[4]) >= PAGES:
        return None
    asked = Asked(Feed(found[2]), Period(found[3]), int(found[4]), int(found[5]), found[6])
    if not asked.words and asked.feed in (Feed.TAG, Feed.SEARCH):
        return None
    if asked.feed is Feed.ANSWERS and read_mark(asked.words) is None:
        return None
    if asked.feed is Feed.PLACE and read_place(asked.words) is None:
        return None
    return asked, found[1] == "Q"
