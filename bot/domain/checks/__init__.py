"""Automatic eyes beside the moderators' own: they point, people decide.

Only "never" keeps words from being published. Everything runs offline on the normal form of the
words, and nothing that is found outlives the waiting whisper.
"""

from dataclasses import dataclass
from typing import Literal

Family = Literal["person", "contact", "threat", "minor", "slur", "spam"]
Severity = Literal["notice", "queue", "never"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check saw. ``notice`` orders the queue, ``queue`` asks for human eyes."""

    family: Family
    severity: Severity
    spans: tuple[tuple[int, int], ...] = ()  # places in the words, for the moderator's card


def inspect(words: str) -> tuple[Finding, ...]:
    """All findings for cleaned words, the gravest first."""
    return ()
