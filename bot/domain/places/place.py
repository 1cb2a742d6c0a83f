"""A place as it is stored: "FR" is a country, "FR.84" a region, "FR.84.2996944" a big town.

The codes are GeoNames', and each names what it lies in, so that steps are counted without any
table. A town without a known region is "VN..1566083": its next wider step is the country.
"""

import re
from enum import StrEnum
from typing import NewType

Place = NewType("Place", str)


class Narrowest(StrEnum):
    """The narrowest step that may be printed."""

    OFF = "off"
    COUNTRY = "country"
    REGION = "region"
    TOWN = "town"


_DEPTH = {Narrowest.OFF: 0, Narrowest.COUNTRY: 1, Narrowest.REGION: 2, Narrowest.TOWN: 3}


_WRITTEN = re.compile(r"[A-Z]{2}(?:\.[0-9A-Za-z]{0,8}(?:\.\d{1,9})?)?", re.ASCII)


def read_place(text: str) -> Place | None:
    """Read a place. None: no place is written like that."""
    return Place(text) if _WRITTEN.fullmatch(text) else None


def town_place(country: str, region: str, town: int) -> Place:
    return Place(f"{country}.{region}.{town}")


def country_of(place: Place) -> str:
    return place.split(".")[0]


def steps_of(place: Place, narrowest: Narrowest = Narrowest.TOWN) -> tuple[Place, ...]:
    """Return the place and what it lies in, narrowest first, as far as it may be printed."""
    parts = place.split(".")
    found = [
        Place(".".join(parts[:depth]))
        for depth in range(min(len(parts), _DEPTH[narrowest]), 0, -1)
        if parts[depth - 1]
    ]
    return tuple(found)


def narrowed(place: Place, narrowest: Narrowest) -> Place | None:
    """Return of a place no more than may be printed. None: nothing may."""
    return next(iter(steps_of(place, narrowest)), None)


def within(place: Place, step: Place) -> bool:
    """Whether the place is that step or lies in it."""
    return place == step or place.startswith(f"{step}.")
