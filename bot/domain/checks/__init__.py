"""Automatic eyes beside the moderators' own: they point, people decide.

Only "never" keeps words from being published. Everything runs offline on the normal form of the
words, and nothing that is found outlives the waiting whisper.
"""

from dataclasses import dataclass, field
from typing import Literal

from bot.domain.checks import care, cruel, ear, person, phrases, spelling
from bot.domain.checks.by_letter import Headed
from bot.domain.checks.care import Care
from bot.domain.checks.normal import normalise
from bot.domain.contacts import Contact, find_contacts

Family = Literal["person", "contact", "threat", "minor", "slur", "spam", "cruel"]
Severity = Literal["notice", "queue", "guarded", "never"]

_ORDER: dict[Severity, int] = {"never": 0, "guarded": 1, "queue": 2, "notice": 3}


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding of one check. ``notice`` orders the queue, ``queue`` asks for human eyes,
    ``guarded`` is not published where there are none."""

    family: Family
    severity: Severity
    spans: tuple[tuple[int, int], ...] = ()  # places in the words, for the moderator's card


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of all checks about some words. Kept in memory only."""

    findings: tuple[Finding, ...]  # the gravest first
    care: Care
    contacts: tuple[Contact, ...] = field(repr=False)


def read(words: str) -> Checked:
    """Make every check at once, for cleaned words."""
    normal = normalise(words)
    spelt = spelling.spelt(normal.text)
    headed = Headed(normal.text, spelt.gapped)
    heard = ear.hear(spelt)
    cruelty = cruel.find(spelt)
    found: list[Finding] = []
    never, spans = phrases.minor(normal, headed)
    if spans:
        found.append(Finding("minor", "never" if never else "queue", spans))
    if spans := phrases.find("threat", normal, headed):
        found.append(Finding("threat", "queue", spans))
    if cruelty.spans or cruelty.sounds(heard):
        spans = tuple(normal.span(*span) for span in cruelty.spans)
        found.append(Finding("cruel", "guarded" if cruelty.certain else "queue", spans))
    if spans := tuple(sorted(set(person.find(words)))):
        found.append(Finding("person", "queue", spans))
    contacts = find_contacts(words)
    if contacts:
        spans = tuple((contact.start, contact.end) for contact in contacts)
        found.append(Finding("contact", "queue", spans))
    spans = phrases.spam(normal, headed)
    if spans or heard["spam"] > 0:
        found.append(Finding("spam", "queue", spans))
    if spans := phrases.find("slur", normal, headed):
        found.append(Finding("slur", "notice", spans))
    findings = tuple(sorted(found, key=lambda finding: _ORDER[finding.severity]))
    return Checked(findings, care.weigh(spelt, cruelty, heard, headed), contacts)


def inspect(words: str) -> tuple[Finding, ...]:
    """Return all findings for cleaned words, the gravest first."""
    return read(words).findings


def prepare() -> None:
    """Read and compile every list, about a second's work, so that no author waits for it."""
    inspect("Nobody.")
    care.prepare()
