"""Plain wordings, found as they stand: nothing to compile, in any language.

``[section]`` heads a block, one wording a line, ``#`` starts a remark. ``{a|b}`` stands for either,
``{a|}`` for a or nothing, and a line or a last choice that ends in ``*`` may go on. Wordings are
folded as the words are, and signs count as gaps. In scripts that set no gaps a wording is found
anywhere.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import regex

from bot.domain.checks.normal import normalise
from bot.domain.patterns import arranged

Span = tuple[int, int]
Slots = tuple[tuple[str, ...], ...]
Arranged = tuple[dict[str, tuple[Slots, ...]], tuple[str, ...]]
"""What may stand one after the other: the choices of each place, with a gap behind each."""

_SLOT = regex.compile(r"\{([^{}]*)\}")
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}ー]")


@dataclass(frozen=True, slots=True)
class Gapped:
    """Words with single gaps, one at either end, and the way back to their places."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The place in the text that was gapped of ``text[start:end]``."""
        return self._origin(start), self._origin(end - 1) + 1

    def _origin(self, place: int) -> int:
        word = max(0, bisect_right(self.starts, place) - 1)
        return self.origins[word] + place - self.starts[word]


def gapped(text: str) -> Gapped:
    words, starts, origins, place = [], [], [], 1
    for match in _WORD.finditer(text):
        words.append(match[0])
        starts.append(place)
        origins.append(match.start())
        place += len(match[0]) + 1
    return Gapped(f" {' '.join(words)} ", tuple(starts), tuple(origins))


@dataclass(frozen=True, slots=True)
class Wordings:
    """The wordings of one section: by their first word, and those found anywhere."""

    by_word: dict[str, tuple[Slots, ...]]
    anywhere: tuple[str, ...]

    def finditer(self, text: str) -> Iterator[Span]:
        """Places in ``Gapped.text``; one for each word that begins a wording."""
        place = 1
        while (stop := text.find(" ", place)) > 0:
            for slots in self.by_word.get(text[place:stop], ()):
                end = _match(slots, text, place)
                if end is not None:
                    yield place, end
                    break
            place = stop + 1
        for wording in self.anywhere:
            found = text.find(wording)
            if found >= 0:
                yield found, found + len(wording)

    def search(self, text: str) -> Span | None:
        return next(self.finditer(text), None)


def _match(slots: Slots, text: str, place: int, at: int = 0) -> int | None:
    """Where the wording ends that begins at ``place``."""
    if at == len(slots):
        return place - (text[place - 1] == " ")
    for choice in slots[at]:
        if text.startswith(choice, place):
            end = _match(slots, text, place + len(choice), at + 1)
            if end is not None:
                return end
    return None


@cache
def load(name: str) -> dict[str, Wordings]:
    """Sections of ``lexicons/NAME.txt``. Raises ValueError for a line before any section."""
    found = arranged(f"wordings of {name}", lambda: _read(name))
    return {section: Wordings(*made) for section, made in found.items()}


def _read(name: str) -> dict[str, Arranged]:
    text = (files(__package__) / "lexicons" / f"{name}.txt").read_text(encoding="utf-8")
    sections: dict[str, list[str]] = {}
    here: list[str] | None = None
    for raw in text.splitlines():
        line = raw.split("#")[0].strip()
        if line.startswith("[") and line.endswith("]"):
            here = sections.setdefault(line[1:-1], [])
        elif line and here is None:
            raise ValueError(f"{line!r} stands before any [section]")
        elif line and here is not None:
            here.append(line)
    return {section: _arranged(lines) for section, lines in sections.items()}


def _arranged(lines: list[str]) -> Arranged:
    by_word: dict[str, list[Slots]] = {}
    anywhere: set[str] = set()
    for line in lines:
        slots = slots_of(line)
        if any(_UNSPACED.search(choice) for choice in slots[0]):
            anywhere.update(choice.replace(" ", "") for choice in slots[0])
            continue
        while slots:
            for choice in slots[0]:
                if choice:
                    rest = ((choice,), *slots[1:])
                    by_word.setdefault(choice.split(" ")[0], []).append(rest)
            if "" not in slots[0]:
                break
            slots = slots[1:]  # the first may be left out
    return {word: tuple(found) for word, found in by_word.items()}, tuple(sorted(anywhere))


def slots_of(line: str) -> Slots:
    """``je {veux|vais} mourir`` -> (("je ",), ("veux ", "vais "), ("mourir ",))."""
    parts = _SLOT.split(line)
    slots = []
    for place, part in enumerate(parts):
        choices = part.split("|") if place % 2 else [part]
        folded = tuple(dict.fromkeys(_folded(choice) for choice in choices))
        if place % 2 or folded != ("",):
            slots.append(tuple(sorted(folded, key=len, reverse=True)))
    return tuple(slots)


def _folded(choice: str) -> str:
    """As the normal form has it, with a gap behind unless it may go on."""
    words = gapped(normalise(choice.rstrip("* ")).text).text.strip()
    return words if not words or choice.rstrip().endswith("*") else f"{words} "
