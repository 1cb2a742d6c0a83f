"""Reports by readers: for which reasons, and when they hide a post until somebody has looked."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a reader reports a whisper. The values stand in buttons and in the database."""

    CRUEL = "cruel"
    PRIVATE = "private"
    SEXUAL = "sexual"
    SELF_HARM = "harm"
    VIOLENCE = "violence"
    SPAM = "spam"
    OTHER = "other"

    @property
    def severe(self) -> bool:
        """What hurts more with every minute that it stands."""
        return self in _SEVERE


_SEVERE = frozenset({Reason.PRIVATE, Reason.SEXUAL, Reason.SELF_HARM, Reason.VIOLENCE})


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How many people it takes to hide a post."""

    severe: int = 1  # for one severe reason
    other: int = 3  # for all other reasons together


def hides(counts: Mapping[Reason, int], thresholds: Thresholds) -> bool:
    """Whether a post with these reports is hidden. Reasons for which it was looked at and
    restored are left out by the caller."""
    if any(reason.severe and n >= thresholds.severe for reason, n in counts.items()):
        return True
    others = sum(n for reason, n in counts.items() if not reason.severe)
    return others >= thresholds.other
