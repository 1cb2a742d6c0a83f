"""A long list of phrases, arranged by the letters they begin with.

A phrase list is one pattern of a thousand alternatives; tried one after another at each word, it
costs several milliseconds a text. Arranged, a word meets only those that begin as it does, and as
the words behind it do.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

import regex

from bot.domain.checks.plain import Gapped
from bot.domain.patterns import compiled

_AROUND = ("(?=", "(?!", "(?<=", "(?<!")
_ZERO_WIDTH = (*_AROUND, "\\b")
_OPTIONAL = ("?", "*", "{0")
_REPEATS = ("*", "+", "{")
_QUANTIFIES = ("?", "*", "+", "{")
_SPECIAL = frozenset("^$.|?*+(){}[]\\")
_DEPTHS = (1, 2, 3, 4, 6, 8)
"""How many signs of a beginning are looked at: as many as a phrase has in common with no more than
``_MANY`` beginnings."""
_MANY = 100
_UNKNOWN = "\0"
_END = "\n"  # a piece that stands for the end of a phrase
_ALONE = r"(?<![\p{L}\p{N}])"
_ENDS = r"(?![\p{L}\p{N}])"
_WORD_START = re.compile(r"(?<![^\W_])[^\W_]")
_SIGN = re.compile(r"[\W_]")

Match = regex.Match[str]
_LOOSE = 12
"""The number of first letters above which a phrase is looked for apart, so that it hides none."""
_MARKS_LOOSE = ("\\b", "(?:\\b")  # whoever writes this in front means the same
Arranged = tuple[tuple[str, ...], dict[str, tuple[tuple[bool, int], ...]], str]
"""The phrases; which of them have a beginning, and whether they are loose; and one pattern of those
whose beginning cannot be told."""


class Headed:
    """A text, where its words begin (by their first signs, and those behind), and the same with its
    signs as gaps."""

    __slots__ = ("gapped", "heads", "text")

    def __init__(self, text: str, gapped: Gapped | None = None) -> None:
        self.text = text
        self.gapped = gapped or Gapped(text)
        self.heads: dict[str, list[int]] = defaultdict(list)
        flat = _SIGN.sub(" ", text) + " " * _DEPTHS[-1]
        heads = self.heads
        for word in _WORD_START.finditer(text):
            place = word.start()
            for depth in _DEPTHS:
                heads[flat[place : place + depth]].append(place)


class Phrases:
    """Finds whole words and phrases where the one long pattern would, and of several that begin at
    one place the same."""

    def __init__(self, pattern: "str | Arranged") -> None:
        phrases, self._at, others = arrange(pattern) if isinstance(pattern, str) else pattern
        self._phrases = [compiled(f"(?:{each}){_ENDS}", regex.V1) for each in phrases]
        self._others = compiled(others, regex.V1) if others else None

    def search(self, text: "str | Headed", start: int = 0, end: int | None = None) -> Match | None:
        """Return any match that lies within; not always the first."""
        return next(self.finditer(text, start, end), None)

    def finditer(
        self, text: "str | Headed", start: int = 0, end: int | None = None
    ) -> Iterator[Match]:
        """Yield matches that do not overlap, but for those that may begin with any letter.
        Whoever asks several lists about one text gives it ``Headed``."""
        headed = text if isinstance(text, Headed) else Headed(text)
        whole = headed.text
        end = len(whole) if end is None else end
        met = [
            (loose, place, phrase)
            for head in self._at.keys() & headed.heads.keys()
            for place in headed.heads[head]
            for loose, phrase in self._at[head]
        ]
        met.sort()
        done, apart = start, False
        for loose, place, phrase in met:
            if loose is not apart:
                done, apart = start, loose
            if place < done or place >= end:
                continue
            found = self._phrases[phrase].match(whole, place, end)
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


def arrange(pattern: str) -> Arranged:
    """Arrange the alternatives of a pattern by their beginnings."""
    phrases: list[str] = []
    at: dict[str, list[tuple[bool, int]]] = defaultdict(list)
    others: list[str] = []
    for alternative in _opened(split(pattern)):
        heads = beginnings(alternative)
        if heads is None:
            others.append(alternative)
            continue
        firsts, seconds = ({head[:depth] for head in heads} for depth in (1, 2))
        few = len(firsts) <= _LOOSE or len(seconds) <= _LOOSE
        marked = alternative.startswith(_MARKS_LOOSE)
        loose = marked or not few or not all(map(str.isalpha, firsts))
        for head in heads:
            at[head].append((loose, len(phrases)))
        phrases.append(alternative)
    apart = f"{_ALONE}(?:{'|'.join(others)}){_ENDS}" if others else ""
    return tuple(phrases), {head: tuple(found) for head, found in at.items()}, apart


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
    """Return what a match may begin with, signs as gaps: as many letters as can be told, and of
    those as many as ``_DEPTHS`` names. None: not even the first can be told."""
    pieces = [*_pieces(alternative), _END]
    told: frozenset[str] | None = None
    for depth in _DEPTHS:
        heads = {head.removesuffix(_UNKNOWN) for head in _heads(pieces, depth)}
        if told is None and not all(head[:1].isalnum() for head in heads):
            return None
        known = frozenset(head[: _as_deep(len(head))] for head in heads)
        if told is not None and len(known) > _MANY:
            return told
        told = known
    return told


def _as_deep(length: int) -> int:
    return max(depth for depth in _DEPTHS if depth <= length)


def _heads(pieces: list[str], depth: int) -> set[str]:
    """Return the first ``depth`` signs; ``_UNKNOWN`` ends what goes on in a way that cannot be
    told."""
    while pieces and pieces[0].startswith(_ZERO_WIDTH):
        pieces = pieces[1:]
    if not pieces or depth == 0:
        return {""}
    piece, rest = pieces[0], pieces[1:]
    if piece.startswith("(?:"):
        firsts = {
            head for part in split(piece[3:-1]) for head in _heads(list(_pieces(part)), depth)
        }
    else:
        firsts = _signs(piece)
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


def _signs(piece: str) -> set[str]:
    """Return what one sign may be: a gap for all that are neither letter nor digit."""
    if piece == _END:  # what follows is no letter, and may be anything else
        return {" " + _UNKNOWN}
    if piece == "\\d":
        return set("0123456789")
    if len(piece) == 1 and piece not in _SPECIAL:
        return {piece if piece.isalnum() else " "}
    if piece[0] == "[" and not _SPECIAL.intersection(piece[1:-1]):
        return {each if each.isalnum() else " " for each in _members(piece[1:-1])}
    return {_UNKNOWN}


def _members(inside: str) -> Iterator[str]:
    """Yield the signs of a class: ``a-c`` are three."""
    while inside:
        if inside[1:2] == "-" and len(inside) > 2:
            yield from map(chr, range(ord(inside[0]), ord(inside[2]) + 1))
            inside = inside[3:]
        else:
            yield inside[0]
            inside = inside[1:]


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
