"""Many needles in many small pieces of hay, each byte of which is looked at a dozen times in all.

The pieces are laid end to end. What begins as a needle does is found there by table; then each such
place is compared byte by byte, and counts only where it lies inside one piece.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

_BITS = 24
_BEGINNINGS = {4: np.uint32, 8: np.uint64}
"""By how many bytes places are found: the longer, the fewer of them are in vain."""


class Haystack:
    """``pieces``: (where it lies, bytes). Equal pieces are looked at once."""

    def __init__(self, pieces: Iterable[tuple[str, bytes]]) -> None:
        where: defaultdict[bytes, set[str]] = defaultdict(set)
        for name, piece in pieces:
            where[piece].add(name)
        self._where = [*where.values()]
        self._starts = [0, *accumulate(map(len, where))]
        self._hay = b"".join(where)

    def places_of(self, needles: Iterable[bytes]) -> Iterator[tuple[bytes, set[str]]]:
        """Each needle that is found, and where; the same one as often as there are pieces."""
        begun: dict[int, defaultdict[bytes, set[bytes]]] = {
            size: defaultdict(set) for size in _BEGINNINGS
        }
        for needle in needles:
            size = max(size for size in _BEGINNINGS if size <= len(needle))
            begun[size][needle[:size]].add(needle)
        for size, beginnings in begun.items():
            for place, begins in self._found(beginnings, _BEGINNINGS[size]):
                for needle in beginnings[begins]:
                    if self._hay.startswith(needle, place) and (names := self._at(place, needle)):
                        yield needle, names

    def places_of_eight(self, values: Iterable[bytes]) -> Iterator[tuple[bytes, set[str]]]:
        """Likewise of values of eight bytes, as many as there may be."""
        for place, value in self._found(values, np.uint64):
            if names := self._at(place, value):
                yield value, names

    def _at(self, place: int, needle: bytes) -> set[str] | None:
        """Where the piece lies that holds all of it."""
        piece = bisect_right(self._starts, place) - 1
        return self._where[piece] if place + len(needle) <= self._starts[piece + 1] else None

    def _found(self, values: Iterable[bytes], kind: type[Any]) -> Iterator[tuple[int, bytes]]:
        """(offset, value), for each offset at which one of these values stands."""
        size = np.dtype(kind).itemsize
        wanted: Array = np.sort(np.frombuffer(b"".join(values), dtype=kind))
        if not len(wanted):
            return
        low = kind((1 << _BITS) - 1)
        seen = np.zeros(1 << _BITS, dtype=bool)
        seen[wanted & low] = True
        for offset in range(size):
            length = (len(self._hay) - offset) // size
            if length <= 0:
                return
            windows: Array = np.frombuffer(self._hay, dtype=kind, count=length, offset=offset)
            maybe = np.flatnonzero(seen[windows & low])
            places = np.minimum(np.searchsorted(wanted, windows[maybe]), len(wanted) - 1)
            for place in maybe[wanted[places] == windows[maybe]]:
                yield int(place) * size + offset, windows[place].tobytes()
