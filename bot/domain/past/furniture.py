"""An older bot put furniture around the words: “Confession #12”, a line of dashes, an address to
write to.

Nobody can know how every bot looked, but each looked alike in all its posts: a line that comes
again and again, whatever its digits, is the bot's. Among those the one whose number is another in
each post has the whispers' numbers.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

_DIGITS = regex.compile(r"\d+")
_COMMON = 0.2
"""The share of the posts that a line must stand in to be the bot's."""
_LEAST = 4
"""The number of posts that a line must stand in, however few there are."""
_LOOKED_AT = 3
"""The number of lines at each end that may be the bot's."""
_MOSTLY = 0.6
"""The share of the posts whose words must begin with a number for it to be the bot's."""
_DISTINCT = 0.9
"""The share of the numbers in a line that must be others for it to number whispers."""
_PREFIX = regex.compile(
    r"[^\p{L}\p{N}\n]*(?:\p{L}{0,20}[ _]?)??(?:\#|№|[Nn][o°º]\.?|[Nn]r\.?)\s?(?:\p{L}{2,20}_?)?"
    r"(\d{1,6})[\s.:)\]|~–—-]+"
)


@dataclass(frozen=True, slots=True)
class Undressed:
    """The words of a post without its furniture, and the number that the bot gave it."""

    words: str
    number: int | None


class Furniture:
    """The lines that an older bot wrote around the words, learnt from all texts of a channel;
    ``undress`` then takes them off each."""

    def __init__(self, texts: Iterable[str]) -> None:
        all_lines = [lines for text in texts if (lines := _lines(text))]
        seen: Counter[str] = Counter()
        numbers: dict[str, list[int]] = {}
        for lines in all_lines:
            for line in {*lines[:_LOOKED_AT], *lines[-_LOOKED_AT:]}:
                shape = _shape(line)
                seen[shape] += 1
                if (number := _only_number(line)) is not None:
                    numbers.setdefault(shape, []).append(number)
        enough = max(_LEAST, _COMMON * len(all_lines))
        self._shapes = {shape for shape, times in seen.items() if times >= enough}
        numbering = [
            shape
            for shape in self._shapes & numbers.keys()
            if len(set(numbers[shape])) >= _DISTINCT * seen[shape]
        ]
        self._numbering = max(numbering, key=lambda shape: seen[shape], default=None)
        starts = sum(_PREFIX.match(lines[0]) is not None for lines in all_lines)
        self._prefixed = self._numbering is None and starts >= max(_LEAST, _MOSTLY * len(all_lines))

    @property
    def numbers(self) -> bool:
        """Whether the posts are numbered: then one without a number is no whisper."""
        return self._numbering is not None or self._prefixed

    def undress(self, text: str) -> Undressed:
        lines, number = text.split("\n"), None
        for end in (0, -1):
            while lines and (not lines[end].strip() or _shape(lines[end]) in self._shapes):
                line = lines.pop(end)
                if _shape(line) == self._numbering:
                    number = _only_number(line) if number is None else number
        words = "\n".join(lines).strip()
        if self._prefixed and (found := _PREFIX.match(words)):
            return Undressed(words[found.end() :].strip(), int(found[1]))
        return Undressed(words, number)


def _lines(text: str) -> Sequence[str]:
    return [line for line in text.split("\n") if line.strip()]


def _shape(line: str) -> str:
    """Return the line with every number alike."""
    return _DIGITS.sub("0", line.strip().casefold())


def _only_number(line: str) -> int | None:
    found = _DIGITS.findall(line)
    return int(found[0]) if len(found) == 1 and len(found[0]) <= 6 else None
