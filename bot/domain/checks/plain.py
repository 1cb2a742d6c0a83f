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
from itertools import pairwise

import regex

from bot.domain.checks.normal import normalise
from bot.domain.patterns import arranged

Span = tuple[int, int]
Slots = tuple[tuple[str, ...], ...]
"""The choices of each place in a wording, one place after the other, with a gap behind each."""
Followed = dict[str, tuple[Slots, ...]]
"""The wordings that begin alike, by the word that comes second; "" for every other one."""
Arranged = tuple[dict[str, Followed], tuple[str, ...]]

_SLOT = regex.compile(r"\{([^{}]*)\}")
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}ー]")


class Gapped:
    """Words with single gaps, one at either end, where each word stands and which comes behind it,
    and the way back to their places in ``source``."""

    __slots__ = ("_origins", "_source", "_starts", "text", "words")

    def __init__(self, source: str) -> None:
        found = _WORD.findall(source)
        self.text = f" {' '.join(found)} "
        self.words: dict[str, list[tuple[int, str]]] = {}
        place = 1
        for word, second in pairwise((*found, "")):
            self.words.setdefault(word, []).append((place, second))
            place += len(word) + 1
        self._source = source
        self._starts: list[int] = []
        self._origins: list[int] = []

    def span(self, start: int, end: int) -> Span:
        """Return the place, in the text that was gapped, of ``text[start:end]``."""
        if not self._starts:
            place = 1
            for match in _WORD.finditer(self._source):
                self._starts.append(place)
                self._origins.append(match.start())
                place += len(match[0]) + 1
        return self._origin(start), self._origin(end - 1) + 1

    def _origin(self, place: int) -> int:
        word = max(0, bisect_right(self._starts, place) - 1)
        return self._origins[word] + place - self._starts[word]


@dataclass(frozen=True, slots=True)
class Wordings:
    """The wordings of one section: by their first two words, and those found anywhere."""

    by_word: dict[str, Followed]
    anywhere: tuple[str, ...]

    def finditer(self, gapped: Gapped) -> Iterator[Span]:
        """Yield places in ``gapped.text``; one for each word that begins a wording."""
        text = gapped.text
        begun = self.by_word.keys() & gapped.words.keys()
        met = [(*place, word) for word in begun for place in gapped.words[word]]
        met.sort()
        for place, second, word in met:
            for slots in _that_go_on(self.by_word[word], second):
                end = _match(slots, text, place)
                if end is not None:
                    yield place, end
                    break
        for wording in self.anywhere:
            found = text.find(wording)
            if found >= 0:
                yield found, found + len(wording)

    def search(self, gapped: Gapped) -> Span | None:
        return next(self.finditer(gapped), None)


def _that_go_on(followed: Followed, second: str) -> tuple[Slots, ...]:
    found = followed.get(second)
    return followed[""] if found is None else found


def _match(slots: Slots, text: str, place: int, at: int = 0) -> int | None:
    """Return where the wording ends that begins at ``place``. None: none begins there."""
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
    """Return sections of ``lexicons/NAME.txt``. Raises ValueError for a line before any section."""
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
    followed = {word: _by_second(found) for word, found in by_word.items()}
    return followed, tuple(sorted(anywhere))


def _by_second(wordings: list[Slots]) -> Followed:
    """Sort the wordings by their second word, each list in its order, so that of several the first
    is found as before."""
    seconds = [(slots, _seconds(slots)) for slots in wordings]
    known = {word for _, words in seconds for word in words or ()}
    return {
        second: tuple(slots for slots, words in seconds if words is None or second in words)
        for second in ("", *known)
    }


def _seconds(slots: Slots) -> frozenset[str] | None:
    """Return the words that may come second. None: any."""
    found: set[str] = set()
    _, gap, rest = slots[0][0].partition(" ")
    open_ends = [(rest,)] if rest else [("",)]
    if not gap:
        return None
    for choices in (*open_ends, *slots[1:]):
        for choice in choices:
            word, whole, _ = choice.partition(" ")
            if word and not whole:
                return None  # it may go on
            found.add(word)
        if "" not in found:
            return frozenset(found)
        found.discard("")
    return None  # the wording may end with its first word


def slots_of(line: str) -> Slots:
    """Turn ``je {veux|vais} mourir`` into (("je ",), ("veux ", "vais "), ("mourir ",))."""
    parts = _SLOT.split(line)
    slots = []
    for place, part in enumerate(parts):
        choices = part.split("|") if place % 2 else [part]
        folded = tuple(dict.fromkeys(_folded(choice) for choice in choices))
        if place % 2 or folded != ("",):
            slots.append(tuple(sorted(folded, key=len, reverse=True)))
    return tuple(slots)


def _folded(choice: str) -> str:
    """Return a choice in the normal form, with a gap behind unless it may go on."""
    words = Gapped(normalise(choice.rstrip("* ")).text).text.strip()
    return words if not words or choice.rstrip().endswith("*") else f"{words} "
