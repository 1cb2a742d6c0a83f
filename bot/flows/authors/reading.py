"""A reading holds all that was read of an author's message: made once, then carried to every part
that asks.

A draft is never stored. It is read from the author's message each time something is pressed, so
the card shows what is written there now.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot.domain import checks
from bot.domain.checks.care import Care
from bot.domain.contacts import Contact
from bot.domain.draft import Contacts, DraftState, check_of
from bot.domain.picture_choice import suggest
from bot.domain.pictures import PictureInfo
from bot.domain.tagged import Span, carried_over, hide, with_tagged
from bot.domain.whisper import PictureId
from bot.domain.words import Limits, WordsRefused, accept
from bot.flows.authors.refusals import No
from bot.memory.identity import Route


@dataclass(frozen=True, slots=True)
class SentPicture:
    """A picture in the author's chat. ``file`` fetches its bytes; it is never stored or sent on."""

    file: str = field(repr=False)
    mark: str = field(repr=False)  # equal marks are the same picture; used inside checks only


@dataclass(frozen=True, slots=True)
class Draft:
    """The author's message as it stands in their chat, without who wrote it."""

    route: Route
    message_id: int
    text: str = field(repr=False)
    tagged: tuple[Span, ...] = field(default=(), repr=False)  # where people are named in the text
    picture: SentPicture | None = None
    covered: bool = False  # its author put a spoiler on the picture or on words
    apart: bool = False  # the words stand in another message than the picture


@dataclass(frozen=True, slots=True)
class ShownWords:
    """Words as a card sets them, and what the checks see in them."""

    words: str = field(repr=False)
    families: tuple[str, ...]
    care: Care

    @property
    def speaks_of_harm(self) -> bool:
        return self.care is not Care.NONE


@dataclass(frozen=True)
class Reading:
    """All that was read of an author's message. Nothing of it is kept: it goes with the update."""

    as_written: ShownWords
    check: bytes
    contacts: tuple[Contact, ...] = field(default=(), repr=False)
    tagged: tuple[Span, ...] = ()
    covered: bool = False
    own_photo: bool = False
    apart: bool = False
    _walks: dict[bytes, tuple[PictureId, ...]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    @property
    def words(self) -> str:
        return self.as_written.words

    @property
    def care(self) -> Care:
        return self.as_written.care

    def shown(self, state: DraftState) -> ShownWords:
        """Return the words as this state sets them."""
        return self.without_contacts if state.contacts is Contacts.HIDE else self.as_written

    def findings(self, state: DraftState) -> tuple[str, ...]:
        """Return the families of findings that moderators are told of these words. The preview's
        promise goes by the same."""
        found = set(self.shown(state).families)
        if self.tagged and state.contacts is not Contacts.HIDE:
            found.add("contact")
        return tuple(sorted(found))

    def walk(self, shelf: Sequence[PictureInfo], seed: bytes) -> tuple[PictureId, ...]:
        """Return every picture, the fittest for these words first. Worked out once: what is
        proposed and what the buttons lead on to come from one look at the shelf."""
        if seed not in self._walks:
            calm = self.as_written.speaks_of_harm
            self._walks[seed] = suggest(self.words, shelf, seed=seed, calm=calm)
        return self._walks[seed]

    @cached_property
    def without_contacts(self) -> ShownWords:
        """The words in which everything is covered by which somebody can be found."""
        if not self.contacts:
            return self.as_written
        return _shown(hide(self.words, self.contacts))


def read(draft: Draft, limits: Limits, *, moderated: bool) -> Reading | WordsRefused | No:
    """Read what the message says now, or return why it is refused. Pure, and the slow part of an
    answer: some milliseconds. ``moderated``: there are people who look at what is cruel."""
    words = accept(draft.text, limits)
    if isinstance(words, WordsRefused):
        wordless = words.reason == "empty" and draft.picture is not None
        return No.WORDLESS if wordless else words
    checked = checks.read(words)
    severities = {finding.severity for finding in checked.findings}
    if "never" in severities:
        return No.NEVER
    if "guarded" in severities and not moderated:
        return No.CRUEL
    mark = draft.picture.mark if draft.picture else ""
    own_photo = draft.picture is not None
    tagged = carried_over(draft.text, draft.tagged, words) if draft.tagged else ()
    covered = draft.covered and not draft.apart
    return Reading(
        _shown(words, checked),
        check_of(words, own_photo, mark, tagged=tagged, covered=covered),
        with_tagged(words, checked.contacts, tagged),
        tagged=tagged,
        covered=draft.covered,
        own_photo=own_photo,
        apart=draft.apart,
    )


def _shown(words: str, checked: checks.Checked | None = None) -> ShownWords:
    checked = checked or checks.read(words)
    families = tuple(sorted({finding.family for finding in checked.findings}))
    return ShownWords(words, families, checked.care)
