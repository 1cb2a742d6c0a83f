"""The reply: one answer to a whisper, from Send to the thread. The stored thing."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from bot.domain.whisper import FIRST_CHANNEL, State

ReplyKey = NewType("ReplyKey", bytes)
"""16 random bytes, as a whisper's."""

LONGEST = 300
"""The most characters of a reply."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as stored. Nothing in it says who wrote it or when. Its states are a whisper's."""

    key: ReplyKey
    number: int  # of the whisper it answers
    state: State
    words: str  # "" once rejected, taken down or withdrawn
    mask: str | None  # name of a mask; None: an author who wants none
    author: bool = False  # wrote the whisper, proved it by its receipt, and wants it seen
    findings: tuple[str, ...] = ()  # what the checks saw; dropped at the decision
    slot: datetime | None = None  # when it is out; never a moment of arrival; gone at release
    ordinal: int | None = None  # 4 of 12.4: given at release, never reused
    reason: str | None = None  # why it was rejected or removed
    crossed: bool = False  # moderators have crossed it out, and not decided yet
    channel: int = FIRST_CHANNEL
