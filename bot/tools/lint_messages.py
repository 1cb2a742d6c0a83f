"""Part of ``make check``: is every sentence of every language fit to be said?

Refused: a sentence without translation in a catalogue that claims to be complete, a fuzzy one in
any, placeholders and markup that differ, too few forms for numbers, wrong ends of sentences, labels
too long for a button, what the language's own rules forbid (``language_rules``), marks of direction
set by hand, and a catalogue that says ``reviewed`` though it was changed since.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from babel.messages.catalog import Catalog, Message

from bot.cards.text.shaping import TypeRuler, compose
from bot.cards.text.voices import PLAIN
from bot.domain.words import graphemes
from bot.i18n import BY_CODE, LANGUAGES, SOURCE_LANGUAGE, Language, Readiness, catalogue_path
from bot.i18n.catalogue import STATE_HEADER, header
from bot.tools import messages
from bot.tools.language_rules import SCRIPT, broken
from bot.tools.messages import forms_of, is_translated, words_of
from bot.tools.stands import BUTTON, LONGEST, THREE

REVIEWED_HEADER = "X-Sotto-Reviewed"
"""Who read it all, a date, and what it said then: ``Lea 2026-12-01 3f0c…``."""
WIDEST = 320
"""Pixels of a button over the whole width of a small phone, at _TYPE pixels."""
_A_THIRD = 82
"""Pixels of one of three in a row, beside its emoji."""
_TYPE = 16
_SEVERAL = range(2, 201)
_OPENING = 20  # characters

_PLACEHOLDER = re.compile(r"\{(\w*)[^{}]*\}")
_TAG = re.compile(r"<(/?\w+)[^<>]*>")
_COMMAND = re.compile(r"(?<![\w/.])/[a-z]+")
_ADDRESS = re.compile(r"https?://\S+")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")
_ENDS = {"။": ".", "।": ".", "።": ".", "؟": "?", "፧": "?", "፦": ":", "…": "…"}
_ENDING = re.compile(r"[.?!:…।።؟፧፦]$")


@dataclass(frozen=True, slots=True)
class Flaw:
    """A flaw in one sentence of a catalogue."""

    language: str
    line: int
    sentence: str
    what: str

    def __str__(self) -> str:
        path = catalogue_path(self.language)
        name = path.relative_to(messages.ROOT) if path.is_relative_to(messages.ROOT) else path
        said = f" {self.sentence!r}:" if self.sentence else ""
        return f"{name}:{self.line}:{said} {self.what}"


def flaws(language: str, wanted: Catalog) -> Iterator[Flaw]:
    """Yield all flaws of one catalogue. ``wanted``: what the code says."""
    ways, head = BY_CODE[language], header(language)
    catalogue = messages.read(language)
    yield from (Flaw(language, 1, "", what) for what in _head_flaws(ways, head, catalogue))
    complete = head.get(STATE_HEADER) in (Readiness.DRAFT, Readiness.REVIEWED)
    held = {_key(message): message for message in catalogue if message.id}
    asked = {_key(message): message for message in wanted if message.id}
    for key in asked.keys() - held.keys():
        yield Flaw(language, 1, key[1][0], "missing: run make messages, then translate it")
    for key in held.keys() - asked.keys():
        stale = "stale: no code says this any more; run make messages"
        yield Flaw(language, held[key].lineno or 1, key[1][0], stale)
    for key in sorted(asked.keys() & held.keys(), key=lambda key: held[key].lineno or 0):
        message = held[key]
        for what in _flaws_of(ways, message, asked[key].auto_comments, complete=complete):
            yield Flaw(language, message.lineno or 1, key[1][0], what)


def _key(message: Message) -> tuple[str, tuple[str, ...]]:
    return message.context or "", words_of(message)


def fingerprint(catalogue: Catalog) -> str:
    """Return a fingerprint of all that a catalogue says."""
    said = sorted((_key(message), forms_of(message)) for message in catalogue if message.id)
    return sha256(repr(said).encode()).hexdigest()[:16]


def _head_flaws(ways: Language, head: dict[str, str], catalogue: Catalog) -> Iterator[str]:
    if head.get("Plural-Forms") != ways.plural:
        yield f"Plural-Forms has to be: {ways.plural}"
    if head.get("Language") != ways.folder:
        yield f"Language has to be: {ways.folder}"
    if head.get(STATE_HEADER) not in set(Readiness):
        yield f"{STATE_HEADER} has to be one of: {', '.join(Readiness)}"
    if head.get(STATE_HEADER) == Readiness.REVIEWED:
        proof = head.get(REVIEWED_HEADER, "")
        if not proof.endswith(f" {fingerprint(catalogue)}"):
            yield (
                "says reviewed, but nobody has read it as it is now: say draft, or after a whole "
                f"reading write {REVIEWED_HEADER}: <who> <date> {fingerprint(catalogue)}"
            )


def _flaws_of(
    ways: Language, message: Message, notes: list[str], *, complete: bool
) -> Iterator[str]:
    if message.fuzzy:
        yield "fuzzy: confirm the translation and remove the mark"
    if not is_translated(message):
        begun = any(forms_of(message))
        if complete or begun:
            yield "a form for some numbers is missing" if begun else "not translated"
        return
    words, forms = words_of(message), forms_of(message)
    if len(words) > 1 and len(forms) != len(ways.categories):
        yield f"has {len(forms)} forms for numbers, needs {len(ways.categories)}"
        return
    for at, form in enumerate(forms):
        yield from _of_form(ways, words, form, exact=len(words) > 1 and _is_one_number(ways, at))
        yield from _too_long(form, notes)
        yield from broken(ways.code, form)


def _is_one_number(ways: Language, form: int) -> bool:
    """Tell whether a form is for one number, so that it may go without it: "one card"."""
    return not any(ways.form(n) == form for n in _SEVERAL if n != 2) and (
        sum(ways.form(n) == form for n in (0, 1, 2)) == 1
    )


def _of_form(ways: Language, words: tuple[str, ...], form: str, *, exact: bool) -> Iterator[str]:
    english = words[-1]
    found, needed = Counter(_PLACEHOLDER.findall(form)), Counter(_PLACEHOLDER.findall(english))
    if exact:
        found["n"] = needed["n"]
    if found != needed:
        yield f"placeholders {sorted(found.elements())}, in English {sorted(needed.elements())}"
    if _says_twice(form) and not _says_twice(english):
        yield "says the same twice"
    if _tags(form) not in [_tags(each) for each in words]:
        yield "its HTML tags differ from the English"
    for what, pattern in (("commands", _COMMAND), ("addresses", _ADDRESS)):
        if sorted(pattern.findall(form)) != sorted(pattern.findall(english)):
            yield f"its {what} differ from the English"
    if form != form.strip() or "  " in form:
        yield "spaces at an end, or two in a row"
    if form.count("\n") != english.count("\n"):
        yield f"{form.count(chr(10))} line breaks, in English {english.count(chr(10))}"
    if _end(form) != _end(english):
        yield f"ends in {_end(form) or 'no stop'!r}, in English in {_end(english) or 'no stop'!r}"
    if _DIRECTION.search(form):
        yield "holds a mark of direction: the bot sets those itself"
    bare = _bare(form)
    if (
        ways.code in SCRIPT
        and _LETTERS.search(_bare(english))
        and not SCRIPT[ways.code].search(form)
    ):
        yield "is not written in the language's letters"
    elif form == english and len(_LETTERS.findall(bare)) > 2:
        yield "is the English sentence"


def _says_twice(text: str) -> bool:
    """Whether it begins anew, as two translations of one sentence do that were put together."""
    return len(text) > 2 * _OPENING and text.count(text[:_OPENING]) > 1


def _bare(text: str) -> str:
    for pattern in (_PLACEHOLDER, _TAG, _COMMAND, _ADDRESS):
        text = pattern.sub(" ", text)
    return text


def _tags(text: str) -> list[str]:
    return sorted(_TAG.findall(text))


def _end(text: str) -> str:
    found = _ENDING.search(_TAG.sub("", text))
    return "" if found is None else _ENDS.get(found[0], found[0])


def _too_long(form: str, notes: list[str]) -> Iterator[str]:
    shown = _PLACEHOLDER.sub("12", form)
    limits = [int(found[1]) for note in notes if (found := LONGEST.search(note))]
    if limits and graphemes(shown) > min(limits):
        yield f"{graphemes(shown)} characters, at most {min(limits)} fit"
    if any(BUTTON in note for note in notes):
        fits = _A_THIRD if any(THREE in note for note in notes) else WIDEST
        if (wide := width(shown)) > fits:
            yield f"{wide:.0f} pixels wide, at most {fits} fit on a button"


def width(text: str) -> float:
    """Return the pixels on a button, in the faces that cards are set in."""
    return _TYPE * sum(sum(line.widths) for line in compose(text, TypeRuler(PLAIN)))


def main() -> int:
    """Print all flaws. Return 1: something is wrong."""
    wanted = messages.extract()
    found = [
        flaw
        for language in LANGUAGES
        if language != SOURCE_LANGUAGE
        for flaw in flaws(language, wanted)
    ]
    sys.stdout.writelines(f"{flaw}\n" for flaw in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
