"""Positions in bytes: what a coordinate looks like wherever somebody might have kept one."""

import struct
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from tests.prove.haystack import Haystack
from tests.prove.scan import SHORT, Hit, Image, views_of

KEEPS_POSITIONS = ("store_position", "log_position", "position_to_moderators")
"""Broken builds of ``leaks`` that ``test_positions.py`` must catch."""

_GEOHASH = "0123456789bcdefghjkmnpqrstuvwxyz"
_SCALES = (10**5, 10**6, 10**7)
"""Of whole numbers: Garmin's, Google's polylines', OpenStreetMap's."""


@dataclass(frozen=True)
class Spot:
    """Where somebody was. ``number`` tells spots apart."""

    number: int
    latitude: float
    longitude: float


def spots(count: int) -> tuple[Spot, ...]:
    """In and around Lyon, to seven decimals that nothing else resembles."""
    return tuple(
        Spot(n, 45.7314159 + 0.0071773 * n, 4.8271828 + 0.0093137 * n) for n in range(count)
    )


def traces(image: Image, people: tuple[Spot, ...]) -> tuple[Hit, ...]:
    """Every trace of these positions, at most one for each of them, its form and a part."""
    meant = defaultdict(set)
    for needle, *whose in (each for spot in people for each in forms(spot)):
        meant[needle].add(tuple(whose))
    views = [*views_of(image)]
    whole = Haystack((name, view) for name, view, _pixels in views)
    textual = Haystack((name, view) for name, view, pixels in views if not pixels)
    found = chain(
        whole.places_of(needle for needle in meant if len(needle) > SHORT),
        textual.places_of(needle for needle in meant if len(needle) <= SHORT),
    )
    hits = {Hit(name, *each) for needle, names in found for each in meant[needle] for name in names}
    return tuple(sorted(hits, key=lambda hit: (hit.where, hit.person, hit.how)))


def forms(spot: Spot) -> Iterator[tuple[bytes, int, str]]:
    """(bytes, whose, how they are written). Base64, hex and packing are unfolded by the scan."""
    for value in (spot.latitude, spot.longitude):
        for decimals in (3, 4, 5, 6, 7):
            for text in {f"{value:.{decimals}f}", _cut(value, decimals)}:
                yield text.encode(), spot.number, f"decimal, {decimals} places"
                yield text.encode("utf-16-le"), spot.number, f"decimal, {decimals} places, UTF-16"
                yield text.replace(".", ",").encode(), spot.number, "decimal, with a comma"
        yield from ((each, spot.number, how) for each, how in _packed(value))
    for length in (6, 7, 8, 9):
        yield geohash(spot, length).encode(), spot.number, f"geohash of {length}"


def _cut(value: float, decimals: int) -> str:
    whole, part = f"{value:.9f}".split(".")
    return f"{whole}.{part[:decimals]}"


def _packed(value: float) -> Iterator[tuple[bytes, str]]:
    for order, name in (("<", "little endian"), (">", "big endian")):
        yield struct.pack(f"{order}d", value), f"double, {name}"
        yield struct.pack(f"{order}f", value), f"float, {name}"
        as_float = struct.unpack("<f", struct.pack("<f", value))[0]
        yield struct.pack(f"{order}d", as_float), f"float as double, {name}"
        for scale in _SCALES:
            whole = round(value * scale)
            yield struct.pack(f"{order}i", whole), f"whole number × {scale}, {name}"
    for scale in _SCALES:
        yield str(round(value * scale)).encode(), f"whole number × {scale}"


def geohash(spot: Spot, length: int) -> str:
    """Gustavo Niemeyer's, 2008: bits of longitude and latitude in turn, five to a letter."""
    ranges = {True: [-180.0, 180.0], False: [-90.0, 90.0]}
    values = {True: spot.longitude, False: spot.latitude}
    letters, bits, east = [], 0, True
    for index in range(length * 5):
        low, high = ranges[east]
        middle = (low + high) / 2
        upper = values[east] >= middle
        bits = bits << 1 | upper
        ranges[east][0 if upper else 1] = middle
        east = not east
        if index % 5 == 4:
            letters.append(_GEOHASH[bits])
            bits = 0
    return "".join(letters)
