"""The table of big towns, and which of them is nearest. ``bot/tools/towns.py`` makes its data.

A position is an argument here and nothing else: no function keeps one, and none is in any value.
"""

import lzma
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.domain.places.place import Place, country_of, town_place

FILE = Path(__file__).parent / "towns.npz"

TOWN_WITHIN = 100.0
"""The kilometres beyond which only a country is offered."""
COUNTRY_WITHIN = 500.0
"""The kilometres beyond which nothing is offered: there is only sea, or ice."""
_SECOND = 3.0
"""The factor within which another country is offered too, if it is at most so many times as far."""
_BORDER = 15.0
"""The kilometres that count as no farther than a place in the town itself."""

_EARTH = 6371.0
_COUNTRY = 0xFFFF0000
"""The base of a country's number in a button; its two letters are added."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Town:
    """A big town, or the place that stands for a country without one."""

    id: int  # GeoNames'
    country: str
    region: str  # GeoNames' code within the country; "" where there is none
    region_name: str
    name: str
    french: str  # the French name, where it differs and is known
    aliases: tuple[str, ...]
    parts: tuple[str, ...] = ()  # names of suburbs, which are never shown
    only_country: bool = False

    @property
    def place(self) -> Place:
        return self.country_place if self.only_country else self._place

    @property
    def country_place(self) -> Place:
        return Place(self.country)

    @property
    def _place(self) -> Place:
        return town_place(self.country, self.region, self.id)


@dataclass(frozen=True)
class Towns:
    """The whole table, biggest towns first."""

    made: date
    every: Sequence[Town]
    by_id: dict[int, Town]
    points: Floats  # unit vectors: a row for each, then lonely places that stand for a country
    homes: NDArray[np.uint16]  # the country of each row, its two letters as a number
    big: int  # the number of rows that are towns

    def numbered(self, number: int) -> Place | None:
        """Return the place that a button's number means. None: none, or a table without it."""
        if number >= _COUNTRY:
            return (
                Place(_country_code(number & 0xFFFF)) if (number & 0xFFFF) in self.homes else None
            )
        town = self.by_id.get(number)
        return None if town is None else town.place

    def town_of(self, place: Place) -> Town | None:
        parts = place.split(".")
        return self.by_id.get(int(parts[2])) if len(parts) == 3 else None

    def region_name(self, place: Place) -> str:
        """Return the name of a region such as "FR.84". "" for one that the table does not know."""
        return _regions().get(place, "")


def number_of(place: Place) -> int:
    """Return what a button carries of a place: a town's id, or a country's number. It fits four
    bytes."""
    parts = place.split(".")
    if len(parts) == 3:
        return int(parts[2])
    return _COUNTRY | _country_number(country_of(place))


def _country_number(code: str) -> int:
    return int.from_bytes(code.encode("ascii"))


def _country_code(number: int) -> str:
    return int(number).to_bytes(2).decode("ascii", "replace")


@cache
def towns() -> Towns:
    """Read once, when a place is first asked for."""
    with np.load(FILE) as data:
        made = date.fromordinal(int(data["made"][0]))
        big = int(data["towns"][0])
        ids = [int(each) for each in data["ids"]]
        where = np.frombuffer(_unpacked(data["where"]), "<i2").reshape(2, -1).T / 100.0
        lonely = _unpacked(data["lonely"]).decode()
        lines = _unpacked(data["names"]).decode().split("\n")
    every = tuple(_town(ids[n], line, n >= big) for n, line in enumerate(lines))
    homes = [each.country for each in every]
    homes += [lonely[n : n + 2] for n in range(0, len(lonely), 2)]
    by_id = {each.id: each for each in every}
    numbers = np.array([_country_number(each) for each in homes], np.uint16)
    points = np.asfortranarray(unit_vectors(where))  # a product by columns takes half the time
    return Towns(made, every, by_id, points, numbers, big)


def _unpacked(packed: NDArray[np.uint8]) -> bytes:
    return lzma.decompress(packed.tobytes())


def _town(town_id: int, line: str, only_country: bool) -> Town:
    country, region, region_name, name, french, *others = line.split("\t")
    aliases = tuple(each for each in others if each[0] != "+")
    parts = tuple(each[1:] for each in others if each[0] == "+")
    return Town(town_id, country, region, region_name, name, french, aliases, parts, only_country)


@cache
def _regions() -> dict[str, str]:
    return {f"{each.country}.{each.region}": each.region_name for each in towns().every}


def nearest(latitude: float, longitude: float) -> tuple[Place, ...]:
    """Return what is offered for a position, best first: the nearest big town, and where another
    country is about as near, its town or itself; only countries where no town is near; nothing far
    out at sea. Degrees; what lies outside of the globe is nowhere."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return ()
    table = towns()
    closeness = table.points @ unit_vectors(np.array([[latitude, longitude]]))[0]
    first = int(np.argmax(closeness[: table.big]))
    if _far(closeness[first]) > TOWN_WITHIN:
        first = int(np.argmax(closeness))
    if _far(closeness[first]) > COUNTRY_WITHIN:
        return ()
    elsewhere = np.where(table.homes == table.homes[first], -1.0, closeness)
    second = int(np.argmax(elsewhere))
    reach = min(_SECOND * max(_far(closeness[first]), _BORDER), COUNTRY_WITHIN)
    found = [first, second] if _far(elsewhere[second]) <= reach else [first]
    return tuple(_offered(table, n, _far(closeness[n])) for n in found)


def _offered(table: Towns, row: int, far: float) -> Place:
    if row < len(table.every) and far <= TOWN_WITHIN:
        return table.every[row].place
    return Place(_country_code(table.homes[row]))


def _far(closeness: float) -> float:
    """Return kilometres, from the product of two unit vectors."""
    return _EARTH * math.acos(min(1.0, max(-1.0, float(closeness))))


def unit_vectors(degrees: Floats) -> Floats:
    """Turn rows of (latitude, longitude) into points on the unit sphere: poles and the antimeridian
    are like any other place there."""
    latitude, longitude = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
    level = np.cos(latitude)
    return np.stack([level * np.cos(longitude), level * np.sin(longitude), np.sin(latitude)], 1)


def kilometres(points: Floats, here: Floats) -> Floats:
    """Return the kilometres from each of these to there, as the crow flies."""
    chord = np.linalg.norm(points - here, axis=1)
    return np.asarray(2 * _EARTH * np.arcsin(np.clip(chord / 2, 0, 1)))
