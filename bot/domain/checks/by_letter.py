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
_UNKNOWN = "\0"
_MANY = 12
"""Under more beginnings, a phrase is not repeated: compiling it takes longer than trying it."""
_ALONE = r"(?<![\p{L}\p{N}])"
_ENDS = r"(?![\p{L}\p{N}])"
_WORD_START = re.compile(r"(?<![^\W_])[^\W\d_]")

Match = regex.Match[str]


class Headed:
    """A text, and where the words begin that begin so."""

    __slots__ = ("heads", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.heads: dict[str, list[int]] = {}
        for word in _WORD_START.finditer(text):
            place = word.start()
            for head in {text[place : place + _DEPTH], text[place]}:
                self.heads.setdefault(head, []).append(place)


class Phrases:
    """Finds whole words and phrases where the one long pattern would; of several that match at one
    place it may take another."""

    def __init__(self, pattern: str) -> None:
        by_head: dict[str, list[str]] = defaultdict(list)
        others: list[str] = []
        for alternative in split(pattern):
            heads = beginnings(alternative)
            if heads is not None and len(heads) > _MANY:
                heads = frozenset(head[0] for head in heads)
            if heads is None or len(heads) > _MANY:
                others.append(alternative)
                continue
            for head in heads:
                by_head[head].append(alternative)
        self._by_head = {
            head: compiled(f"(?:{'|'.join(alternatives)}){_ENDS}", regex.V1)
            for head, alternatives in by_head.items()
        }
        self._others = (
            compiled(f"{_ALONE}(?:{'|'.join(others)}){_ENDS}", regex.V1) if others else None
        )

    def search(self, text: "str | Headed", start: int = 0, end: int | None = None) -> Match | None:
        """Any match that lies within; not always the first."""
        return next(self.finditer(text, start, end), None)

    def finditer(
        self, text: "str | Headed", start: int = 0, end: int | None = None
    ) -> Iterator[Match]:
        """Matches that do not overlap, but for those whose first letter cannot be told. Whoever
        asks several lists about one text gives it ``Headed``."""
        headed = text if isinstance(text, Headed) else Headed(text)
        whole = headed.text
        end = len(whole) if end is None else end
        met = sorted(
            (place, -len(head), head)
            for head in self._by_head.keys() & headed.heads.keys()
            for place in headed.heads[head]
            if start <= place < end
        )
        done = start
        for place, _, head in met:
            if place < done:
                continue
            found = self._by_head[head].match(whole, place, end)
            if found is not None and found.end() > place:
                done = found.end()
                yield found
        if self._others is not None:
            yield from self._others.finditer(whole, start, end)

    def mask(self, text: "str | Headed") -> Headed:
        """The text with every match painted over, its places unchanged."""
        headed = text if isinstance(text, Headed) else Headed(text)
        found = list(self.finditer(headed))
        if not found:
            return headed
        chars = list(headed.text)
        for match in found:
            chars[match.start() : match.end()] = "·" * len(match[0])
        return Headed("".join(chars))


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
    """What it matches may begin with, two signs or, where no more can be told, one; None when not
    even that can."""
    found = _heads(list(_pieces(alternative)), _DEPTH)
    heads = frozenset(head.removesuffix(_UNKNOWN) for head in found)
    return None if any(not head or not head[0].isalpha() for head in heads) else heads


def _heads(pieces: list[str], depth: int) -> set[str]:
    """The first ``depth`` signs; ``_UNKNOWN`` ends what goes on in a way that cannot be told."""
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
