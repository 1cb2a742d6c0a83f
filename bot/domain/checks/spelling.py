"""Chat spelling undone: English and French as people type them become what the lists know."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex

from bot.domain.checks.plain import Gapped

_WORD = regex.compile(r"\p{L}[\p{L}\p{N}]*|\d\p{L}+\d*")
_DISTANCE = regex.compile(
    r"(?:\d+|few|more|last|run|ran|many|extra|some|the|of|per|les|des|\d+k) ?kms"
)


@dataclass(frozen=True, slots=True)
class Spelling:
    """The chat words of one language with what they stand for, and the words by which the language
    is known."""

    written: dict[str, str]
    signs: frozenset[str]


@cache
def _languages() -> dict[str, Spelling]:
    text = (files(__package__) / "lexicons" / "spelling.txt").read_text(encoding="utf-8")
    found: dict[str, tuple[dict[str, str], set[str]]] = {}
    for line in text.splitlines():
        if line.startswith("["):
            written, signs = found.setdefault(line.strip("[]"), ({}, set()))
        elif " = " in line:
            word, _, plain = line.partition(" = ")
            written[word] = plain
            signs.add(word)
        elif line and not line.startswith("#"):
            signs.update(line.split())
    return {code: Spelling(both[0], frozenset(both[1])) for code, both in found.items()}


def language_of(text: str) -> str | None:
    """Return English or French ("en", "fr"), as far as small and chat words tell. None: neither."""
    words = text.split()
    counts = {code: sum(map(each.signs.__contains__, words)) for code, each in _languages().items()}
    language = max(counts, key=lambda code: counts[code])  # of equals the first in the file
    return language if counts[language] and _languages()[language].written else None


@dataclass(frozen=True, slots=True)
class Undone:
    """A text with chat words written out, and the way back to where they stood."""

    text: str
    changes: tuple[tuple[int, int, int], ...]  # (end here, start and end there) of what was changed

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the text as it was written; of a part of a chat word the whole of
        it."""
        return self._there(start, last=False), self._there(end, last=True)

    def _there(self, place: int, *, last: bool) -> int:
        grown = 0
        for end, was_start, was_end in self.changes:
            if place < was_start + grown + (1 if last else 0):
                break
            if place < end or (last and place == end):
                return was_end if last else was_start
            grown = end - was_end
        return place - grown


@dataclass(frozen=True, slots=True)
class Spelt:
    """A normal form, its language as far as we know its chat spelling, and that spelling undone;
    both with their signs as gaps."""

    text: str
    language: str | None
    undone: Undone
    gapped: Gapped
    heard: Gapped


def spelt(text: str) -> Spelt:
    """Spell a text out; done once, and carried to every check that reads it."""
    language, gapped = language_of(text), Gapped(text)
    written = undone(text, language)
    heard = gapped if written.text == text else Gapped(written.text)
    return Spelt(text, language, written, gapped, heard)


def undo(text: str, language: str | None) -> str:
    """Return the normal form with chat words written out, if it is English or French."""
    return undone(text, language).text


def undone(text: str, language: str | None) -> Undone:
    """Return the same, with the way back."""
    if language is None:
        return Undone(text, ())
    table = _languages()[language].written
    if table.keys().isdisjoint(_WORD.findall(text)):
        return Undone(text, ())
    changes: list[tuple[int, int, int]] = []
    grown = 0

    def written(match: regex.Match[str]) -> str:
        nonlocal grown
        word = match[0]
        plain = table.get(word)
        if plain is None or (word == "c" and text.startswith((" est", " etait"), match.end())):
            return word
        if word == "kms" and _DISTANCE.search(text, max(0, match.start() - 8), match.end()):
            return word
        grown += len(plain) - len(word)
        changes.append((match.end() + grown, match.start(), match.end()))
        return plain

    return Undone(_WORD.sub(written, text), tuple(changes))
