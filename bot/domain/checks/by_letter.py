"""A long list of phrases, arranged by the letters they begin with.

A phrase list is one pattern of a thousand alternatives; tried one after another at each word, it
costs several milliseconds a text. Arranged, a word meets only those of its own two first letters.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

import regex

from bot.domain.patterns import compiled

_AROUND = ("(?=", "(?!", "(?<=", "(?<!")
_OPTIONAL = ("?", "*", "{0")
_REPEATS = ("*", "+", "{")
_QUANTIFIES = ("?", "*", "+", "{")
_DEPTH = 2
_LOOK = 3  # signs that are looked at before a phrase is tried
_UNKNOWN = "\0"
_NO_LETTER = "\n"
"""Stands for a third sign that is no letter: a phrase may end before it. It never stands in a
text."""
_MANY = 12
"""The number of beginnings above which a phrase is not repeated: compiling it takes longer than
trying it."""
_ALONE = r"(?<![\p{L}\p{N}])"
_ENDS = r"(?![\p{L}\p{N}])"
_WORD_START = re.compile(r"(?<![^\W_])[^\W\d_]")

Match = regex.Match[str]


class Headed:
    """A text, and where its words begin: by their first sign, two and three."""

    __slots__ = ("heads", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.heads: dict[str, list[int]] = {}
        note = self.heads.setdefault
        for word in _WORD_START.finditer(text):
            place = word.start()
            three = text[place : place + _LOOK]
            two = three[:_DEPTH]
            note(three[0], []).append(place)
            if len(two) == _DEPTH:
                note(two, []).append(place)
            if len(three) == _LOOK:
                note(three, []).append(place)
            if not three[_DEPTH:].isalnum():
                note(two + _NO_LETTER, []).append(place)


class Phrases:
    """Finds whole words and phrases where the one long pattern would; of several that match at one
    place it may take another."""

    def __init__(self, pattern: str) -> None:
        by_head: dict[str, list[str]] = defaultdict(list)
        thirds: dict[str, set[str] | None] = {}
        others: list[str] = []
        for alternative in _opened(split(pattern)):
            heads = _begins(alternative)
            short = None if heads is None else frozenset(_two(head) for head in heads)
            if short is not None and len(short) > _MANY:
                short = frozenset(head[0] for head in short)
            if heads is None or short is None or len(short) > _MANY:
                others.append(alternative)
                continue
            for head in short:
                by_head[head].append(alternative)
                _add_thirds(thirds, head, heads)
        self._at: dict[str, tuple[int, regex.Pattern[str]]] = {}
        for head, alternatives in by_head.items():
            made = compiled(f"(?:{'|'.join(alternatives)}){_ENDS}", regex.V1)
            for third in thirds[head] or ("",):
                self._at[head + third] = (-len(head), made)
        self._others = (
            compiled(f"{_ALONE}(?:{'|'.join(others)}){_ENDS}", regex.V1) if others else None
        )

    def search(self, text: "str | Headed", start: int = 0, end: int | None = None) -> Match | None:
        """Return any match that lies within; not always the first."""
        return next(self.finditer(text, start, end), None)

    def finditer(
        self, text: "str | Headed", start: int = 0, end: int | None = None
    ) -> Iterator[Match]:
        """Yield matches that do not overlap, but for those whose first letter cannot be told.
        Whoever asks several lists about one text gives it ``Headed``."""
        headed = text if isinstance(text, Headed) else Headed(text)
        whole = headed.text
        end = len(whole) if end is None else end
        met = [
            (place, self._at[head][0], head)
            for head in self._at.keys() & headed.heads.keys()
            for place in headed.heads[head]
        ]
        met.sort()
        done = start
        for place, _, head in met:
            if place < done or place >= end:
                continue
            found = self._at[head][1].match(whole, place, end)
            if found is not None and found.end() > place:
                done = found.end()
                yield found
        if self._others is not None:
            yield from self._others.finditer(whole, start, end)

    def mask(self, text: "str | Headed") -> Headed:
        """Return the text with every match painted over, its places unchanged."""
        headed = text if isinstance(text, Headed) else Headed(text)
        found = list(self.finditer(headed))
        if not found:
            return headed
        chars = list(headed.text)
        for match in found:
            chars[match.start() : match.end()] = "·" * len(match[0])
        return Headed("".join(chars))


def _add_thirds(thirds: dict[str, set[str] | None], head: str, beginning: frozenset[str]) -> None:
    """Note with which third signs what begins with ``head`` may go on; None: with any."""
    signs = thirds.setdefault(head, set())
    followed = {each[_DEPTH:] or _NO_LETTER for each in beginning if each.startswith(head)}
    if signs is None or len(head) < _DEPTH or _UNKNOWN in followed:
        thirds[head] = None
    else:
        signs |= followed


def split(pattern: str) -> list[str]:
    """Return the alternatives at the top: ``a(b|c)|d`` has two."""
    parts: list[str] = [""]
    for piece in _pieces(pattern):
        if piece == "|":
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def _opened(alternatives: list[str]) -> Iterator[str]:
    """Yield the alternatives; a group that stands alone is as many alternatives as it has."""
    for alternative in alternatives:
        pieces = list(_pieces(alternative))
        if len(pieces) == 1 and alternative.startswith("(?:"):
            yield from _opened(split(alternative[3:-1]))
        else:
            yield alternative


def beginnings(alternative: str) -> frozenset[str] | None:
    """Return what a match may begin with: two signs or, where no more can be told, one. None: not
    even that can be told."""
    heads = _begins(alternative)
    return None if heads is None else frozenset(_two(head) for head in heads)


def _begins(alternative: str) -> frozenset[str] | None:
    """Return the same with three signs; ``_UNKNOWN`` ends what goes on in a way that cannot be
    told."""
    heads = frozenset(_heads(list(_pieces(alternative)), _LOOK))
    plain = all(head and head[0].isalpha() for head in heads)
    return heads if plain else None


def _two(head: str) -> str:
    return head[:_DEPTH].removesuffix(_UNKNOWN)


def _heads(pieces: list[str], depth: int) -> set[str]:
    """Return the first ``depth`` signs; ``_UNKNOWN`` ends what goes on in a way that cannot be
    told."""
    while pieces and pieces[0].startswith(_AROUND):
        pieces = pieces[1:]
    if not pieces or depth == 0:
        return {""}
    piece, rest = pieces[0], pieces[1:]
    if piece.startswith("(?:"):
        firsts = {
            head for part in split(piece[3:-1]) for head in _heads(list(_pieces(part)), depth)
        }
    elif len(piece) == 1 and (piece.isalnum() or piece == " "):
        firsts = {piece}
    else:
        firsts = {_UNKNOWN}
    optional = bool(rest) and rest[0].startswith(_OPTIONAL)
    if rest and rest[0].startswith(_REPEATS):
        firsts = {head if head.endswith(_UNKNOWN) else head + _UNKNOWN for head in firsts}
    after = rest[1:] if rest and rest[0].startswith(_QUANTIFIES) else rest
    found = set()
    for head in firsts:
        if head.endswith(_UNKNOWN) or len(head) >= depth:
            found.add(head)
        else:
            found |= {head + tail for tail in _heads(after, depth - len(head))}
    return found | _heads(after, depth) if optional else found


def _pieces(pattern: str) -> Iterator[str]:
    """Yield groups, classes, escapes and single signs, in order."""
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
