"""Automatic eyes beside the moderators' own: they point, people decide.

Only "never" keeps words from being published. Everything runs offline on the normal form of the
words, and nothing that is found outlives the waiting whisper.
"""

from dataclasses import dataclass
from typing import Literal

from bot.domain.checks import care, person, phrases
from bot.domain.checks.normal import normalise
from bot.domain.contacts import find_contacts

Family = Literal["person", "contact", "threat", "minor", "slur", "spam"]
Severity = Literal["notice", "queue", "never"]

_ORDER: dict[Severity, int] = {"never": 0, "queue": 1, "notice": 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check saw. ``notice`` orders the queue, ``queue`` asks for human eyes."""

    family: Family
    severity: Severity
    spans: tuple[tuple[int, int], ...] = ()  # places in the words, for the moderator's card


def inspect(words: str) -> tuple[Finding, ...]:
    """All findings for cleaned words, the gravest first."""
    normal = normalise(words)
    found: list[Finding] = []
    never, spans = phrases.minor(normal)
    if spans:
        found.append(Finding("minor", "never" if never else "queue", spans))
    if spans := phrases.find("threat", normal):
        found.append(Finding("threat", "queue", spans))
    if spans := tuple(sorted(set(person.find(words)))):
        found.append(Finding("person", "queue", spans))
    if spans := tuple((contact.start, contact.end) for contact in find_contacts(words)):
        found.append(Finding("contact", "queue", spans))
    if spans := phrases.spam(normal):
        found.append(Finding("spam", "queue", spans))
    if spans := phrases.find("slur", normal):
        found.append(Finding("slur", "notice", spans))
    return tuple(sorted(found, key=lambda finding: _ORDER[finding.severity]))


def prepare() -> None:
    """Read and compile every list, about a second's work, so that no author waits for it."""
    inspect("Nobody.")
    care.prepare()


def families(words: str) -> tuple[str, ...]:
    """What is kept with a waiting whisper of what its words show."""
    return tuple(sorted({finding.family for finding in inspect(words)}))
