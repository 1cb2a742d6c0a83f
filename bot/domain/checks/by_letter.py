"""A long list of phrases, arranged by the letter they begin with.

A phrase list is one pattern of a thousand alternatives; tried one after another at each word, it
costs several milliseconds a text. Arranged, a word meets only those of its own letter.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

import regex

from bot.domain.patterns import compiled

_AROUND = ("(?=", "(?!", "(?<=", "(?<!")
_OPTIONAL = ("?", "*", "{0")
_MANY = 4
"""Under more letters, a phrase is not repeated: compiling it takes longer than trying it."""
_ALONE = r"(?<![\p{L}\p{N}])"
_ENDS = r"(?![\p{L}\p{N}])"
_WORD_START = re.compile(r"(?<![^\W_])[^\W\d_]")

Match = regex.Match[str]


class Phrases:
    """Finds whole words and phrases where the one long pattern would; of several that match at one
    place it may take another."""

    def __init__(self, pattern: str) -> None:
        by_letter: dict[str, list[str]] = defaultdict(list)
        others: list[str] = []
        for alternative in split(pattern):
            letters = beginnings(alternative)
            if letters is None or len(letters) > _MANY:
                others.append(alternative)
                continue
            for letter in letters:
                by_letter[letter].append(alternative)
        self._by_letter = {
            letter: compiled(f"(?:{'|'.join(alternatives)}){_ENDS}", regex.V1)
            for letter, alternatives in by_letter.items()
        }
        self._others = (
            compiled(f"{_ALONE}(?:{'|'.join(others)}){_ENDS}", regex.V1) if others else None
        )

    def search(self, text: str, start: int = 0, end: int | None = None) -> Match | None:
        """Any match that lies within; not always the first."""
        return next(self.finditer(text, start, end), None)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Match]:
        """Matches that do not overlap, but for those whose first letter cannot be told."""
        end = len(text) if end is None else end
        done = start
        for word in _WORD_START.finditer(text, start, end):
            pattern = self._by_letter.get(word[0])
            if pattern is not None and word.start() >= done:
                found = pattern.match(text, word.start(), end)
                if found is not None:
                    done = found.end()
                    yield found
        if self._others is not None:
            yield from self._others.finditer(text, start, end)

    def mask(self, text: str) -> str:
        """The text with every match painted over, its places unchanged."""
        chars = list(text)
        for found in self.finditer(text):
            chars[found.start() : found.end()] = "·" * len(found[0])
        return "".join(chars)


def split(pattern: str) -> list[str]:
    """The alternatives at the top: ``a(b|c)|d`` has two."""
    parts: list[str] = [""]
    for piece in _pieces(pattern):
        if piece == "|":
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def beginnings(alternative: str) -> frozenset[str] | None:
    """The letters that what it matches may begin with; None when they cannot be told."""
    return _first(list(_pieces(alternative)))


def _first(pieces: list[str]) -> frozenset[str] | None:
    while pieces and pieces[0].startswith(_AROUND):
        pieces = pieces[1:]
    if not pieces:
        return None
    piece, rest = pieces[0], pieces[1:]
    if piece.startswith("(?:"):
        found = [beginnings(part) for part in split(piece[3:-1])]
    elif len(piece) == 1 and piece.isalpha():
        found = [frozenset(piece)]
    else:
        return None
    if rest and rest[0].startswith(_OPTIONAL):  # "(?:so )?tired" begins with either
        found.append(_first(rest[1:]))
    letters = [each for each in found if each is not None]
    return frozenset().union(*letters) if len(letters) == len(found) else None


def _pieces(pattern: str) -> Iterator[str]:
    """Groups, classes, escapes and single signs, in order."""
    place = 0
    while place < len(pattern):
        end = place + 1
        if pattern[place] == "\\":
            end = place + 2
        elif pattern[place] in "([":
            end = _closing(pattern, place)
        elif pattern[place] == "{":
            end = pattern.index("}", place) + 1
        yield pattern[place:end]
        place = end


def _closing(pattern: str, place: int) -> int:
    depth, in_class = 0, False
    while True:
        sign = pattern[place]
        if sign == "\\":
            place += 1
        elif in_class:
            in_class = sign != "]"
        elif sign == "[":
            in_class = True
        elif sign in "()":
            depth += 1 if sign == "(" else -1
        place += 1
        if depth == 0 and not in_class:
            return place
